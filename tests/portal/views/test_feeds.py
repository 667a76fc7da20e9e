"""Feeds, as feed readers read them."""

from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import jsonschema
import pytest
from django.utils import timezone

from tests.factories import (
    change,
    make_article,
    make_industry,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
    make_user,
)
from tests.portal.views.formats import ATOM, LANG, atom_faults

pytestmark = pytest.mark.django_db

HOST = "http://localhost:8000"
ATOM_FEED, JSON_FEED = "/feeds/articles.atom", "/feeds/articles.json"
TEXT, ADDRESS = {"type": "string", "minLength": 1}, {"type": "string", "pattern": "^https?://"}
PEOPLE = {"type": "array", "items": {"type": "object", "required": ["name"], "properties": {"name": TEXT}}}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
JSON_FEED_SCHEMA = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT, "description": TEXT, "language": TEXT, "authors": PEOPLE,
        "home_page_url": ADDRESS, "feed_url": ADDRESS,
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "additionalProperties": False,
                "patternProperties": {"^_[a-z]": {"type": "object"}},
                "properties": {
                    "id": TEXT, "title": TEXT, "summary": TEXT, "content_html": TEXT, "content_text": TEXT,
                    "url": ADDRESS, "external_url": ADDRESS, "image": ADDRESS,
                    "date_published": INSTANT, "date_modified": INSTANT, "authors": PEOPLE,
                    "tags": {"type": "array", "items": TEXT}, "language": TEXT,
                },
            },
        },
    },
}  # fmt: skip


def read_atom(client, address: str = ATOM_FEED) -> Element:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    assert atom_faults(response.content) == []
    return fromstring(response.content)  # noqa: S314  our own answer


def read_json(client) -> Any:
    response = client.get(JSON_FEED)
    assert (response.status_code, response["Content-Type"]) == (200, "application/feed+json; charset=utf-8")
    jsonschema.validate(response.json(), JSON_FEED_SCHEMA)
    return response.json()


def told(entry: Element, name: str) -> list[str]:
    return [element.text or "" for element in entry.findall(f"{ATOM}{name}")]


def entries_of(feed: Element) -> list[Element]:
    return feed.findall(f"{ATOM}entry")


def titles(feed: Element) -> list[str]:
    return [told(entry, "title")[0] for entry in entries_of(feed)]


def link(element: Element, kind: str) -> str | None:
    return next((one.get("href") for one in element.findall(f"{ATOM}link") if one.get("rel") == kind), None)


def test_atom_feed_tells_title_text_authors_dates_section_and_language(client):
    article = make_article(
        title="Serving <models>", summary="In <short>.", body="Hello **you**.", language="de",
        section=make_section("Practice"), publish_at="2026-01-05T08:00:00Z",
        authors=[make_user("one", public_name="Dana"), make_user("two", public_name="Robin"), make_user("three")],
    )  # fmt: skip

    feed = read_atom(client)
    [entry] = entries_of(feed)

    assert link(feed, "self") == f"{HOST}{ATOM_FEED}"
    assert link(feed, "alternate") == f"{HOST}/articles/"
    assert told(entry, "id") == [f"urn:uuid:{article.pk}"]
    assert told(entry, "title") == ["Serving <models>"]
    assert told(entry, "summary") == ["In &lt;short&gt;."]
    assert told(entry, "content") == ["<p>Hello <strong>you</strong>.</p>\n"]
    assert told(entry, "published") == ["2026-01-05T08:00:00+00:00"]
    assert link(entry, "alternate") == f"{HOST}/articles/{article.slug}/"
    assert [name.text for name in entry.iter(f"{ATOM}name")] == ["Dana", "Robin"]
    assert [one.get("term") for one in entry.findall(f"{ATOM}category")] == ["Practice"]
    assert entry.get(LANG) == "de"


def test_json_feed_tells_the_same(client):
    cover = make_picture()
    article = make_article(
        title="Serving", summary="In short.", body="Hello **you**.", language="de", cover=cover,
        section=make_section("Practice"), publish_at="2026-01-05T08:00:00Z", authors=[make_user(public_name="Dana")],
    )  # fmt: skip

    feed = read_json(client)
    [item] = feed["items"]

    assert (feed["feed_url"], feed["home_page_url"]) == (f"{HOST}{JSON_FEED}", f"{HOST}/articles/")
    del item["date_modified"]
    assert item == {
        "id": f"urn:uuid:{article.pk}",
        "url": f"{HOST}/articles/{article.slug}/",
        "title": "Serving",
        "summary": "In short.",
        "content_html": "<p>Hello <strong>you</strong>.</p>\n",
        "image": f"{HOST}/media/pictures/{cover.pk}/",
        "date_published": "2026-01-05T08:00:00+00:00",
        "authors": [{"name": "Dana"}],
        "tags": ["Practice"],
        "language": "de",
    }


def test_links_and_pictures_in_the_text_are_absolute(client):
    make_skill(name="Python")
    picture = make_picture()
    body = f'[[skill:python]] [a](/about/) [b](#h-x) [c](https://c.example/?a=1&b=2) ![d](picture:{picture.pk}) `href="/x"`'
    article = make_article(body=body)

    html = read_json(client)["items"][0]["content_html"]

    page = f"{HOST}/articles/{article.slug}/"
    for address in (f"{HOST}/skills/python/", f"{HOST}/about/", f"{page}#h-x", "https://c.example/?a=1&amp;b=2"):
        assert f'href="{address}"' in html
    assert f'src="{HOST}/media/pictures/{picture.pk}/"' in html
    assert "href=&quot;/x&quot;" in html or 'href="/x"' in html


