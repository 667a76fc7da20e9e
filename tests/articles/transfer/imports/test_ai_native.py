"""The AI Native landscape: tags, names in other languages, pages and the tree of categories."""

import zipfile
from pathlib import Path

import pytest

from articles.models import Category, Tool
from tests.articles.transfer.imports.landscape_files import (
    native,
    native_file,
    take_in,
)
from tests.articles.transfer.imports.samples import (
    alias_names,
    category_names,
    outcomes,
    path_to,
    row_counts,
    sums,
    tool,
    warnings,
)

pytestmark = pytest.mark.django_db


VARIANTS = {
    "AI Agent": "AI Agents",
    "Agent": "Agents",
    "Framework": "Frameworks",
    "Self-Hosted": "Self-hosted",
    "Low-Code": "Low-code",
    "Fine Tuning": "Fine-tuning",
    "Fine-Tuning": "FineTune",
    "Model": "Models",
    "Skill": "Skills",
    "Code Agent": "Coding Agent",
    "Dev Tools": "Developer Tools",
}


@pytest.mark.parametrize(("first", "second"), VARIANTS.items(), ids=VARIANTS)
def test_spellings_of_one_tag_are_one_category(first, second, tmp_path) -> None:
    take_in(native_file(tmp_path, native("One", "one", tags=f"{first}|Other"), native("Two", "two", tags=second)))
    tags = Category.objects.filter(scheme="ai-native-tag")
    assert set(tags.values_list("name", flat=True)) == {first, "Other"}
    assert category_names(tool("Two")) == sorted(["agent-frameworks", first])


@pytest.mark.parametrize("pair", [("Ops", "Op"), ("CSS", "CS"), ("Redis", "Redi"), ("Go", "Gos2"), ("Go 1", "Go 2")])
def test_tags_that_differ_stay_apart(pair, tmp_path) -> None:
    take_in(native_file(tmp_path, native("One", "one", tags="|".join(pair))))
    assert Category.objects.filter(scheme="ai-native-tag").count() == 2


def test_tags_that_differ_by_their_signs_stay_apart(tmp_path) -> None:
    take_in(native_file(tmp_path, native("One", "one", tags="C++|C#|C")))
    assert Category.objects.filter(scheme="ai-native-tag").count() == 3


def test_chinese_row_gives_the_tool_its_other_name(tmp_path) -> None:
    run = take_in(
        native_file(
            tmp_path,
            native("Knotter", "knotter", description="Knots."),
            native("结绳", "knotter", "zh", description="打结。", tags="绳"),
        )
    )
    [item] = Tool.objects.all()
    assert (item.name, item.summary, alias_names(item)) == ("Knotter", "Knots.", ["结绳"])
    assert (outcomes(run), warnings(run)) == (["created", "skipped"], [])
    assert not Category.objects.filter(name="绳").exists()


def test_chinese_row_before_the_english_one_is_still_only_another_name(tmp_path) -> None:
    take_in(native_file(tmp_path, native("结绳", "knotter", "zh"), native("Knotter", "knotter", description="Knots.")))
    [item] = Tool.objects.all()
    assert (item.name, alias_names(item)) == ("Knotter", ["结绳"])


def test_names_that_occur_twice_under_two_addresses_are_two_tools(tmp_path) -> None:
    path = native_file(tmp_path, native("Knotter", "knotter"), native("Knotter", "knotter-2"))
    run = take_in(path)
    assert set(Tool.objects.values_list("name", flat=True)) == {"Knotter", "Knotter (knotter-2)"}
    assert warnings(run) == ["another tool is called “Knotter”; this one is told apart by its code"]
    before = row_counts()
    take_in(path)
    assert row_counts() == before


@pytest.mark.parametrize("licence", ["Unknown", "Other"])
def test_licence_that_says_nothing_is_left_out_and_told(licence, tmp_path) -> None:
    run = take_in(native_file(tmp_path, native("One", "one", license=licence), native("Two", "two", license="MIT")))
    assert (tool("One").licence, tool("Two").licence) == ("", "MIT")
    assert warnings(run) == [f"the licence “{licence}” says nothing and was left out"]


def test_dashes_in_names_and_dates_of_both_kinds_come_in(tmp_path) -> None:
    rows = [native("Knots — all of them", "one", ossDate="2024-01-02T03:04:05Z", author="Acme")]
    rows += [native("Two", "two", ossDate="2024-01-02T03:04:05.678Z")]
    run = take_in(native_file(tmp_path, *rows))
    assert (tool("Knots — all of them").vendor, outcomes(run)) == ("Acme", ["created", "created"])


PAGE = """---
name: {name}
slug: knotter
category: agents
subCategory: agent-frameworks
description: >-
  Knots that
  hold.
tags:
- AI Agents
- AI Agent
license: MIT
ossDate: 2024-01-02T03:04:05.678Z
---
# Body

Text.
"""


TREE = """categories:
- key: agents
  name:
    zh: 绳
    en: Agent Things
  subcategories:
  - key: agent-frameworks
    name:
      zh: 绳架
      en: Agent Frames
  - key: unused
    name:
      zh: 无
      en: Unused
"""


def pages_archive(folder: Path) -> Path:
    path = folder / "projects.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("categories.yaml", TREE)
        archive.writestr("projects/knotter.en.md", PAGE.format(name="Knotter"))
        archive.writestr("projects/knotter.zh.md", PAGE.format(name="结绳"))
    return path


def test_archive_of_pages_comes_in_with_folded_descriptions_and_named_categories(tmp_path) -> None:
    run = take_in(pages_archive(tmp_path))
    [item] = Tool.objects.all()
    assert (item.name, item.description, item.licence, alias_names(item)) == (
        "Knotter", "Knots that hold.", "MIT", ["结绳"],
    )  # fmt: skip
    assert category_names(item) == ["AI Agents", "Agent Frames"]
    assert sums(run) == (4, 1, 1, 0, 2, 0)
    before = row_counts()
    take_in(pages_archive(tmp_path))
    assert row_counts() == before


def test_upper_category_of_the_tree_gets_its_name_too(tmp_path) -> None:
    take_in(pages_archive(tmp_path))
    assert path_to(Category.objects.get(name="Agent Frames")) == ["Agent Frames", "Agent Things"]


def test_table_and_pages_mean_the_same_tools(tmp_path) -> None:
    take_in(pages_archive(tmp_path))
    run = take_in(native_file(tmp_path, native("Knotter", "knotter", license="MIT", tags="AI Agents")))
    assert Tool.objects.count() == 1
    assert outcomes(run) == ["changed"]  # it has no description
