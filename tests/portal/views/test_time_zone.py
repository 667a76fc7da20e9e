"""Readers see days in the portal's zone; what programs read names the instant in UTC."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.factories import change, make_article, make_source

pytestmark = pytest.mark.django_db

MIDNIGHT = "2026-07-01T00:30:00Z"
DAYS = {
    "UTC": ("July 1, 2026", "2026-07-01"),
    "Europe/Berlin": ("July 1, 2026", "2026-07-01"),
    "America/New_York": ("June 30, 2026", "2026-06-30"),
}


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("zone", "day"), DAYS.items(), ids=DAYS)
def test_published_day_around_midnight_is_the_portals(client: Client, settings: Any, zone: str, day: Any) -> None:
    settings.TIME_ZONE = zone
    slug = make_article(publish_at=MIDNIGHT).slug
    time = f'<time datetime="{day[1]}">{day[0]}</time>'
    assert time in body(client, f"/articles/{slug}/")
    assert time in body(client, "/articles/")
    assert f"- Published: {day[1]}" in body(client, f"/articles/{slug}.md")


@pytest.mark.parametrize("zone", DAYS)
def test_programs_read_the_instant_in_utc(client: Client, settings: Any, zone: str) -> None:
    settings.TIME_ZONE = zone
    slug = make_article(publish_at=MIDNIGHT).slug
    page = body(client, f"/articles/{slug}/")
    assert re.findall(r'"article:published_time"\s+content="([^"]*)"', page) == ["2026-07-01T00:30:00+00:00"]
    assert (
        '"datePublished": "2026-07-01T00:30:00+00:00"' in page or '"datePublished":"2026-07-01T00:30:00+00:00"' in page
    )
    assert "2026-07-01T00:30:00+00:00" in body(client, "/feeds/articles.atom")
    entry = json.loads(body(client, "/feeds/articles.json"))["items"][0]
    assert entry["date_published"] == "2026-07-01T00:30:00+00:00"
    assert json.loads(body(client, f"/api/v1/articles/{slug}/"))["published_at"] == MIDNIGHT


@pytest.mark.parametrize(("zone", "tells"), [("UTC", True), ("America/New_York", False)])
def test_update_on_the_same_day_of_the_portal_is_not_told(
    client: Client, settings: Any, time_machine: Any, zone: str, tells: bool
) -> None:
    settings.TIME_ZONE = zone
    time_machine.move_to(datetime(2026, 6, 30, 23, tzinfo=UTC), tick=False)
    article = make_article()
    time_machine.move_to(datetime(2026, 7, 1, 2, tzinfo=UTC), tick=False)
    change(article, body="New text.")
    assert ("Last updated" in body(client, f"/articles/{article.slug}/")) is tells


def test_date_only_fields_are_the_same_everywhere(client: Client, settings: Any) -> None:
    settings.TIME_ZONE = "America/New_York"
    source = make_source(published_on="2026-07-01")
    slug = make_article(origin="syndicated", source=source).slug
    assert '<time datetime="2026-07-01">July 1, 2026</time>' in body(client, f"/articles/{slug}/")
