"""The values that a list's filters offer, with the number of rows behind each: several values of one filter widen the
list, several filters narrow it. What would lead to an empty page is not offered.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from articles.models import Article, Section
from articles.naming import make_sort_key
from articles.publishing import published_q
from articles.reading.expressions import COUNT, text_value
from articles.reading.lists.facets import Facet, Named
from articles.reading.lists.filters import Listing

MAX_CHOICES = 200
# Beside the names of filters, of which none has a space.
TOTAL, WITHOUT = "all rows", "rows without"

type Chosen = Mapping[str, Sequence[str]]
type Numbers = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Choice:
    """count: the rows that the list would have with this value and what the other filters hold."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Choices:
    """offered: by the filter's name, where it has a facet. total: the rows that fit.

    without: the rows if one filter that narrows now were taken away, by its name.
    """

    total: int
    offered: dict[str, list[Choice]]
    without: dict[str, int] = field(default_factory=dict)


def load_choices(listing: Listing, chosen: Chosen, at: datetime, *, limit: int = MAX_CHOICES) -> Choices:
    """What the list offers now: two queries, one where no filter asks for names.

    At most `limit` of a filter, those with most rows, and the chosen ones that are visible.
    """
    chosen = {one.name: list(chosen.get(one.name, ()))[: one.kind.max_values] for one in listing.filters}
    facets = {one.name: one.facet for one in listing.filters if one.facet}
    parts = [count_rows(listing.narrowed(chosen, at), TOTAL)]
    for name, values in chosen.items():
        rows = listing.narrowed(chosen, at, without=name)
        parts += facets[name].count(name, rows, values) if name in facets else []
        parts += [count_rows(rows, WITHOUT, name)] if values else []
    numbers = read_numbers(parts)
    offered = name_values(facets, numbers, chosen, at)
    return Choices(
        numbers[TOTAL].get("", 0),
        {name: first_choices(choices, chosen[name], limit) for name, choices in offered.items()},
        # A part that can have no rows is not asked for, and tells no number.
        {name: numbers[WITHOUT].get(name, 0) for name, values in chosen.items() if values},
    )


def read_numbers(parts: Sequence[QuerySet[Any, Any]]) -> Numbers:
    """Number by kind of part and value: one query."""
    numbers: Numbers = defaultdict(dict)
    for kind, value, number in parts[0].union(*parts[1:], all=True).order_by():
        numbers[kind][value] = number
    return numbers


def count_rows(rows: QuerySet[Any], kind: str, value: str = "") -> QuerySet[Any, Any]:
    columns = {"kind": text_value(kind), "counted": text_value(value), "number": COUNT}
    return rows.order_by().annotate(**columns).values_list(*columns)


def name_values(facets: Mapping[str, Facet], numbers: Numbers, chosen: Chosen, at: datetime) -> dict[str, list[Choice]]:
    """Of the counted and the chosen values those that readers may know, as lists of choices in order: at most one query."""
    named: list[Named] = []
    parts = []
    for name, facet in facets.items():
        keys, values = list(numbers[name]), chosen.get(name, ())
        named += facet.tell_names(name, keys, values)
        if (part := facet.ask_names(name, keys, values, at)) is not None:
            parts.append(part)
    named += [Named(*row) for row in parts[0].union(*parts[1:], all=True).order_by()] if parts else []
    found: dict[str, list[tuple[int, int, str, str, Choice]]] = {name: [] for name in facets}
    for one in named:
        choice = Choice(one.value, str(one.label), numbers[one.filter].get(one.key, 0))
        found[one.filter].append((one.position, -choice.count, make_sort_key(choice.label), one.value, choice))
    return {name: [row[-1] for row in sorted(found[name], key=lambda row: row[:-1])] for name in facets}


def first_choices(choices: Sequence[Choice], chosen: Iterable[str], limit: int) -> list[Choice]:
    return [*choices[:limit], *(choice for choice in choices[limit:] if choice.value in chosen)]


def used_sections(at: datetime) -> QuerySet[Section]:
    """The sections in which readers find an article."""
    visible = Article._default_manager.filter(published_q(at), section=OuterRef("pk"))
    return Section.objects.filter(Exists(visible)).order_by("position", "slug")
