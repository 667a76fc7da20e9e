"""Pages of a list: every row once, both ways, also where many rows have the same time."""

import pytest

from articles.models import Article
from tests.factories import ARTICLE, make_article, make_many, make_skill
from tests.portal.reading import attribute, find, page_of, rows_of

pytestmark = pytest.mark.django_db

TOTAL = 60


@pytest.fixture(scope="module")
def many_articles(module_content: None) -> None:
    common = {**ARTICLE, "publish_at": "2026-01-05T08:00:00Z", "skills": [make_skill(name="Alpha")]}
    make_many(Article, [{"title": f"Number {number}", **common} for number in range(TOTAL)])


def step(client, path: str, response, relation: str):
    """The page that the link with the relation leads to; None where there is no such link."""
    links = find(page_of(response), "a", rel=relation)
    return client.get(path + (attribute(links[0], "href") or "")) if links else None


@pytest.mark.parametrize("ordering", ["-published_at", "published_at", "name", "-name"])
def test_pages_forward_and_back_show_every_row_once(client, many_articles, ordering):
    response = client.get("/articles/", {"ordering": ordering})
    pages = [rows_of(response)]
    while following := step(client, "/articles/", response, "next"):
        response = following
        pages.append(rows_of(response))
    assert [len(page) for page in pages] == [24, 24, 12]
    assert len({name for page in pages for name in page}) == TOTAL

    back = [pages[-1]]
    while previous := step(client, "/articles/", response, "prev"):
        response = previous
        back.append(rows_of(response))
    assert back[::-1] == pages


def test_paging_keeps_filters_and_order(client, many_articles):
    response = client.get("/articles/?skills=alpha&ordering=name")

    [link] = find(page_of(response), "a", rel="next")

    assert (attribute(link, "href") or "").startswith("?skills=alpha&ordering=name&cursor=")


def test_first_page_has_no_previous_link_and_the_last_no_next(client, many_articles):
    first = client.get("/articles/")
    last = step(client, "/articles/", step(client, "/articles/", first, "next"), "next")

    assert not find(page_of(first), "a", rel="prev")
    assert not find(page_of(last), "a", rel="next")


def test_cursor_behind_the_last_row_gives_an_empty_page_with_a_way_back(client, many_articles):
    second = step(client, "/articles/", client.get("/articles/"), "next")
    [link] = find(page_of(second), "a", rel="next")
    address = "/articles/" + (attribute(link, "href") or "") + "&language=de"

    response = client.get(address)

    assert response.status_code == 200
    assert [attribute(link, "href") for link in find(find(page_of(response), "nav", class_="pager")[0], "a")] == [
        "?language=de"
    ]


@pytest.mark.parametrize("cursor", ["x", "é", "AAAA", "WyJuYW1lIl0", "%00", "9" * 10_000])
def test_cursor_that_was_never_given_out_is_not_found(client, cursor):
    make_article()

    assert client.get("/articles/", {"cursor": cursor}).status_code == 404


def test_cursor_of_another_order_is_not_found(client, many_articles):
    [link] = find(page_of(client.get("/articles/")), "a", rel="next")

    assert client.get("/articles/" + (attribute(link, "href") or "") + "&ordering=name").status_code == 404
