"""The list of each type."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Item
from articles.reading.lists.facet_counts import load_choices
from articles.reading.lists.filters import LISTINGS, Listing
from articles.reading.lists.paging import BadCursor, Page, read_page
from portal.heads import list_head, partial_list_head
from portal.list_pages import LIST_PAGES, ListPage
from portal.views import industries, paths
from portal.views.caching import public_page
from portal.views.filters import ListRequest, chips, filter_fields, read_list_request, ways_out

PAGE_SIZE = 24


def unchanged(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows


def nothing_more(_at: datetime) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Extras:
    """What the list of one type has beside its rows.

    load_more(at), more_template: what stands below the whole list. extend(rows): columns that the rows show.
    """

    load_more: Callable[[datetime], dict[str, Any]] = nothing_more
    more_template: str = ""
    extend: Callable[[QuerySet[Any]], QuerySet[Any]] = unchanged


EXTRAS = {
    "industry": Extras(industries.load_overview, "lists/_industry_figures.html"),
    "path": Extras(extend=paths.with_effort),
}


@public_page
def item_list(request: HttpRequest, item_type: str) -> HttpResponse:
    page, listing, at = LIST_PAGES[item_type], LISTINGS[item_type], timezone.now()
    extras = EXTRAS.get(item_type, Extras())
    wanted = read_list_request(request.GET, listing)
    rows = read_rows(extras.extend(listing.rows(wanted.chosen, at)), page, wanted)
    context = {
        "page": page,
        "more_template": extras.more_template,
        "head": list_head(page, rows.rows) if wanted.is_whole else partial_list_head(page),
        "rows": rows.rows,
        "wanted": wanted,
        "orderings": listing.orderings,
        "current_list": page.name,
        **filter_context(request.path, listing, wanted, at),
        **page_links(rows, wanted),
        **({} if wanted.is_filtered or wanted.cursor else extras.load_more(at)),
    }
    return render(request, "lists/list.html", context)


def filter_context(path: str, listing: Listing, wanted: ListRequest, at: datetime) -> dict[str, Any]:
    """The filters with their counts, and the links that take them away."""
    choices = load_choices(listing, wanted.chosen, at)
    fields = filter_fields(listing.filters, wanted.chosen, choices)
    return {
        "fields": fields,
        "total": choices.total,
        "chips": chips(wanted, fields, path),
        "ways_out": ways_out(wanted, fields, choices, path),
    }


def read_rows(rows: QuerySet[Any], page: ListPage, wanted: ListRequest) -> Page[Item]:
    """Raises Http404 for a cursor that the list never gave out."""
    try:
        rows = rows.select_related(*page.select_related or (None,))
        return read_page(rows, wanted.ordering, wanted.cursor, PAGE_SIZE, is_whole=not wanted.is_filtered)
    except BadCursor:
        raise Http404 from None


def page_links(rows: Page[Item], wanted: ListRequest) -> dict[str, str]:
    """Empty where there is no such page; the first page is offered where it cannot be reached by one step back."""
    return {
        "next_url": wanted.query(cursor=rows.next) if rows.next else "",
        "previous_url": wanted.query(cursor=rows.previous) if rows.previous else "",
        "first_url": wanted.query() if wanted.cursor else "",
    }
