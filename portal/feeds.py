"""How feeds are written: Atom (RFC 4287) on Django's generator, and JSON Feed 1.1."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.html import escape

from articles.json_objects import JsonObject
from portal.context import SITE_NAME
from portal.entries import Entry

ATOM_TYPE, JSON_TYPE = "application/atom+xml; charset=utf-8", "application/feed+json; charset=utf-8"
EMPTY_SINCE = datetime(1970, 1, 1, tzinfo=UTC)
# What XML 1.0 cannot hold, not even escaped.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What a feed says of itself. page_url: what it is a feed of. since: its time while it has no entry."""

    id: str
    title: str
    description: str
    url: str
    page_url: str
    language: str
    since: datetime = EMPTY_SINCE


class AtomFeed(Atom1Feed):
    """Adds to Django's feed what it leaves out: whole texts, several authors, the origin, a language per entry."""

    def latest_post_date(self) -> datetime:
        """Never the time of asking, which would make each answer a new one."""
        return max((item["updateddate"] for item in self.items), default=self.feed["since"])

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if item["via"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": item["via"]})


def write_atom(head: FeedHead, entries: Sequence[Entry]) -> str:
    """Django marks summaries as HTML, which is why a plain one is escaped."""
    feed = AtomFeed(
        xml_text(head.title), head.page_url, xml_text(head.description), head.language, author_name=SITE_NAME,
        subtitle=xml_text(head.description), feed_url=head.url, feed_guid=head.id, since=head.since,
    )  # fmt: skip
    for entry in entries:
        origin = entry.origin
        feed.add_item(
            xml_text(entry.title), entry.url, escape(xml_text(entry.summary)), unique_id=entry.id,
            pubdate=entry.published_at, updateddate=entry.updated_at, language=entry.language,
            categories=[xml_text(entry.section)] if entry.section else [], html=xml_text(entry.html),
            authors=[xml_text(name) for name in entry.authors], via=origin.url if origin else "",
            item_copyright=xml_text(origin.rights) if origin else None,
        )  # fmt: skip
    return feed.writeString("utf-8")


def xml_text(text: str) -> str:
    return NOT_XML.sub("\ufffd", text)


def write_json(head: FeedHead, entries: Sequence[Entry]) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "home_page_url": head.page_url,
        "feed_url": head.url,
        "description": head.description,
        "language": head.language,
        "authors": [{"name": SITE_NAME}],
        "items": [json_item(entry) for entry in entries],
    }
    return json.dumps(feed, ensure_ascii=False)


def json_item(entry: Entry) -> JsonObject:
    """What is not known is left out. `_source` is an extension, with the keys of the API."""
    origin = entry.origin
    item: JsonObject = {
        "id": entry.id,
        "url": entry.url,
        "external_url": origin.url if origin else "",
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "image": entry.image,
        "date_published": rfc3339_date(entry.published_at),
        "date_modified": rfc3339_date(entry.updated_at),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [entry.section] if entry.section else [],
        "language": entry.language,
        "_source": origin.as_json() if origin else None,
    }
    return {key: value for key, value in item.items() if value}
