"""The starter catalogue as its files say it: rows by kind, and the prose that readers see of each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from articles.transfer.imports.tables import read_tables
from articles.transfer.starter.loading import FOLDER
from articles.transfer.starter.reading import tables_by_kind

type Row = Mapping[str, Any]

DESCRIBED = ("skills", "tools", "industries", "occupations")
REFERENCE = re.compile(r"\[\[(?P<type>\w+):(?P<slug>[\w-]+)(?:#[^|\]]*)?(?:\|(?P<label>[^\]]+))?\]\]")
PLURALS = {"article": "articles", "skill": "skills", "tool": "tools", "industry": "industries", "path": "paths"}
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Text:
    """One text as a reader meets it.

    name: kind and slug, and the column where it is not the long one. paragraphs: prose alone, without headings, code,
    tables, footnotes and the list of sources.
    """

    name: str
    paragraphs: tuple[str, ...]

    @property
    def prose(self) -> str:
        return "\n".join(self.paragraphs)


@cache
def rows_of(kind: str) -> tuple[Row, ...]:
    tables = tables_by_kind(read_tables(FOLDER))[kind]
    return tuple(with_slug(row.values) for table in tables for row in table.rows)


def with_slug(values: Row) -> Row:
    """An article's slug is the name of its file."""
    file = values.get("file")
    return {**values, "slug": file.rsplit("/", 1)[-1].removesuffix(".md")} if file else values


def slugs_of(kind: str) -> set[str]:
    return {row["slug"] for row in rows_of(kind)}


@cache
def names() -> dict[tuple[str, str], str]:
    return {(kind, row["slug"]): row.get("name") or row["title"] for kind in PLURALS.values() for row in rows_of(kind)}


def references_in(markdown: str) -> list[tuple[str, str]]:
    """(plural kind, slug) of each item that a text names."""
    return [(PLURALS[match["type"]], match["slug"]) for match in REFERENCE.finditer(markdown)]


def label_of(match: re.Match[str]) -> str:
    return match["label"] or names().get((PLURALS[match["type"]], match["slug"]), match["slug"])


@cache
def tokens_of(markdown: str) -> list[Token]:
    return MarkdownIt("js-default", {"linkify": False}).parse(REFERENCE.sub(label_of, markdown))


def without_sources(body: str) -> str:
    """The text up to its list of sources, without footnotes and formulas."""
    shown = re.split(r"^## Sources$", body, flags=re.MULTILINE)[0]
    shown = re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$", "", shown, flags=re.DOTALL)
    return re.sub(r"\[\^\w+\](?!:)", "", re.sub(r"^\[\^\w+\]:.*(?:\n {4}.*)*", "", shown, flags=re.MULTILINE))


def paragraphs_of(markdown: str) -> tuple[str, ...]:
    return tuple(text for text in iterate_paragraphs(tokens_of(markdown)) if text)


def iterate_paragraphs(tokens: list[Token]) -> Iterator[str]:
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "paragraph_open":
            yield "".join(words_of(child) for child in token.children or ()).strip()


def words_of(token: Token) -> str:
    if token.type in {"text", "code_inline"}:
        return token.content
    return " " if token.type in {"softbreak", "hardbreak"} else ""


def headings_of(markdown: str) -> list[tuple[int, str]]:
    tokens = tokens_of(markdown)
    return [
        (int(token.tag[1]), following.content) for token, following in pairwise(tokens) if token.type == "heading_open"
    ]


def fences_of(markdown: str, language: str) -> list[tuple[str, str]]:
    """(info string, code) of each block of a language."""
    fences = (token for token in tokens_of(markdown) if token.type == "fence")
    return [(token.info.strip(), token.content) for token in fences if token.info.split()[:1] == [language]]


@cache
def texts() -> tuple[Text, ...]:
    return tuple(iterate_texts())


def iterate_texts() -> Iterator[Text]:
    for kind in DESCRIBED:
        for row in rows_of(kind):
            yield Text(f"{kind}/{row['slug']} summary", (row["summary"].strip(),))
            yield Text(f"{kind}/{row['slug']}", paragraphs_of(row["description"]))
            if row.get("ai_use"):
                yield Text(f"{kind}/{row['slug']} ai_use", paragraphs_of(row["ai_use"]))
    for row in rows_of("articles"):
        yield Text(f"articles/{row['slug']} summary", (row["summary"].strip(),))
        yield Text(f"articles/{row['slug']}", paragraphs_of(without_sources(row["body"])))
    for row in rows_of("paths"):
        yield Text(f"paths/{row['slug']} summary", (row["summary"].strip(),))
        notes = tuple(step["note"].strip() for step in row["steps"])
        yield Text(f"paths/{row['slug']}", (*paragraphs_of(row["description"]), *notes))


def count_words(text: str) -> int:
    return len(WORD.findall(text))
