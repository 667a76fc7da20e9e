"""What one Markdown file says: title, summary, section, date, tags, and its text as our Markdown. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from articles.json_objects import JsonObject
from articles.publishing import Status
from articles.rendering import TooCostlyError, in_plain_words, render_markdown
from articles.transfer.imports.dates import DATE_PREFIX, date_from_path
from articles.transfer.imports.markdown.code_spans import split_blocks
from articles.transfer.imports.markdown.dialects import tidy
from articles.transfer.imports.markdown.embedded import take_out_pictures
from articles.transfer.imports.markdown.front_matter import Split, split_front_matter
from articles.transfer.imports.markdown.languages import Place
from articles.transfer.imports.standing import SILENT, Standing, read_standing, standing_of_path, standing_of_title
from articles.transfer.imports.standing.words import plain as key_of

SUMMARY_LENGTH = 280
LONGEST_HEADING = 1_000
LONGEST_TITLE = 250
SHORTEST_SUMMARY = 40
TAG_KEYS = ("tags", "categories", "keywords", "topics")
COVER_KEYS = ("image", "cover", "thumbnail")
SUMMARY_KEYS = ("summary", "description", "excerpt")
MAX_TAGS = 100
# Folders that generators give a meaning of their own.
PLAIN_FOLDERS = frozenset({"_posts", "_pages", "posts", "pages", "content", "docs", "chapters", "units", "src"})
ANCHOR = re.compile(r"(?:\[\[[^\[\]]{0,200}\]\]|\{#[\w.:-]{1,200}\})\Z")
HEADING = re.compile(r"#[ \t]+(?P<text>[^\n]{1,1000})")
UNDERLINE = re.compile(r"={3,}[ \t]*\Z")
# What may stand above the heading that is the title.
ABOVE_TITLE = re.compile(r"\s*\Z|[ \t]*(?:!\[|\[!\[|<|\{|>[ \t]*\Z|---+\s*\Z)")


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a set. path: inside the set, with slashes. section: its folder's name in words, "" at the top.

    neutral: the path without its language. authors: as the file names them, in one text. cover: an address, "" without
    one. embedded: pictures that stood in the text, by the address that now stands in their place.
    """

    path: str
    title: str
    body: str
    front: JsonObject
    section: str
    language: str = "en"
    neutral: str = ""
    summary: str = ""
    authors: str = ""
    tags: tuple[str, ...] = ()
    cover: str = ""
    standing: Standing = SILENT
    embedded: Mapping[str, bytes] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def published_at(self) -> datetime | None:
        return self.standing.publish_at

    @property
    def is_draft(self) -> bool:
        return bool(self.standing.status)


def read_document(path: str, source: str, *, place: Place | None = None, around: str = "") -> Document:
    """place: where the set has it; None for a document alone. around: the folder or archive that the set is."""
    place = place or Place("en", path)
    warnings: list[str] = []
    embedded = take_out_pictures(source)
    warnings += [
        f"{number} pictures in the text were left out: {reason}" for reason, number in embedded.left_out.items()
    ]
    split = split_front_matter(embedded.body)
    if split.warning:
        warnings.append(split.warning)
    front = {key_of(key): value for key, value in reversed(split.values.items())}
    body, gone = tidy(split.body, is_mdx=path.endswith(".mdx"))
    if note := gone.note():
        warnings.append(note)
    title, body = find_title(front, body)
    standing = find_standing(path, split, title) & standing_of_path(f"{around}/{path}")
    warnings += standing.notes
    return Document(
        path=path,
        title=shorten(title or title_from_path(place.neutral), LONGEST_TITLE),
        body=body.strip("\n"),
        front=split.values,
        section=text_of(front, "section") or section_from_path(path, place),
        language=text_of(front, "language") or place.language,
        neutral=place.neutral,
        summary=find_summary(front, body, title),
        authors=find_authors(front),
        tags=find_tags(front),
        cover=next((cover for key in COVER_KEYS if (cover := text_of(front, key))), ""),
        standing=standing,
        embedded=embedded.pictures,
        warnings=tuple(warnings),
    )


def text_of(front: Mapping[str, Any], key: str) -> str:
    """A value of the front matter as text; "" for what is none."""
    value = front.get(key)
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def find_title(front: Mapping[str, Any], body: str) -> tuple[str, str]:
    """(title in plain text, body without the heading that says it); "" where neither front matter nor a heading has one."""
    said = in_plain_words(text_of(front, "title"))
    title = plain(said) if "`" in said else said
    heading, rest = split_heading(body)
    if heading and (not title or plain(heading) == title):
        return title or plain(heading), rest
    return title, body


