"""Tables of people's own: which column gives which field, and how cells are read."""

from pathlib import Path
from typing import Any

import pytest

from articles.models import Article, Category, Industry, Occupation, Skill, Tool
from articles.transfer.imports.catalogue.mapping import MappingError, complete_map, parse_map, unused_columns
from articles.transfer.imports.run import Run
from articles.transfer.imports.tables import Table
from tests.articles.transfer.imports.samples import (
    Row,
    alias_names,
    as_told,
    bring_in,
    category_names,
    codes_of,
    outcomes,
    row_counts,
    tool,
    warnings,
    write_json,
    write_table,
)
from tests.factories import make_section, make_skill, make_tool

pytestmark = pytest.mark.django_db


def take_in(folder: Path, item_type: str, *rows: Row, is_dry: bool = False, **how: Any) -> Run:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    path = write_table(folder / "mine.csv", columns, *rows)
    return bring_in(path, item_type=item_type, is_dry=is_dry, **how)


def table(*columns: str) -> Table:
    return Table("t.csv", columns, [])


def test_words_are_read_as_fields_and_columns() -> None:
    assert parse_map(["name=Full = name", " summary = What "], "tool") == {"name": "Full = name", "summary": "What"}


@pytest.mark.parametrize(
    ("item_type", "field"),
    [("skill", "homepage"), ("industry", "aliases"), ("tool", "broader"), ("tool", "publish_at")],
)
def test_field_of_another_type_is_refused(item_type, field) -> None:
    with pytest.raises(MappingError, match=f"^There is no field “{field}”. Fields are: slug, "):
        parse_map([f"{field}=X"], item_type)


def test_columns_that_bear_the_name_of_a_field_need_no_mapping() -> None:
    found = complete_map({"summary": "What"}, table("What", "NAME", "External Ids", "summary", "size"), "tool")
    assert found == {"name": "NAME", "external_ids": "External Ids", "summary": "What"}
    assert unused_columns(found, table("What", "NAME", "summary", "size")) == ["summary", "size"]


def test_columns_that_nobody_reads_are_told(tmp_path) -> None:
    run = take_in(tmp_path, "tool", {"name": "One", "size": "3", "weight": "1"})
    assert run.report.notes == ["mine.csv: columns that were not read: size, weight"]


def test_every_field_of_a_tool_comes_in(tmp_path) -> None:
    row = {
        "code": "1", "name": "One", "summary": "In short.", "description": "At *length*.",
        "homepage": "https://one.example", "repository": "https://r.example", "licence": "MIT", "vendor": "Acme",
        "slug": "number-one", "status": "draft", "aliases": "Uno; Eins", "external_ids": "x=7 | y=a=b",
        "categories": "A|B",
    }  # fmt: skip
    take_in(tmp_path, "tool", row)
    item = Tool.objects.get()
    simple = ("name", "summary", "description", "homepage", "repository", "licence", "vendor", "slug", "status")
    assert {name: getattr(item, name) for name in simple} == {name: row[name] for name in simple}
    assert (alias_names(item), category_names(item)) == (["Eins", "Uno"], ["A", "B"])
    assert codes_of(item) == {("import:mine", "1"), ("x", "7"), ("y", "a=b")}


@pytest.mark.parametrize("cell", ["A|B", "A; B", "A\nB", " A |B|A| ", r"A|\B"[:2] + "B"])
def test_lists_are_read_with_either_separator(cell, tmp_path) -> None:
    take_in(tmp_path, "tool", {"name": "One", "categories": cell, "aliases": cell})
    assert (category_names(tool("One")), alias_names(tool("One"))) == (["A", "B"], ["A", "B"])


def test_separators_can_be_said(tmp_path) -> None:
    take_in(tmp_path, "tool", {"name": "One", "categories": "A; B, C"}, separators=(",",))
    assert category_names(tool("One")) == ["A; B", "C"]


def test_lists_of_json_are_read_as_lists(tmp_path) -> None:
    path = write_json(tmp_path / "t.json", {"name": "One", "aliases": ["a|b", None, 7], "categories": []})
    bring_in(path, item_type="tool")
    assert alias_names(tool("One")) == ["7", "a|b"]


@pytest.mark.parametrize("cell", ["*", "**", "#", "-", "n/a", "N/A", " ** "])
def test_signs_for_what_was_not_released_are_empty(cell, tmp_path) -> None:
    take_in(
        tmp_path, "tool", {"name": "One", "summary": cell, "vendor": cell, "categories": f"A|{cell}", "aliases": cell}
    )
    item = tool("One")
    assert (item.summary, item.vendor, category_names(item), alias_names(item)) == ("", "", ["A"], [])


def test_cell_of_5000_characters_with_line_breaks_comes_in_whole(tmp_path) -> None:
    text = "\n".join(f'Line {number} of a long cell with "quotes", commas and more.' for number in range(100))
    assert len(text) > 5000
    take_in(tmp_path, "tool", {"name": "One", "description": text})
    assert tool("One").description == text


