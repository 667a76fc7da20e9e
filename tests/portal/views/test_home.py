"""The home page, as readers see it."""

import pytest
from django.urls import reverse

from tests.factories import (
    make_article,
    make_category,
    make_group,
    make_occupation,
    make_path,
    make_section,
    make_skill,
    make_tool,
)
from tests.portal.reading import attribute, find, linked_under, links_of, page_of, rows_of, text_of

pytestmark = pytest.mark.django_db


def test_home_page_of_an_empty_portal_says_so(client):
    response = client.get(reverse("home"))

    assert response.status_code == 200
    assert "Nothing is published yet." in response.content.decode()


def test_home_page_counts_what_readers_can_find(client):
    make_article(), make_article(status="draft"), make_skill(), make_occupation()

    [counts] = find(page_of(client.get("/")), "ul", class_="counts")

    assert text_of(counts) == "1 Articles 1 Skills 0 Tools 0 Industries 0 Learning paths 1 Occupations"


def test_home_page_leads_to_groups_and_categories_with_their_counts(client):
    core, empty = make_group("Core", slug="core"), make_group("Empty", slug="empty")
    rare, common = make_category(name="Rare", code="a b&"), make_category(name="Common", code="common")
    make_skill(group=core), make_skill(group=core), make_skill(group=empty, status="draft")
    make_tool(categories=[rare, common]), make_tool(categories=[common])

    response = client.get("/")

    assert linked_under(response, "Skills by group") == ["Core 2"]
    assert linked_under(response, "Tools by category")[:2] == ["Common 2", "Rare 1"]
    assert {"/skills/?group=core", "/tools/?categories=a%20b%26"} <= set(links_of(response))


def test_home_page_shows_the_twelve_categories_with_most_tools(client):
    categories = [make_category(name=f"Kind {number:02}") for number in range(14)]
    make_tool(categories=categories), make_tool(categories=categories[2:])

    found = linked_under(client.get("/"), "Tools by category")

    assert found == [*(f"Kind {number:02} 2" for number in range(2, 14)), "All tools and categories"]


def test_home_page_has_a_search_field(client):
    [form] = find(page_of(client.get("/")), "form", role="search")

    assert attribute(form, "action") == reverse("search")
    assert [attribute(field, "name") for field in find(form, "input")] == ["q"]


def test_home_page_offers_paths_and_no_draft_of_one(client):
    make_path(name="Into the field"), make_path(name="Unfinished", status="draft")

    links = links_of(client.get("/"))

    assert links[reverse("path", args=["into-the-field"])] == "Into the field"
    assert "Unfinished" not in links.values()


def test_home_page_tells_the_steps_and_hours_of_paths(client):
    make_path(steps=[{"title": "Begin", "hours": 3}, {"title": "Go on", "hours": 1}])

    [card] = find(page_of(client.get("/")), class_="card")

    assert text_of(card).endswith("2 steps 4 hours")


def test_featured_articles_stand_apart_from_the_latest(client):
    make_article(title="Plain"), make_article(title="Chosen", is_featured=True)

    response = client.get("/")

    [featured] = find(page_of(response), class_="featured")
    assert [text_of(title) for title in find(featured, class_="entry-title")] == ["Chosen"]
    assert rows_of(response) == ["Plain"]


def test_latest_articles_come_newest_first_and_only_eight(client):
    for day in range(1, 11):
        make_article(title=f"Day {day}", publish_at=f"2026-01-{day:02}T08:00:00Z")

    assert rows_of(client.get("/")) == [f"Day {day}" for day in range(10, 2, -1)]


def test_sections_menu_leaves_out_sections_without_visible_article(client):
    full, empty = make_section("Practice", position=1), make_section("Theory", position=2)
    make_article(section=full), make_article(section=empty, status="draft")

    links = links_of(client.get("/"))

    assert links[f"/articles/?section={full.slug}"] == "Practice"
    assert "Theory" not in links.values()


def test_home_page_has_one_heading_a_skip_link_and_landmarks(client):
    page = page_of(client.get("/"))

    assert len(find(page, "h1")) == len(find(page, "main", id="main")) == len(find(page, "header")) == 1
    assert find(page, "a", href="#main", class_="skip-link")
    assert (attribute(page, "lang"), attribute(page, "dir")) == ("en", "ltr")
