"""Lines of `Key: value` at the top of a document: told from sentences, and read one by one. Pure."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from articles.json_objects import JsonObject
from articles.transfer.imports.standing.words import KINDS, PREFIX, plain, words

FIELD = re.compile(r"[^\W\d_][\w .-]{0,60}?[ \t]?[:=](?:[ \t]|$)", re.MULTILINE)
PAIR = re.compile(r"[ \t]*+[\"']?(?P<key>[^\W\d_][\w .-]{0,60}?)[\"']?[ \t]*+[:=][ \t]*+(?P<value>[^\n]*+)\Z")
FURTHER = re.compile(r"[ \t]+\S|[ \t]*(?:- |#|[\]}])")
# Names that a page's text does not begin with, and those that stand beside them.
CERTAIN = words("title titel titre titulo slug permalink layout template draft published publish unpublished")
USUAL = CERTAIN | words(
    "date author authors tags tag category categories summary description excerpt keywords lang language modified updated"
    " lastmod status visibility subtitle image cover weight url aliases id type series affiliation copyright email"
    " css latexconfig bibliography"
)


# What a sentence may begin with as well.
WEAK = frozenset({"hint", "date", "unless_false", "robots", "hide", "password"})


def lead_of(text: str) -> str:
    """The lines up to the first blank one."""
    blank = re.search(r"\n[ \t]*(?:\n|\Z)", text)
    return text[: blank.start() + 1] if blank else text


def lines_of(block: str) -> list[str]:
    return [line for line in block.splitlines() if line.strip()]


def is_header(lead: str) -> bool:
    """Whether lines are front matter: each says something of a name, or goes on with it, and the names are such names.

    One line alone may be a sentence, so that its name has to be plain.
    """
    lines = lines_of(lead)
    named = [plain(match["key"]) for line in lines if not line[0].isspace() and (match := PAIR.match(line))]
    if not lines or not FIELD.match(lines[0]) or not all(FIELD.match(line) or FURTHER.match(line) for line in lines):
        return False
    if any(name in CERTAIN for name in named):
        return True
    return is_about_visibility(named) if len(named) == 1 else all(name in USUAL or is_kind(name) for name in named)


def is_kind(name: str) -> bool:
    return (KINDS.get(name) or KINDS.get(PREFIX.sub("", name))) is not None


def is_about_visibility(named: Collection[str]) -> bool:
    return all(is_kind(name) and KINDS.get(name) not in WEAK for name in named)


def may_hide(block: str) -> bool:
    """Whether a line that begins as front matter does is about who may see the page."""
    keys = [match["key"] for line in lines_of(block) if (match := PAIR.match(line)) and FIELD.match(line.lstrip())]
    return any(is_about_visibility([plain(key)]) for key in keys)


def is_prose(block: str) -> bool:
    """Whether a block between two rules is text that only stands there: most of its lines are no names and values."""
    lines = lines_of(block)
    first = next((line.lstrip() for line in lines if not line.lstrip().startswith("#")), "")
    if not lines or first.startswith("{"):
        return False
    fields = sum(bool(FIELD.match(line.lstrip())) for line in lines)
    if not fields or not FIELD.match(first):
        return True
    match = PAIR.match(first)
    share = 4 if match and plain(match["key"]) in CERTAIN else 2
    return share * (fields + sum(bool(FURTHER.match(line)) for line in lines)) < len(lines)


def is_list(block: str) -> bool:
    return all(line.startswith(("- ", " ")) for line in lines_of(block))


def are_sentences(values: Mapping[str, Any]) -> bool:
    """Whether text between two rules only happens to be read as names and values: “Mind this: it is hot.”"""
    return bool(values) and all(" " in key.strip() and not is_kind(plain(key)) for key in values)


def read_lines(block: str) -> JsonObject:
    """What each line says by itself: enough for a title and for what must not be overlooked.

    Of a name that is given twice both values are kept, as a list.
    """
    values: JsonObject = {}
    key = ""
    for line in lines_of(block):
        match = PAIR.match(line) if not line[0].isspace() or not key else None
        if match:
            key, value = match["key"].strip(), unquoted(match["value"].strip())
            values[key] = [*as_list(values[key]), value] if key in values else value
        elif key and isinstance(values[key], str) and line[0].isspace():
            values[key] = f"{values[key]} {line.strip()}".strip()
    return values


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
