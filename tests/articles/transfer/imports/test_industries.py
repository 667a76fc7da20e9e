"""The oddities of NACE's file, each over a few rows of our own."""

from pathlib import Path

import pytest

from articles.models import Industry
from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.samples import (
    NACE,
    Row,
    as_told,
    bring_in,
    failures,
    industry,
    outcomes,
    row_counts,
    sums,
    warnings,
    write_table,
    write_workbook,
)
from tests.factories import change, make_industry

pytestmark = pytest.mark.django_db

TREE = (
    industry("A", "ROPE WORK, KNOTS AND NETS"),
    industry("01", "Rope work and related crafts", "A"),
    industry("01.1", "Making of ropes", "01"),
    industry("01.10", "Making of ropes", "01.1"),
)


def nace_file(folder: Path, *rows: Row, name: str = "nace.csv") -> Path:
    return write_table(folder / name, NACE, *rows)


def take_in(path: Path, *, is_dry: bool = False, status: str = "") -> Run:
    return bring_in(path, profile="nace-industries", is_dry=is_dry, status=status)


def by_code(code: str) -> Industry:
    from articles.models import ExternalId

    return Industry.objects.get(pk=ExternalId.objects.get(scheme="nace", code=code).item_id)


@pytest.mark.parametrize("is_reversed", [False, True])
def test_tree_comes_in_by_code_with_names_that_repeat_at_the_next_level(is_reversed, tmp_path) -> None:
    path = nace_file(tmp_path, *(TREE[::-1] if is_reversed else TREE))
    dry, run = take_in(path, is_dry=True), take_in(path)
    assert (sums(run), warnings(run)) == ((4, 4, 0, 0, 0, 0), [])
    assert as_told(dry) == as_told(run)
    group, leaf = by_code("01.1"), by_code("01.10")
    assert (group.name, leaf.name, leaf.parent) == ("Making of ropes", "Making of ropes", group)
    assert (group.parent, by_code("01").parent) == (by_code("01"), by_code("A"))
    assert group.slug != leaf.slug
    before = row_counts()
    take_in(path)
    assert row_counts() == before


def test_stored_industry_of_the_name_is_not_joined_since_names_repeat(tmp_path) -> None:
    ours = make_industry(name="Making of ropes")
    take_in(nace_file(tmp_path, *TREE))
    assert ours.pk not in (by_code("01.1").pk, by_code("01.10").pk)


def test_stored_industry_of_the_code_is_joined_and_told(tmp_path) -> None:
    ours = make_industry(name="Ropes", summary="Ours.", external_ids=[{"scheme": "nace", "code": "01.1"}])
    run = take_in(nace_file(tmp_path, *TREE[:2], industry("01.1", "Making of ropes", "01", "Theirs.")))
    stored = by_code("01.1")
    assert (stored.pk, stored.name, stored.summary, stored.parent) == (ours.pk, "Ropes", "Ours.", by_code("01"))
    assert warnings(run) == ["joined with “Ropes”, which keeps its own: summary"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("ROPE WORK, KNOTS AND NETS", "Rope work, knots and nets"),
        ("Making of ropes", "Making of ropes"),
        ("Making of ÖSEN", "Making of ÖSEN"),
        ("ÜBERALL: SEILE", "Überall: seile"),
    ],
)
def test_names_in_capitals_are_set_as_sentences(given, shown, tmp_path) -> None:
    take_in(nace_file(tmp_path, industry("A", given)))
    assert by_code("A").name == shown


def test_name_of_136_characters_comes_in_whole(tmp_path) -> None:
    name = "Making of " + "r" * 126
    take_in(nace_file(tmp_path, industry("01", name)))
    assert by_code("01").name == name


def test_long_cell_of_many_lines_comes_in_whole_with_its_lines(tmp_path) -> None:
    lines = [f"- item {number} with (brackets) and *stars*, including kinds of rope" for number in range(90)]
    text = "This class includes:\n" + "\n".join(lines) + "\n \nIt ends here."
    assert len(text) > 5000
    take_in(nace_file(tmp_path, industry("01", "Ropes", includes=text)))
    item = by_code("01")
    assert item.description.startswith("**Includes:**\n\nThis class includes:")
    assert all(line in item.description_html for line in lines)
    assert item.description_html.count("<br") >= 90
    assert len(item.summary) <= 280 and item.summary.startswith("This class includes:")


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_lines_in_a_cell_end_in_any_way(ending, tmp_path) -> None:
    text = ending.join(["One.", "Two.", "", "Three."])
    take_in(nace_file(tmp_path, industry("01", "Ropes", includes=text)))
    html = by_code("01").description_html
    assert "\\" not in html
    assert html.count("<p>") == 3


