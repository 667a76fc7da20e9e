"""Imports over what is stored: what editors changed stays, what they left alone follows the file."""

import pytest

from articles.models import Alias, Article, ExternalId, ImportedState, Tool
from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.merged_tables import keep_aliases, keep_categories, take_in
from tests.articles.transfer.imports.samples import (
    alias_names,
    bring_in,
    category_names,
    last_change,
    outcomes,
    row_counts,
    tool,
    warnings,
    write_table,
)
from tests.factories import change, make_category, make_tool

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["name", "summary", "description", "homepage", "vendor"])
def test_field_that_nobody_touched_follows_the_file(field, tmp_path) -> None:
    row = {"code": "1", "name": "One", field: "https://old.example"}
    take_in(tmp_path, row)
    run = take_in(tmp_path, row | {field: "https://new.example"})
    assert getattr(Tool.objects.get(), field) == "https://new.example"
    [entry] = run.report.entries
    assert [(one.name, one.before, one.after) for one in entry.changes] == [
        (field, "https://old.example", "https://new.example")
    ]


@pytest.mark.parametrize("field", ["name", "summary", "description", "homepage", "vendor"])
def test_field_that_an_editor_changed_stays_and_is_told(field, tmp_path) -> None:
    row = {"code": "1", "name": "One", field: "https://old.example"}
    take_in(tmp_path, row)
    change(Tool.objects.get(), **{field: "https://ours.example"})
    before = last_change()
    run = take_in(tmp_path, row | {field: "https://new.example"})
    assert (getattr(Tool.objects.get(), field), last_change()) == ("https://ours.example", before)
    assert (outcomes(run), warnings(run)) == (["same"], [f"edited here and kept: {field}"])


