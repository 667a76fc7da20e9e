"""Reading tables: what comes in from each format, and what is said about the rest."""

import csv
import gzip
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from articles.transfer import limits
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.files import containers
from articles.transfer.imports.tables import Problem, Table, read_tables, separated, spreadsheets
from articles.transfer.imports.tables.rowsets import MAX_CELL, MAX_COLUMNS

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


# CSV


def test_csv_rows_have_their_lines_and_their_place(tmp_path) -> None:
    table = read_csv(tmp_path, 'name,note\nA,"one\ntwo"\n\nB,x\n')
    assert (table.name, table.columns, table.problems, table.warnings) == ("t.csv", ("name", "note"), (), ())
    assert [(row.line, row.values, row.place) for row in table.rows] == [
        (2, {"name": "A", "note": "one\ntwo"}, "t.csv"),
        (5, {"name": "B", "note": "x"}, "t.csv"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b\n1;2,5\n", {"a": "1", "b": "2,5"}),
        ("a\tb\n1\t2;3\n", {"a": "1", "b": "2;3"}),
        ('"a;x;y",b\n1,2\n', {"a;x;y": "1", "b": "2"}),
        ("a,b\r1,2\r", {"a": "1", "b": "2"}),
        ("\ufeff a ,b  c\n1,2\n", {"a": "1", "b c": "2"}),
        ("a,b,c\n1\n", {"a": "1", "b": "", "c": ""}),
        ("a,,b,\n1,,2,\n", {"a": "1", "b": "2"}),
        ("a,,b\n1,x,2\n", {"a": "1", "column 2": "x", "b": "2"}),
        ("a,b\n1,'=x\n", {"a": "1", "b": "=x"}),
        ("body,body+2,body+3\none,two,three\n", {"body": "onetwothree"}),
        ("C,C+3\none,two\n", {"C": "one", "C+3": "two"}),
    ],
)
def test_shape_of_a_csv_file(tmp_path, text: str, expected: dict[str, str]) -> None:
    table = read_csv(tmp_path, text)
    assert (values(table), table.columns) == ([expected], tuple(expected))


@pytest.mark.parametrize(
    ("encoding", "warning"), [("cp1252", ("read as Windows-1252",)), ("utf-16", ()), ("utf-8-sig", ())]
)
def test_csv_of_excel_is_decoded(tmp_path, encoding: str, warning: tuple[str, ...]) -> None:
    table = read_csv(tmp_path, "name;note\nÜbersetzung;für später\n".encode(encoding))
    assert (values(table), table.warnings) == ([{"name": "Übersetzung", "note": "für später"}], warning)


def test_row_with_too_many_cells_is_a_problem_and_the_rest_comes_in(tmp_path) -> None:
    table = read_csv(tmp_path, "a,b\n1,2,3\n4,5,\n")
    assert table.problems == (Problem(2, "has 3 cells, but there are only 2 columns"),)
    assert values(table) == [{"a": "4", "b": "5"}]


def test_quote_that_nothing_closes_swallows_no_rows(tmp_path) -> None:
    table = read_csv(tmp_path, 'a,b\n1,2\n3,"four\n5,6\n7,8\n')
    assert [problem.line for problem in table.problems] == [3]
    assert [row["a"] for row in values(table)] == ["1", "5", "7"]


def test_file_of_open_quotes_is_refused(tmp_path, monkeypatch) -> None:
    text = '"a,"\n"""x,"\n"a,""\n"",x\n"",x","\nx","\n'  # three readings to the end
    assert [problem.line for problem in read_csv(tmp_path, text).problems] == [3, 4, 5, 6]
    monkeypatch.setattr(separated, "MAX_UNCLOSED", 2)
    assert refusal(tmp_path / "t.csv") == "t.csv has more than 2 quotes that are not closed."


def test_wrong_quotes_are_a_problem_of_their_row(tmp_path) -> None:
    table = read_csv(tmp_path, 'a,b\n1,"two"x\n3,4\n')
    assert [problem.line for problem in table.problems] == [2]
    assert values(table) == [{"a": "3", "b": "4"}]


def test_long_cells_come_in_and_the_limit_of_the_csv_module_stays(tmp_path) -> None:
    table = read_csv(tmp_path, f'a,b\n1,"{"x" * 200_000}"\n2,{"y" * (MAX_CELL + 1)}\n3,z\n')
    assert [len(row["b"]) for row in values(table)] == [200_000, 1]
    assert [problem.line for problem in table.problems] == [3]
    assert csv.field_size_limit() == 128 * 1024


