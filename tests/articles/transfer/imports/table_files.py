"""Files of tables in each format, and how tests read them."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.tables import Table, read_tables

TOOLS = "name,url\nPython,https://python.org\nR,https://r-project.org\n"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_one(path: Path) -> Table:
    [table] = read_tables(path)
    return table


def read_csv(folder: Path, content: str | bytes) -> Table:
    return read_one(write(folder / "t.csv", content))


def values(table: Table) -> list[dict[str, Any]]:
    return [row.values for row in table.rows]


def refusal(path: Path) -> str:
    with pytest.raises(ImportFormatError) as caught:
        read_tables(path)
    return str(caught.value)


def write_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write_book(path: Path, **sheets: list[list[Any]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path
