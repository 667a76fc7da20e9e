"""The page that finds items by their names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.cleaning import shown_text
from articles.reading.search import MAX_QUERY_LENGTH, Hit, search_items
from portal.context import template_context
from portal.list_pages import LIST_PAGES, ListPage
from portal.views.caching import public_page


@dataclass(frozen=True, slots=True)
class ShownGroup:
    page: ListPage
    hits: list[Hit]
    has_more: bool


@dataclass(frozen=True, slots=True)
class SearchContext:
    """query: as much of it as was searched for. pages: of all lists."""

    query: str
    is_too_long: bool
    max_length: int
    groups: Sequence[ShownGroup]
    pages: Iterable[ListPage]


@public_page
def search(request: HttpRequest) -> HttpResponse:
    query = " ".join(shown_text(request.GET.get("q", "")).split())
    is_too_long = len(query) > MAX_QUERY_LENGTH
    groups = [] if is_too_long else search_items(query, timezone.now())
    context = SearchContext(
        query=query[:MAX_QUERY_LENGTH],
        is_too_long=is_too_long,
        max_length=MAX_QUERY_LENGTH,
        groups=[ShownGroup(LIST_PAGES[one.type], one.hits, one.has_more) for one in groups],
        pages=LIST_PAGES.values(),
    )
    return render(request, "search.html", template_context(context))
