"""Writes rows as CSV and as XLSX: one grid for each type."""

import csv
import io
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.db import models

from articles.transfer.cells import neutralise
from articles.transfer.columns import columns_of, encode
from articles.transfer.exports.archives import store_overpacked, write_archive
from articles.transfer.exports.picture_files import write_pictures
from articles.transfer.exports.rows import Row, rows_of_kind
from articles.transfer.exports.selection import Selection

MAX_CELL = 32_767
# What XML 1.0 cannot hold.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")

type Counts = dict[str, int]


def cells_of(model: type[models.Model], row: Row) -> list[str]:
    return [encode(model, column, row[column]) for column in columns_of(model)]


# CSV


def write_csv(target: IO[bytes], selection: Selection) -> Counts:
    """One type as CSV."""
    [(kind, rows)] = selection.queries.items()
    return {kind: write_csv_rows(target, rows.model, rows_of_kind(kind, rows, selection.naming))}


def write_csv_zip(target: IO[bytes], selection: Selection) -> Counts:
    """An archive with a CSV file for each type, and with the pictures."""
    counts: Counts = {}
    with write_archive(target) as archive:
        for kind, rows in selection.grids.items():
            with archive.open(f"{kind}.csv", "w", force_zip64=True) as member:
                counts[kind] = write_csv_rows(member, rows.model, rows_of_kind(kind, rows, selection.naming))
        write_pictures(archive, selection.pictures)
    return counts


def write_csv_rows(target: IO[bytes], model: type[models.Model], rows: Iterator[Row]) -> int:
    """How many rows were written. With a byte order mark, without which Excel takes UTF-8 for something else."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(columns_of(model))
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007  how many there were
        writer.writerow([neutralise(cell) for cell in cells_of(model, row)])
    text.flush()
    text.detach()
    return count


# XLSX


def write_xlsx(target: IO[bytes], selection: Selection) -> Counts:
    """A workbook with a sheet for each type; all cells are text, and no text is a formula."""
    # Imported here: openpyxl takes a third of the time in which a process starts, and few of them write workbooks.
    from openpyxl import Workbook
    from openpyxl.writer.excel import save_workbook

    book = Workbook(write_only=True)
    counts = {
        kind: write_sheet(book.create_sheet(kind), rows.model, rows_of_kind(kind, rows, selection.naming))
        for kind, rows in selection.grids.items()
    }
    save_workbook(book, target)
    store_overpacked(target)
    return counts


def write_xlsx_zip(target: IO[bytes], selection: Selection) -> Counts:
    """An archive with the workbook and the pictures."""
    kinds = list(selection.queries)
    with write_archive(target) as archive, tempfile.TemporaryFile() as book:
        counts = write_xlsx(book, selection)
        book.seek(0)
        # An import knows the type of a workbook with one sheet by its name.
        name = kinds[0] if len(kinds) == 1 else "tables"
        with archive.open(f"{name}.xlsx", "w", force_zip64=True) as member:
            shutil.copyfileobj(book, member)
        write_pictures(archive, selection.pictures)
    return counts


def write_sheet(sheet: Any, model: type[models.Model], rows: Iterator[Row]) -> int:
    """How many rows were written. They wait in a file first: only the last one tells how many columns there are."""
    columns = columns_of(model)
    widths = [1] * len(columns)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as waiting:
        count = 0
        for count, row in enumerate(rows, start=1):  # noqa: B007  how many there were
            pieces = [split_text(cell) for cell in cells_of(model, row)]
            widths = [max(width, len(parts)) for width, parts in zip(widths, pieces, strict=True)]
            waiting.write(json.dumps(pieces) + "\n")
        waiting.seek(0)
        names = zip(columns, widths, strict=True)
        append(sheet, [name if at == 1 else f"{name}+{at}" for name, width in names for at in range(1, width + 1)])
        for line in waiting:
            append(sheet, spread(json.loads(line), widths))
    return count


def spread(pieces: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    return [
        parts[at] if at < len(parts) else "" for parts, width in zip(pieces, widths, strict=True) for at in range(width)
    ]


def append(sheet: Any, texts: Sequence[str]) -> None:
    """By itself openpyxl would take some texts for formulas and errors."""
    from openpyxl.cell import WriteOnlyCell  # late, as above

    cells = []
    for text in texts:
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"
        cells.append(cell)
    sheet.append(cells)


def split_text(text: str) -> list[str]:
    """The text as cells can hold it, in as many pieces as are needed."""
    text = ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    pieces = []
    while True:
        size = MAX_CELL
        while length(piece := safe_text(text[:size])) > MAX_CELL:
            size = size // 2
        pieces.append(piece)
        text = text[size:]
        if not text:
            return pieces


def safe_text(text: str) -> str:
    return LOOKS_ESCAPED.sub("_x005F_", neutralise(text))


def length(text: str) -> int:
    """As spreadsheets count: signs beyond the first 65,536 are two."""
    return len(text.encode("utf-16-le")) // 2
