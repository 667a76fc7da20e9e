"""Figures as readers see them: a table with bars on a page, and all industries side by side."""

import pytest

from tests.factories import make_figure, make_industry, make_occupation, make_skill
from tests.portal.reading import attribute, find, page_of, text_of

pytestmark = pytest.mark.django_db
SOURCE = "Office of Statistics, May 2024"


def employ(industry, occupation, value, *, share=None, year=2024) -> None:
    make_figure(industry=industry, occupation=occupation, value=value, year=year, source=SOURCE)
    if share is not None:
        make_figure(
            industry=industry, occupation=occupation, measure="share", value=share, year=year, source=SOURCE
        )  # fmt: skip


@pytest.fixture
def jobs() -> dict:
    skills = [make_skill(), make_skill()]
    return {
        "scientist": make_occupation(name="Data scientist", skills=skills),
        "developer": make_occupation(name="Software developer", skills=skills[:1]),
    }


def rows_of(page) -> list[list[str]]:
    [table] = find(page, "table")
    return [[text_of(cell) for cell in [*find(row, "th"), *find(row, "td")]] for row in find(table, "tr")]


def widths_of(page) -> list[str]:
    return [attribute(rect, "width") or "" for bar in find(page, class_="bar") for rect in find(bar, "rect")]


def test_industry_shows_its_figures_the_newest_and_largest_first_with_bars(client, jobs) -> None:
    bank = make_industry(name="Bank", slug="bank")
    employ(bank, jobs["scientist"], "250", share="0.5")
    employ(bank, jobs["developer"], "1000", share="2")
    employ(bank, jobs["developer"], "9999", year=2020)

    page = page_of(client.get("/industries/bank/"))

    assert rows_of(page) == [
        ["Occupation", "People employed", "Share of the industry, %", "Year"],
        ["Software developer", "1,000", "2", "2024"],
        ["Data scientist", "250", "0.5", "2024"],
        ["Software developer", "9,999", "–", "2020"],
    ]
    assert widths_of(page) == ["100.0%", "25.0%"]
    assert f"Source: {SOURCE}." in text_of(page)


def test_figures_of_several_sources_name_theirs_row_by_row(client, jobs) -> None:
    bank = make_industry(name="Bank", slug="bank")
    employ(bank, jobs["scientist"], "250")
    make_figure(industry=bank, occupation=jobs["developer"], value="7", year=2024, source="Guild of Developers")

    rows = rows_of(page_of(client.get("/industries/bank/")))

    assert rows[0][-1] == "Source"
    assert {row[-1] for row in rows[1:]} == {SOURCE, "Guild of Developers"}


def test_single_number_needs_no_bar(client, jobs) -> None:
    bank = make_industry(name="Bank", slug="bank")
    employ(bank, jobs["scientist"], "250")

    page = page_of(client.get("/industries/bank/"))

    assert rows_of(page)[1:] == [["Data scientist", "250"]]
    assert not widths_of(page)


def test_industries_stand_side_by_side(client, jobs) -> None:
    bank, farm = make_industry(name="Bank"), make_industry(name="Farm")
    employ(bank, jobs["scientist"], "200", share="0.5")
    employ(bank, jobs["developer"], "4000")
    employ(farm, jobs["scientist"], "50")
    employ(farm, jobs["developer"], None)
    make_industry(name="Without figures")

    page = page_of(client.get("/industries/"))

    assert rows_of(page) == [
        ["Industry", "Data scientist", "Software developer"],
        ["Bank", "200 (0.5 %)", "4,000"],
        ["Farm", "50", "not released"],
    ]
    assert widths_of(page) == ["100.0%", "100.0%", "25.0%"]
    assert f"Year: 2024. Source: {SOURCE}." in text_of(page)


def test_comparison_shows_the_newest_year_and_says_what_is_not_listed(client, jobs) -> None:
    bank, farm = make_industry(name="Bank"), make_industry(name="Farm")
    employ(bank, jobs["scientist"], "100", year=2020)
    employ(bank, jobs["scientist"], "200", year=2024)
    employ(farm, jobs["developer"], "7")

    assert rows_of(page_of(client.get("/industries/")))[1:] == [
        ["Bank", "200", "not listed"],
        ["Farm", "not listed", "7"],
    ]


def test_hidden_industry_or_occupation_is_not_compared(client, jobs) -> None:
    draft, bank = make_industry(name="Draft industry", status="draft"), make_industry(name="Bank")
    secret = make_occupation(name="Secret job", status="draft")
    employ(draft, jobs["scientist"], "1")
    employ(bank, secret, "2")
    employ(bank, jobs["scientist"], "3")

    assert rows_of(page_of(client.get("/industries/"))) == [["Industry", "Data scientist"], ["Bank", "3"]]


def test_comparison_keeps_to_the_four_occupations_of_which_most_is_known(client, jobs) -> None:
    bank = make_industry(name="Bank")
    for number in range(10):
        employ(bank, make_occupation(name=f"Job {number}"), "5")
    employ(bank, jobs["scientist"], "3")

    assert rows_of(page_of(client.get("/industries/")))[0] == ["Industry", "Data scientist", "Job 0", "Job 1", "Job 2"]


@pytest.mark.parametrize("address", ["/industries/?skills=none", "/industries/?parent=none", "/skills/"])
def test_filtered_lists_and_other_lists_have_no_comparison(client, jobs, address) -> None:
    employ(make_industry(name="Bank"), jobs["scientist"], "3")

    assert not find(page_of(client.get(address)), "table")
