"""The oddities of O*NET's files, each over a few rows of our own."""

from pathlib import Path

import pytest

from articles.models import Category, Occupation, Tool
from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.samples import (
    ALTERNATE,
    COMMODITY,
    OCCUPATION,
    REPORTED,
    TECHNOLOGY,
    Row,
    alias_names,
    as_told,
    bring_in,
    category_names,
    codes_of,
    commodity,
    outcomes,
    path_to,
    row_counts,
    sums,
    tool,
    use,
    warnings,
    write_table,
    write_workbook,
)
from tests.factories import count, make_occupation, make_tool

pytestmark = pytest.mark.django_db

KEEPER, BUILDER = "15-0001.00", "15-0002.01"


def occupation(code: str, title: str, description: str = "") -> Row:
    return {"O*NET-SOC Code": code, "Title": title, "Description": description}


def occupations_file(folder: Path) -> Path:
    return write_table(
        folder / "occupations.csv", OCCUPATION, occupation(KEEPER, "Keepers"), occupation(BUILDER, "Builders")
    )


def technologies_file(folder: Path, *rows: Row, name: str = "technology_skills.csv") -> Path:
    return write_table(folder / name, TECHNOLOGY, *rows)


def part(run: Run, title: str) -> list[str]:
    return [entry.outcome for entry in run.report.entries if entry.part == title]


def test_tool_that_occupations_file_differently_gets_all_its_categories(tmp_path) -> None:
    path = technologies_file(
        tmp_path,
        use("Tensorium", 100, "Query software"),
        use("Tensorium", 200, "Ledger software", code=BUILDER),
        use("Tensorium", 100, "Query software", code="15-0003.00"),
        use("Acme Ledger", 200, "Ledger software"),
    )
    run = bring_in(path, profile="onet-technologies")
    assert part(run, "tools") == ["created", "skipped", "skipped", "created"]
    assert category_names(tool("Tensorium")) == ["Ledger software", "Query software"]
    assert category_names(tool("Acme Ledger")) == ["Ledger software"]
    assert set(Category.objects.values_list("scheme", "code")) == {("unspsc", "100"), ("unspsc", "200")}


def test_long_and_generic_names_are_tools_like_others(tmp_path) -> None:
    names = ["General software", "A" * 111, "Structured asking language SAL", "Acme Web Things AWT software"]
    bring_in(technologies_file(tmp_path, *[use(name, 100) for name in names]), profile="onet-technologies")
    assert set(Tool.objects.values_list("name", flat=True)) == set(names)


def test_spelled_out_name_meets_the_tool_that_has_it_as_an_alias(tmp_path) -> None:
    ours = make_tool(name="SAL", aliases=[{"name": "Structured asking language SAL"}])
    bring_in(technologies_file(tmp_path, use("Structured Asking Language SAL", 100)), profile="onet-technologies")
    assert [(one.pk, one.name, category_names(one)) for one in Tool.objects.all()] == [(ours.pk, "SAL", ["Class 100"])]


def test_cyclic_links_among_occupations_are_of_no_concern_since_both_ends_differ_in_type(tmp_path) -> None:
    path = technologies_file(
        tmp_path, use("One", 1), use("One", 1, code=BUILDER), use("Two", 1), use("Two", 1, code=BUILDER)
    )
    bring_in(occupations_file(tmp_path), profile="onet-occupations")
    bring_in(path, profile="onet-technologies")
    assert {one.name: one.tools.count() for one in Occupation.objects.all()} == {"Keepers": 2, "Builders": 2}


def test_occupations_without_ratings_come_in_like_others(tmp_path) -> None:
    run = bring_in(occupations_file(tmp_path), profile="onet-occupations")
    assert outcomes(run) == ["created", "created"]


def test_occupation_without_suffix_bears_the_code_of_the_standard_classification_too(tmp_path) -> None:
    bring_in(occupations_file(tmp_path), profile="onet-occupations")
    assert codes_of(Occupation.objects.get(name="Keepers")) == {("onet-soc", KEEPER), ("soc", "15-0001")}
    assert codes_of(Occupation.objects.get(name="Builders")) == {("onet-soc", BUILDER)}


def test_occupation_known_by_the_standard_code_is_joined(tmp_path) -> None:
    ours = make_occupation(name="Wardens", external_ids=[{"scheme": "soc", "code": "15-0001"}])
    run = bring_in(occupations_file(tmp_path), profile="onet-occupations")
    assert outcomes(run) == ["changed", "created"]
    assert codes_of(ours) == {("soc", "15-0001"), ("onet-soc", KEEPER)}
    ours.refresh_from_db()
    assert ours.name == "Wardens"


