"""Rows that add links and names to items: they only add, and what an editor took out stays out."""

from pathlib import Path

import pytest

from articles.models import ExternalId, ImportedState, Occupation, Tool
from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.samples import (
    ALTERNATE,
    OCCUPATION,
    TECHNOLOGY,
    Row,
    alias_names,
    as_told,
    bring_in,
    failures,
    last_change,
    outcomes,
    row_counts,
    use,
    warnings,
    write_table,
)
from tests.factories import change, make_occupation, make_skill, make_tool

pytestmark = pytest.mark.django_db

KEEPER = "15-0001.00"


@pytest.fixture
def keeper() -> Occupation:
    return make_occupation(name="Keepers", external_ids=[{"scheme": "onet-soc", "code": KEEPER}])


def make_tools(*names: str) -> list[Tool]:
    return [make_tool(name=name, external_ids=[{"scheme": "unspsc-onet", "code": name}]) for name in names]


def uses(folder: Path, *names: str, is_dry: bool = False) -> Run:
    """The run over rows that say that keepers use tools."""
    path = write_table(folder / "uses.csv", TECHNOLOGY, *[use(name, 1) for name in names])
    return bring_in(path, profile="onet-occupations", is_dry=is_dry)


def titles(folder: Path, *names: str, is_dry: bool = False) -> Run:
    rows: list[Row] = [{"O*NET-SOC Code": KEEPER, "Title": "Keepers", "Alternate Title": name} for name in names]
    return bring_in(write_table(folder / "titles.csv", ALTERNATE, *rows), profile="onet-occupations", is_dry=is_dry)


def tools_of(item: Occupation) -> list[str]:
    return sorted(item.tools.values_list("name", flat=True))


def test_links_are_added_and_each_row_tells_its_own(keeper, tmp_path) -> None:
    make_tools("A", "B")
    dry, run = uses(tmp_path, "A", "B", "A", "C", is_dry=True), uses(tmp_path, "A", "B", "A", "C")
    assert tools_of(keeper) == ["A", "B"]
    assert [(entry.name, entry.outcome, entry.text) for entry in run.report.entries] == [
        ("Keepers 15-0001.00 → A", "created", ""),
        ("Keepers 15-0001.00 → B", "created", ""),
        ("Keepers 15-0001.00 → A", "skipped", "says the same as an earlier row"),
        ("Keepers 15-0001.00 → C", "skipped", "no tool of that code is here"),
    ]
    assert as_told(dry) == as_told(run)


def test_all_links_of_an_item_are_one_change(keeper, tmp_path) -> None:
    make_tools("A", "B", "C")
    before = last_change()
    uses(tmp_path, "A", "B", "C")
    keeper.refresh_from_db()
    assert (last_change(), keeper.version) == (before + 1, 2)


def test_second_run_over_links_writes_nothing(keeper, tmp_path) -> None:
    make_tools("A", "B")
    uses(tmp_path, "A", "B")
    before = row_counts()
    assert outcomes(uses(tmp_path, "A", "B")) == ["same", "same"]
    assert row_counts() == before


def test_link_that_an_editor_made_is_the_same_and_stays(keeper, tmp_path) -> None:
    change(keeper, tools=make_tools("A", "B"))
    assert outcomes(uses(tmp_path, "A")) == ["same"]
    assert tools_of(keeper) == ["A", "B"]


def test_link_that_an_editor_took_out_stays_out_and_is_told(keeper, tmp_path) -> None:
    tools = make_tools("A", "B", "C")
    uses(tmp_path, "A", "B")
    change(keeper, tools=[tools[1]])
    for _run in range(2):
        run = uses(tmp_path, "A", "B", "C")
        assert run.report.entries[0].outcome == "skipped"
        assert warnings(run) == ["taken out here since the last import; it stays out"]
        assert tools_of(keeper) == ["B", "C"]


def test_link_that_is_missing_from_a_later_file_stays(keeper, tmp_path) -> None:
    make_tools("A", "B")
    uses(tmp_path, "A")
    uses(tmp_path, "B")
    assert tools_of(keeper) == ["A", "B"]


def test_link_that_was_taken_out_is_remembered_over_a_file_without_it(keeper, tmp_path) -> None:
    tools = make_tools("A", "B")
    uses(tmp_path, "A", "B")
    change(keeper, tools=[tools[1]])
    uses(tmp_path, "B")
    uses(tmp_path, "A", "B")
    assert tools_of(keeper) == ["B"]


def test_items_import_after_links_leaves_the_links(keeper, tmp_path) -> None:
    make_tools("A")
    uses(tmp_path, "A")
    titles(tmp_path, "Warden")
    row = {"O*NET-SOC Code": KEEPER, "Title": "Keepers", "Description": "They keep."}
    bring_in(write_table(tmp_path / "o.csv", OCCUPATION, row), profile="onet-occupations")
    assert (tools_of(keeper), alias_names(keeper)) == (["A"], ["Warden"])
    before = row_counts()
    assert outcomes(uses(tmp_path, "A")) == ["same"]
    assert row_counts() == before


