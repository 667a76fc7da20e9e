"""The oddities of three landscapes of tools, each over a few rows of our own."""

import zipfile
from pathlib import Path

import pytest

from articles.models import Category, Tool
from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.samples import (
    AI_NATIVE,
    AWESOME,
    LFAI,
    Row,
    alias_names,
    as_told,
    bring_in,
    category_names,
    codes_of,
    failures,
    outcomes,
    path_to,
    row_counts,
    sums,
    tool,
    warnings,
    write_table,
)
from tests.factories import make_tool

pytestmark = pytest.mark.django_db

LANDSCAPE = """landscape:
  - category:
    name: Rope Work
    subcategories:
      - subcategory:
        name: Rope Work
        items:
          - item:
            name: Knotter
            homepage_url: http://knotter.example/
            repo_url: https://github.com/example/knots
            logo: knotter.svg
            project: sandbox
            extra:
              accepted: '2024-01-01'
          - item:
            name: Twister
            homepage_url: https://twister.example
            repo_url:
            logo: twister.svg
            license: Apache License 2.0
            description: Twists *ropes*.
      - subcategory:
        name: Framework
        items:
          - item:
            name: Splicer
            homepage_url: https://shared.example
            repo_url: https://github.com/example/shared
            logo: s.svg
  - category:
    name: Nets
    subcategories:
      - subcategory:
        name: Framework
        items:
          - item:
            name: Knotter
            homepage_url: http://knotter.example/
            repo_url: https://github.com/example/knots-too
            logo: knotter.svg
          - item:
            name: Mesher
            homepage_url: https://shared.example
            repo_url: https://github.com/example/shared
            logo: m.svg
"""


def lfai_file(folder: Path) -> Path:
    path = folder / "landscape.yml"
    path.write_text(LANDSCAPE)
    return path


def lfai(path: Path, *, is_dry: bool = False) -> Run:
    return bring_in(path, profile="lfai-landscape", is_dry=is_dry)


def paths_of(item: Tool) -> list[list[str]]:
    return sorted(path_to(category) for category in item.categories.all())


def test_landscape_in_yaml_comes_in_with_nested_categories(tmp_path) -> None:
    dry, run = lfai(lfai_file(tmp_path), is_dry=True), lfai(lfai_file(tmp_path))
    assert (sums(run), as_told(dry)) == ((5, 4, 0, 0, 1, 0), as_told(run))
    assert paths_of(tool("Splicer")) == [["Framework", "Rope Work"]]
    assert paths_of(tool("Mesher")) == [["Framework", "Nets"]]
    before = row_counts()
    lfai(lfai_file(tmp_path))
    assert row_counts() == before


def test_tool_that_stands_in_two_categories_has_both_and_what_differs_is_told(tmp_path) -> None:
    run = lfai(lfai_file(tmp_path))
    assert paths_of(tool("Knotter")) == [["Framework", "Nets"], ["Rope Work", "Rope Work"]]
    assert warnings(run) == [
        "repository differs from landscape.yml:1 and was left out: https://github.com/example/knots-too"
    ]


def test_category_and_subcategory_of_one_name_are_two(tmp_path) -> None:
    lfai(lfai_file(tmp_path))
    assert set(Category.objects.filter(name="Rope Work").values_list("code", flat=True)) == {
        "rope work", "rope work/rope work",
    }  # fmt: skip


def test_shared_home_pages_and_repositories_leave_tools_apart(tmp_path) -> None:
    lfai(lfai_file(tmp_path))
    pages = {tool(name).homepage for name in ("Splicer", "Mesher")}
    assert (pages, Tool.objects.count()) == ({"https://shared.example"}, 4)


def test_missing_descriptions_and_empty_keys_leave_fields_empty(tmp_path) -> None:
    run = lfai(lfai_file(tmp_path))
    assert (tool("Knotter").description, tool("Knotter").summary, tool("Twister").repository) == ("", "", "")
    assert tool("Twister").description == r"Twists \*ropes\*."
    assert tool("Twister").licence == "Apache License 2.0"
    assert failures(run) == []


def test_addresses_keep_their_protocol_and_logos_are_left_alone(tmp_path) -> None:
    lfai(lfai_file(tmp_path))
    assert (tool("Knotter").homepage, tool("Twister").homepage) == (
        "http://knotter.example/",
        "https://twister.example",
    )


