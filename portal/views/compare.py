"""Two or three tools or skills side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.cleaning import shown_text
from articles.models import Item
from articles.reading.items.compare import COMPARED, MAX_COMPARED, Comparison, compare_items, offered_names
from articles.reading.items.links import NamedItem
from articles.reading.items.lookup import find_moved_slugs
from portal.context import template_context
from portal.list_pages import LIST_PAGES, ListPage
from portal.views.caching import public_page
from portal.views.filters import MAX_VALUE_LENGTH

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What is special about one type. facts: template of its own columns. relations: name to label, in order."""

    url_name: str
    title: "StrOrPromise"
    intro: "StrOrPromise"
    facts_template: str
    relations: dict[str, "StrOrPromise"]


COMPARE_PAGES: dict[str, ComparePage] = {
    "tool": ComparePage(
        "tool-compare",
        _("Compare tools"),
        _("Two or three tools side by side: what each is, what it serves and where it is used."),
        "compare/_tool_facts.html",
        {"skills": _("Skills it serves"), "industries": _("Industries"), "occupations": _("Occupations")},
    ),
    "skill": ComparePage(
        "skill-compare",
        _("Compare skills"),
        _("Two or three skills side by side: what each needs, what it leads to and what it is done with."),
        "compare/_skill_facts.html",
        {
            "broader": _("Part of"),
            "prerequisites": _("Learn first"),
            "leads_to": _("Leads to"),
            "tools": _("Tools"),
            "industries": _("Industries"),
            "occupations": _("Occupations"),
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Column:
    """url_without: the page with the other columns only."""

    item: Item
    url_without: str


@dataclass(frozen=True, slots=True)
class Cell:
    """items: what is linked, and whether another column holds it as well; such come first."""

    items: list[tuple[NamedItem, bool]]
    has_more: bool


@dataclass(frozen=True, slots=True)
class FormField:
    """One name to type. is_unknown: nothing is found by what was typed; it stays, so that it can be put right."""

    value: str = ""
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class CompareContext:
    """is_cut: more was asked for than is compared. rows: of the table, (label, cells). suggestions: (item, address)."""

    page: ComparePage
    list_page: ListPage
    current_list: str
    comparison: Comparison
    is_cut: bool
    fields: Sequence[FormField]
    offered: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[tuple["StrOrPromise", Sequence[Cell]]]
    suggestions: Sequence[tuple[Item, str]]


@public_page
def compare(request: HttpRequest, item_type: str) -> HttpResponse:
    page, at = COMPARE_PAGES[item_type], timezone.now()
    names = read_names(request.GET.getlist("items"))
    comparison = compare_items(item_type, names, at)
    if comparison.is_incomplete and (moved := find_moved_slugs(COMPARED[item_type], names[:MAX_COMPARED], at)):
        return HttpResponsePermanentRedirect(reverse(page.url_name) + query_of(moved.get(name, name) for name in names))
    items = comparison.items
    context = CompareContext(
        page=page,
        list_page=LIST_PAGES[item_type],
        current_list=LIST_PAGES[item_type].name,
        comparison=comparison,
        is_cut=len(names) > MAX_COMPARED,
        fields=form_fields(comparison),
        offered=offered_names(item_type, at),
        columns=[Column(item, url_of(one for one in items if one != item)) for item in items],
        rows=relation_rows(page, comparison),
        suggestions=[(one, url_of([*items, one])) for one in comparison.suggested],
    )
    return render(request, "compare/compare.html", template_context(context))


def read_names(values: Sequence[str]) -> list[str]:
    """The names asked for, each once: one more than are compared at most, so that what is cut can be told."""
    parts = (shown_text(part).strip() for value in values[:50] for part in value[:2000].split(","))
    names = dict.fromkeys(part[:MAX_VALUE_LENGTH] for part in parts if part)
    return list(names)[: MAX_COMPARED + 1]


def url_of(items: Iterable[Item]) -> str:
    return query_of(item.slug for item in items)


def query_of(names: Iterable[str]) -> str:
    asked = ",".join(names)
    return "?" + urlencode({"items": asked}, safe=",") if asked else "?"


def form_fields(comparison: Comparison) -> list[FormField]:
    """In the order asked for: each found item once by its name, and the text itself where nothing was found."""
    by_found = {
        item or name: FormField(item.display_name if item else name, item is None)
        for name, item in comparison.found.items()
    }
    return [*by_found.values(), *[FormField()] * (MAX_COMPARED - len(by_found))]


def relation_rows(page: ComparePage, comparison: Comparison) -> list[tuple["StrOrPromise", list[Cell]]]:
    """(label, cells) of each relation in which a column has something."""
    rows = [
        (label, [make_cell(comparison, item, name) for item in comparison.items])
        for name, label in page.relations.items()
    ]
    return [(label, cells) for label, cells in rows if any(cell.items for cell in cells)]


def make_cell(comparison: Comparison, item: Item, name: str) -> Cell:
    linked = comparison.links[item.pk][name]
    marked = [(one, (name, one.id) in comparison.shared) for one in linked.items]
    return Cell(sorted(marked, key=lambda one: not one[1]), linked.has_more)