def split_heading(body: str) -> tuple[str, str]:
    """The first heading of level 1, in Markdown and without its anchor, and the body without it; "" without one.

    Only pictures, badges and blank lines may stand above it.
    """
    lines = body.split("\n")
    for at, line in enumerate(lines[:40]):
        if match := HEADING.fullmatch(line.rstrip()):
            rest = "\n".join([*lines[:at], *lines[at + 1 :]])
            return ANCHOR.sub("", match["text"].rstrip()).strip().rstrip("#").strip(), rest
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if line.strip() and len(line) <= LONGEST_HEADING and UNDERLINE.match(following):
            return ANCHOR.sub("", line.strip()).strip(), "\n".join([*lines[:at], *lines[at + 2 :]])
        if not ABOVE_TITLE.match(line):
            break
    return "", body


def plain(markdown: str) -> str:
    """The text of one line of Markdown. What fills in references fills in none here, so they are their labels or keys."""
    markdown = in_plain_words(markdown)
    if not re.search(r"[`*_~\[\]<>&$\\]", markdown):
        return markdown.strip()
    try:
        return render_markdown(markdown).text.strip()
    except TooCostlyError:  # its field refuses it as too long
        return markdown.strip()


def title_from_path(path: str) -> str:
    """A file's name in words, without a date in front; of a folder's own page, the folder's."""
    inside = PurePosixPath(path)
    name = inside.parent.name if inside.stem.lower() in {"readme", "index", "_index"} else inside.stem
    return in_words(DATE_PREFIX.sub("", name) or name or inside.stem) or "Untitled"


def section_from_path(path: str, place: Place | None = None) -> str:
    """The first telling folder that a document stands in, in words; "" for the documents at the top."""
    inside = PurePosixPath((place.inside or place.neutral) if place else path)
    folders = [part for part in inside.parts[:-1] if not part.isdecimal() and part.lower() not in PLAIN_FOLDERS]
    return in_words(folders[0]) if folders and not folders[0].startswith("_") else ""


def in_words(name: str) -> str:
    words = re.sub(r"[-_\s]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def find_summary(front: Mapping[str, Any], body: str, title: str) -> str:
    said = next((text for key in SUMMARY_KEYS if (text := text_of(front, key))), "")
    return shorten(plain(said[:2_000]), 500) if said else make_summary(body, title)


def find_authors(front: Mapping[str, Any]) -> str:
    return in_plain_words(name_authors(front))


def name_authors(front: Mapping[str, Any]) -> str:
    for key in ("author", "authors"):
        value = front.get(key)
        if isinstance(value, list):
            names = [str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in value]
            return " ".join(", ".join(name for name in names if name).split())
        if text := text_of(front, key):
            return text
    return ""


def find_tags(front: Mapping[str, Any]) -> tuple[str, ...]:
    """What the file is tagged with, without repeats."""
    found: list[str] = []
    for key in TAG_KEYS:
        value = front.get(key)
        if isinstance(value, str):
            value = re.split(r"[,|;]", value.strip().strip("[]"))
        if isinstance(value, list):
            found += [" ".join(str(tag).split()).strip("'\"") for tag in value if isinstance(tag, str | int)]
    return tuple(dict.fromkeys(tag for tag in found if tag))[:MAX_TAGS]


def find_standing(path: str, split: Split, title: str) -> Standing:
    """What the file says about being public: in front, by its title, and by the folders that it stands in."""
    said = read_standing(split.values) & standing_of_title(title)
    if split.is_unread:
        said = Standing(Status.DRAFT.value, (split.warning.partition(" (")[0],)) & said
    return said if said.publish_at else replace(said, publish_at=date_from_path(path))


def make_summary(body: str, title: str) -> str:
    """The first sentences of a text, as plain text of at most 280 characters; the title where there are none."""
    for paragraph in re.split(
        r"\n[ \t]*\n", "".join(text for is_code, text in split_blocks(body[:20_000]) if not is_code)
    ):
        stripped = paragraph.strip()
        if not stripped or stripped[0] in "#!|<>`~{:-+*=" or re.match(r"\d+[.)] |\[[^\]]*\]:|import |\$\$", stripped):
            continue
        text = plain(stripped)
        if len(text) >= SHORTEST_SUMMARY:
            return shorten(text, SUMMARY_LENGTH)
    return shorten(plain(body[:4_000]) or title, SUMMARY_LENGTH)


def shorten(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    for end in (". ", "! ", "? ", "。"):
        if (at := cut.rfind(end)) >= length // 3:
            return cut[: at + 1].strip()
    return f"{cut[: cut.rfind(' ') if ' ' in cut else None].rstrip(' ,;:')}…"
