"""Sitemaps: one file, or an index of files where the site has more addresses than one file should hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from django.urls import reverse

from articles.models import ITEM_MODELS
from articles.reading.sitemap import all_indexed_slugs, count_indexed, indexed_slugs, last_changes
from articles.reading.texts import item_url
from portal.absolute_urls import site_url
from portal.list_pages import LIST_PAGES

MAX_ADDRESSES = 10_000
MAX_PARTS = 5_000
PLACEHOLDER = "0-slug-0"
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Address:
    """One entry. changed_at: None where nothing tells."""

    url: str
    changed_at: datetime | None = None


def pages() -> list[str]:
    """The names of the pages that show no single item."""
    return ["home", "about", *(page.name for page in LIST_PAGES.values())]


def write_sitemap(at: datetime) -> str:
    """What `/sitemap.xml` holds. Two queries."""
    if len(pages()) + sum(count_indexed(at).values()) > MAX_ADDRESSES:
        return write_index(at)
    makers = {item_type: AddressMaker(item_type) for item_type in ITEM_MODELS}
    items = (Address(makers[item_type].url(slug), changed) for item_type, slug, changed in all_indexed_slugs(at))
    return write_entries("urlset", "url", [*page_addresses(), *items])


def write_index(at: datetime) -> str:
    parts = [Address(part_url("pages", 1))]
    for item_type, changes in last_changes(MAX_ADDRESSES, at).items():
        parts += [Address(part_url(item_type, number), changed) for number, changed in enumerate(changes, start=1)]
    return write_entries("sitemapindex", "sitemap", parts)


def write_part(kind: str, number: int, at: datetime) -> str:
    """One file of an index; empty where there is no such part. One query. number: from 1."""
    if kind == "pages":
        return write_entries("urlset", "url", page_addresses()) if number == 1 else ""
    if kind not in ITEM_MODELS or not 1 <= number <= MAX_PARTS:
        return ""
    rows = indexed_slugs(kind, (number - 1) * MAX_ADDRESSES, number * MAX_ADDRESSES, at)
    maker = AddressMaker(kind)
    return write_entries("urlset", "url", [Address(maker.url(slug), changed) for slug, changed in rows]) if rows else ""


def page_addresses() -> list[Address]:
    return [Address(site_url(reverse(name))) for name in pages()]


class AddressMaker:
    """Resolves the address of a type once: a sitemap has thousands of them, and resolving one takes 20 µs."""

    def __init__(self, item_type: str) -> None:
        self.before, _slug, self.after = site_url(item_url(item_type, PLACEHOLDER)).rpartition(PLACEHOLDER)

    def url(self, slug: str) -> str:
        return f"{self.before}{slug}{self.after}"


def part_url(kind: str, number: int) -> str:
    return site_url(reverse("sitemap-part", args=[kind, number]))


def write_entries(root: str, name: str, addresses: Iterable[Address]) -> str:
    lines = [f"<{name}><loc>{escape(one.url)}</loc>{written_time(one.changed_at)}</{name}>" for one in addresses]
    body = "\n".join(lines)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{SPACE}">\n{body}\n</{root}>\n'


def written_time(instant: datetime | None) -> str:
    return f"<lastmod>{instant:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if instant else ""
