"""Where syndicated text comes from, told alike on the page, in feeds, in Markdown and in structured data."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article
from portal.templatetags.site import is_web_address

CREATIVE_COMMONS = re.compile(r"CC[ -](BY(?:-NC)?(?:-SA|-ND)?)[ -](\d\.\d)", re.IGNORECASE)


class OriginDocument(TypedDict):
    """With the keys of the API. published_on: ISO 8601."""

    publisher: str
    author: str
    title: str
    url: str
    published_on: str | None
    licence: str
    disclaimer: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What readers learn of a source; what is not known is empty. url: only where it may be a link."""

    publisher: str
    author: str
    title: str
    url: str
    published_on: date | None
    licence: str
    disclaimer: str

    @property
    def author_name(self) -> str:
        return self.author or self.publisher

    @property
    def rights(self) -> str:
        """Whose text it is and what others may do with it, in one line."""
        return ", ".join(part for part in (f"© {self.publisher}", self.licence) if part)

    @property
    def licence_url(self) -> str:
        """Of a Creative Commons licence, which its name tells; empty for others."""
        found = CREATIVE_COMMONS.fullmatch(self.licence.strip())
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/" if found else ""

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """(label, text, address) as the page lists them; an address is empty where the text is no link."""
        day = date_format(self.published_on, "DATE_FORMAT") if self.published_on else ""
        told = [
            (_("Publisher"), self.publisher, ""),
            (_("Author"), self.author, ""),
            (_("Original"), self.title or self.url, self.url),
            (_("Date"), day, ""),
            (_("Licence"), self.licence, self.licence_url),
        ]
        return [fact for fact in told if fact[1]]

    def as_json(self) -> OriginDocument:
        return OriginDocument(
            publisher=self.publisher,
            author=self.author,
            title=self.title,
            url=self.url,
            published_on=self.published_on.isoformat() if self.published_on else None,
            licence=self.licence,
            disclaimer=self.disclaimer,
        )


def origin_of(item: Any) -> Origin | None:
    """None for our own text, and for items that are no articles. item: with its source loaded."""
    source = item.source if isinstance(item, Article) and item.origin == Article.Origin.SYNDICATED else None
    if source is None:
        return None
    return Origin(
        source.publisher,
        source.author,
        source.title,
        source.url if is_web_address(source.url) else "",
        source.published_on,
        source.licence,
        source.disclaimer,
    )
