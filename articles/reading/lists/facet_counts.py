"""The values that a list's filters offer, with the number of rows behind each: several values of one filter widen the
list, several filters narrow it. What would lead to an empty page is not offered.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import Cast, RowNumber

from articles.models import Article, Category, Item, Section
from articles.naming import make_sort_key
from articles.publishing import published_q
from articles.reading.expressions import COUNT, text_value
from articles.reading.lists.filters import MAX_FILTER_VALUES, Listing
from articles.snapshots import is_many

MAX_CHOICES = 200
# Some more are counted, since values that readers may not see are left out afterwards.
MAX_COUNTED = 300

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
    """offered: by the filter's name. total: the rows that fit.

    without: the rows if one filter that narrows now were taken away, by its name.
    """

    total: int
    offered: dict[str, list[Choice]]
    without: dict[str, int] = field(default_factory=dict)


def load_choices(listing: Listing, chosen: Chosen, at: datetime, *, limit: int = MAX_CHOICES) -> Choices:
    """What the list offers now: two queries, one where it has no filter.

    At most `limit` of a filter, those with most rows, and the chosen ones that are visible.
    """
    chosen = {one.name: list(chosen.get(one.name, ()))[:MAX_FILTER_VALUES] for one in listing.filters}
    parts = [count_rows(listing.narrowed(chosen, at), "total")]
    for name, values in chosen.items():
        rows = listing.narrowed(chosen, at, without=name)
        parts += count_values(rows, name, values)
        parts += [count_rows(rows, "without", name)] if values else []
    numbers = read_numbers(parts)
    offered = label_values(dict.fromkeys(chosen, listing.model), numbers, chosen, at)
    return Choices(
        numbers["total"][""],
        {name: first_choices(offered[name], chosen[name], limit) for name in chosen},
        {name: number for name, number in numbers["without"].items() if chosen[name]},
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


def count_values(rows: QuerySet[Any], name: str, chosen: Sequence[str]) -> list[QuerySet[Any, Any]]:
    """(name, id or value of a column, rows) of the most frequent values, and of the chosen ones.

    No join on purpose: links are counted by id alone, and rows asked for by IN. SQLite then goes over the links once.
    Given the names in the same query it begins with the targets: 60 s for 10,000 articles and 9,000 tools, now 0.1 s.
    """
    if is_many(rows.model, name):
        links: Any = rows.model._meta.get_field(name)
        source, column = links.m2m_field_name(), links.m2m_reverse_field_name()
        rows = links.remote_field.through._default_manager.filter(**{f"{source}__in": rows.order_by().values("pk")})
    else:
        column = name
    rows = rows.filter(**{f"{column}__isnull": False}).order_by()
    counted = rows.values(counted=Cast(column, CharField())).annotate(kind=text_value(name), number=Count("pk"))
    rank = Window(RowNumber(), order_by=[F("number").desc(), F("counted")])
    parts = [counted.annotate(rank=rank).filter(rank__lte=MAX_COUNTED)]
    if chosen and (target := target_of(rows.model, column)):
        ids = target._default_manager.filter(**{f"{value_column(target)}__in": chosen}).values("pk")
        parts.append(counted.filter(**{f"{column}__in": ids}))
    return [part.values_list("kind", "counted", "number") for part in parts]


def target_of(model: Any, name: str) -> Any:
    """The model that a column leads to; None for a plain column."""
    return model._meta.get_field(name).related_model


def value_column(target: Any) -> str:
    return "code" if target is Category else "slug"


def label_values(
    models: Mapping[str, type[Item]], numbers: Numbers, chosen: Chosen, at: datetime
) -> dict[str, list[Choice]]:
    """The visible ones of the counted and the chosen values, as lists of choices in order: at most one query.

    models: what is counted by each of the filters.
    """
    columns = {name for name, model in models.items() if target_of(model, name) is None}
    parts = [
        label_rows(model, name, list(numbers[name]), chosen.get(name, ()), at)
        for name, model in models.items()
        if name not in columns
    ]
    rows = list(parts[0].union(*parts[1:], all=True).order_by()) if parts else []
    rows += [(name, value, value, value, 0) for name in columns for value in numbers[name]]
    found: dict[str, list[tuple[int, int, str, str, Choice]]] = {name: [] for name in models}
    for name, key, value, label, position in rows:
        number = numbers[name].get(key, 0)
        found[name].append((position, -number, make_sort_key(label), value, Choice(value, label, number)))
    return {name: [row[-1] for row in sorted(found[name], key=lambda row: row[:-1])] for name in models}


def label_rows(
    model: type[Item], name: str, keys: Sequence[str], chosen: Sequence[str], at: datetime
) -> QuerySet[Any, Any]:
    """(name, id, value, label, position) of what has one of the ids, or is chosen and known to readers.

    Known is what is published, used or not; what has no page of its own is known where a visible row uses it.
    """
    target = target_of(model, name)
    has_page = issubclass(target, Item)
    wanted = Q(pk__in=[UUID(key) for key in keys])
    if chosen:
        is_known = Q() if has_page else Q(is_used(model, name, at))
        wanted |= Q(is_known, **{f"{value_column(target)}__in": chosen})
    rows = target._default_manager.filter(wanted)
    if has_page:
        rows = rows.filter(published_q(at))
    has_position = hasattr(target, "position")
    columns = {
        "choice_of": text_value(name),
        "choice_key": Cast("pk", CharField()),
        "choice_value": F(value_column(target)),
        "choice_label": F(getattr(target, "name_field", "name")),
        "choice_position": F("position") if has_position else Value(0, output_field=IntegerField()),
    }
    return rows.order_by().annotate(**columns).values_list(*columns)


def first_choices(choices: Sequence[Choice], chosen: Iterable[str], limit: int) -> list[Choice]:
    return [*choices[:limit], *(choice for choice in choices[limit:] if choice.value in chosen)]


def is_used(model: type[Item], name: str, at: datetime) -> Exists:
    """Whether a visible row links to the target.

    Nested on purpose: SQLite then begins with the links of one target. Given a join it begins with all visible rows,
    again for each target that none of them uses: 30 s for 2,000 articles and 9,000 tools.
    """
    visible = model._default_manager.filter(published_q(at))
    if not is_many(model, name):
        return Exists(visible.filter(**{name: OuterRef("pk")}))
    links: Any = model._meta.get_field(name)
    source, target = links.m2m_field_name(), links.m2m_reverse_field_name()
    rows = links.remote_field.through._default_manager.filter(**{target: OuterRef("pk")})
    return Exists(rows.filter(Exists(visible.filter(pk=OuterRef(f"{source}_id")))))


def used_sections(at: datetime) -> QuerySet[Section]:
    """The sections in which readers find an article."""
    visible = Article._default_manager.filter(published_q(at), section=OuterRef("pk"))
    return Section.objects.filter(Exists(visible)).order_by("position", "slug")
