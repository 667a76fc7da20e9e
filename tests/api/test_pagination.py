"""Pages follow each other in both directions, over ties and through rows that come and go."""

import base64
import json
from datetime import datetime

import pytest

from tests.factories import change, make_article, make_skill

SAME_INSTANT = "2026-01-01T00:00:00Z"


def follow(read, address, key):
    """The ids of each page from the address on, by its `next` or `previous`."""
    pages = []
    while address:
        body = read(*split(address))
        pages.append([row["id"] for row in body["results"]])
        address = body[key]
    return pages


def split(address):
    path, _, query = address.removeprefix("http://testserver").partition("?")
    return path, dict(pair.split("=") for pair in query.split("&")) if query else None


@pytest.mark.parametrize("ordering", ["name", "-name", "published_at", "-published_at", "updated_at", "-updated_at"])
def test_pages_over_ties_show_each_row_once_both_ways(read, time_machine, ordering):
    time_machine.move_to(datetime.fromisoformat("2026-02-01T00:00:00Z"), tick=False)
    ids = {str(make_article(title="Same title", publish_at=SAME_INSTANT).pk) for _ in range(7)}
    whole = [row["id"] for row in read("/api/v1/articles/", {"ordering": ordering, "page_size": 100})["results"]]
    assert set(whole) == ids

    start = f"/api/v1/articles/?ordering={ordering}&page_size=3"
    assert follow(read, start, "next") == [whole[:3], whole[3:6], whole[6:]]

    last = read(*split(read(*split(read(*split(start))["next"]))["next"]))
    assert last["next"] is None
    assert follow(read, last["previous"], "previous") == [whole[3:6], whole[:3]]


def test_first_and_last_page_end_in_null(read):
    make_skill()
    body = read("/api/v1/skills/")
    assert (body["next"], body["previous"], len(body["results"])) == (None, None, 1)


def test_links_keep_the_other_parameters(read):
    tags = [make_skill(slug="a-skill"), make_skill(slug="b-skill")]
    for _ in range(3):
        make_article(skills=tags)
    query = {"skills": ["a-skill", "b-skill"], "page_size": "1", "ordering": "name"}
    address = read("/api/v1/articles/", query)["next"]
    begin, _, cursor = address.partition("&cursor=")
    assert begin == "http://testserver/api/v1/articles/?skills=a-skill&skills=b-skill&page_size=1&ordering=name"
    again = read("/api/v1/articles/", {**query, "cursor": cursor})["next"]
    assert again.partition("&cursor=")[0] == begin
    assert again.count("cursor=") == 1


def test_rows_that_come_and_go_neither_repeat_nor_hide_others(read):
    b, d, f = (make_skill(name=name) for name in "bdf")
    first = read("/api/v1/skills/", {"page_size": "2"})
    assert [row["name"] for row in first["results"]] == ["b", "d"]

    make_skill(name="a")
    make_skill(name="e")
    change(d, status="draft")
    second = read(*split(first["next"]))
    assert [row["name"] for row in second["results"]] == ["e", "f"]
    assert [row["name"] for row in read(*split(second["previous"]))["results"]] == ["a", "b"]
    assert {str(b.pk), str(f.pk)} <= {row["id"] for row in read("/api/v1/skills/")["results"]}


def cursor_of(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


ROW = "00000000-0000-4000-8000-000000000001"
BAD_CURSORS = {
    "no base64": "!!!",
    "no JSON": base64.urlsafe_b64encode(b"nonsense").decode(),
    "too few parts": cursor_of("name", "a"),
    "no list": cursor_of(),
    "no id": cursor_of("name", "a", "nope", 0),
    "id is a number": cursor_of("name", "a", 5, 0),
    "NUL": cursor_of("name", "a\x00b", ROW, 0),
    "lone surrogate": cursor_of("name", "\ud800", ROW, 0),
    "value is a number": cursor_of("name", 5, ROW, 0),
    "value is a list": cursor_of("name", ["a"], ROW, 0),
    "direction is a list": cursor_of("name", "a", ROW, []),
    "direction is 2": cursor_of("name", "a", ROW, 2),
    "another ordering": cursor_of("-name", "a", ROW, 0),
    "unknown ordering": cursor_of("secret", "a", ROW, 0),
    "deep nesting": base64.urlsafe_b64encode(b"[" * 1400).decode().rstrip("="),
    "no ASCII": "é",
}


@pytest.mark.parametrize("cursor", BAD_CURSORS.values(), ids=BAD_CURSORS)
def test_bad_cursor_is_refused(ask, cursor):
    make_skill()
    response = ask("/api/v1/skills/", {"cursor": cursor})
    assert response.status_code == 400
    message = "Not a cursor of this list in the order name."
    assert response.json()["errors"] == [{"name": "cursor", "message": message}]


BAD_TIMES = {"no offset": "2026-01-01T00:00:00", "no time": "nope", "year 0": "0000-01-01T00:00:00Z"}
EDGE_TIMES = {"first": "0001-01-01T00:00:00+00:00", "last": "9999-12-31T23:59:59Z"}


@pytest.mark.parametrize("value", BAD_TIMES.values(), ids=BAD_TIMES)
def test_cursor_with_a_bad_time_is_refused(ask, value):
    query = {"ordering": "published_at", "cursor": cursor_of("published_at", value, ROW, 0)}
    assert ask("/api/v1/skills/", query).status_code == 400


@pytest.mark.parametrize("value", [*EDGE_TIMES.values(), "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_cursor_at_the_edges_of_time_is_no_fault(ask, value):
    query = {"ordering": "published_at", "cursor": cursor_of("published_at", value, ROW, 0)}
    assert ask("/api/v1/skills/", query).status_code in (200, 400)


def test_cursor_of_one_ordering_is_refused_in_another(ask, read):
    make_skill()
    make_skill()
    cursor = split(read("/api/v1/skills/", {"page_size": "1"})["next"])[1]["cursor"]
    assert ask("/api/v1/skills/", {"cursor": cursor, "ordering": "-name"}).status_code == 400
    assert ask("/api/v1/skills/", {"cursor": cursor, "ordering": "name"}).status_code == 200
