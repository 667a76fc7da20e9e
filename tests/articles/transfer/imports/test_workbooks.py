"""Reading XLSX workbooks: what comes in of each cell, and what is said about the rest."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from articles.transfer.imports.tables import read_tables, spreadsheets
from tests.articles.transfer.imports.table_files import read_one, refusal, values, write, write_book, write_zip


def test_cells_of_a_workbook_become_text(tmp_path) -> None:
    row = ["x", 1.0, 0.1, True, datetime(2024, 1, 31), datetime(2024, 1, 31, 10, 5), None, "'=x"]  # noqa: DTZ001
    path = write_book(tmp_path / "t.xlsx", Tools=[["a", "b", "c", "d", "e", "f", "g", "h"], row, [None], ["y"]])
    table = read_one(path)
    assert list(table.rows[0].values.values()) == [
        "x",
        "1",
        "0.1",
        "true",
        "2024-01-31",
        "2024-01-31T10:05:00",
        "",
        "=x",
    ]
    assert [row.line for row in table.rows] == [2, 4]
    assert [warning[:22] for warning in table.warnings] == ["column 2 holds numbers", "column 3 holds numbers"]


def test_each_sheet_that_is_not_empty_is_a_table(tmp_path) -> None:
    path = write_book(tmp_path / "t.xlsx", Tools=[["a"], ["1x"]], Empty=[], Skills=[[None], ["b", None], ["2x", ""]])
    assert [(table.name, values(table)) for table in read_tables(path)] == [
        ("t.xlsx: Tools", [{"a": "1x"}]),
        ("t.xlsx: Skills", [{"b": "2x"}]),
    ]


def test_formula_without_a_stored_result_is_a_problem(tmp_path) -> None:
    table = read_one(write_book(tmp_path / "t.xlsx", Tools=[["a", "b"], ["x", "=1+1"], ["y", "z"]]))
    assert [problem.line for problem in table.problems] == [2]
    assert values(table) == [{"a": "y", "b": "z"}]


def edited_book(path: Path, member: str, old: bytes, new: bytes) -> Path:
    """A workbook with bytes of one of its members replaced."""
    write_book(path, Tools=[["a"], ["x"]])
    with zipfile.ZipFile(path) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    content = members[member]
    assert isinstance(content, bytes) and old in content
    members[member] = content.replace(old, new)
    return write_zip(path, members)


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', f"{SHEET} declares a document type"),
        (b"<worksheet", b'<?xml version="1.0" encoding="cp037"?><worksheet', f"{SHEET} declares a document type"),
        (b'r="A2"', b'r="XFD2"', "has more than 500 columns."),
        (b"</sheetData>", b"", "is no workbook that can be read"),
        (b"<sheetData>", b"<sheetData>" + b" " * 3_000_000, "is packed more than 100 to 1."),
    ],
    ids=["doctype", "encoding", "wide", "broken", "bomb"],
)
def test_hostile_workbook_is_refused(tmp_path, old: bytes, new: bytes, reason: str) -> None:
    assert reason in refusal(edited_book(tmp_path / "t.xlsx", SHEET, old, new))


def test_row_numbers_far_apart_take_no_time(tmp_path) -> None:
    path = edited_book(tmp_path / "t.xlsx", SHEET, b'<row r="2"', b'<row r="999999999999"')
    assert [row.values for row in read_one(path).rows] == [{"a": "x"}]


def test_sheet_of_endless_empty_rows_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(spreadsheets, "MAX_SHEET_ROWS", 10)
    path = edited_book(tmp_path / "t.xlsx", SHEET, b"<sheetData>", b"<sheetData>" + b"<row/>" * 10)
    assert refusal(path) == "t.xlsx has more than 10 rows."


def test_file_that_is_no_workbook_is_refused(tmp_path) -> None:
    assert refusal(write(tmp_path / "t.xlsx", "a,b")).startswith("t.xlsx cannot be read: ")
    assert refusal(write_zip(tmp_path / "u.xlsx", {"a.txt": "x"})).startswith("u.xlsx is no workbook")