def test_flattened_table_means_the_same_tools(tmp_path) -> None:
    lfai(lfai_file(tmp_path))
    before = row_counts()
    rows: list[Row] = [
        {
            "name": "Knotter", "category": "Rope Work", "subcategory": "Rope Work",
            "homepage_url": "http://knotter.example/", "repo_url": "https://github.com/example/knots",
        },
        {"name": "Knotter", "category": "Nets", "subcategory": "Framework"},
    ]  # fmt: skip
    run = lfai(write_table(tmp_path / "tools.csv", LFAI, *rows))
    assert (outcomes(run), row_counts()) == (["same", "skipped"], before)


def native(name: str, slug: str, language: str = "en", **cells: str) -> Row:
    named = {"file": f"{slug}.{language}.md", "language": language, "name": name, "slug": slug}
    return {**named, "category": "agents", "subCategory": "agent-frameworks", **cells}


def native_file(folder: Path, *rows: Row) -> Path:
    return write_table(folder / "tools.csv", AI_NATIVE, *rows)


def take_in(*paths: Path, is_dry: bool = False) -> Run:
    return bring_in(*paths, profile="ai-native-landscape", is_dry=is_dry)


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


def awesome(name: str, section: str, url: str, description: str = "Knots.") -> Row:
    return {"name": name, "section": section, "url": url, "description": description}


def awesome_file(folder: Path, *rows: Row) -> Path:
    return write_table(folder / "tools.csv", AWESOME, *rows)


def test_name_that_occurs_twice_is_one_tool_with_both_sections(tmp_path) -> None:
    path = awesome_file(
        tmp_path,
        awesome("Knotter", "Industry Strength Knots and Computation of Ropes", "https://github.com/example/knotter"),
        awesome("Knotter", "Nets", "https://github.com/example/other", "Other words."),
    )
    run = bring_in(path, profile="awesome-production-ml")
    assert outcomes(run) == ["created", "skipped"]
    assert category_names(tool("Knotter")) == ["Industry Strength Knots and Computation of Ropes", "Nets"]
    assert warnings(run) == [
        "summary differs from tools.csv:2 and was left out: Other words.",
        "description differs from tools.csv:2 and was left out: Other words.",
        "repository differs from tools.csv:2 and was left out: https://github.com/example/other",
    ]
    before = row_counts()
    bring_in(path, profile="awesome-production-ml")
    assert row_counts() == before


def test_long_description_stays_whole_and_its_beginning_is_the_summary(tmp_path) -> None:
    text = "Knots ropes [fast](https://fast.example) ![badge](https://b.example/b.svg) and well. " * 7
    assert len(text) > 580
    run = bring_in(
        awesome_file(tmp_path, awesome("Knotter", "Nets", "https://a.example", text)), profile="awesome-production-ml"
    )
    item = tool("Knotter")
    assert (item.description, failures(run)) == (text.strip(), [])
    assert len(item.summary) <= 280 and "](" not in item.summary


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("https://github.com/example/knotter", "repository"),
        ("https://www.gitlab.com/example/knotter", "repository"),
        ("https://knotter.example", "homepage"),
        ("https://notgithub.com/example", "homepage"),
    ],
)
def test_address_at_a_host_of_code_is_the_repository(url, field, tmp_path) -> None:
    bring_in(awesome_file(tmp_path, awesome("Knotter", "Nets", url)), profile="awesome-production-ml")
    other = {"repository": "homepage", "homepage": "repository"}[field]
    assert (getattr(tool("Knotter"), field), getattr(tool("Knotter"), other)) == (url, "")


def test_tool_of_another_catalogue_keeps_its_section_and_gets_this_one(tmp_path) -> None:
    make_tool(name="KNOTTER", aliases=[{"name": "KN"}])
    lfai(lfai_file(tmp_path))
    bring_in(awesome_file(tmp_path, awesome("kn", "Elsewhere", "https://kn.example")), profile="awesome-production-ml")
    item = tool("KNOTTER")
    assert category_names(item) == ["Elsewhere", "Framework", "Rope Work"]
    assert codes_of(item) == {("lfai", "knotter"), ("awesome-production-ml", "kn")}