def test_all_three_texts_are_in_the_description(tmp_path) -> None:
    cells = {"This item also includes": "Nets.", "This item excludes": "Chains, see 25.9"}
    take_in(nace_file(tmp_path, {**industry("01", "Ropes", includes="Ropes."), **cells}))
    assert by_code("01").description == (
        "**Includes:**\n\nRopes.\n\n**Also includes:**\n\nNets.\n\n**Does not include:**\n\nChains, see 25.9"
    )


def test_code_that_a_spreadsheet_read_as_a_number_is_told(tmp_path) -> None:
    book = write_workbook(tmp_path / "nace.xlsx", NACE, {**industry("", "Ropes"), "Code": 1.1})
    run = take_in(book)
    assert by_code("1.1").name == "Ropes"
    assert run.report.notes == ["nace.xlsx: column 3 holds numbers (from row 2 on): zeros such as in 01.10 may be lost"]


def test_codes_that_are_text_keep_their_zeros_in_csv_and_workbook(tmp_path) -> None:
    take_in(write_workbook(tmp_path / "nace.xlsx", NACE, *TREE))
    before = row_counts()
    assert outcomes(take_in(nace_file(tmp_path, *TREE))) == ["same"] * 4
    assert row_counts() == before


def test_letters_outside_ascii_come_in(tmp_path) -> None:
    take_in(nace_file(tmp_path, industry("01", "Making of “Kälber­stricke”", includes="Schnüre – 5 ‰")))
    assert by_code("01").name == "Making of “Kälber­stricke”"
    assert "Schnüre – 5 ‰" in by_code("01").description


UNLISTED = (
    industry("S", "OTHER"),
    industry("T", "HOUSEHOLDS THAT KEEP ROPES"),
    industry("97", "Households", "T"),
    industry("97.00", "Households", "97"),
    industry("U", "BODIES ABROAD"),
    industry("99.0", "Bodies", "U"),
)


def test_households_and_bodies_abroad_come_in_as_drafts(tmp_path) -> None:
    run = take_in(nace_file(tmp_path, *UNLISTED))
    drafts = {code for code in ("S", "T", "97", "97.00", "U", "99.0") if by_code(code).status == "draft"}
    assert drafts == {"T", "97", "97.00", "U", "99.0"}
    assert warnings(run) == ["a draft: households and extraterritorial bodies are not listed"] * 5


def test_status_that_is_asked_for_is_not_told_to_be_another(tmp_path) -> None:
    run = take_in(nace_file(tmp_path, *UNLISTED[:2]), status="published")
    assert (by_code("T").status == "draft") == bool(warnings(run))


def test_published_household_is_not_told_to_be_a_draft(tmp_path) -> None:
    path = nace_file(tmp_path, *UNLISTED[:2])
    take_in(path)
    change(by_code("T"), status="published")
    assert warnings(take_in(path)) == []


def test_parent_that_is_not_in_the_file_is_told(tmp_path) -> None:
    run = take_in(nace_file(tmp_path, industry("01.1", "Making of ropes", "01")))
    assert (outcomes(run), warnings(run)) == (["created"], ["parent: 01 is not here"])


def test_circle_of_parents_fails_and_harms_no_other(tmp_path) -> None:
    path = nace_file(
        tmp_path,
        industry("1", "One", "3"),
        industry("2", "Two", "1"),
        industry("3", "Three", "2"),
        industry("4", "Four"),
    )
    dry, run = take_in(path, is_dry=True), take_in(path)
    assert by_code("4").name == "Four"
    assert any("circle" in text for text in failures(run))
    assert as_told(dry) == as_told(run)


def test_industry_that_is_its_own_parent_fails_alone(tmp_path) -> None:
    run = take_in(nace_file(tmp_path, industry("1", "One", "1"), industry("2", "Two")))
    assert outcomes(run) == ["failed", "created"]
    assert failures(run)[0].startswith("parent: ")


def test_parent_that_an_editor_chose_stays(tmp_path) -> None:
    take_in(nace_file(tmp_path, *TREE))
    change(by_code("01.1"), parent=by_code("A"))
    run = take_in(nace_file(tmp_path, *TREE))
    assert by_code("01.1").parent == by_code("A")
    assert warnings(run) == ["edited here and kept: parent"]


def test_parent_that_moved_in_the_file_moves(tmp_path) -> None:
    take_in(nace_file(tmp_path, *TREE))
    run = take_in(nace_file(tmp_path, *TREE[:3], industry("01.10", "Making of ropes", "01")))
    assert by_code("01.10").parent == by_code("01")
    assert outcomes(run) == ["same", "same", "same", "changed"]
