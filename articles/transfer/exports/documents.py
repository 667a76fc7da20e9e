"""Writes rows as JSON, and as an archive of Markdown files."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import IO, Any
from uuid import uuid4

import yaml

from articles.rendering import TooCostlyError, picture_references
from articles.rendering.link_targets import UUID
from articles.transfer.columns import ITEM_TYPES, long_text_of
from articles.transfer.exports.archives import write_archive
from articles.transfer.exports.grids import Counts
from articles.transfer.exports.picture_files import picture_path, picture_rows, write_pictures
from articles.transfer.exports.rows import Row, rows_of_kind
from articles.transfer.exports.selection import Selection

FORMAT = 1
PICTURE = re.compile(rf"(?<=picture:){UUID}", re.IGNORECASE)
ADDRESS = re.compile(rf"picture:({UUID})", re.IGNORECASE)

BaseDumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class BlockDumper(BaseDumper):
    """Texts of several lines as literal blocks, which people can read and change."""


def represent_text(dumper: Any, text: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


BlockDumper.add_representer(str, represent_text)


# JSON


def write_json(target: IO[bytes], selection: Selection) -> Counts:
    """`{"format": 1, "records": {...}, "items": [...]}`, a line for each row; nothing is held in memory."""
    counts: Counts = {}
    target.write(b'{"format": 1, "records": {')
    records = {kind: rows_of_kind(kind, rows, selection.naming) for kind, rows in selection.records.items()}
    if "pictures" in records:
        records["pictures"] = picture_rows(selection.pictures)
    write_records(target, records, counts)
    target.write(b'},\n"items": [')
    for kind, rows in selection.items.items():
        is_first = not any(counts.get(name) for name in ITEM_TYPES)
        counts[kind] = write_list(target, rows_of_kind(kind, rows, selection.naming), is_first=is_first)
    target.write(b"]}\n")
    return counts


def write_records(target: IO[bytes], records: Mapping[str, Iterable[Row]], counts: Counts) -> None:
    for number, (kind, rows) in enumerate(records.items()):
        target.write(f'{"," if number else ""}\n"{kind}": ['.encode())
        counts[kind] = write_list(target, rows, is_first=True)
        target.write(b"]")


def write_list(target: IO[bytes], rows: Iterable[Row], *, is_first: bool) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        target.write(b"\n" if is_first and count == 1 else b",\n")
        target.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"))
    return count


# Markdown


def write_markdown(target: IO[bytes], selection: Selection) -> Counts:
    """An archive: a file for each item in a folder for each type, `records.json`, and the pictures."""
    counts: Counts = {}
    files = {str(picture.pk): picture_path(picture) for picture in selection.pictures}
    records = {kind: rows_of_kind(kind, rows, selection.naming) for kind, rows in selection.records.items()}
    with write_archive(target) as archive:
        with archive.open("records.json", "w", force_zip64=True) as member:
            member.write(b'{"format": 1, "records": {')
            write_records(member, records, counts)
            member.write(b"}}\n")
        for kind, rows in selection.items.items():
            counts[kind] = 0
            for row in rows_of_kind(kind, rows, selection.naming):
                archive.writestr(f"{kind}/{row['slug']}.md", document_of(kind, row, files))
                counts[kind] += 1
        write_pictures(archive, selection.pictures)
    return counts


def document_of(kind: str, row: Row, files: dict[str, str]) -> str:
    """The file of an item: its columns as front matter, and its long text."""
    text = long_text_of(ITEM_TYPES[kind])
    front = {column: value for column, value in row.items() if column != text}
    block = yaml.dump(front, Dumper=BlockDumper, sort_keys=False, allow_unicode=True, width=10_000)
    return f"---\n{block}---\n{link_pictures(row[text], files)}\n"


def link_pictures(text: str, files: dict[str, str]) -> str:
    """The Markdown with pictures shown from the archive. Code, and pictures that are not there, stay as they are.

    The parser decides what is code: each address gets an id of its own, and those are live that it meets as pictures.
    """
    marks = {str(uuid4()): match for match in ADDRESS.finditer(text)}
    names = iter(marks)
    try:
        live = set(picture_references(PICTURE.sub(lambda _match: next(names), text))) if marks else set()
    except TooCostlyError:  # stored before there were limits
        return text
    parts, at = [], 0
    for mark, match in marks.items():
        path = files.get(match[1].lower())
        if mark in live and path:
            parts += [text[at : match.start()], f"../{path}"]
            at = match.end()
    return "".join(parts) + text[at:]
