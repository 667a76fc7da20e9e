"""Workbooks that unpack into far more objects than bytes: each is refused, and memory stays flat."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.tables import read_tables, rowsets, spreadsheets, workbooks, xml_elements
from tests.articles.transfer.imports.test_hostile import peak_bytes
from tests.articles.transfer.imports.zip_samples import swap, write_zip

SHEET, STRINGS, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'


def members_of(path: Path) -> dict[str, bytes]:
    book = Workbook()
    book.worksheets[0].append(["name"])
    book.worksheets[0].append(["x"])
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def book(path: Path, **parts: str) -> Path:
    """A workbook with other parts, stored so that no ratio counts."""
    members = members_of(path)
    types = members["[Content_Types].xml"]
    override = f'<Override PartName="/{STRINGS}" ContentType="{STRINGS_TYPE}"/></Types>'.encode()
    members["[Content_Types].xml"] = types.replace(b"</Types>", override)
    members[STRINGS] = f'<sst xmlns="{NAMESPACE}"><si><t>name</t></si><si><t>x</t></si></sst>'.encode()
    names = {"sheet": SHEET, "strings": STRINGS, "styles": STYLES, "book": BOOK}
    changed: dict[str, str | bytes] = {names[part]: text.encode() for part, text in parts.items()}
    return write_zip(path, members | changed, zipfile.ZIP_STORED)


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'


def strings(texts: str) -> str:
    return f'<sst xmlns="{NAMESPACE}"><si><t>name</t></si>{texts}</sst>'


def refusal(path: Path) -> str:
    with pytest.raises(ImportFormatError) as caught:
        read_tables(path)
    return str(caught.value)


TOO_MANY = "t.xlsx is no workbook that can be read: a row or a text has more than 100,000 parts or 64 MiB"


def test_texts_that_cells_share_are_read(tmp_path) -> None:
    rows = '<row><c t="s"><v>0</v></c></row><row s="1"><c t="s"><v>1</v></c></row>'
    path = book(tmp_path / "t.xlsx", sheet=sheet(rows), strings=strings("<si><r><t>a</t></r><r><t>b</t></r></si>"))
    [table] = read_tables(path)
    assert [row.values for row in table.rows] == [{"name": "ab"}]


@pytest.mark.parametrize(
    "parts",
    [
        {"sheet": sheet(f"{HEADER}<row>{'<c/>' * 100_001}</row>")},
        {"sheet": sheet(f"{HEADER}<row><c>{'<is/>' * 100_001}</c></row>")},
        {"strings": strings(f"<si>{'<r/>' * 100_001}</si>")},
    ],
    ids=["row", "cell", "text"],
)
def test_row_or_text_of_endless_parts_is_refused(tmp_path, parts: dict[str, str]) -> None:
    path = book(tmp_path / "t.xlsx", **parts)
    told: list[str] = []
    assert peak_bytes(lambda: told.append(refusal(path))) < 30_000_000
    assert told == [TOO_MANY]


def test_text_without_end_is_refused(tmp_path) -> None:
    path = book(tmp_path / "t.xlsx", sheet=sheet(f"{HEADER}<row r='{'1' * 67_200_000}'/>"))
    assert refusal(path) == TOO_MANY


def test_levels_without_end_are_refused(tmp_path) -> None:
    path = book(tmp_path / "t.xlsx", sheet=sheet(HEADER + "<a>" * 101))
    assert refusal(path) == "t.xlsx is no workbook that can be read: it has more than 100 levels"


@pytest.mark.parametrize(
    "parts",
    [
        {"sheet": sheet(HEADER + "<row/>" * 60_000 + '<row><c t="inlineStr"><is><t>x</t></is></c></row>')},
        {"sheet": sheet(HEADER + "<a/>" * 100_000)},
        {"strings": strings("<si/>" * 60_000)},
    ],
    ids=["empty rows", "other elements", "empty texts"],
)
def test_what_was_read_is_let_go(tmp_path, parts: dict[str, str]) -> None:
    path = book(tmp_path / "t.xlsx", **parts)
    assert peak_bytes(lambda: read_tables(path)) < 10 * path.stat().st_size + 1_000_000


@pytest.mark.parametrize(("part", "name"), [("styles", STYLES), ("book", BOOK)])
@pytest.mark.parametrize("content", ["<xf/>" * 200_001, "<!--" + " " * 17_000_000 + "-->"], ids=["tags", "bytes"])
def test_other_part_without_end_is_refused(tmp_path, part: str, name: str, content: str) -> None:
    path = book(tmp_path / "t.xlsx", **{part: f'<x xmlns="{NAMESPACE}">{content}</x>'})
    assert refusal(path) == f"t.xlsx is no workbook that can be read: {name} is too long"


def test_elements_that_nobody_reads_are_limited(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(xml_elements, "MAX_OTHERS", 10)
    told = refusal(book(tmp_path / "t.xlsx", sheet=sheet(HEADER + "<a/>" * 11)))
    assert told == "t.xlsx is no workbook that can be read: it has more than 10 elements that are read by nobody"


def test_two_members_of_one_name_are_refused(tmp_path) -> None:
    path = book(tmp_path / "t.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/styles.xmk", "<x/>")
    assert refusal(swap(path, b"xl/styles.xmk", STYLES.encode())) == f"t.xlsx has two files called {STYLES}."


def test_more_than_10_000_members_are_refused(tmp_path) -> None:
    path = write_zip(tmp_path / "t.xlsx", {f"{number}.xml": "" for number in range(10_001)})
    assert refusal(path) == "t.xlsx has more than 10,000 files."


def test_more_texts_than_the_limit_are_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_STRINGS", 10)
    path = book(tmp_path / "t.xlsx", strings=strings("<si/>" * 10))
    assert refusal(path) == "t.xlsx is no workbook that can be read: it has more than 10 texts"


def test_sheet_that_is_named_twice_is_refused(tmp_path) -> None:
    text = members_of(tmp_path / "t.xlsx")[BOOK].decode()
    start, end = text.index("<sheet "), text.index("</sheets>")
    path = book(tmp_path / "t.xlsx", book=text[:end] + text[start:end] + text[end:])
    assert refusal(path) == f"t.xlsx is no workbook that can be read: {SHEET} stands for several sheets"


def test_text_that_many_cells_share_counts_for_each(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(spreadsheets, "MAX_CHARACTERS", 1024**2)
    rows = HEADER + '<row><c t="s"><v>1</v></c></row>' * 12
    path = book(tmp_path / "t.xlsx", sheet=sheet(rows), strings=strings(f"<si><t>{'x' * 100_000}</t></si>"))
    assert refusal(path) == "t.xlsx holds more than 1 MiB."


@pytest.mark.parametrize("is_book", [True, False], ids=["xlsx", "csv"])
def test_cells_of_a_table_are_limited(tmp_path, monkeypatch, is_book: bool) -> None:
    """Each row is filled up to the last column, so that a few bytes make hundreds of cells."""
    monkeypatch.setattr(rowsets, "MAX_CELLS", 1000)
    path = tmp_path / "t.xlsx"
    if is_book:
        book(path, sheet=sheet(HEADER + '<row><c r="SF2"><v>1</v></c></row>' * 3))
    else:
        path = tmp_path / "t.csv"
        path.write_text(",".join(f"c{number}" for number in range(500)) + "\nx\nx\nx\n")
    assert refusal(path) == f"{path.name} has more than 1,000 cells."
