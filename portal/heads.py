"""What the head of a page tells programs: its one address, whether to keep it, its picture, other forms of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.media.shown_pictures import picture_url
from articles.models import Item
from articles.reading.items.parts import ArticlePart, PathPart
from articles.reading.items.related import SHARED_LINKS
from articles.reading.items.shown import ShownItem
from articles.reading.sitemap import changed_at
from portal import structured
from portal.absolute_urls import FEED_FILTERS, feed_path, markdown_path, site_url
from portal.context import SITE_NAME
from portal.list_pages import ListPage
from portal.origin import origin_of

ATOM, JSON, MARKDOWN = "application/atom+xml", "application/feed+json", "text/markdown"
PICTURES = Path(__file__).parent / "static" / "img" / "sections"
OTHER_PAGES = "portal"


@dataclass(frozen=True, slots=True)
class HeadPicture:
    url: str
    width: int = 1200
    height: int = 630
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another form of the page, or a feed. path: from the site's root."""

    media_type: str
    path: str
    title: str

    @property
    def url(self) -> str:
        return site_url(self.path)


@dataclass(frozen=True, slots=True)
class Head:
    """url: the page's own. canonical: where search engines should look, empty for a page that they should not keep.

    translations: language to address, the page's own among them; empty where there are none.
    """

    title: str
    description: str
    url: str
    canonical: str
    is_indexed: bool = True
    kind: str = "website"
    picture: HeadPicture | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    section: str = ""
    translations: dict[str, str] = field(default_factory=dict)
    alternates: list[Alternate] = field(default_factory=list)
    structured: str = ""


def page_head(url_name: str, title: str, description: str, *nodes: structured.Node) -> Head:
    """Of a page that is always there."""
    url = site_url(reverse(url_name))
    data = structured.to_script(*nodes) if nodes else ""
    return Head(
        title, description, url, url, picture=section_picture(OTHER_PAGES), alternates=site_feeds(), structured=data
    )


def home_head() -> Head:
    description = _("What AI engineers do, what they know and work with, and how to become one.")
    return page_head("home", SITE_NAME, description, structured.website(description, get_language()))


def list_head(page: ListPage, rows: Sequence[Item]) -> Head:
    """Of a whole list."""
    entries = [(item.display_name, structured.item_address(item)) for item in rows]
    url = site_url(reverse(page.name))
    nodes = [structured.item_list(str(page.title), url, entries)] if entries else []
    return page_head(page.name, str(page.title), str(page.intro), *nodes)


def partial_list_head(page: ListPage) -> Head:
    """Of a list that is filtered, ordered or paged: search engines follow its links, and keep the whole list."""
    url = site_url(reverse(page.name))
    return Head(
        str(page.title), str(page.intro), url, "", is_indexed=False, picture=section_picture(OTHER_PAGES),
        alternates=site_feeds(),
    )  # fmt: skip


def item_head(shown: ShownItem[Any, Any], page: ListPage) -> Head:
    """page: the list in which the item stands."""
    item = shown.item
    url, origin = structured.item_address(item), origin_of(item)
    picture = item_picture(item)
    place = structured.trail((str(page.title), site_url(reverse(page.name))), (item.display_name, url))
    return Head(
        title=item.display_name,
        description=item.summary,
        url=url,
        canonical=(origin and origin.url) or url,
        is_indexed=origin is None,
        kind="article" if item.item_type == "article" else "website",
        picture=picture,
        published_at=item.publish_at,
        updated_at=changed_at(item),
        section=section_of(item, "name"),
        # A set of languages is one of pages that search engines keep.
        translations={} if origin else translations_of(shown, url),
        alternates=[*item_alternates(item), *site_feeds()],
        structured=structured.to_script(item_node(shown, page, picture.url), place),
    )


def item_node(shown: ShownItem[Any, Any], page: ListPage, image: str) -> structured.Node:
    item, part = shown.item, shown.part
    if isinstance(part, ArticlePart):
        about = [one for name in SHARED_LINKS for one in shown.links[name].items]
        return structured.article(item, part.authors, image, about)
    if isinstance(part, PathPart):
        return structured.learning_path(item, [one.step.title for one in part.steps])
    names = [alias.name for alias in shown.attached.aliases]
    return structured.defined_term(item, names, str(page.title), site_url(reverse(page.name)))


def translations_of(shown: ShownItem[Any, Any], url: str) -> dict[str, str]:
    others = shown.links["translations"].items if "translations" in shown.links else []
    return {shown.item.language: url, **{one.language: site_url(one.url) for one in others}} if others else {}


def item_alternates(item: Item) -> list[Alternate]:
    kind = item.item_type
    found = [Alternate(MARKDOWN, markdown_path(kind, item.slug), _("This page as Markdown"))]
    if kind in FEED_FILTERS:
        title = _("Feed of articles about %(name)s") % {"name": item.display_name}
        found.append(Alternate(ATOM, feed_path(kind, item.slug), title))
    return found


def site_feeds() -> list[Alternate]:
    return [
        Alternate(ATOM, reverse("articles-atom"), _("Feed of all articles")),
        Alternate(JSON, reverse("articles-json"), _("Feed of all articles, as JSON")),
    ]


def item_picture(item: Any) -> HeadPicture:
    """The cover, else the picture of the section, else the one of all other pages."""
    if cover := getattr(item, "cover", None):
        return HeadPicture(site_url(picture_url(cover)), cover.width, cover.height, cover.alt)
    return section_picture(section_of(item, "slug"))


def section_of(item: Any, attribute: str) -> str:
    section = getattr(item, "section", None)
    return getattr(section, attribute) if section else ""


def section_picture(slug: str) -> HeadPicture:
    name = slug if slug in drawn_sections() else OTHER_PAGES
    return HeadPicture(site_url(static(f"img/sections/{name}.png")))


@cache
def drawn_sections() -> frozenset[str]:
    return frozenset(path.stem for path in PICTURES.glob("*.png"))