def test_long_summary_is_shortened_told_and_kept_whole_in_the_description(tmp_path) -> None:
    text = "A sentence with *stars*. " * 40
    run = take_in(
        tmp_path, "tool", {"name": "One", "summary": text}, {"name": "Two", "summary": text, "description": "D"}
    )
    assert len(tool("One").summary) <= 280
    assert tool("One").description.count(r"\*stars\*") == 40
    assert tool("Two").description == "D"
    assert warnings(run) == ["the summary was shortened"] * 2


def test_external_id_of_another_form_is_told(tmp_path) -> None:
    run = take_in(tmp_path, "tool", {"name": "One", "external_ids": "lonely|x=1"})
    assert codes_of(tool("One")) >= {("x", "1")}
    assert warnings(run) == ["external_ids: “lonely” is not of the form scheme=code"]


def test_external_id_of_another_item_stays_there(tmp_path) -> None:
    make_skill(name="Other", external_ids=[{"scheme": "x", "code": "1"}])
    run = take_in(tmp_path, "tool", {"name": "One", "external_ids": "x=1"})
    assert codes_of(tool("One")) == {("import:mine", "one")}
    assert warnings(run) == ["the code x 1 stays with the item that has it"]


def test_parents_are_found_by_code_in_any_order(tmp_path) -> None:
    rows = [
        {"code": "2", "name": "Low", "parent": "1"},
        {"code": "1", "name": "Top", "parent": ""},
        {"code": "3", "name": "Lost", "parent": "9"},
    ]
    run = take_in(tmp_path, "industry", *rows)
    top = Industry.objects.get(name="Top")
    assert (Industry.objects.get(name="Low").parent, Industry.objects.get(name="Lost").parent) == (top, None)
    assert warnings(run) == ["parent: 9 is not here"]


def test_parents_are_found_by_name_where_rows_have_no_code(tmp_path) -> None:
    run = take_in(
        tmp_path, "skill", {"name": "Knot Tying", "broader": "Rope Work"}, {"name": "Rope Work", "broader": ""}
    )
    assert (Skill.objects.get(name="Knot Tying").broader, warnings(run)) == (Skill.objects.get(name="Rope Work"), [])


def test_links_are_found_by_slug_name_alias_code_and_id(tmp_path) -> None:
    tools = [
        make_tool(name="By Slug", slug="by-slug"),
        make_tool(name="By Name"),
        make_tool(name="By Other", aliases=[{"name": "By Alias"}]),
        make_tool(name="By Code", external_ids=[{"scheme": "x", "code": "1"}]),
        make_tool(name="By Id"),
    ]
    cell = f"by-slug|by name|BY ALIAS|x=1|{tools[4].pk}|nowhere"
    run = take_in(tmp_path, "occupation", {"name": "Keeper", "tools": cell})
    assert set(Occupation.objects.get().tools.all()) == set(tools)
    assert warnings(run) == ["tools: “nowhere” is not here and was left out"]


def test_rows_that_stand_later_in_the_file_can_be_prerequisites(tmp_path) -> None:
    rows = [{"name": "One", "prerequisites": "Two"}, {"name": "Two", "prerequisites": ""}]
    dry, run = take_in(tmp_path, "skill", *rows, is_dry=True), take_in(tmp_path, "skill", *rows)
    assert [one.name for one in Skill.objects.get(name="One").prerequisites.all()] == ["Two"]
    assert as_told(dry) == as_told(run)


def test_prerequisite_that_stands_some_hundred_rows_later_is_linked_too(tmp_path) -> None:
    rows = [{"name": "First", "prerequisites": "Last"}]
    rows += [{"name": f"Skill {number}", "prerequisites": ""} for number in range(300)]
    run = take_in(tmp_path, "skill", *rows, {"name": "Last", "prerequisites": ""})
    assert "failed" not in outcomes(run)
    assert [one.name for one in Skill.objects.get(name="First").prerequisites.all()] == ["Last"]


def test_circle_of_prerequisites_fails_and_harms_no_other(tmp_path) -> None:
    rows = [
        {"name": "One", "prerequisites": "Two"}, {"name": "Two", "prerequisites": "One"},
        {"name": "Three", "prerequisites": ""},
    ]  # fmt: skip
    run = take_in(tmp_path, "skill", *rows)
    assert outcomes(run)[2] == "created"
    assert any("circle" in entry.text for entry in run.report.entries)


def test_group_is_made_and_section_is_found(tmp_path) -> None:
    take_in(tmp_path, "skill", {"name": "One", "group": "Rope Work"}, {"name": "Two", "group": "rope work"})
    groups = {one.group for one in Skill.objects.select_related("group")}
    assert {group.name for group in groups if group} == {"Rope Work"}
    section = make_section("Guides")
    take_in(tmp_path, "article", {"title": "Three", "summary": "S", "body": "B", "section": "guides"})
    assert Article.objects.get().section == section


def test_one_code_in_two_types_harms_no_other_row(tmp_path) -> None:
    take_in(tmp_path, "skill", {"name": "Twin"})
    run = take_in(tmp_path, "tool", {"name": "Twin"}, {"name": "Other"})
    assert (outcomes(run)[1], Tool.objects.filter(name="Other").count()) == ("created", 1)


