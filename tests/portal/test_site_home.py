"""The home page, as readers see it."""

import pytest
from django.urls import reverse

from tests.factories import make_article, make_occupation, make_path, make_section, make_skill
from tests.portal.reading import attribute, find, links_of, page_of, rows_of, text_of

pytestmark = pytest.mark.django_db


def test_home_page_of_an_empty_portal_says_so(client):
    response = client.get(reverse("home"))

    assert response.status_code == 200
    assert "Nothing is published yet." in response.content.decode()


def test_home_page_counts_what_readers_can_find(client):
    make_article(), make_article(status="draft"), make_skill(), make_occupation()

    [counts] = find(page_of(client.get("/")), "ul", class_="counts")

    assert text_of(counts) == "1 Articles 1 Skills 0 Tools 0 Industries 0 Learning paths 1 Occupations"


def test_home_page_offers_paths_and_no_draft_of_one(client):
    make_path(name="Into the field"), make_path(name="Unfinished", status="draft")

    links = links_of(client.get("/"))

    assert links[reverse("path", args=["into-the-field"])] == "Into the field"
    assert "Unfinished" not in links.values()


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
