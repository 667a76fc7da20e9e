"""Lists: what a row of each type holds, and that only visible content is in it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import ITEM_MODELS
from tests.api.shapes import PAGES, article_row, link, row
from tests.factories import (
    make,
    make_article,
    make_category,
    make_group,
    make_industry,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
)

ADDRESSES = {item_type: f"/api/v1/{page}/" for item_type, page in PAGES.items()}
HIDDEN = {
    "draft": {"status": "draft"},
    "in review": {"status": "review"},
    "scheduled": {"publish_at": "2100-01-01T00:00:00Z"},
    "expired": {"publish_at": "2020-01-01T00:00:00Z", "expire_at": "2021-01-01T00:00:00Z"},
    "archived": {"status": "archived"},
    "withdrawn": {"status": "withdrawn"},
    "in the trash": {"status": "trashed"},
    "legal hold": {"status": "legal_hold"},
}


def make_any(item_type, **values):
    makers: dict[str, Any] = {"article": make_article, "path": make_path}
    return makers[item_type](**values) if item_type in makers else make(ITEM_MODELS[item_type], **values)


def page_of(*rows):
    return {"next": None, "previous": None, "results": list(rows)}


def test_article_row_holds_everything_a_list_shows(read):
    section = make_section("Practice")
    source = make_source(
        author="Ada", title="On evals", url="https://example.org/evals", published_on=date(2025, 3, 1),
        disclaimer="As it was.", permission="By mail", contact="ada@example.org",
    )  # fmt: skip
    skill, tool, industry = make_skill(name="Evaluation"), make_tool(name="pytest"), make_industry(name="Finance")
    cover = make_picture(alt="A chart")
    article = make_article(
        title="Evals", summary="How to measure.", publish_at="2026-01-02T03:04:05Z", language="de", section=section,
        origin="syndicated", source=source, cover=cover, is_featured=True, skills=[skill], tools=[tool],
        industries=[industry],
    )  # fmt: skip

    expected = article_row(
        article,
        published_at="2026-01-02T03:04:05Z",
        language="de",
        section={"slug": section.slug, "name": "Practice"},
        is_featured=True,
        origin="syndicated",
        source={
            "publisher": "Example Press", "author": "Ada", "title": "On evals", "url": "https://example.org/evals",
            "published_on": "2025-03-01", "licence": "CC BY 4.0", "disclaimer": "As it was.",
        },
        cover={
            "url": f"http://testserver/media/pictures/{cover.pk}/", "width": 40, "height": 30, "alt": "A chart",
        },
        skills=[link(skill)],
        tools=[link(tool)],
        industries=[link(industry)],
    )  # fmt: skip
    assert read("/api/v1/articles/") == page_of(expected)


def test_article_row_says_null_and_empty_for_what_is_missing(read):
    article = make_article(title="Bare")
    assert read("/api/v1/articles/") == page_of(article_row(article))


def test_skill_row(read):
    group, broader = make_group("Basics"), make_skill(name="A broad one")
    skill = make_skill(name="Prompting", summary="Asking well.", group=group, broader=broader)
    assert read("/api/v1/skills/") == page_of(
        row(broader, group=None, broader=None),
        row(skill, group={"slug": group.slug, "name": "Basics"}, broader=link(broader)),
    )


def test_tool_row(read):
    category = make_category(scheme="unspsc", code="43232300", name="Data management")
    tool = make_tool(
        name="DuckDB", vendor="DuckDB Labs", licence="MIT", homepage="https://duckdb.org/", categories=[category]
    )
    categories = [{"scheme": "unspsc", "code": "43232300", "name": "Data management"}]
    assert read("/api/v1/tools/") == page_of(
        row(tool, vendor="DuckDB Labs", licence="MIT", homepage="https://duckdb.org/", categories=categories)
    )


def test_industry_row(read):
    parent = make_industry(name="Finance")
    child = make_industry(name="Insurance", parent=parent)
    assert read("/api/v1/industries/") == page_of(row(parent, parent=None), row(child, parent=link(parent)))


def test_occupation_row(read):
    occupation = make_any("occupation", name="Data scientist")
    assert read("/api/v1/occupations/") == page_of(row(occupation))


def test_path_row_counts_steps_and_hours(read):
    path = make_path(name="From zero", steps=[{"title": "One", "hours": 3}, {"title": "Two", "hours": 4}])
    assert read("/api/v1/paths/") == page_of(row(path, step_count=2, hours=7))


@pytest.mark.parametrize("item_type", ADDRESSES)
@pytest.mark.parametrize("values", HIDDEN.values(), ids=HIDDEN)
def test_hidden_item_is_absent_from_its_list(read, item_type, values):
    shown = make_any(item_type)
    make_any(item_type, **values)
    assert [entry["id"] for entry in read(ADDRESSES[item_type])["results"]] == [str(shown.pk)]


@pytest.mark.parametrize("values", HIDDEN.values(), ids=HIDDEN)
def test_hidden_items_are_absent_from_links_of_rows(read, values):
    skill, tool, industry = make_skill(**values), make_tool(**values), make_industry(**values)
    shown = make_skill(name="Shown")
    article = make_article(skills=[skill, shown], tools=[tool], industries=[industry])
    assert read("/api/v1/articles/") == page_of(article_row(article, skills=[link(shown)]))


def test_hidden_broader_skill_and_parent_are_null(read):
    skill = make_skill(broader=make_skill(status="draft"))
    industry = make_industry(parent=make_industry(status="draft"))
    assert read("/api/v1/skills/") == page_of(row(skill, group=None, broader=None))
    assert read("/api/v1/industries/") == page_of(row(industry, parent=None))


@pytest.mark.parametrize("item_type", ADDRESSES)
@pytest.mark.parametrize("column", ["name", "published_at", "updated_at"])
def test_ordering_is_followed_both_ways(read, item_type, column):
    now = timezone.now()
    items = [
        make_any(
            item_type, publish_at=(now - timedelta(days=days)).isoformat(), **{ITEM_MODELS[item_type].name_field: name}
        )
        for name, days in (("b", 3), ("a", 1), ("c", 2))
    ]
    keys = {"name": "sort_key", "published_at": "publish_at", "updated_at": "updated_at"}
    ids = [str(item.pk) for item in sorted(items, key=lambda item: getattr(item, keys[column]))]
    address = ADDRESSES[item_type]
    assert [entry["id"] for entry in read(address, {"ordering": column})["results"]] == ids
    assert [entry["id"] for entry in read(address, {"ordering": f"-{column}"})["results"]] == ids[::-1]


def test_scheduled_item_appears_without_any_job(read, time_machine):
    time_machine.move_to(datetime(2026, 1, 1, tzinfo=UTC), tick=False)
    article = make_article(publish_at="2026-02-01T00:00:00Z", expire_at="2026-03-01T00:00:00Z")
    seen = []
    for day in (datetime(2026, 1, 31, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)):
        time_machine.move_to(day, tick=False)
        seen.append([entry["id"] for entry in read("/api/v1/articles/")["results"]])
    assert seen == [[], [str(article.pk)], []]
