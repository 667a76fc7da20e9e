"""What an export holds in each format, and that it reads back as it was."""

import base64
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from articles.models import Article, Category, Figure, Item, LearningPath, Picture, Skill, Tool
from articles.transfer.cells import restore
from articles.transfer.columns import split_category
from articles.transfer.exports import (
    FORMATS,
    TYPES,
    ExportError,
    columns_of,
    decode_cell,
    encode,
    export_items,
    item_rows,
    record_rows,
)
from articles.transfer.exports.documents import document_of, link_pictures
from articles.transfer.exports.grids import safe_text, split_text
from articles.transfer.exports.rows import BATCH
from articles.transfer.imports.tables import read_tables
from articles.transfer.imports.tables.rowsets import Table
from articles.transfer.imports.tables.spreadsheets import to_text
from articles.transfer.imports.tables.structured import split_document
from articles.transfer.limits import MAX_RATIO
from tests.factories import (
    make_article,
    make_category,
    make_figure,
    make_group,
    make_industry,
    make_occupation,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
    make_user,
)

pytestmark = pytest.mark.django_db


HOSTILE = [
    "=HYPERLINK(1)",
    "'=x",
    "＝1",
    "a|b\\",
    "na@me@de",
    "_x000D_ x005F_ _x005F_",
    "#N/A",
    "שלום 😀",
    'say "x"; y',
]


LONG = "".join(f"{number} = 😀 _x0041_ \n" for number in range(2_500))


FILES = [("json", "out.json"), ("xlsx", "out.zip"), ("csv", "out.zip"), ("md", "out.zip")]


def make_everything() -> None:
    """One of each type with all its links, and texts that formats stumble over."""
    parent = make_category(scheme="a=b", code="x|y")
    tool = make_tool(
        name="=cmd|x",
        vendor="#N/A",
        aliases=[{"name": name, "language": "de" if at % 2 else ""} for at, name in enumerate(HOSTILE)],
        external_ids=[{"scheme": "a=b", "code": "c=d|e\\"}],
        categories=[make_category(scheme="a=b", code="z\\", parent=parent), parent],
        description=LONG,
        resources=[{"kind": "docs", "title": title, "url": f"https://e.org/{at}"} for at, title in enumerate(HOSTILE)],
    )
    broader = make_skill(name="Broader", status="trashed")
    skill = make_skill(broader=broader, group=make_group(), prerequisites=[broader], tools=[tool], summary="-1")
    industry = make_industry(skills=[skill], ai_use="---\n- one\n\n  two\n# three", description="\tx\n\ny")
    make_figure(industry=industry, occupation=make_occupation(tools=[tool]), value=None)
    article = make_article(
        title="'=x", section=make_section(), source=make_source(), origin="syndicated", cover=make_picture(),
        authors=[make_user("erin|x")], skills=[skill, broader], body="---\nA body\n---\n\n    code", is_featured=True,
    )  # fmt: skip
    make_path(steps=[{"title": "=1", "note": "a\nb", "skills": [str(skill.pk)], "articles": [str(article.pk)]}])


def stored_rows() -> dict[str, list[dict[str, Any]]]:
    """The rows of every type, by name, straight from the database."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for kind, model in TYPES.items():
        stored: Any = model._default_manager.all()
        made = item_rows(stored) if issubclass(model, Item) else record_rows(stored)
        rows[kind] = sorted(made, key=lambda row: str(row["id"]))
    return rows


def read_rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of an export by type, as an importer gets them."""
    tables = {kind_of(table): table for table in read_tables(path)}
    tables.pop("pictures", None)
    assert [table.problems for table in tables.values()] == [()] * len(TYPES)
    return {kind: sorted(decoded(kind, table), key=lambda row: str(row["id"])) for kind, table in tables.items()}


def kind_of(table: Table) -> str:
    return table.name.split(": ")[-1].removesuffix(".csv")


def decoded(kind: str, table: Table) -> list[dict[str, Any]]:
    model = TYPES[kind]
    return [{name: decode_cell(model, name, row.values[name]) for name in columns_of(model)} for row in table.rows]


