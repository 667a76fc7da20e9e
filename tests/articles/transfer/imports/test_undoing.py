"""Taking an import back: what nobody changed since goes to the trash or back to what it was."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.editing import save_record
from articles.models import Category, Change, Figure, ImportBatch, Industry, Occupation, SkillGroup, Tool
from articles.snapshots import snapshots_of
from articles.transfer.imports.reporting import Report
from articles.transfer.imports.run import Run
from articles.transfer.imports.undoing import UndoError, undo_import
from tests.articles.transfer.imports.samples import (
    COMMODITY,
    FIGURES,
    OCCUPATION,
    SKILL,
    TECHNOLOGY,
    alias_names,
    bring_in,
    category_names,
    codes_of,
    commodity,
    figure,
    group_uri,
    last_change,
    outcomes,
    path_to,
    row_counts,
    skill,
    tool,
    use,
    warnings,
    write_table,
)
from tests.factories import change, count, make_tool

pytestmark = pytest.mark.django_db

COLUMNS = ("code", "name", "summary", "categories", "aliases")


def take_in(folder: Path, *rows: dict[str, str]) -> Run:
    return bring_in(write_table(folder / "mine.csv", COLUMNS, *rows), item_type="tool")


def number_of(run: Run) -> int:
    assert run.batch is not None
    return run.batch.pk


def undo(run: Run) -> Report:
    return undo_import(ImportBatch.objects.get(pk=number_of(run)), by=None, tell=lambda _line: None)


def state_of(item: Tool) -> Any:
    return snapshots_of([Tool.objects.get(pk=item.pk)])[item.pk]


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(entry.place, entry.outcome, entry.text) for entry in report.entries]


def test_item_that_the_import_made_goes_to_the_trash(tmp_path) -> None:
    run = take_in(tmp_path, {"code": "1", "name": "One", "aliases": "Uno"})
    report = undo(run)
    assert (tool("One").status, told(report)) == ("trashed", [("tool", "changed", "")])
    assert ImportBatch.objects.get().state == "undone"
    last = Change.objects.get(number=last_change())
    assert (last.reason, last.note, last.item_type) == ("undo", "import undone", "tool")


def test_item_that_the_import_changed_goes_back_with_links_aliases_and_codes(tmp_path) -> None:
    ours = make_tool(name="One", aliases=[{"name": "Own"}])
    before = state_of(ours)
    run = take_in(tmp_path, {"code": "1", "name": "one", "summary": "S", "categories": "A", "aliases": "Uno"})
    assert state_of(ours) != before
    undo(run)
    assert state_of(ours) == before
    assert codes_of(ours) == set()


def test_second_import_goes_back_to_what_the_first_made(tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One", "summary": "Old.", "categories": "A|B", "aliases": "Uno|Eins"})
    before = state_of(tool("One"))
    run = take_in(tmp_path, {"code": "1", "name": "Two", "summary": "New.", "categories": "B|C", "aliases": "Un|Eins"})
    undo(run)
    item = tool("One")
    assert state_of(item) == before
    assert (category_names(item), alias_names(item)) == (["A", "B"], ["Eins", "Uno"])


def test_what_was_edited_since_stays_and_is_told(tmp_path) -> None:
    run = take_in(tmp_path, {"code": "1", "name": "One"}, {"code": "2", "name": "Two"})
    change(tool("One"), summary="Ours.")
    report = undo(run)
    assert (tool("One").status, tool("Two").status) == ("published", "trashed")
    assert sorted(told(report)) == [
        ("tool", "changed", ""),
        ("tool", "skipped", "changed since; it stays as it is"),
    ]


def test_what_a_later_import_changed_stays(tmp_path) -> None:
    run = take_in(tmp_path, {"code": "1", "name": "One", "summary": "Old."})
    take_in(tmp_path, {"code": "1", "name": "One", "summary": "New."})
    assert told(undo(run)) == [("tool", "skipped", "changed since; it stays as it is")]
    assert tool("One").status == "published"


def test_imports_are_undone_one_after_the_other(tmp_path) -> None:
    first = take_in(tmp_path, {"code": "1", "name": "One", "summary": "Old."})
    second = take_in(tmp_path, {"code": "1", "name": "One", "summary": "New."})
    undo(second)
    assert (told(undo(first)), tool("One").status) == ([("tool", "changed", "")], "trashed")


def test_undo_twice_is_refused(tmp_path) -> None:
    run = take_in(tmp_path, {"code": "1", "name": "One"})
    undo(run)
    before = row_counts()
    with pytest.raises(UndoError, match=r"^This import was undone already\.$"):
        undo(run)
    assert row_counts() == before


def test_import_that_wrote_nothing_cannot_be_undone() -> None:
    batch = ImportBatch.objects.create(kind="catalogue", name="empty", state="finished")
    with pytest.raises(UndoError, match=r"^This import wrote nothing"):
        undo_import(batch, by=None, tell=lambda _line: None)


def test_import_that_still_runs_cannot_be_undone(tmp_path) -> None:
    run = take_in(tmp_path, {"code": "1", "name": "One"})
    ImportBatch.objects.update(state="running")
    with pytest.raises(UndoError):
        undo(run)


def test_category_that_is_still_used_stays_and_is_told(tmp_path) -> None:
    run = take_in(tmp_path, {"code": "1", "name": "One", "categories": "A"})
    other = make_tool(name="Other", categories=[Category.objects.get()])
    assert ("category", "skipped", "still used, if only by what is in the trash; it stays") in told(undo(run))
    assert category_names(other) == ["A"]


def test_category_that_nothing_uses_any_more_goes(tmp_path) -> None:
    make_tool(name="One")
    run = take_in(tmp_path, {"code": "1", "name": "One", "categories": "A|B"})
    report = undo(run)
    assert (count(Category), [row[1] for row in told(report)]) == (0, ["changed"] * 3)


def test_tree_of_categories_goes_from_the_leaves_up(tmp_path) -> None:
    make_tool(name="One")
    tree = write_table(tmp_path / "tree.csv", COMMODITY, commodity("100", "10", "1", "0"))
    uses = write_table(tmp_path / "u.csv", TECHNOLOGY, use("One", 100))
    run = bring_in(uses, tree, profile="onet-technologies")
    assert count(Category) == 4
    undo(run)
    assert count(Category) == 0


def test_category_that_the_import_moved_goes_back(tmp_path) -> None:
    uses = write_table(tmp_path / "u.csv", TECHNOLOGY, use("One", 100))
    bring_in(uses, profile="onet-technologies")
    tree = write_table(tmp_path / "tree.csv", COMMODITY, commodity("100", "10", "1", "0"))
    run = bring_in(tree, profile="onet-technologies")
    assert len(path_to(Category.objects.get(code="100"))) == 4
    undo(run)
    assert [one.code for one in Category.objects.all()] == ["100"]
    assert path_to(Category.objects.get()) == ["Class 100"]


def test_group_that_only_the_trash_uses_stays(tmp_path) -> None:
    row = skill(1, "one", broaderConceptUri=group_uri("S1"), broaderConceptPT="rope work")
    run = bring_in(write_table(tmp_path / "s.csv", SKILL, row), profile="esco-skills")
    assert ("group", "skipped", "still used, if only by what is in the trash; it stays") in told(undo(run))
    assert count(SkillGroup) == 1


def figures(folder: Path, employment: str = "1200") -> Run:
    row = figure("23 Rope making", "15-0001 Keepers", TOT_EMP=employment)
    return bring_in(write_table(folder / "f.csv", FIGURES, row), profile="bls-figures")


def test_figures_that_the_import_made_are_deleted(tmp_path) -> None:
    undo(figures(tmp_path))
    assert count(Figure) == 0
    assert (Industry.objects.get().status, Occupation.objects.get().status) == ("trashed", "trashed")


def test_figures_that_the_import_changed_get_their_numbers_back(tmp_path) -> None:
    figures(tmp_path)
    undo(figures(tmp_path, "**"))
    assert Figure.objects.get(measure="employment").value == 1200
    assert count(Figure) == 3


def test_figure_that_was_edited_since_stays(tmp_path) -> None:
    run = figures(tmp_path)
    one = Figure.objects.get(measure="wage")
    one.value = Decimal(7)
    save_record(one, by=None)
    assert ("figure", "skipped", "changed since; it stays as it is") in told(undo(run))
    assert list(Figure.objects.values_list("measure", "value")) == [("wage", Decimal(7))]


def test_links_go_back(tmp_path) -> None:
    row = {"O*NET-SOC Code": "15-0001.00", "Title": "Keepers", "Description": ""}
    bring_in(write_table(tmp_path / "o.csv", OCCUPATION, row), profile="onet-occupations")
    uses = write_table(tmp_path / "u.csv", TECHNOLOGY, use("One", 1))
    bring_in(uses, profile="onet-technologies", name="first")
    item = Occupation.objects.get()
    run = bring_in(write_table(tmp_path / "v.csv", TECHNOLOGY, use("Two", 1)), profile="onet-technologies")
    undo(run)
    assert [one.name for one in item.tools.all()] == ["One"]
    assert tool("Two").status == "trashed"


def test_import_after_an_undo_leaves_what_it_made_in_the_trash_and_says_so(tmp_path) -> None:
    row = {"code": "1", "name": "One", "summary": "S."}
    undo(take_in(tmp_path, row))
    before = last_change()
    run = take_in(tmp_path, row)
    assert (tool("One").status, last_change()) == ("trashed", before)
    assert (outcomes(run), warnings(run)) == (["same"], ["is in the trash and stays there"])


def test_import_after_an_undo_changes_again_what_it_had_changed(tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One", "summary": "Old.", "categories": "A", "aliases": "Uno"})
    after = {"code": "1", "name": "Two", "summary": "New.", "categories": "B", "aliases": "Eins"}
    undo(take_in(tmp_path, after))
    run = take_in(tmp_path, after)
    item = Tool.objects.get()
    assert (item.name, item.summary, category_names(item), alias_names(item)) == ("Two", "New.", ["B"], ["Eins"])
    assert (outcomes(run), warnings(run)) == (["changed"], [])


def test_joined_item_is_joined_again_after_an_undo(tmp_path) -> None:
    make_tool(name="One", summary="Ours.")
    row = {"code": "1", "name": "One", "summary": "Theirs.", "categories": "A", "aliases": "Uno"}
    undo(take_in(tmp_path, row))
    run = take_in(tmp_path, row)
    item = Tool.objects.get()
    assert (item.summary, category_names(item), alias_names(item)) == ("Ours.", ["A"], ["Uno"])
    assert outcomes(run) == ["changed"]


def test_links_come_back_with_an_import_after_an_undo(tmp_path) -> None:
    row = {"O*NET-SOC Code": "15-0001.00", "Title": "Keepers", "Description": ""}
    bring_in(write_table(tmp_path / "o.csv", OCCUPATION, row), profile="onet-occupations")
    bring_in(write_table(tmp_path / "t.csv", TECHNOLOGY, use("One", 1, code="99-0000.00")), profile="onet-technologies")
    uses = write_table(tmp_path / "u.csv", TECHNOLOGY, use("One", 1))
    undo(bring_in(uses, profile="onet-occupations"))
    assert Occupation.objects.get().tools.count() == 0
    run = bring_in(uses, profile="onet-occupations")
    assert (outcomes(run), Occupation.objects.get().tools.count()) == (["created"], 1)


def test_figures_come_back_with_an_import_after_an_undo(tmp_path) -> None:
    undo(figures(tmp_path))
    run = figures(tmp_path)
    assert (outcomes(run), count(Figure)) == (["created"], 3)


def test_edit_between_imports_is_still_known_after_an_undo(tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One", "summary": "First."})
    change(tool("One"), summary="Ours.")
    run = take_in(tmp_path, {"code": "1", "name": "Renamed", "summary": "Second."})
    undo(run)
    assert (Tool.objects.get().name, Tool.objects.get().summary) == ("One", "Ours.")
    again = take_in(tmp_path, {"code": "1", "name": "Renamed", "summary": "Third."})
    assert (Tool.objects.get().summary, warnings(again)) == ("Ours.", ["edited here and kept: summary"])


def test_entry_that_an_editor_took_out_stays_out_after_an_undo(tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One", "categories": "A|B"})
    change(tool("One"), categories=list(Category.objects.filter(name="B")))
    undo(take_in(tmp_path, {"code": "1", "name": "Renamed", "categories": "A|B"}))
    take_in(tmp_path, {"code": "1", "name": "Renamed", "categories": "A|B"})
    assert category_names(Tool.objects.get()) == ["B"]


def test_undo_over_more_items_than_a_batch_holds(tmp_path) -> None:
    run = take_in(tmp_path, *[{"code": str(number), "name": f"Tool {number}"} for number in range(450)])
    undo(run)
    assert set(Tool.objects.values_list("status", flat=True)) == {"trashed"}


def test_command_prints_what_was_taken_back_and_what_stays(tmp_path, capsys) -> None:
    run = take_in(tmp_path, {"code": "1", "name": "One"}, {"code": "2", "name": "Two"})
    change(tool("One"), summary="Ours.")
    call_command("undo_import", str(number_of(run)))
    assert capsys.readouterr().out.splitlines() == [
        "tools: 2",
        "stays: tool One: changed since; it stays as it is",
        f"mine.csv ({number_of(run)}): 1 taken back, 1 left as they are, 0 failed.",
    ]


def test_command_refuses_what_it_does_not_know_and_says_what_there_is(tmp_path) -> None:
    with pytest.raises(CommandError, match=r"^There is no import 7\. The last ones are: none\.$"):
        call_command("undo_import", "7")
    run = take_in(tmp_path, {"code": "1", "name": "One"})
    with pytest.raises(CommandError) as caught:
        call_command("undo_import", str(number_of(run) + 1))
    assert str(caught.value).endswith(f"The last ones are: {number_of(run)} (mine.csv).")


def test_command_refuses_to_undo_twice(tmp_path) -> None:
    run = take_in(tmp_path, {"code": "1", "name": "One"})
    call_command("undo_import", str(number_of(run)))
    with pytest.raises(CommandError, match="undone already"):
        call_command("undo_import", str(number_of(run)))


def test_row_that_cannot_go_back_is_told_and_harms_no_other(tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One", "aliases": "Uno"}, {"code": "2", "name": "Two", "summary": "Old."})
    run = take_in(
        tmp_path, {"code": "1", "name": "One", "aliases": "Un"}, {"code": "2", "name": "Two", "summary": "New."}
    )
    make_tool(name="Other", aliases=[{"name": "Uno"}])
    report = undo(run)
    assert sorted(row[1] for row in told(report)) == ["changed", "failed"]
    assert (tool("Two").summary, alias_names(tool("One"))) == ("Old.", ["Un"])
