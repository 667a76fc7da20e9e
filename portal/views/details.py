"""The page of one item: which template and which columns each type wants, and what every type shows alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone

from articles.models import ITEM_MODELS, Item, Tool
from articles.reading.items.attached import MAX_ATTACHED, load_attached
from articles.reading.items.bylines import with_author_names
from articles.reading.items.lookup import find_item
from articles.reading.texts import fill_texts, item_url
from articles.rendering import distinct_anchors
from portal.heads import item_head
from portal.list_pages import LIST_PAGES
from portal.views import articles, industries, paths, skills
from portal.views.caching import public_page
from portal.views.errors import absent_page
from portal.views.linked_lists import ShownLinks, shown_links


def nothing_more(_item: Item, _at: datetime) -> dict[str, Any]:
    return {}


def nothing_further(_item: Item, _links: dict[str, ShownLinks], _at: datetime) -> dict[str, Any]:
    return {}


def unchanged(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows


def load_categories(tool: Tool, _at: datetime) -> dict[str, Any]:
    return {"categories": list(tool.categories.all()[:MAX_ATTACHED])}


@dataclass(frozen=True, slots=True)
class DetailPage:
    """What is special about the page of one type. load_more(item, at): what only this type shows.

    load_further(item, links, at): what it shows that follows from its links. extend(rows): columns for load_more.
    """

    select_related: tuple[str, ...] = ()
    load_more: Callable[[Any, datetime], dict[str, Any]] = nothing_more
    load_further: Callable[[Any, dict[str, ShownLinks], datetime], dict[str, Any]] = nothing_further
    extend: Callable[[QuerySet[Any]], QuerySet[Any]] = unchanged


DETAIL_PAGES: dict[str, DetailPage] = {
    "article": DetailPage(
        ("section", "source", "cover"), articles.load_more, articles.load_further, extend=with_author_names
    ),
    "skill": DetailPage(("group",), load_further=skills.load_further),
    "tool": DetailPage(load_more=load_categories),
    "industry": DetailPage(load_more=industries.load_more),
    "occupation": DetailPage(load_more=industries.load_more),
    "path": DetailPage(load_more=paths.load_more),
}


@public_page
def item_detail(request: HttpRequest, item_type: str, slug: str) -> HttpResponse:
    at = timezone.now()
    page = DETAIL_PAGES[item_type]
    found = find_item(shown_items(item_type, page), slug, at=at)
    if found.moved_to:
        return HttpResponsePermanentRedirect(item_url(item_type, found.moved_to))
    if found.item is None:
        return absent_page(request, found.state)
    shown = detail_context(found.item, page, at)
    return render(request, f"details/{item_type}.html", {**shown, "head": item_head(found.item, shown)})


def shown_items(item_type: str, page: DetailPage) -> QuerySet[Any]:
    """All items of the type, without the long columns that the page does not show."""
    model = ITEM_MODELS[item_type]
    unused = [*model.markdown_fields, *(["body_text"] if hasattr(model, "body_text") else [])]
    rows = model._default_manager.select_related(*page.select_related or (None,))
    return page.extend(rows.defer(*unused))


def detail_context(item: Item, page: DetailPage, at: datetime) -> dict[str, Any]:
    """Queries: two for links, two for the texts' links and pictures, one for resources and aliases, and the type's own."""
    links, attached = shown_links(item, at), load_attached(item)
    return {
        "item": item,
        "links": links,
        "texts": load_texts(item, at),
        "aliases": attached.aliases,
        "resources": attached.resources,
        "notes": attached.notes,
        "list_page": LIST_PAGES[item.item_type],
        "current_list": LIST_PAGES[item.item_type].name,
        **page.load_more(item, at),
        **page.load_further(item, links, at),
    }


def load_texts(item: Item, at: datetime) -> dict[str, str]:
    """The rendered texts by the name of their Markdown column, with anchors that are one page's."""
    names = item.markdown_fields
    texts = fill_texts([getattr(item, f"{name}_html") for name in names], at)
    return dict(zip(names, distinct_anchors(texts), strict=True))
