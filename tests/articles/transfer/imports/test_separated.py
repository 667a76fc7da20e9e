"""Reading CSV, tab-separated text and gzip: what comes in, and what is said about the rest."""

import csv
import gzip

import pytest

from articles.transfer.imports.files import containers
from articles.transfer.imports.tables import Problem, separated
from articles.transfer.imports.tables.rowsets import MAX_CELL, MAX_COLUMNS
from tests.articles.transfer.imports.table_files import TOOLS, read_csv, read_one, refusal, values, write


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
