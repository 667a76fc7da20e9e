"""Reads tables for the catalogue's importer: CSV, XLSX, JSON, YAML, Markdown with front matter, and archives of these."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from articles.json_objects import JsonObject
from articles.transfer.columns import ITEM_TYPES, PLURALS, long_text_of
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.files import PICTURE_SUFFIXES
from articles.transfer.imports.files.containers import Entry, folder_entries, read_plain, unpack_gzip, zip_entries
from articles.transfer.imports.files.decoding import decode_file
from articles.transfer.imports.files.left_out import LeftOut
from articles.transfer.imports.loaders import PARSE_ERRORS, load_json
from articles.transfer.imports.tables.nesting import read_nested, table_of_rows
from articles.transfer.imports.tables.rowsets import Problem, Table, TableRow
from articles.transfer.imports.tables.separated import read_separated
from articles.transfer.imports.tables.structured import first_line, load_plain_yaml, split_document

__all__ = ["Problem", "Table", "TableRow", "read_tables"]

SEPARATED = {".csv", ".tsv"}
STRUCTURED = {".json": load_json, ".yaml": load_plain_yaml, ".yml": load_plain_yaml}
MARKDOWN = {".md", ".mdx"}


class BesideTables(LeftOut):
    """The pictures of our own exports are read elsewhere."""

    def add(self, path: str, *, is_hidden: bool = False) -> None:
        inside = PurePosixPath(path)
        if inside.parent.name != "pictures" or inside.suffix.lower() not in PICTURE_SUFFIXES:
            super().add(path, is_hidden=is_hidden)


def read_tables(path: Path) -> list[Table]:
    """The tables of a file, a folder or an archive. Raises ImportFormatError with the file's name and the reason."""
    left_out = BesideTables()
    if path.is_dir() or path.suffix.lower() == ".zip":
        entries = (folder_entries if path.is_dir() else zip_entries)(path, is_wanted, left_out)
        first, *others = read_entries(entries, path.resolve().name if path.is_dir() else path.name)
        return [first.warned(left_out.note()), *others]
    tables = read_table_file(path.name, read_plain(path))
    if tables is None:
        known = ", ".join([*sorted(SEPARATED), ".csv.gz", ".xlsx", *STRUCTURED, ".zip"])
        raise ImportFormatError(f"{path.name} is of a kind that is not read here. Known kinds: {known}.")
    return tables


def is_wanted(path: str) -> bool:
    """Whether a file in a folder or an archive is of a kind that is read; anything else may lie there too."""
    suffix = PurePosixPath(path).suffix.lower()
    return suffix in SEPARATED | MARKDOWN | STRUCTURED.keys() | {".gz", ".xlsx"}


def read_table_file(name: str, content: bytes) -> list[Table] | None:
    """The tables of one file; None where it is of a kind that holds none."""
    inside = PurePosixPath(name)
    suffix = inside.suffix.lower()
    if suffix == ".gz" and PurePosixPath(inside.stem).suffix.lower() in SEPARATED:
        is_tab = inside.stem.lower().endswith(".tsv")
        return [read_separated(unpack_gzip(content, name), name, is_tab=is_tab)]
    if suffix in SEPARATED:
        return [read_separated(content, name, is_tab=suffix == ".tsv")]
    if suffix == ".xlsx":
        # Imported here: openpyxl takes a third of the time in which a process starts, and few of them read workbooks.
        from articles.transfer.imports.tables.spreadsheets import read_workbook

        return read_workbook(content, name)
    if suffix in STRUCTURED:
        return read_structured(name, content, suffix)
    return None


def read_structured(name: str, content: bytes, suffix: str) -> list[Table]:
    decoded = decode_file(name, content)
    try:
        document = STRUCTURED[suffix](decoded.text)
    except PARSE_ERRORS as error:
        raise ImportFormatError(f"{name} cannot be read: {first_line(error)}") from None
    return [table.warned(decoded.warning) for table in read_nested(document, name)]


def read_entries(entries: Iterable[Entry], name: str) -> list[Table]:
    """The tables of the files of a folder or an archive; Markdown files of one folder make one table."""
    tables: list[Table] = []
    documents: dict[str, bytes] = {}
    for path, content in entries:
        if PurePosixPath(path).suffix.lower() in MARKDOWN:
            documents[path] = content
        else:
            tables += read_table_file(path, content) or ()
    tables = [in_container(table, name) for table in tables] + read_documents(documents, name)
    if not tables:
        raise ImportFormatError(f"{name} holds no tables, and no Markdown files with front matter.")
    return tables


def in_container(table: Table, name: str) -> Table:
    rows = [replace(row, place=f"{name}: {row.place}") for row in table.rows]
    return replace(table, name=f"{name}: {table.name}", rows=rows)


def read_documents(documents: Mapping[str, bytes], name: str) -> list[Table]:
    """A table for each folder of Markdown files, with a row for each file: its front matter, `body` and `file`."""
    folders: dict[str, list[str]] = {}
    for path in documents:
        folders.setdefault(str(PurePosixPath(path).parent), []).append(path)
    tables = [
        read_folder(f"{name}: {folder}" if folder != "." else name, {path: documents[path] for path in paths}, name)
        for folder, paths in folders.items()
    ]
    filled = [table for table in tables if table.rows or table.problems]
    left_out = [warning for table in tables if table not in filled for warning in table.warnings]
    return [filled[0].warned(*left_out), *filled[1:]] if filled else []


def read_folder(name: str, documents: Mapping[str, bytes], container: str) -> Table:
    rows: list[JsonObject] = []
    problems: list[Problem] = []
    warnings: list[str] = []
    for number, (path, content) in enumerate(documents.items(), start=1):
        try:
            row, warning = read_document_row(path, content)
        except ImportFormatError as error:
            problems.append(Problem(number, str(error)))
            continue
        rows += [row] if row else []
        warnings += [warning] if warning else []
    table = table_of_rows(name, rows)
    placed = [replace(row, line=1, place=f"{container}: {row.values['file']}") for row in table.rows]
    return replace(table, rows=placed, problems=tuple(problems), warnings=tuple(warnings))


def read_document_row(path: str, content: bytes) -> tuple[JsonObject | None, str]:
    """The row of a Markdown file, None for one without front matter, and what to tell about it."""
    decoded = decode_file(path, content)
    split = split_document(decoded.text, path)
    if split is None:
        return None, f"{path} has no front matter and is left out"
    values, body = split
    row = {**values, text_column(values): body.strip("\n"), "file": path}
    return row, f"{path}: {decoded.warning}" if decoded.warning else ""


def text_column(values: Mapping[str, Any]) -> str:
    """What the text of a file is called: `body`, but in files of our own export as the column that it was."""
    kind = PLURALS.get(str(values.get("type")))
    return long_text_of(ITEM_TYPES[kind]) if kind and "id" in values else "body"