@pytest.mark.parametrize(("file_format", "name"), FILES)
def test_what_is_written_reads_back_as_the_same_rows(tmp_path, file_format: str, name: str) -> None:
    make_everything()
    export_items(tmp_path / name, file_format)
    wanted = {kind: [without_type(row) for row in rows] for kind, rows in stored_rows().items()}
    assert read_rows(tmp_path / name) == wanted


def without_type(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "type"}


def test_row_of_an_item_holds_its_references_as_texts() -> None:
    tool = make_tool(
        name="R", slug="r", categories=[make_category(scheme="a=b", code="c=d")], publish_at="2024-01-31T00:00:00Z"
    )
    assert list(item_rows([tool])) == [
        {
            "id": str(tool.pk), "type": "tool", "version": 1, "slug": "r", "status": "published", "publish_at": "2024-01-31T00:00:00Z",
            "expire_at": None, "name": "R", "summary": "", "description": "", "homepage": "", "repository": "",
            "licence": "", "vendor": "", "categories": ["a\\=b=c=d"], "aliases": [], "external_ids": [], "resources": [],
        }
    ]  # fmt: skip
    assert split_category("a\\=b=c=d") == ("a=b", "c=d")


def test_columns_are_those_of_the_snapshot_in_a_fixed_order() -> None:
    assert columns_of(Skill) == (
        "id", "version", "slug", "status", "publish_at", "expire_at", "name", "summary", "description",
        "group", "broader", "prerequisites", "tools", "aliases", "external_ids", "resources",
    )  # fmt: skip
    assert columns_of(LearningPath)[-3:] == ("external_ids", "resources", "steps")
    assert columns_of(Figure) == ("id", "version", "industry", "occupation", "measure", "value", "year", "source")


@pytest.mark.parametrize(
    ("model", "column", "cell", "value"),
    [
        (Article, "is_featured", "TRUE", True),
        (Article, "is_featured", "perhaps", "perhaps"),
        (Article, "expire_at", "", None),
        (Article, "summary", "", ""),
        (Article, "section", "news", ["news"]),
        (Article, "skills", "", []),
        (Figure, "year", "2024", 2024),
        (Figure, "value", "12.5", "12.5"),
        (Tool, "aliases", "a\\@b | c@de", [{"name": "a@b", "language": ""}, {"name": "c", "language": "de"}]),
        (Tool, "external_ids", "a\\=b=c=d", [{"scheme": "a=b", "code": "c=d"}]),
        (Tool, "resources", "", []),
        (Tool, "categories", ["x"], ["x"]),
    ],
)
def test_cell_is_decoded(model, column: str, cell: Any, value: Any) -> None:
    assert decode_cell(model, column, cell) == value


def test_name_with_an_at_sign_reads_as_people_write_it() -> None:
    assert encode(Tool, "aliases", [{"name": "na@me", "language": "de"}]) == "na\\@me@de"


@given(st.lists(st.text(min_size=1).map(str.strip).filter(bool), unique=True))
def test_aliases_and_codes_come_back_from_their_cells(names: list[str]) -> None:
    aliases = [{"name": name, "language": "de" if len(name) % 2 else ""} for name in names]
    codes = [{"scheme": name, "code": name} for name in names]
    assert decode_cell(Tool, "aliases", encode(Tool, "aliases", aliases)) == aliases
    assert decode_cell(Tool, "external_ids", encode(Tool, "external_ids", codes)) == codes


def test_no_cell_of_csv_or_xlsx_begins_a_formula(tmp_path) -> None:
    make_everything()
    export_items(tmp_path / "t.csv", "csv", types=["tools"])
    export_items(tmp_path / "t.xlsx", "xlsx", types=["tools"])
    sheet = load_workbook(tmp_path / "t.xlsx").active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells if str(cell.value)[0] in "=+-@"] == []
    assert ",'=cmd|x," in (tmp_path / "t.csv").read_text(encoding="utf-8-sig")


def test_csv_begins_with_the_mark_that_excel_needs(tmp_path) -> None:
    export_items(tmp_path / "t.csv", "csv", types=["sections"])
    assert (tmp_path / "t.csv").read_bytes() == b"\xef\xbb\xbfid,version,slug,name,description,position\r\n"