def test_description_is_text_and_its_beginning_the_summary(tmp_path) -> None:
    text = "Keep *things* in order. " + "Sort what came in. " * 20
    path = write_table(tmp_path / "o.csv", OCCUPATION, occupation(KEEPER, "Keepers", text))
    bring_in(path, profile="onet-occupations")
    item = Occupation.objects.get()
    assert item.summary.startswith("Keep *things* in order.") and len(item.summary) <= 280
    assert item.description.startswith(r"Keep \*things\* in order.")
    assert "<em>" not in item.description_html and "*things*" in item.description_html


def test_packed_file_gives_the_same(tmp_path) -> None:
    bring_in(technologies_file(tmp_path, use("Tensorium", 100), name="t.csv.gz"), profile="onet-technologies")
    assert category_names(tool("Tensorium")) == ["Class 100"]


def test_workbook_with_numbers_for_codes_means_the_same_tools_and_categories(tmp_path) -> None:
    bring_in(technologies_file(tmp_path, use("Tensorium", 43230000)), profile="onet-technologies")
    before = row_counts()
    book = write_workbook(tmp_path / "Technology Skills.xlsx", TECHNOLOGY, use("Tensorium", 43230000))
    run = bring_in(book, profile="onet-technologies")
    assert part(run, "tools") == ["same"]
    assert row_counts() == before
    assert run.report.notes and "column 4 holds numbers" in run.report.notes[0]


def test_uses_link_occupations_to_tools_by_code_and_name(tmp_path) -> None:
    bring_in(occupations_file(tmp_path), profile="onet-occupations")
    path = technologies_file(
        tmp_path, use("One", 1), use("One", 2), use("Two", 1, code=BUILDER), use("Two", 1, code="99-9999.00")
    )
    run = bring_in(path, profile="onet-technologies")
    assert part(run, "links from occupations to tools") == ["created", "skipped", "created", "skipped"]
    assert [one.name for one in Occupation.objects.get(name="Keepers").tools.all()] == ["One"]
    assert [one.name for one in Occupation.objects.get(name="Builders").tools.all()] == ["Two"]


def test_same_uses_come_in_with_the_occupations_file_once_tools_are_there(tmp_path) -> None:
    path = technologies_file(tmp_path, use("One", 1))
    bring_in(path, profile="onet-technologies")
    run = bring_in(occupations_file(tmp_path), path, profile="onet-occupations")
    assert part(run, "links from occupations to tools") == ["created"]
    assert run.report.sums()[-1].startswith("occupations.csv: 3 read = 3 created")


def test_dry_run_over_tools_and_links_tells_what_the_run_does(tmp_path) -> None:
    bring_in(occupations_file(tmp_path), profile="onet-occupations")
    path = technologies_file(tmp_path, use("One", 1), use("Two", 1, code=BUILDER))
    before = row_counts()
    dry = bring_in(path, profile="onet-technologies", is_dry=True)
    assert row_counts() == before
    assert as_told(dry) == as_told(bring_in(path, profile="onet-technologies"))


def test_dry_run_over_occupations_and_titles_tells_what_the_run_does(tmp_path) -> None:
    titles = write_table(tmp_path / "a.csv", ALTERNATE, {"O*NET-SOC Code": KEEPER, "Alternate Title": "Warden"})
    paths = (occupations_file(tmp_path), titles)
    dry = bring_in(*paths, profile="onet-occupations", is_dry=True)
    assert as_told(dry) == as_told(bring_in(*paths, profile="onet-occupations"))


def test_dry_run_over_tools_and_categories_tells_what_the_run_does(tmp_path) -> None:
    tree = write_table(tmp_path / "unspsc.csv", COMMODITY, commodity("100", "10", "1", "0"))
    paths = (technologies_file(tmp_path, use("One", 100)), tree)
    dry = bring_in(*paths, profile="onet-technologies", is_dry=True)
    assert as_told(dry) == as_told(bring_in(*paths, profile="onet-technologies"))


