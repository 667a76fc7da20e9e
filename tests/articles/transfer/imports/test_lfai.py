"""The LF AI & Data landscape: its nested categories, and what of each tool comes in."""

import pytest

from articles.models import Category, Tool
from tests.articles.transfer.imports.landscape_files import lfai, lfai_file, paths_of
from tests.articles.transfer.imports.samples import (
    LFAI,
    Row,
    as_told,
    failures,
    outcomes,
    row_counts,
    sums,
    tool,
    warnings,
    write_table,
)

pytestmark = pytest.mark.django_db


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