def test_edit_is_told_by_an_items_import_after_links_too(tmp_path) -> None:
    path = write_table(
        tmp_path / "o.csv", OCCUPATION, {"O*NET-SOC Code": KEEPER, "Title": "Keepers", "Description": "Theirs."}
    )
    bring_in(path, profile="onet-occupations")
    change(Occupation.objects.get(), description="Ours.")
    make_tools("A")
    uses(tmp_path, "A")
    for _time in range(2):
        assert warnings(bring_in(path, profile="onet-occupations")) == ["edited here and kept: description"]
    assert Occupation.objects.get().description == "Ours."


def test_aliases_are_added_and_refused_ones_are_told(keeper, tmp_path) -> None:
    make_occupation(name="Guards", aliases=[{"name": "Sentry"}])
    run = titles(tmp_path, "Warden", " Warden ", "guards", "sentry", "keepers", "")
    assert alias_names(keeper) == ["Warden"]
    assert [(entry.outcome, entry.text) for entry in run.report.entries] == [
        ("created", ""),
        ("skipped", "says the same as an earlier row"),
        ("skipped", "another item has this name"),
        ("skipped", "another item has this name"),
        ("skipped", "the item's own name"),
        ("skipped", "an empty name"),
    ]
    assert warnings(run) == [
        "the alias “guards” stays with the item that has it",
        "the alias “sentry” stays with the item that has it",
    ]


def test_of_two_spellings_of_an_alias_the_first_is_kept_as_it_is_told(keeper, tmp_path) -> None:
    run = titles(tmp_path, "Warden", "WARDEN")
    assert (outcomes(run), alias_names(keeper)) == (["created", "skipped"], ["Warden"])


def test_alias_that_an_editor_took_out_stays_out(keeper, tmp_path) -> None:
    titles(tmp_path, "Warden", "Guard")
    change(keeper, aliases=[{"name": "Guard"}, {"name": "Ours"}])
    run = titles(tmp_path, "Warden", "Guard")
    assert (alias_names(keeper), outcomes(run)) == (["Guard", "Ours"], ["skipped", "same"])
    assert warnings(run) == ["taken out here since the last import; it stays out"]


def test_alias_that_is_too_long_fails_and_harms_no_other_row(keeper, tmp_path) -> None:
    run = titles(tmp_path, "x" * 201, "Warden")
    assert (outcomes(run), alias_names(keeper)) == (["failed", "created"], ["Warden"])


@pytest.mark.parametrize("name", ["\u200b", "=1+1", "<b>x</b>", "a\u202eb"])
def test_odd_alias_harms_no_other_row(name, keeper, tmp_path) -> None:
    run = titles(tmp_path, name, "Warden")
    assert outcomes(run)[1] == "created"
    assert "Warden" in alias_names(keeper)


def test_link_from_what_is_not_here_is_skipped_with_the_code(tmp_path) -> None:
    make_tools("A")
    run = uses(tmp_path, "A")
    assert [(entry.outcome, entry.text) for entry in run.report.entries] == [
        ("skipped", f"no occupation with the code {KEEPER} is here")
    ]
    assert run.batch is None


def test_links_of_an_item_in_the_trash_do_not_bring_it_back(keeper, tmp_path) -> None:
    make_tools("A")
    change(keeper, status="trashed")
    uses(tmp_path, "A")
    keeper.refresh_from_db()
    assert keeper.status == "trashed"


def test_state_of_links_hangs_on_the_code(keeper, tmp_path) -> None:
    [one] = make_tools("A")
    uses(tmp_path, "A")
    state = ImportedState.objects.get(external_id=ExternalId.objects.get(code=KEEPER))
    assert state.snapshot["links"] == {"tools": [str(one.pk)]}


def test_links_over_more_items_than_a_batch_holds_come_in(tmp_path) -> None:
    make_tools("A")
    codes = [f"15-{number:04d}.00" for number in range(260)]
    rows: list[Row] = [{"O*NET-SOC Code": code, "Title": f"Keeper {code}"} for code in codes]
    bring_in(write_table(tmp_path / "o.csv", OCCUPATION, *rows), profile="onet-occupations")
    path = write_table(tmp_path / "u.csv", TECHNOLOGY, *[use("A", 1, code=code) for code in codes])
    assert outcomes(bring_in(path, profile="onet-occupations")) == ["created"] * 260
    assert Tool.objects.get().occupations.count() == 260


def test_changes_of_links_are_told_by_name(keeper, tmp_path) -> None:
    make_tools("Acme Ledger")
    [entry] = uses(tmp_path, "Acme Ledger").report.entries
    assert [(one.name, one.after) for one in entry.changes] == [("tools", "Acme Ledger")]


def test_changes_of_links_of_items_are_told_by_name(tmp_path) -> None:
    columns = ("code", "name", "categories")
    for cell in ("A", "A|B"):
        path = write_table(tmp_path / "t.csv", columns, {"code": "1", "name": "One", "categories": cell})
        run = bring_in(path, item_type="tool")
    [entry] = run.report.entries
    assert [(one.name, one.before, one.after) for one in entry.changes] == [("categories", "A", "A, B")]


def test_nothing_fails_where_a_skill_has_the_tools_name(keeper, tmp_path) -> None:
    make_skill(name="A")
    make_tools("A")
    assert (outcomes(uses(tmp_path, "A")), failures(uses(tmp_path, "A"))) == (["created"], [])
