"""Reads XLSX workbooks with openpyxl, after a look at what is inside: openpyxl itself sets no limits. Pure."""

import io
import re
import warnings as python_warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypedDict, cast
from xml.etree.ElementTree import Element, ParseError

from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, WorkSheetParser

from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.files.archives import BROKEN, Archive, open_archive, shown
from articles.transfer.imports.files.containers import by_name
from articles.transfer.imports.tables.rowsets import (
    MAX_COLUMNS,
    Line,
    Problem,
    Table,
    check_cells,
    check_count,
    table_of_lines,
)
from articles.transfer.imports.tables.workbooks import Book, open_book
from articles.transfer.imports.tables.xml_elements import elements
from articles.transfer.limits import MAX_FILE_BYTES, check_files, check_size

# Empty ones are counted too.
MAX_SHEET_ROWS = 1_048_576
MAX_CHARACTERS = MAX_FILE_BYTES
# What openpyxl lets through where a workbook is not as it should be.
WORKBOOK_ERRORS = (*BROKEN, ParseError, InvalidFileException, LookupError, TypeError, AttributeError)
DECLARATION = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")
# White space, and byte order marks with their NUL bytes left out.
BEFORE_XML = b" \t\r\n\xef\xbb\xbf\xfe\xff"
ENCODINGS = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"}
# How XML in workbooks writes control characters, and how it writes a text that only looks so.
ESCAPED = re.compile(r"_x005[fF]_(?=x[0-9a-fA-F]{4}_)|_x000[dD]_\n?")
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}


class Cell(TypedDict):
    """What openpyxl reads of a cell. data_type: "f" for a formula without a result, "e" for an error."""

    row: int
    column: int
    value: Any
    data_type: str


class Parser(WorkSheetParser):
    """Tells a formula whose result was never stored from an empty cell."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["data_type"] = "f"
        return cell


def read_workbook(content: bytes, name: str) -> list[Table]:
    """A table for each sheet that is not empty. Raises ImportFormatError."""
    with open_archive(io.BytesIO(content), name) as archive:
        check_archive(archive)
    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")  # about styles and extensions, which do not matter here
            book, weight = open_book(content), Weight(name)
            sheets = [(title, *read_sheet(book, member, weight)) for member, title in book.sheets.items()]
    except WORKBOOK_ERRORS as error:
        raise ImportFormatError(f"{name} is no workbook that can be read: {str(error)[:200]}") from None
    filled = [sheet for sheet in sheets if any(any(cells) for _number, cells in sheet[1]) or sheet[2]]
    if not filled:
        raise ImportFormatError(f"{name} is empty.")
    return [
        table_of_lines(f"{name}: {title}" if len(filled) > 1 else name, lines, problems=problems, warnings=warnings)
        for title, lines, problems, warnings in filled
    ]


def check_archive(archive: Archive) -> None:
    """Unpacks every member once, in pieces, since openpyxl takes whatever comes out. Raises ImportFormatError.

    Entities can grow without end, and no workbook has any. They need a DOCTYPE, which is ASCII or UTF-16 here.
    """
    name, paths = archive.name, [one.path for one in archive.members]
    check_size(name, sum(one.size for one in archive.members))
    archive.weigh(paths)
    check_files(name, len(paths))
    for _told, path in by_name(name, ((path, path) for path in paths)):
        if has_doctype(archive.pieces(path)):
            raise ImportFormatError(f"{name}: {shown(path)} declares a document type, as no workbook does.")


def has_doctype(pieces: Iterator[bytes]) -> bool:
    """Whether a member that is XML has one, or is in an encoding in which one would not be recognised. Reads it whole."""
    is_found = False
    first = before = b""
    for piece in pieces:
        text = before + piece.replace(b"\0", b"")
        declared = DECLARATION.search(text[:400]) if not before else None
        is_found |= b"<!DOCTYPE" in text or bool(declared and declared[1].lower() not in ENCODINGS)
        first = first or text.lstrip(BEFORE_XML)[:1]
        before = text[-16:]
    return is_found and first == b"<"


@dataclass
class Weight:
    """What the rows of a whole workbook hold. Cells share a text, but what is made of them does not."""

    name: str
    cells: int = 0
    characters: int = 0

    def add(self, texts: list[str]) -> None:
        """Raises ImportFormatError where it becomes too much."""
        self.cells += len(texts)
        self.characters += sum(map(len, texts))
        check_cells(self.name, self.cells)
        check_size(self.name, self.characters, MAX_CHARACTERS)


def read_sheet(book: Book, member: str, weight: Weight) -> tuple[list[Line], list[Problem], list[str]]:
    """The rows of a sheet with their numbers; formulas without a result are problems, numbers are warned of."""
    name = weight.name
    problems: list[Problem] = []
    notes: dict[str, str] = {}
    lines: list[Line] = []
    for count, (number, cells) in enumerate(parse_rows(book, member)):
        if count > MAX_SHEET_ROWS:
            raise ImportFormatError(f"{name} has more than {MAX_SHEET_ROWS:,} rows.")
        if any(cell["data_type"] == "f" for cell in cells):
            text = "has a formula whose result is not stored; open the file in a spreadsheet and save it there"
            problems.append(Problem(number, text))
            continue
        texts = read_cells(cells, number, notes, name)
        if any(texts):
            lines.append((number, texts))
            check_count(name, len(lines) - 1)
            weight.add(texts)
    return lines, problems, list(notes.values())


def parse_rows(book: Book, member: str) -> Iterator[tuple[int, list[Cell]]]:
    """The own iteration of openpyxl fills gaps, up to any row number that a file names, and does not tell formulas."""
    with book.archive.open(member) as source:
        parser = Parser(
            source,
            book.strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book.date_formats,
            timedelta_formats=book.timedelta_formats,
        )
        for row in elements(source, ROW_TAG):
            number, cells = parser.parse_row(row)
            yield number, cast("list[Cell]", cells)
            parser.row_dimensions.clear()


def read_cells(cells: list[Cell], number: int, notes: dict[str, str], name: str) -> list[str]:
    """The texts of a row, by column. notes: warnings by what they are about, one for each column at most."""
    filled = [cell for cell in cells if cell["value"] is not None]
    width = max((cell["column"] for cell in filled), default=0)
    if width > MAX_COLUMNS:
        raise ImportFormatError(f"{name} has more than {MAX_COLUMNS} columns.")
    texts = [""] * width
    for cell in filled:
        value, column = cell["value"], cell["column"]
        texts[column - 1] = to_text(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            text = f"column {column} holds numbers (from row {number} on): zeros such as in 01.10 may be lost"
            notes.setdefault(f"number {column}", text)
        elif cell["data_type"] == "e" or value in ERRORS:
            notes.setdefault(f"error {column}", f"column {column} holds the error {value} (row {number})")
    return texts


def to_text(value: Any) -> str:
    """What a cell shows, dates in ISO 8601."""
    match value:
        case str():
            return ESCAPED.sub(lambda match: "_" if match[0].startswith("_x005") else "\n", value)
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() else format(value, ".15g")
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
    return str(value)