def test_newest_article_stands_first_and_old_ones_fall_off(client):
    for day in range(1, 22):
        make_article(title=f"Day {day}", publish_at=f"2026-01-{day:02}T08:00:00Z")

    assert titles(read_atom(client)) == [f"Day {day}" for day in range(21, 1, -1)]
    assert [item["title"] for item in read_json(client)["items"]] == [f"Day {day}" for day in range(21, 1, -1)]


def test_scheduled_article_appears_when_its_time_comes(client, time_machine):
    make_article(title="Here")
    make_article(title="Later", publish_at=(timezone.now() + timedelta(days=1)).isoformat())
    assert titles(read_atom(client)) == ["Here"]

    time_machine.move_to(timezone.now() + timedelta(days=2))

    feed = read_atom(client)
    assert titles(feed) == ["Later", "Here"]
    assert told(feed, "updated") == told(entries_of(feed)[0], "published")


@pytest.mark.parametrize(
    ("folder", "make", "name"),
    [("skills", make_skill, "skills"), ("tools", make_tool, "tools"), ("industries", make_industry, "industries")],
)
def test_item_has_a_feed_of_its_articles(client, folder, make, name):
    item = make(name="The one & only")
    make_article(title="About it", **{name: [item]})
    make_article(title="Hidden about it", status="draft", **{name: [item]})
    make_article(title="About something else")

    feed = read_atom(client, f"/{folder}/{item.slug}/feed.atom")

    assert titles(feed) == ["About it"]
    assert told(feed, "title") == ["AI Engineering Portal: The one & only"]
    assert link(feed, "alternate") == f"{HOST}/{folder}/{item.slug}/"


def test_feed_of_an_item_follows_a_rename_and_keeps_its_id(client):
    skill = make_skill(slug="before")
    before = told(read_atom(client, "/skills/before/feed.atom"), "id")
    change(skill, slug="after")

    response = client.get("/skills/before/feed.atom")

    assert (response.status_code, response["Location"]) == (301, "/skills/after/feed.atom")
    assert told(read_atom(client, "/skills/after/feed.atom"), "id") == before


@pytest.mark.parametrize(("status", "answer"), [("archived", 410), ("legal_hold", 451)])
def test_feed_of_a_hidden_item_answers_as_its_page(client, status, answer):
    change(make_skill(slug="gone"), status=status)

    assert client.get("/skills/gone/feed.atom").status_code == answer
    assert client.get("/skills/never/feed.atom").status_code == 404


def test_feeds_without_articles_are_valid_and_stay_the_same(client):
    make_skill(slug="lonely")
    for address in (ATOM_FEED, "/skills/lonely/feed.atom"):
        first = client.get(address)
        assert entries_of(read_atom(client, address)) == []
        assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert read_json(client)["items"] == []


def test_syndicated_text_names_its_origin(client):
    source = make_source(
        publisher="Example Press", author="A. Writer", title="First <title>", url="https://press.example/1",
        published_on="2025-03-04", licence="CC BY 4.0", disclaimer="Not our <view>.", permission="by phone",
    )  # fmt: skip
    make_article(origin="syndicated", source=source, authors=[])

    [entry] = entries_of(read_atom(client))
    [item] = read_json(client)["items"]

    assert told(entry, "rights") == ["© Example Press, CC BY 4.0"]
    assert link(entry, "via") == item["external_url"] == "https://press.example/1"
    assert [name.text for name in entry.iter(f"{ATOM}name")] == ["A. Writer"]
    assert item["authors"] == [{"name": "A. Writer"}]
    for html in (told(entry, "content")[0], item["content_html"]):
        for fact in ("Example Press", "A. Writer", ">First &lt;title&gt;</a>", "March 4, 2025", "CC BY 4.0",
                     "Not our &lt;view&gt;."):  # fmt: skip
            assert fact in html
    api = client.get("/api/v1/articles/").json()["results"][0]["source"]
    assert item["_source"] == {key: api[key] for key in item["_source"]}
    assert set(item["_source"]) == set(api)
    assert "by phone" not in str(item)


def test_text_that_is_too_long_for_a_feed_is_left_to_its_page(client):
    make_article(summary="In <short>.", body="Some words. " * 20_000)

    assert read_json(client)["items"][0]["content_html"] == "<p>In &lt;short&gt;.</p>"


def test_odd_characters_break_no_feed(client):
    make_article(title="A ]]> & </title> \ufffe \U0001f4a5 end", summary="<script>x()</script>", body="\uffff ]]> text")

    [entry] = entries_of(read_atom(client))

    assert told(entry, "title")[0].startswith("A ]]> & </title>")
    assert told(entry, "summary") == ["&lt;script&gt;x()&lt;/script&gt;"]
    assert len(read_json(client)["items"]) == 1


@pytest.mark.parametrize("address", [ATOM_FEED, JSON_FEED, "/skills/main/feed.atom"])
def test_feed_is_public_and_answers_304_where_nothing_changed(client, address):
    article = make_article(skills=[make_skill(slug="main")])
    response = client.get(address)

    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.cookies
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    change(article, title="Another")
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", [ATOM_FEED, JSON_FEED])
def test_feed_names_the_public_address_whatever_host_was_asked(client, address, settings):
    settings.PUBLIC_URL = "https://portal.example"
    make_article()

    text = client.get(address, headers={"host": "localhost"}).content.decode()

    assert "https://portal.example/articles/" in text
    assert "://localhost" not in text