def test_other_titles_become_aliases(tmp_path) -> None:
    alternate = write_table(
        tmp_path / "alternate_titles.csv.gz",
        ALTERNATE,
        {"O*NET-SOC Code": KEEPER, "Title": "Keepers", "Alternate Title": "Warden"},
        {"O*NET-SOC Code": KEEPER, "Title": "Keepers", "Alternate Title": "Builders"},
        {"O*NET-SOC Code": KEEPER, "Title": "Keepers", "Alternate Title": "keepers"},
        {"O*NET-SOC Code": BUILDER, "Title": "Builders", "Alternate Title": "WARDEN"},
    )
    reported = write_table(
        tmp_path / "reported_titles.csv",
        REPORTED,
        {"O*NET-SOC Code": KEEPER, "Title": "Keepers", "Reported Job Title": "Guard"},
        {"O*NET-SOC Code": KEEPER, "Title": "Keepers", "Reported Job Title": "Warden"},
    )
    paths = (occupations_file(tmp_path), alternate, reported)
    run = bring_in(*paths, profile="onet-occupations")
    assert part(run, "alternate titles") == ["created", "skipped", "skipped", "skipped"]
    assert part(run, "reported titles") == ["created", "same"]
    assert alias_names(Occupation.objects.get(name="Keepers")) == ["Guard", "Warden"]
    assert warnings(run) == [
        "the alias “Builders” stays with the item that has it",
        "the alias “WARDEN” stays with the item that has it",
    ]
    before = row_counts()
    again = bring_in(*paths, profile="onet-occupations")
    assert (sums(again)[1:3], row_counts()) == ((0, 0), before)


def test_tree_of_commodities_gives_parents_to_the_categories_of_tools(tmp_path) -> None:
    path = technologies_file(tmp_path, use("One", 100, "Class 100"))
    tree = write_table(
        tmp_path / "unspsc_reference.csv", COMMODITY, commodity("100", "10", "1", "0"), commodity("999", "10", "1", "0")
    )
    run = bring_in(path, tree, profile="onet-technologies")
    assert part(run, "categories") == ["changed", "skipped"]
    assert path_to(Category.objects.get(code="100")) == ["Class 100", "Class 10", "Family 1", "Segment 0"]
    assert not Category.objects.filter(code="999").exists()
    before = row_counts()
    bring_in(path, tree, profile="onet-technologies")
    assert row_counts() == before


def test_parent_that_an_editor_chose_for_a_category_stays(tmp_path) -> None:
    path = technologies_file(tmp_path, use("One", 100))
    bring_in(path, profile="onet-technologies")
    from articles.editing import save_record
    from tests.factories import make_category

    category = Category.objects.get(code="100")
    category.parent = make_category(name="Ours")
    save_record(category, by=None)
    tree = write_table(tmp_path / "tree.csv", COMMODITY, commodity("100", "10", "1", "0"))
    bring_in(path, tree, profile="onet-technologies")
    assert path_to(Category.objects.get(code="100")) == ["Class 100", "Ours"]


def test_category_without_a_title_is_called_by_its_code_until_the_tree_names_it(tmp_path) -> None:
    path = technologies_file(tmp_path, {**use("One", 100), "Commodity Title": ""})
    bring_in(path, profile="onet-technologies")
    assert category_names(tool("One")) == ["100"]
    tree = write_table(tmp_path / "tree.csv", COMMODITY, commodity("100", "10", "1", "0"))
    bring_in(path, tree, profile="onet-technologies")
    assert category_names(tool("One")) == ["Commodity 100"]


def test_second_run_over_everything_writes_nothing(tmp_path) -> None:
    tree = write_table(tmp_path / "tree.csv", COMMODITY, commodity("100", "10", "1", "0"))
    technologies = technologies_file(tmp_path, use("One", 100), use("One", 200), use("Two", 100, code=BUILDER))
    counts = []
    for _run in range(2):
        bring_in(occupations_file(tmp_path), profile="onet-occupations")
        bring_in(technologies, tree, profile="onet-technologies")
        counts.append(row_counts())
    assert counts[0] == counts[1]


def test_links_of_an_occupation_come_back_as_the_same_with_a_part_of_the_set(tmp_path) -> None:
    bring_in(occupations_file(tmp_path), profile="onet-occupations")
    bring_in(technologies_file(tmp_path, use("One", 1), use("Two", 1)), profile="onet-technologies")
    bring_in(technologies_file(tmp_path, use("Two", 1)), profile="onet-technologies")
    assert Occupation.objects.get(name="Keepers").tools.count() == 2
    assert count(Tool) == 2
