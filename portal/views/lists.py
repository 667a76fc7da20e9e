"""The list of each type."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Item
from articles.reading.lists.facet_counts import load_choices
from articles.reading.lists.filters import LISTINGS, Listing
from articles.reading.lists.paging import BadCursor, Ordering, Page, read_page
from portal.context import template_context
from portal.heads import Head, list_head, partial_list_head
from portal.list_pages import LIST_PAGES, ListPage
from portal.views import industries, paths
from portal.views.caching import public_page
from portal.views.filters import (
    Chip,
    FilterField,
    ListRequest,
    WayOut,
    chips,
    filter_fields,
    read_list_request,
    ways_out,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PAGE_SIZE = 24


def unchanged(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows


@dataclass(frozen=True, slots=True)
class Extras:
    """What the list of one type has beside its rows.

    load_more(at): the context of more_template, which stands below the whole list. extend(rows): columns that the rows show.
    """

    load_more: Callable[[datetime], "DataclassInstance"] | None = None
    more_template: str = ""
    extend: Callable[[QuerySet[Any]], QuerySet[Any]] = unchanged


@dataclass(frozen=True, slots=True)
class ListContext:
    """The list without what narrows it. next_url, previous_url: empty where there is no such page.

    first_url: empty where the first page is shown.
    """

    page: ListPage
    head: Head
    rows: Sequence[Item]
    wanted: ListRequest
    orderings: Sequence[Ordering]
    current_list: str
    more_template: str
    next_url: str
    previous_url: str
    first_url: str


@dataclass(frozen=True, slots=True)
class FilterContext:
    """total: the rows of all pages. chips, ways_out: the links that take filters away."""

    fields: Sequence[FilterField]
    total: int
    chips: Sequence[Chip]
    ways_out: Sequence[WayOut]


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
    is_first = not (wanted.is_filtered or wanted.cursor)
    context = template_context(
        list_context(page, listing, wanted, rows, extras),
        filter_context(request.path, listing, wanted, at),
        *([extras.load_more(at)] if extras.load_more and is_first else []),
    )
    return render(request, "lists/list.html", context)


def list_context(
    page: ListPage, listing: Listing, wanted: ListRequest, rows: Page[Item], extras: Extras
) -> ListContext:
    return ListContext(
        page=page,
        head=list_head(page, rows.rows) if wanted.is_whole else partial_list_head(page),
        rows=rows.rows,
        wanted=wanted,
        orderings=listing.orderings,
        current_list=page.name,
        more_template=extras.more_template,
        next_url=wanted.query(cursor=rows.next) if rows.next else "",
        previous_url=wanted.query(cursor=rows.previous) if rows.previous else "",
        # It cannot always be reached by one step back.
        first_url=wanted.query() if wanted.cursor else "",
    )


def filter_context(path: str, listing: Listing, wanted: ListRequest, at: datetime) -> FilterContext:
    choices = load_choices(listing, wanted.chosen, at)
    fields = filter_fields(listing.filters, wanted.chosen, choices)
    return FilterContext(fields, choices.total, chips(wanted, fields, path), ways_out(wanted, fields, choices, path))


def read_rows(rows: QuerySet[Any], page: ListPage, wanted: ListRequest) -> Page[Item]:
    """Raises Http404 for a cursor that the list never gave out."""
    try:
        rows = rows.select_related(*page.select_related or (None,))
        return read_page(rows, wanted.ordering, wanted.cursor, PAGE_SIZE, is_whole=not wanted.is_filtered)
    except BadCursor:
        raise Http404 from None