def test_long_text_continues_in_further_columns(tmp_path) -> None:
    make_tool(description="x" * 70_000)
    export_items(tmp_path / "t.xlsx", "xlsx", types=["tools"])
    sheet = load_workbook(tmp_path / "t.xlsx")["tools"]
    [names, row] = [list(row) for row in sheet.iter_rows(values_only=True)]
    at = names.index("description")
    assert names[at : at + 3] == ["description", "description+2", "description+3"]
    assert [len(str(cell)) for cell in row[at : at + 3]] == [32_767, 32_767, 4_466]


@given(st.text(st.sampled_from("=_x005FD'😀\n ")), st.integers(0, 33_000))
def test_pieces_of_a_text_fit_into_cells_and_join_again(text: str, filler: int) -> None:
    text += "😀" * filler + text
    pieces = split_text(text)
    assert max(len(piece.encode("utf-16-le")) for piece in pieces) <= 2 * 32_767
    assert "".join(restore(to_text(piece)) for piece in pieces) == text


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert split_text("a\x0bb\ufffec\r\nd") == [safe_text("abc\nd")]


def test_json_is_one_document(tmp_path) -> None:
    article = make_article(cover=make_picture())
    counts = export_items(tmp_path / "t.json", "json", types=["articles", "sections"])
    document = json.loads((tmp_path / "t.json").read_bytes())
    picture = article.cover
    assert picture is not None
    described = {"id": str(picture.pk), "version": 1, "digest": picture.digest, "alt": "A teal box"}
    described |= {"focus_x": 50, "focus_y": 50, "content": base64.b64encode(picture.file.read()).decode()}
    assert (document["format"], document["records"]) == (1, {"sections": [], "pictures": [described]})
    assert [row["cover"] for row in document["items"]] == [[str(picture.pk)]]
    assert counts == {"sections": 0, "pictures": 1, "articles": 1}


def test_markdown_archive_holds_texts_pictures_and_records(tmp_path) -> None:
    picture = make_picture()
    code = f"```\n![x](picture:{picture.pk})\n```"
    make_article(slug="a", body=f"![x](picture:{picture.pk})\n\n{code}")
    export_items(tmp_path / "t.zip", "md")
    with zipfile.ZipFile(tmp_path / "t.zip") as archive:
        assert set(archive.namelist()) == {"records.json", "articles/a.md", f"pictures/{picture.pk}.png"}
        front, body = archive.read("articles/a.md").decode().split("\n---\n", 1)
        assert archive.read(f"pictures/{picture.pk}.png") == picture.file.open().read()
    assert yaml.safe_load(front)["slug"] == "a"
    assert body == f"![x](../pictures/{picture.pk}.png)\n\n{code}\n"


@pytest.mark.parametrize(("file_format", "table"), [("csv", "articles.csv"), ("xlsx", "articles.xlsx")])
def test_tables_lie_in_an_archive_beside_the_pictures_that_they_show(tmp_path, file_format: str, table: str) -> None:
    article, _unused = make_article(cover=make_picture()), make_picture(color="red")
    counts = export_items(tmp_path / "t.zip", file_format, types=["articles"])
    with zipfile.ZipFile(tmp_path / "t.zip") as archive:
        names = [table, *(["pictures.csv"] if file_format == "csv" else []), f"pictures/{article.cover_id}.png"]
        assert archive.namelist() == names
        assert article.cover is not None
        assert archive.read(names[-1]) == article.cover.file.read()
    [described] = [read for read in read_tables(tmp_path / "t.zip") if kind_of(read) == "pictures"]
    assert described.columns == columns_of(Picture)
    assert [row.values["alt"] for row in described.rows] == ["A teal box"]
    assert counts == {"articles": 1, "pictures": 1}


@pytest.mark.parametrize(("file_format", "name"), [("csv", "t.csv"), ("xlsx", "t.xlsx")])
def test_one_table_is_refused_to_items_that_show_pictures(tmp_path, file_format: str, name: str) -> None:
    make_article(cover=make_picture(), status="draft")
    make_article()
    export_items(tmp_path / name, file_format, types=["articles"], statuses=["published"])
    with pytest.raises(ExportError, match="show pictures, which come in an archive with the tables"):
        export_items(tmp_path / name, file_format, types=["articles"], replace=True)