def test_edit_stays_while_the_file_changes_again_and_again(tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One", "summary": "First."})
    change(tool("One"), summary="Ours.")
    for text in ("Second.", "First.", "Third."):
        take_in(tmp_path, {"code": "1", "name": "One", "summary": text})
        assert tool("One").summary == "Ours."


def test_edit_is_told_by_a_run_over_the_same_file_too(tmp_path) -> None:
    row = {"code": "1", "name": "One", "summary": "Theirs."}
    take_in(tmp_path, row)
    change(tool("One"), summary="Ours.")
    before = row_counts()
    assert warnings(take_in(tmp_path, row)) == ["edited here and kept: summary"]
    assert row_counts() == before


def test_edit_that_a_changed_file_met_is_told_by_every_later_run(tmp_path) -> None:
    rows = [{"code": "1", "name": "One", "summary": text} for text in ("First.", "Second.")]
    take_in(tmp_path, rows[0])
    change(tool("One"), summary="Ours.")
    take_in(tmp_path, rows[1])
    before = row_counts()
    for is_dry in (False, True, False):
        run = take_in(tmp_path, rows[1], is_dry=is_dry)
        assert (outcomes(run), warnings(run)) == (["same"], ["edited here and kept: summary"])
    assert row_counts() == before


def test_edit_that_was_told_and_set_back_is_told_no_more(tmp_path) -> None:
    rows = [{"code": "1", "name": "One", "summary": text} for text in ("First.", "Second.", "Third.")]
    take_in(tmp_path, rows[0])
    change(tool("One"), summary="Ours.")
    take_in(tmp_path, rows[1])
    change(tool("One"), summary="Second.")
    assert warnings(take_in(tmp_path, rows[1])) == []
    assert warnings(take_in(tmp_path, rows[2])) == []
    assert tool("One").summary == "Third."


def test_edit_is_told_though_the_import_has_linked_the_item_since(tmp_path) -> None:
    one = {"code": "1", "title": "One", "summary": "Theirs."}

    def take_in_articles(related: str) -> Run:
        rows = [{**one, "related": related}, {"code": "2", "title": "Two", "summary": "Other."}]
        return bring_in(write_table(tmp_path / "a.csv", (*one, "related"), *rows), item_type="article")

    take_in_articles("")
    change(Article.objects.get(title="One"), summary="Ours.")
    for _time in range(3):
        assert "edited here and kept: summary" in warnings(take_in_articles("Two"))
    assert Article.objects.get(title="One").related.get().title == "Two"


def test_field_that_an_editor_set_back_follows_the_file_again(tmp_path) -> None:
    row = {"code": "1", "name": "One", "summary": "Theirs."}
    take_in(tmp_path, row)
    change(change(tool("One"), summary="Ours."), summary="Theirs.")
    take_in(tmp_path, row | {"summary": "New."})
    assert tool("One").summary == "New."


def test_other_fields_of_an_edited_item_follow_the_file(tmp_path) -> None:
    row = {"code": "1", "name": "One", "summary": "Theirs.", "vendor": "Acme"}
    take_in(tmp_path, row)
    change(tool("One"), summary="Ours.")
    run = take_in(tmp_path, row | {"summary": "New.", "vendor": "Umbrella"})
    assert (tool("One").summary, tool("One").vendor) == ("Ours.", "Umbrella")
    assert (outcomes(run), warnings(run)) == (["changed"], ["edited here and kept: summary"])


def test_category_that_an_editor_took_out_stays_out(tmp_path) -> None:
    row = {"code": "1", "name": "One", "categories": "A|B"}
    take_in(tmp_path, row)
    keep_categories(tool("One"), "B")
    run = take_in(tmp_path, row)
    assert (category_names(tool("One")), warnings(run)) == (["B"], ["edited here and kept: categories"])
    take_in(tmp_path, row | {"categories": "A|B|C"})
    assert category_names(tool("One")) == ["B", "C"]
    take_in(tmp_path, row)
    assert category_names(tool("One")) == ["B"]


def test_category_that_an_editor_added_stays(tmp_path) -> None:
    row = {"code": "1", "name": "One", "categories": "A|B"}
    take_in(tmp_path, row)
    ours = make_category(name="Ours")
    change(tool("One"), categories=[*tool("One").categories.all(), ours])
    take_in(tmp_path, row | {"categories": "B|C"})
    assert category_names(tool("One")) == ["B", "C", "Ours"]


def test_alias_that_an_editor_took_out_stays_out_and_another_that_came_in_stays(tmp_path) -> None:
    row = {"code": "1", "name": "One", "aliases": "Uno|Eins"}
    take_in(tmp_path, row)
    keep_aliases(tool("One"), "Eins", "Ours")
    take_in(tmp_path, row)
    assert alias_names(tool("One")) == ["Eins", "Ours"]
    take_in(tmp_path, row | {"aliases": "Uno|Un"})
    assert alias_names(tool("One")) == ["Ours", "Un"]


def test_alias_that_left_the_file_goes(tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One", "aliases": "Uno|Eins"})
    take_in(tmp_path, {"code": "1", "name": "One", "aliases": "Eins"})
    assert alias_names(tool("One")) == ["Eins"]


@pytest.mark.parametrize("column", ["aliases", "categories"])
def test_last_entry_of_a_list_that_left_the_file_goes(column, tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One", column: "Uno"})
    take_in(tmp_path, {"code": "1", "name": "One", column: ""})
    assert (alias_names(tool("One")), category_names(tool("One"))) == ([], [])


def test_parent_that_left_the_file_goes(tmp_path) -> None:
    columns, top = ("code", "name", "parent"), {"code": "1", "name": "Top"}
    for parent in ("1", ""):
        table = write_table(tmp_path / "t.csv", columns, top, {"code": "2", "name": "Low", "parent": parent})
        bring_in(table, item_type="industry")
    from articles.models import Industry

    assert Industry.objects.get(name="Low").parent is None


def test_what_was_imported_is_kept_with_the_code(tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One", "summary": "Theirs."})
    state = ImportedState.objects.get()
    assert (state.external_id.scheme, state.external_id.code) == ("import:mine", "1")
    assert state.snapshot["fields"]["summary"] == "Theirs." and state.digest


def test_alias_of_an_item_in_the_trash_stays_there(tmp_path) -> None:
    change(make_tool(name="Old", aliases=[{"name": "Nick"}]), status="trashed")
    run = take_in(tmp_path, {"code": "1", "name": "One", "aliases": "Nick"})
    assert (outcomes(run), warnings(run)) == (["created"], ["the alias “Nick” stays with the item that has it"])


def test_alias_that_differs_in_its_language_only_is_not_told_as_an_edit(tmp_path) -> None:
    make_tool(name="One", aliases=[{"name": "Uno", "language": "it"}])
    run = take_in(tmp_path, {"code": "1", "name": "One", "aliases": "Uno"})
    assert warnings(run) == []


def test_alias_and_code_rows_of_the_database_follow_the_item(tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One", "aliases": "Uno"})
    take_in(tmp_path, {"code": "1", "name": "One", "aliases": "Eins"})
    assert list(Alias.objects.values_list("name_key", flat=True)) == ["eins"]
    assert list(ExternalId.objects.values_list("scheme", "code")) == [("import:mine", "1")]
