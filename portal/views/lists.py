"""The list of each type."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Item
from articles.reading.lists.facets import load_choices
from articles.reading.lists.listings import LISTINGS, Listing
from articles.reading.lists.paging import BadCursor, Page, read_page
from portal.heads import list_head, partial_list_head
from portal.views import industries, paths
from portal.views.caching import public_page
from portal.views.filters import ListRequest, chips, filter_fields, read_list_request, ways_out

PAGE_SIZE = 24


def unchanged(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows


def nothing_more(_at: datetime) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class ListPage:
    """What is special about the list of one type. name: of the URL, and the word in the address.

    load_more(at), more_template: what stands below the whole list. compare_url_name: of the page that compares rows.
    extend(rows): columns that the rows show.
    """

    name: str
    title: Any
    intro: Any
    row_template: str = "lists/_item.html"
    select_related: tuple[str, ...] = ()
    load_more: Callable[[datetime], dict[str, Any]] = nothing_more
    more_template: str = ""
    compare_url_name: str = ""
    extend: Callable[[QuerySet[Any]], QuerySet[Any]] = unchanged


LIST_PAGES: dict[str, ListPage] = {
    "article": ListPage(
        "articles",
        _("Articles"),
        _("What the work is, how it is done and where it leads, in texts of a few minutes each."),
        "lists/_article.html",
        ("section",),
    ),
    "skill": ListPage(
        "skills",
        _("Skills"),
        _("What an AI engineer can do, what to learn first, and what each skill leads to."),
        select_related=("group",),
        compare_url_name="skill-compare",
    ),
    "tool": ListPage(
        "tools",
        _("Tools"),
        _("What an AI engineer works with, and which skills each tool serves."),
        compare_url_name="tool-compare",
    ),
    "industry": ListPage(
        "industries",
        _("Industries"),
        _("Where AI engineers work, and what AI does there today."),
        load_more=industries.load_overview,
        more_template="lists/_industry_figures.html",
    ),
    "path": ListPage(
        "paths",
        _("Learning paths"),
        _("Ways into the profession, step by step, with an honest estimate of the hours."),
        extend=paths.with_effort,
    ),
    "occupation": ListPage(
        "occupations", _("Occupations"), _("Job titles around AI engineering, with the skills and tools each one uses.")
    ),
}


@public_page
def item_list(request: HttpRequest, item_type: str) -> HttpResponse:
    page, listing, at = LIST_PAGES[item_type], LISTINGS[item_type], timezone.now()
    wanted = read_list_request(request.GET, listing)
    rows = read_rows(page, listing, wanted, at)
    context = {
        "page": page,
        "head": list_head(page, rows.rows) if wanted.is_whole else partial_list_head(page),
        "rows": rows.rows,
        "wanted": wanted,
        "orderings": listing.orderings,
        "current_list": page.name,
        **filter_context(request.path, listing, wanted, at),
        **page_links(rows, wanted),
        **({} if wanted.is_filtered or wanted.cursor else page.load_more(at)),
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


def read_rows(page: ListPage, listing: Listing, wanted: ListRequest, at: Any) -> Page[Item]:
    """Raises Http404 for a cursor that the list never gave out."""
    rows = page.extend(listing.rows(wanted.chosen, at)).select_related(*page.select_related or (None,))
    try:
        return read_page(rows, wanted.ordering, wanted.cursor, PAGE_SIZE)
    except BadCursor:
        raise Http404 from None


def page_links(rows: Page[Item], wanted: ListRequest) -> dict[str, str]:
    """Empty where there is no such page; the first page is offered where it cannot be reached by one step back."""
    return {
        "next_url": wanted.query(cursor=rows.next) if rows.next else "",
        "previous_url": wanted.query(cursor=rows.previous) if rows.previous else "",
        "first_url": wanted.query() if wanted.cursor else "",
    }
