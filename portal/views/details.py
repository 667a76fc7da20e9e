"""The page of one item: which template and what only its type shows, and what every type shows alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone

from articles.models import ITEM_MODELS, Alias, Category, Item, Resource, Tool
from articles.reading.items.attached import PublicNote
from articles.reading.items.lookup import find_item
from articles.reading.items.parts import ToolPart
from articles.reading.items.shown import PAGE, ShownItem, item_rows, load_shown
from articles.reading.texts import item_url
from articles.rendering import distinct_anchors
from portal.context import template_context
from portal.heads import Head, item_head
from portal.linked_lists import ShownLinks, shown_links
from portal.list_pages import LIST_PAGES, ListPage
from portal.views.articles import ArticleContext, article_context
from portal.views.caching import public_page
from portal.views.errors import absent_page
from portal.views.industries import FiguresContext, figures_context
from portal.views.paths import PathContext, path_context
from portal.views.skills import SkillContext, skill_context


@dataclass(frozen=True, slots=True)
class ItemContext:
    """What every page of an item shows. texts: HTML by the name of the column, with anchors that are one page's."""

    item: Item
    head: Head
    links: Mapping[str, ShownLinks]
    texts: Mapping[str, str]
    aliases: Sequence[Alias]
    resources: Sequence[Resource]
    notes: Sequence[PublicNote]
    list_page: ListPage
    current_list: str


@dataclass(frozen=True, slots=True)
class NoContext:
    """Of a type whose page shows nothing of its own."""


@dataclass(frozen=True, slots=True)
class ToolContext:
    categories: Sequence[Category]


type TypeContext = NoContext | ArticleContext | SkillContext | ToolContext | FiguresContext | PathContext


def nothing_more(_shown: ShownItem[Any, Any]) -> NoContext:
    return NoContext()


def tool_context(shown: ShownItem[Tool, ToolPart]) -> ToolContext:
    return ToolContext(shown.part.categories)


@dataclass(frozen=True, slots=True)
class DetailPage:
    """What is special about the page of one type. own_context(shown): what only this type shows, without a query."""

    own_context: Callable[[ShownItem[Any, Any]], TypeContext] = nothing_more


DETAIL_PAGES: dict[str, DetailPage] = {
    "article": DetailPage(article_context),
    "skill": DetailPage(skill_context),
    "tool": DetailPage(tool_context),
    "industry": DetailPage(figures_context),
    "occupation": DetailPage(figures_context),
    "path": DetailPage(path_context),
}


@public_page
def item_detail(request: HttpRequest, item_type: str, slug: str) -> HttpResponse:
    at = timezone.now()
    found = find_item(item_rows(ITEM_MODELS[item_type], PAGE), slug, at=at)
    if found.moved_to:
        return HttpResponsePermanentRedirect(item_url(item_type, found.moved_to))
    if found.item is None:
        return absent_page(request, found.state)
    return item_page(request, load_shown(found.item, at, PAGE))


def item_page(request: HttpRequest, shown: ShownItem[Any, Any]) -> HttpResponse:
    """Of the database it asks for the announcement alone. shown: of the extent `PAGE`."""
    item_type = shown.item.item_type
    own = DETAIL_PAGES[item_type].own_context(shown)
    return render(request, f"details/{item_type}.html", template_context(item_context(shown), own))


def item_context(shown: ShownItem[Any, Any]) -> ItemContext:
    list_page, texts = LIST_PAGES[shown.item.item_type], shown.html()
    return ItemContext(
        item=shown.item,
        head=item_head(shown, list_page),
        links=shown_links(shown),
        texts=dict(zip(texts, distinct_anchors(list(texts.values())), strict=True)),
        aliases=shown.attached.aliases,
        resources=shown.attached.resources,
        notes=shown.attached.notes,
        list_page=list_page,
        current_list=list_page.name,
    )
