"""Which stored item a row means, and whose names and categories stay where several say something."""

import pytest

from articles.models import Category, Tool
from tests.articles.transfer.imports.merged_tables import take_in
from tests.articles.transfer.imports.samples import (
    alias_names,
    as_told,
    bring_in,
    category_names,
    codes_of,
    outcomes,
    row_counts,
    tool,
    warnings,
    write_table,
)
from tests.factories import change, make_category, make_group, make_skill, make_tool

pytestmark = pytest.mark.django_db


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
