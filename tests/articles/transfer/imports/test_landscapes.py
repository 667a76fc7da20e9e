"""The list of production machine learning, and tools that several catalogues name."""

import pytest

from tests.articles.transfer.imports.landscape_files import awesome, awesome_file, lfai, lfai_file
from tests.articles.transfer.imports.samples import (
    bring_in,
    category_names,
    codes_of,
    failures,
    outcomes,
    row_counts,
    tool,
    warnings,
)
from tests.factories import make_tool

pytestmark = pytest.mark.django_db


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
