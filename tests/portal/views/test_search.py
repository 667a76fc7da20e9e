"""The search page, as readers use it."""

import pytest

from tests.factories import make_article, make_skill, make_tool
from tests.portal.reading import attribute, find, linked_under, links_of, page_of, text_of

pytestmark = pytest.mark.django_db


def test_search_page_lists_what_it_finds_by_type(client):
    make_tool(name="Beacon kit", summary="What the kit does."), make_skill(name="Beacon reading")

    response = client.get("/search/?q=beacon")

    assert linked_under(response, "Tools") == ["Beacon kit"]
    assert linked_under(response, "Skills") == ["Beacon reading"]
    assert "What the kit does." in response.content.decode()


def test_types_found_are_named_at_the_top_where_there_are_several(client):
    make_tool(name="Beacon kit"), make_skill(name="Beacon reading")

    page = page_of(client.get("/search/?q=beacon"))

    [found] = find(page, class_="found")
    assert [text_of(link) for link in find(found, "a")] == ["Skills", "Tools"]
    assert all(find(page, "h2", id=(attribute(link, "href") or "")[1:]) for link in find(found, "a"))
    assert not find(page_of(client.get("/search/?q=kit")), class_="found")


def test_header_marks_the_search_page_as_the_current_one(client):
    def mark(address: str) -> str | None:
        [link] = find(page_of(client.get(address)), "a", class_="site-search")
        return attribute(link, "aria-current")

    assert (mark("/search/"), mark("/about/")) == ("page", None)


def test_item_found_by_an_alias_says_so(client):
    make_skill(name="Language processing", aliases=[{"name": "NLP", "language": ""}])

    [hit] = find(page_of(client.get("/search/?q=nlp")), class_="entry")

    assert text_of(hit) == "Language processing also called NLP"


def test_article_in_another_language_keeps_its_direction(client):
    make_article(title="مرحبا", language="ar")

    link = next(one for one in find(page_of(client.get("/search/", {"q": "مرحبا"})), "a") if text_of(one) == "مرحبا")

    assert (attribute(link, "lang"), attribute(link, "dir")) == ("ar", "rtl")


def test_search_that_finds_nothing_says_so_and_offers_the_lists(client):
    make_skill(name="Beacon")

    response = client.get("/search/", {"q": "lan<tern"})

    assert "No title, name or alias holds “lan&lt;tern”." in response.content.decode()
    assert {"/articles/", "/skills/", "/tools/", "/industries/", "/paths/", "/occupations/"} <= set(links_of(response))


def test_search_page_without_text_asks_for_some(client):
    response = client.get("/search/")

    assert response.status_code == 200
    assert "Type part of the name" in response.content.decode()


def test_search_field_keeps_what_was_asked_for(client):
    [field] = find(page_of(client.get("/search/", {"q": '"Beacon" & co'})), "input", name="q")

    assert attribute(field, "value") == '"Beacon" & co'


@pytest.mark.parametrize("query", ["x" * 10_000, "\x00", "\ufffd\x00a", "word " * 2_000, "%", "\U0010ffff"])
def test_strange_search_gives_a_plain_page(client, query):
    assert client.get("/search/", {"q": query}).status_code == 200


def test_text_longer_than_any_name_is_told_and_not_searched_for(client, django_assert_num_queries):
    with django_assert_num_queries(1):  # announcement
        response = client.get("/search/", {"q": "x" * 10_000})

    assert "at most 200 characters" in response.content.decode()
    assert len(response.content) < 8_000


def test_search_page_asks_engines_not_to_keep_it(client):
    [robots] = find(page_of(client.get("/search/?q=x")), "meta", name="robots")

    assert attribute(robots, "content") == "noindex"


def test_posting_to_the_search_page_is_refused(client):
    assert client.post("/search/").status_code == 405