def test_further_row_of_a_code_adds_its_links(tmp_path) -> None:
    make_tool(name="A")
    make_tool(name="B")
    rows = [{"code": "1", "name": "Keeper", "tools": "A"}, {"code": "1", "name": "Keeper", "tools": "B"}]
    run = take_in(tmp_path, "occupation", *rows)
    assert warnings(run) or Occupation.objects.get().tools.count() == 2


def test_further_row_of_a_code_with_another_group_is_told(tmp_path) -> None:
    rows = [{"code": "1", "name": "One", "group": "A"}, {"code": "1", "name": "One", "group": "B"}]
    assert warnings(take_in(tmp_path, "skill", *rows))


def test_further_row_fills_what_the_first_leaves_empty_and_differences_are_told(tmp_path) -> None:
    rows = [
        {"name": "One", "summary": "", "vendor": "Acme", "aliases": "Uno"},
        {"name": "ONE", "summary": "Words.", "vendor": "Umbrella", "aliases": "Eins"},
    ]
    run = take_in(tmp_path, "tool", *rows)
    item = Tool.objects.get()
    assert (item.summary, item.vendor, alias_names(item)) == ("Words.", "Acme", ["Eins", "Uno"])
    assert warnings(run) == ["vendor differs from mine.csv:2 and was left out: Umbrella"]


def test_categories_of_a_set_bear_its_name_and_meet_by_key(tmp_path) -> None:
    take_in(tmp_path, "tool", {"name": "One", "categories": "Big Data"}, {"name": "Two", "categories": "big  data"})
    assert list(Category.objects.values_list("scheme", "code", "name")) == [("import:mine", "big data", "Big Data")]


def test_value_that_is_too_long_is_left_out_with_a_warning(tmp_path) -> None:
    run = take_in(tmp_path, "tool", {"name": "One", "vendor": "x" * 201, "licence": "MIT"})
    assert (tool("One").vendor, tool("One").licence) == ("", "MIT")
    assert [text.split(":")[0] for text in warnings(run)] == ["vendor was left out"]


def test_slug_is_only_for_a_new_item(tmp_path) -> None:
    take_in(tmp_path, "tool", {"name": "One", "slug": "number-one"})
    before = row_counts()
    assert outcomes(take_in(tmp_path, "tool", {"name": "One", "slug": "two"})) == ["same"]
    assert (tool("One").slug, row_counts()) == ("number-one", before)


def test_slug_that_another_item_has_stays_there_with_a_warning(tmp_path) -> None:
    make_tool(name="Other", slug="one")
    run = take_in(tmp_path, "tool", {"name": "One", "slug": "one"}, {"name": "Two", "slug": ""})
    assert outcomes(run) == ["created", "created"]
    assert tool("One").slug.startswith("one-") and tool("Other").slug == "one"
    assert warnings(run) == ["the address “one” is another item's; it gets one of its own"]


def test_slug_that_is_none_is_left_out_with_a_warning(tmp_path) -> None:
    run = take_in(tmp_path, "tool", {"name": "One", "slug": "Not A Slug!"})
    assert outcomes(run) == ["created"]
    assert [text.split(":")[0] for text in warnings(run)] == ["slug was left out"]


def test_json_values_that_are_no_text_are_read_as_such_or_told(tmp_path) -> None:
    path = write_json(tmp_path / "t.json", {"name": 42, "vendor": 7}, {"name": "Two", "vendor": True}, {"name": None})
    run = bring_in(path, item_type="tool")
    assert outcomes(run) == ["created", "created", "failed"]
    assert (tool("42").vendor, tool("Two").vendor) == ("7", "")
    assert [text.split(":")[0] for text in warnings(run)] == ["vendor was left out"]


def test_group_that_cannot_be_made_is_told_alike_by_dry_run_and_run(tmp_path) -> None:
    path = write_json(tmp_path / "t.json", {"name": "One", "group": "\x01"}, {"name": "Two", "group": "Good"})
    dry, run = (bring_in(path, item_type="skill", is_dry=is_dry) for is_dry in (True, False))
    assert outcomes(run)[1] == "created"
    assert (as_told(dry), dry.report.sums()) == (as_told(run), run.report.sums())


def test_category_that_cannot_be_made_is_told_in_words_and_not_counted(tmp_path) -> None:
    path = write_json(tmp_path / "t.json", {"name": "One", "categories": ["\x01", "Good"]})
    run = bring_in(path, item_type="tool")
    assert (outcomes(run), category_names(tool("One"))) == (["created"], ["Good"])
    assert run.report.made["categories"] == 1
    [note] = run.report.notes
    assert "{" not in note


def test_further_row_of_a_code_brings_its_parent(tmp_path) -> None:
    rows = [{"code": "1", "name": "Top", "parent": ""}, {"code": "2", "name": "Low", "parent": ""}]
    run = take_in(tmp_path, "industry", *rows, {"code": "2", "name": "Low", "parent": "1"})
    assert outcomes(run) == ["created", "created", "skipped"]
    assert Industry.objects.get(name="Low").parent == Industry.objects.get(name="Top")