def test_nul_characters_are_left_out_with_a_warning(tmp_path) -> None:
    table = read_csv(tmp_path, "a,b\n1\0,2\n")
    assert (values(table), table.warnings) == ([{"a": "1", "b": "2"}], ("NUL characters were left out",))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "t.csv is empty."),
        ("\n,,\n", "t.csv is empty."),
        ("a,b,a\n1,2,3\n", "t.csv has several columns called a."),
        (",".join(map(str, range(MAX_COLUMNS + 1))), "t.csv has more than 500 columns."),
        ("a\n" + "x\n" * 200_001, "t.csv has more than 200,000 rows."),
        ("\n" * 5_000_001, "t.csv has more than 5,000,000 lines."),
    ],
    ids=["nothing", "blank", "twice", "wide", "long", "lines"],
)
def test_csv_that_is_refused(tmp_path, text: str, reason: str) -> None:
    assert refusal(write(tmp_path / "t.csv", text)) == reason


def test_tsv_and_gzip(tmp_path) -> None:
    table = read_one(write(tmp_path / "t.tsv.gz", gzip.compress(b"a,b\tc\n1\t2\n")))
    assert (table.name, values(table)) == ("t.tsv.gz", [{"a,b": "1", "c": "2"}])


def test_gzip_of_several_members_is_read_whole(tmp_path) -> None:
    content = gzip.compress(b"a\n1\n") + gzip.compress(b"2\n")
    assert [row["a"] for row in values(read_one(write(tmp_path / "t.csv.gz", content)))] == ["1", "2"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (gzip.compress(TOOLS.encode())[:-12], "t.csv.gz is cut off in the middle."),
        (
            b"name,url\n",
            "t.csv.gz is no readable gzip file: Error -3 while decompressing data: incorrect header check.",
        ),
        (gzip.compress(b"a\n" + b"x" * 20_000_000), "t.csv.gz is packed more than 100 to 1."),
    ],
    ids=["cut", "plain", "bomb"],
)
def test_gzip_that_is_refused(tmp_path, content: bytes, reason: str) -> None:
    assert refusal(write(tmp_path / "t.csv.gz", content)) == reason


def test_gzip_with_a_wrong_checksum_is_refused(tmp_path) -> None:
    content = bytearray(gzip.compress(TOOLS.encode()))
    content[-6] ^= 1
    assert "incorrect data check" in refusal(write(tmp_path / "t.csv.gz", bytes(content)))


def test_gzip_of_thousands_of_streams_is_read_in_time(tmp_path) -> None:
    """What follows a stream is not copied for each: 50,000 times 1 MB would be."""
    content = gzip.compress(b"a\n") + gzip.compress(b"") * 50_000 + b"\0" * 100 + gzip.compress(b"1\n")
    assert max(map(len, containers.unpack_streams(content, "t.gz"))) == 2
    assert values(read_one(write(tmp_path / "t.csv.gz", content))) == [{"a": "1"}]


def test_gzip_that_is_longer_than_a_piece_is_read_whole(tmp_path) -> None:
    text = "a\n" + "".join(f"{number * 7919}\n" for number in range(150_000))
    content = gzip.compress(text.encode()) * 2
    assert containers.unpack_gzip(content, "t.gz") == text.encode() * 2


# XLSX


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


# JSON and YAML


@pytest.mark.parametrize(
    "document",
    [[{"a": 1, "b": [{"c": 2}]}, {"a": None, "b": []}], {"items": [{"a": 1, "b": [{"c": 2}]}, {"a": None, "b": []}]}],
)
def test_list_of_objects_is_a_table(tmp_path, document: Any) -> None:
    table = read_one(write(tmp_path / "t.json", json.dumps(document)))
    assert table.columns == ("a", "b")
    assert values(table)[0] == {"a": 1, "b": [{"c": 2}]}
    assert [row.line for row in table.rows] == [1, 2]


def test_deepest_list_gives_the_rows_and_ancestors_give_columns(tmp_path) -> None:
    text = """
landscape:
  - category:
    name: Data
    subcategories:
      - {subcategory: null, name: Stores, items: [{item: null, name: Redis, extra: {x: 1}}, {name: Milvus}]}
      - {name: Empty, items: []}
"""
    table = read_one(write(tmp_path / "t.yml", text))
    above = {"landscape.name": "Data", "subcategories.name": "Stores"}
    assert values(table) == [above | {"name": "Redis", "extra": {"x": 1}}, above | {"name": "Milvus"}]


