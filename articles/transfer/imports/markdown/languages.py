"""Finds the language of each document of a set by its path, and which documents say the same. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

# What people name folders and files by; rarer codes are more often something else.
CODES = frozenset({
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es", "et", "eu",
    "fa", "fi", "fil", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km",
    "kn", "ko", "ky", "lb", "lo", "lt", "lv", "mg", "mk", "ml", "mn", "mr", "ms", "mt", "my", "nb", "ne", "nl", "nn",
    "no", "or", "pa", "pl", "ps", "pt", "ro", "ru", "si", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th",
    "tk", "tl", "tr", "tt", "ug", "uk", "ur", "uz", "vi", "yo", "zh", "zu",
})  # fmt: skip
# Countries and misspellings that stand for a language and mean no other one.
SLIPS = {"jp": "ja", "kr": "ko", "cz": "cs", "ua": "uk", "gj": "gu"}
CODE = re.compile(r"(?P<code>[A-Za-z]{2,3})(?:[-_](?P<region>[A-Za-z]{2,4}|\d{3}))?")
# Fewer languages could be a folder that happens to be called like one.
MIN_LANGUAGES = 2
# A script has a name of four, as in zh-Hant; a region one of two or three.
SCRIPT_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """neutral: the path without what names its language; the same for translations of one document.

    inside: that path below the folder that all documents of the set stand in; "" where no set was looked at.
    """

    language: str
    neutral: str
    inside: str = ""


def read_code(text: str) -> str:
    """The language that a folder or a part of a file name means, such as `pt-BR`; "" for none."""
    match = CODE.fullmatch(text)
    if not match:
        return ""
    code = SLIPS.get(match["code"].lower(), match["code"].lower())
    if code not in CODES:
        return ""
    return (
        f"{code}-{match['region'].upper() if len(match['region']) < SCRIPT_LETTERS else match['region'].title()}"
        if match["region"]
        else code
    )


def find_languages(paths: Iterable[str], default: str = "en") -> dict[str, Place]:
    """The place of each path of a set. A path that names no language for certain has the default one."""
    found = {path: PurePosixPath(path) for path in paths}
    folders = language_folders(found.values(), default)
    prefixes = language_prefixes(found.values())
    names = language_names(found.values(), default)
    places = {path: place_of(inside, folders, prefixes, names, default) for path, inside in found.items()}
    shared = shared_folder([place.neutral for place in places.values()])
    return {path: replace(place, inside=place.neutral[len(shared) :]) for path, place in places.items()}


def shared_folder(paths: list[str]) -> str:
    """The folder that all paths begin with, with a slash behind; "" without one."""
    firsts = {path.split("/", 1)[0] if "/" in path else "" for path in paths}
    return f"{firsts.pop()}/" if len(firsts) == 1 and "" not in firsts else ""


def language_folders(paths: Iterable[PurePosixPath], default: str) -> set[tuple[str, ...]]:
    """The folders that are named by a language: those with siblings of other languages, or of the default one."""
    siblings: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for path in paths:
        for depth, part in enumerate(path.parts[:-1]):
            if read_code(part):
                siblings[path.parts[:depth]].add(part)
    certain = set()
    for parent, parts in siblings.items():
        codes = {read_code(part) for part in parts}
        if len(codes) >= MIN_LANGUAGES or default in codes:
            certain |= {(*parent, part) for part in parts}
    return certain


def language_prefixes(paths: Iterable[PurePosixPath]) -> dict[str, tuple[str, str]]:
    """Top folders such as `ar-pages` beside `pages`: the language and the folder of the others."""
    tops = {path.parts[0] for path in paths if len(path.parts) > 1}
    found = {}
    for top in tops:
        code, dash, rest = top.partition("-")
        if dash and rest in tops and (language := read_code(code)):
            found[top] = (language, rest)
    return found


def language_names(paths: Iterable[PurePosixPath], default: str) -> set[str]:
    """The parts of file names (`page.de.md`) that are languages: where the set has several of them, or a twin without."""
    parts: dict[str, set[str]] = defaultdict(set)
    stems = set()
    for path in paths:
        stem, dot, part = path.stem.rpartition(".")
        if dot and stem and read_code(part):
            parts[part].add(str(path.parent / stem))
        else:
            stems.add(str(path.parent / path.stem))
    codes = {read_code(part) for part in parts}
    if len(codes) >= MIN_LANGUAGES or default in codes:
        return set(parts)
    return {part for part, twins in parts.items() if twins & stems}


def place_of(
    path: PurePosixPath,
    folders: set[tuple[str, ...]],
    prefixes: dict[str, tuple[str, str]],
    names: set[str],
    default: str,
) -> Place:
    language, parts = "", list(path.parts)
    if parts[0] in prefixes and len(parts) > 1:
        language, parts[0] = prefixes[parts[0]]
    for depth in range(len(path.parts) - 1):
        if path.parts[: depth + 1] in folders:
            language = read_code(path.parts[depth])
            parts[depth] = ""
            break
    stem, _dot, part = path.stem.rpartition(".")
    if part in names and stem:
        language = read_code(part)
        parts[-1] = f"{stem}{path.suffix}"
    return Place(language or default, "/".join(one for one in parts if one))
