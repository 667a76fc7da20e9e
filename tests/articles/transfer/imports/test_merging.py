"""Imports over what is stored: what editors changed stays, what they left alone follows the file."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from articles.models import Alias, Article, Category, ExternalId, ImportedState, Tool
from articles.snapshots import Snapshot, blank_snapshot
from articles.transfer.imports.merging import Known, combine, merge, merge_rows, merge_set, merge_value
from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.samples import (
    alias_names,
    as_told,
    bring_in,
    category_names,
    codes_of,
    last_change,
    outcomes,
    row_counts,
    tool,
    warnings,
    write_table,
)
from tests.factories import change, make_category, make_group, make_skill, make_tool

pytestmark = pytest.mark.django_db

COLUMNS = ("code", "name", "summary", "description", "homepage", "vendor", "categories", "aliases")


def take_in(folder: Path, *rows: dict[str, str], file: str = "mine.csv", is_dry: bool = False) -> Run:
    return bring_in(write_table(folder / file, COLUMNS, *rows), item_type="tool", is_dry=is_dry)


def keep_categories(item: Tool, *names: str) -> Tool:
    return change(item, categories=list(Category.objects.filter(name__in=names)))


def keep_aliases(item: Tool, *names: str) -> Tool:
    return change(item, aliases=[{"name": name, "language": ""} for name in names])


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


def test_alias_of_another_item_stays_there_with_a_warning(tmp_path) -> None:
    other = make_tool(name="Other", aliases=[{"name": "Nick"}])
    run = take_in(tmp_path, {"code": "1", "name": "One", "aliases": "nick|other|Own"})
    assert (alias_names(tool("One")), alias_names(other)) == (["Own"], ["Nick"])
    assert warnings(run) == [
        "the alias “nick” stays with the item that has it",
        "the alias “other” stays with the item that has it",
    ]


def test_alias_that_is_the_name_of_a_later_row_goes_to_that_row(tmp_path) -> None:
    run = take_in(tmp_path, {"code": "1", "name": "One", "aliases": "Two|one"}, {"code": "2", "name": "Two"})
    assert alias_names(tool("One")) == []
    assert warnings(run) == ["the alias “Two” stays with the item that has it"]


def test_alias_that_two_rows_share_goes_to_the_first(tmp_path) -> None:
    run = take_in(
        tmp_path, {"code": "1", "name": "One", "aliases": "Both"}, {"code": "2", "name": "Two", "aliases": "BOTH"}
    )
    assert (alias_names(tool("One")), alias_names(tool("Two"))) == (["Both"], [])
    assert warnings(run) == ["the alias “BOTH” stays with the item that has it"]


def test_item_of_the_same_name_is_joined_and_keeps_its_own(tmp_path) -> None:
    ours = make_tool(name="PyTool", summary="Ours.", aliases=[{"name": "pt"}], categories=[make_category(name="Mine")])
    row = {"code": "1", "name": "pytool", "summary": "Theirs.", "vendor": "Acme", "categories": "A", "aliases": "PT 2"}
    dry, run = take_in(tmp_path, row, is_dry=True), take_in(tmp_path, row)
    [item] = Tool.objects.all()
    assert (item.pk, item.name, item.summary, item.vendor) == (ours.pk, "PyTool", "Ours.", "Acme")
    assert (category_names(item), alias_names(item)) == (["A", "Mine"], ["PT 2", "pt"])
    assert warnings(run) == ["joined with “PyTool”, which keeps its own: summary"]
    assert as_told(dry) == as_told(run)


def test_joined_item_keeps_its_own_in_later_imports_too(tmp_path) -> None:
    make_tool(name="PyTool", summary="Ours.")
    take_in(tmp_path, {"code": "1", "name": "pytool", "summary": "Theirs.", "vendor": "Acme"})
    before = row_counts()
    take_in(tmp_path, {"code": "1", "name": "pytool", "summary": "Theirs.", "vendor": "Acme"})
    assert row_counts() == before
    take_in(tmp_path, {"code": "1", "name": "PYTOOL", "summary": "New.", "vendor": "Umbrella"})
    item = Tool.objects.get()
    assert (item.name, item.summary, item.vendor) == ("PyTool", "Ours.", "Umbrella")


def test_what_the_editor_of_a_joined_item_chose_is_not_the_files_though_it_said_the_same(tmp_path) -> None:
    ours, theirs = make_group("Ours"), make_group("Theirs")
    item = make_skill(name="One", summary="Ours.", group=ours)
    columns = ("name", "summary", "group")
    row = {"name": "One", "summary": "Theirs.", "group": "Theirs"}
    bring_in(write_table(tmp_path / "t.csv", columns, row), item_type="skill")
    change(item, summary="Theirs.", group=theirs)
    bring_in(write_table(tmp_path / "t.csv", columns, row | {"summary": "New.", "group": "Ours"}), item_type="skill")
    item.refresh_from_db()
    assert (item.summary, item.group) == ("Theirs.", theirs)


def test_item_with_the_alias_is_joined_where_the_type_says_so(tmp_path) -> None:
    ours = make_tool(name="Long Name Studio", aliases=[{"name": "LNS"}])
    take_in(tmp_path, {"code": "1", "name": "lns", "vendor": "Acme"})
    assert [(one.pk, one.name, one.vendor) for one in Tool.objects.all()] == [(ours.pk, "Long Name Studio", "Acme")]


def test_skill_with_the_alias_is_another_skill(tmp_path) -> None:
    make_skill(name="Machine learning", aliases=[{"name": "ML"}])
    run = bring_in(write_table(tmp_path / "t.csv", ("name",), {"name": "ML"}), item_type="skill")
    assert outcomes(run) == ["created"]


def test_item_with_the_code_is_joined_whatever_its_name(tmp_path) -> None:
    ours = make_tool(name="Ours", external_ids=[{"scheme": "import:mine", "code": "1"}])
    run = take_in(tmp_path, {"code": "1", "name": "Theirs"})
    assert [(one.pk, one.name) for one in Tool.objects.all()] == [(ours.pk, "Ours")]
    assert outcomes(run) == ["changed"] or outcomes(run) == ["same"]


def test_second_row_of_a_joined_name_is_an_item_of_its_own(tmp_path) -> None:
    make_tool(name="Twin")
    run = take_in(tmp_path, {"code": "1", "name": "Twin"}, {"code": "2", "name": "Twin"})
    assert set(Tool.objects.values_list("name", flat=True)) == {"Twin", "Twin (2)"}
    assert outcomes(run) == ["changed", "created"]


def test_another_set_adds_to_the_same_tool(tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One", "summary": "First.", "categories": "A"})
    run = take_in(
        tmp_path, {"code": "x", "name": "ONE", "summary": "Second.", "vendor": "Acme", "categories": "B"}, file="b.csv"
    )
    [item] = Tool.objects.all()
    assert (item.summary, item.vendor, category_names(item)) == ("First.", "Acme", ["A", "B"])
    assert codes_of(item) == {("import:mine", "1"), ("import:b", "x")}
    assert warnings(run) == ["joined with “One”, which keeps its own: summary"]


def test_two_sets_over_one_tool_write_nothing_the_second_time(tmp_path) -> None:
    one = {"code": "1", "name": "One", "summary": "First.", "categories": "A|B", "aliases": "Uno"}
    two = {"code": "x", "name": "ONE", "summary": "Second.", "vendor": "Acme", "categories": "B|C", "aliases": "Eins"}
    take_in(tmp_path, one)
    take_in(tmp_path, two, file="b.csv")
    before = row_counts()
    take_in(tmp_path, one)
    take_in(tmp_path, two, file="b.csv")
    assert row_counts() == before


def test_set_takes_back_only_its_own_categories(tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One", "categories": "A|B"})
    take_in(tmp_path, {"code": "x", "name": "ONE", "categories": "C"}, file="b.csv")
    take_in(tmp_path, {"code": "1", "name": "One", "categories": "A"})
    assert category_names(tool("One")) == ["A", "C"]


def test_renamed_category_keeps_the_name_that_the_editor_gave_it(tmp_path) -> None:
    row = {"code": "1", "name": "One", "categories": "A"}
    take_in(tmp_path, row)
    category = Category.objects.get()
    category.name = "Ours"
    from articles.editing import save_record

    save_record(category, by=None)
    before = row_counts()
    take_in(tmp_path, row)
    assert (category_names(tool("One")), row_counts()) == (["Ours"], before)


def test_item_whose_code_an_editor_took_out_is_joined_by_name(tmp_path) -> None:
    row = {"code": "1", "name": "One", "summary": "Theirs."}
    take_in(tmp_path, row)
    change(tool("One"), external_ids=[])
    assert outcomes(take_in(tmp_path, row)) == ["changed"]
    assert codes_of(Tool.objects.get()) == {("import:mine", "1")}


def test_item_whose_code_and_name_an_editor_changed_is_told_for_what_it_is(tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One"})
    change(tool("One"), external_ids=[], name="Ours")
    run = take_in(tmp_path, {"code": "1", "name": "One"})
    assert [entry.text for entry in run.report.entries] != ["edited while it was being imported; run the import again"]


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


@pytest.mark.parametrize(
    ("read", "current", "last", "merged"),
    [
        ("new", "old", "old", "new"),
        ("new", "ours", "old", "ours"),
        ("old", "ours", "old", "ours"),
        ("", "old", "old", ""),
        ("new", "new", "old", "new"),
    ],
)
def test_single_value_is_written_over_what_the_last_import_wrote(read, current, last, merged) -> None:
    assert merge_value(read, current, last) == merged


@pytest.mark.parametrize(
    ("read", "current", "last", "merged"),
    [
        ("ab", "", "", "ab"),
        ("ab", "c", "", "abc"),
        ("ab", "b", "ab", "b"),
        ("b", "ab", "ab", "b"),
        ("b", "abc", "ab", "bc"),
        ("abd", "b", "ab", "bd"),
        ("", "abc", "ab", "c"),
    ],
)
def test_entries_of_a_list_are_treated_one_by_one(read, current, last, merged) -> None:
    assert merge_set(list(read), list(current), list(last)) == list(merged)
    rows = [[{"name": name, "language": ""} for name in part] for part in (read, current, last)]
    assert [row["name"] for row in merge_rows(*rows)] == list(merged)


def test_rows_are_the_same_where_their_keys_are_and_keep_their_stored_form() -> None:
    stored = [{"name": "Uno", "language": "it"}]
    assert merge_rows([{"name": "UNO", "language": ""}], stored, []) == stored


def test_what_was_not_read_now_is_kept_of_earlier_imports() -> None:
    last = Snapshot(fields={"name": "One", "summary": "A"}, links={"tools": ["1"]})
    read = Snapshot(fields={"summary": "B"}, links={})
    assert combine(last, read) == {"fields": {"name": "One", "summary": "B"}, "links": {"tools": ["1"]}}
    assert combine(None, read) == read


@pytest.mark.parametrize("name", ["slug", "status", "publish_at", "expire_at"])
def test_what_only_a_new_item_gets_is_never_merged(name) -> None:
    blank: Any = blank_snapshot("tool")
    merged = merge(Snapshot(fields={name: "draft"}, links={}), Known(Tool(id=uuid4()), blank))
    assert merged.is_empty and merged.kept == []


def test_alias_and_code_rows_of_the_database_follow_the_item(tmp_path) -> None:
    take_in(tmp_path, {"code": "1", "name": "One", "aliases": "Uno"})
    take_in(tmp_path, {"code": "1", "name": "One", "aliases": "Eins"})
    assert list(Alias.objects.values_list("name_key", flat=True)) == ["eins"]
    assert list(ExternalId.objects.values_list("scheme", "code")) == [("import:mine", "1")]