def test_yaml_scalars_stay_as_they_were_written(tmp_path) -> None:
    text = "- {n: 1, f: 1.5, v: 1.10, t: 12:30, lang: no, yes: true, d: 2024-01-31, o: 2024-13-45, z: 007, e: ~}"
    assert values(read_one(write(tmp_path / "t.yaml", text))) == [
        {
            "n": 1,
            "f": 1.5,
            "v": "1.10",
            "t": "12:30",
            "lang": "no",
            "yes": True,
            "d": "2024-01-31",
            "o": "2024-13-45",
            "z": "007",
            "e": None,
        }
    ]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("t.yaml", "- &a {x: 1}\n- *a", "YAML aliases are not accepted"),
        ("t.yaml", "- {x: 1, x: 2}", "“x” is given twice"),
        ("t.yaml", "- {[x]: 1}", "a key is no text"),
        ("t.yaml", "[" * 200 + "]" * 200, "more than 100 levels"),
        ("t.yaml", "- !!python/object:os.system {}", "could not determine a constructor"),
        ("t.yaml", "a: [", "cannot be read"),
        ("t.json", '[{"x": 1, "x": 2}]', "“x” is given twice"),
        ("t.json", "[" * 100_000, "cannot be read"),
        ("t.json", '[{"x": NaN}]', "NaN is no number in JSON"),
        ("t.json", "{}", "has no list of names and values"),
        ("t.json", '{"format": 2, "items": []}', "is no export in format 1"),
        ("t.txt", "x", "is of a kind that is not read here"),
    ],
)
def test_structured_file_that_is_refused(tmp_path, name: str, text: str, reason: str) -> None:
    assert reason in refusal(write(tmp_path / name, text))


def test_entries_that_are_no_objects_are_problems(tmp_path) -> None:
    table = read_one(write(tmp_path / "t.json", '[{"a": 1}, 2]'))
    assert (values(table), [problem.line for problem in table.problems]) == ([{"a": 1}], [2])


# Folders and archives


def test_archive_of_markdown_files_and_tables(tmp_path) -> None:
    members: dict[str, str | bytes] = {
        "tools/a.md": "---\nname: A\ntags: [x]\n---\n## Text\n---\nmore\n",
        "tools/b.md": "+++\nname = 'B'\n+++\nB's text",
        "tools/README.md": "# No front matter",
        "tools/c.md": "---\nname: [\n---\n",
        "more.csv": "a\n1\n",
        ".hidden/x.csv": "a\n2\n",
        "logo.png": b"x",
    }
    more, tools = read_tables(write_zip(tmp_path / "t.zip", members))
    assert (more.name, more.rows[0].place, values(more)) == ("t.zip: more.csv", "t.zip: more.csv", [{"a": "1"}])
    assert [(row.values["name"], row.values["body"], row.place) for row in tools.rows] == [
        ("A", "## Text\n---\nmore", "t.zip: tools/a.md"),
        ("B", "B's text", "t.zip: tools/b.md"),
    ]
    assert tools.warnings == ("tools/README.md has no front matter and is left out",)
    assert "tools/c.md: front matter cannot be read" in tools.problems[0].text


def test_folder_of_tables_follows_no_links(tmp_path) -> None:
    secret = write(tmp_path / "secret.csv", "a\nsecret\n")
    write(tmp_path / "set/sub/t.csv", "a\n1\n")
    (tmp_path / "set/link.csv").symlink_to(secret)
    assert [(table.name, values(table)) for table in read_tables(tmp_path / "set")] == [
        ("set: sub/t.csv", [{"a": "1"}])
    ]


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"../t.csv": TOOLS}, "points outside the archive"),
        ({"t.csv": "a\n" + "x" * 20_000_000}, "is packed more than 100 to 1"),
        ({"t.txt": "x"}, "holds no tables"),
        ({"t.csv": TOOLS, "logo.png": "", "x.png": "", "y.png": ""}, "has more than 3 files"),
    ],
    ids=["outside", "bomb", "nothing", "many"],
)
def test_archive_that_is_refused(tmp_path, monkeypatch, members: dict[str, str | bytes], reason: str) -> None:
    monkeypatch.setattr(limits, "MAX_MEMBERS", 3)
    assert reason in refusal(write_zip(tmp_path / "t.zip", members))


@pytest.mark.parametrize("content", [b"PK no zip", b""])
def test_broken_archive_is_refused(tmp_path, content: bytes) -> None:
    assert refusal(write(tmp_path / "t.zip", content)).startswith("t.zip cannot be read: ")


def test_damaged_member_is_refused(tmp_path) -> None:
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("t.csv", TOOLS)
    path.write_bytes(path.read_bytes().replace(b"Python", b"Pythom", 1))
    assert "t.csv cannot be read: Bad CRC-32" in refusal(path)


def test_pictures_in_an_archive_do_not_count_for_its_size(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(limits, "MAX_TOTAL_BYTES", 1000)
    path = write_zip(tmp_path / "t.zip", {"t.csv": TOOLS, "x.png": b"x" * 2000})
    assert [table.name for table in read_tables(path)] == ["t.zip: t.csv"]
    assert "holds more than" in refusal(write_zip(tmp_path / "u.zip", {"t.csv": "a\n" + "x" * 2000}))


def test_missing_file_is_refused(tmp_path) -> None:
    assert refusal(tmp_path / "t.csv") == "t.csv cannot be read: No such file or directory."