@pytest.mark.parametrize("file_format", FORMATS)
def test_picture_whose_file_is_gone_does_not_stop_an_export(tmp_path, file_format: str) -> None:
    picture = make_picture(color="navy")
    picture.file.storage.delete(picture.file.name or "")
    counts = export_items(tmp_path / f"t{list(FORMATS[file_format])[-1]}", file_format)
    assert counts["pictures"] == 1


@pytest.mark.parametrize(
    "text", ["`![x](picture:ID)`", "    ![x](picture:ID)", "[x](picture:ID)", "picture:ID", "![x](picture:OTHER)"]
)
def test_address_that_shows_no_picture_of_the_archive_stays(text: str) -> None:
    known, other = "a" * 8 + "-aaaa-aaaa-aaaa-" + "a" * 12, "b" * 8 + "-bbbb-bbbb-bbbb-" + "b" * 12
    text = text.replace("ID", known).replace("OTHER", other)
    assert link_pictures(text, {known: "pictures/a.png"}) == text
    assert link_pictures(f"{text}\n\n![y](picture:{known})", {known: "pictures/a.png"}).endswith(
        "![y](../pictures/a.png)"
    )


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t")))
def test_front_matter_brings_any_text_back(text: str) -> None:
    row = {"id": "1", "ai_use": text, "summary": text, "publish_at": "2024-01-31T00:00:00Z", "description": "Text"}
    split = split_document(document_of("industries", row, {}), "x.md")
    assert split is not None
    assert split[0] == {name: value for name, value in row.items() if name != "description"}


def test_several_lines_in_front_matter_are_a_block_that_people_can_read() -> None:
    assert "ai_use: |-\n  one\n\n  - two\n" in document_of(
        "industries", {"ai_use": "one\n\n- two", "description": ""}, {}
    )


@pytest.mark.parametrize(("file_format", "name"), [("xlsx", "out.xlsx"), ("csv", "out.zip"), ("md", "out.zip")])
def test_no_member_is_packed_more_than_imports_take(tmp_path, file_format: str, name: str) -> None:
    make_tool(slug="short", description="word " * 40_000)
    make_tool(slug="other", description="Fine.")
    export_items(tmp_path / name, file_format)
    with zipfile.ZipFile(tmp_path / name) as archive:
        assert archive.testzip() is None
        methods = {info.compress_type for info in archive.infolist()}
        assert methods == {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        assert [info for info in archive.infolist() if info.file_size > MAX_RATIO * info.compress_size] == []


def test_statuses_and_types_narrow_the_export(tmp_path) -> None:
    make_tool(slug="shown")
    make_tool(slug="gone", status="trashed")
    make_skill()
    export_items(tmp_path / "some.json", "json", types=["tools"], statuses=["published"])
    export_items(tmp_path / "all.json", "json", types=["tools"])
    slugs = {
        name: [row["slug"] for row in json.loads((tmp_path / name).read_bytes())["items"]]
        for name in ("some.json", "all.json")
    }
    assert {name: set(given) for name, given in slugs.items()} == {
        "some.json": {"shown"},
        "all.json": {"shown", "gone"},
    }


def test_parents_come_before_their_children() -> None:
    top = make_category()
    child = make_category(parent=top)
    below = make_category(parent=child)
    rows = list(record_rows([below, child, top]))
    assert [row["code"] for row in rows] == [top.code, child.code, below.code]
    assert rows[1]["parent"] == f"{top.scheme}={top.code}"
    assert [row["code"] for row in record_rows(Category.objects.filter(pk=below.pk))] == [below.code]


def test_number_of_queries_follows_batches_and_not_items(django_assert_max_num_queries) -> None:
    tools = [make_tool(categories=[make_category()]) for _number in range(5)]
    assert len(tools) < BATCH
    with django_assert_max_num_queries(7):  # categories, aliases, external ids, resources, pictures; references
        assert len(list(item_rows(tools))) == 5
