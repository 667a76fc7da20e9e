"""The values that a list's filters offer: those which visible rows have, so that no choice leads to an empty page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value

from articles.listing import MAX_FILTER_VALUES, Listing
from articles.models import Article, Category, Item, Section
from articles.naming import make_sort_key
from articles.publishing import published_q
from articles.snapshots import is_many

MAX_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


def load_choices(
    listing: Listing, chosen: Mapping[str, Sequence[str]], at: datetime, *, limit: int = MAX_CHOICES
) -> dict[str, list[Choice]]:
    """The choices of each filter, by its name: one query. At most `limit` of a filter, and the chosen ones.

    A chosen value that names nothing visible is not among them.
    """
    found: dict[str, list[tuple[int, str, Choice]]] = {one.name: [] for one in listing.filters}
    parts = [
        choice_rows(listing.model, one.name, list(chosen.get(one.name, ()))[:MAX_FILTER_VALUES], at, limit)
        for one in listing.filters
    ]
    if not parts:
        return {}
    for name, value, label, position in parts[0].union(*parts[1:], all=True).order_by():
        found[name].append((position, make_sort_key(label), Choice(value, label)))
    return {name: [choice for *_order, choice in sorted(rows, key=by_position)] for name, rows in found.items()}


def by_position(row: tuple[int, str, Choice]) -> tuple[int, str, str]:
    return row[0], row[1], row[2].value


def choice_rows(model: type[Item], name: str, chosen: Sequence[str], at: datetime, limit: int) -> QuerySet[Any, Any]:
    """(filter, value, label, position) of one filter; the limit stands in a subquery, as SQLite wants it in a union."""
    field: Any = model._meta.get_field(name)
    target = field.related_model
    if target is None:
        return column_rows(model, name, at)
    value = "code" if target is Category else "slug"
    rows = target._default_manager.all()
    if issubclass(target, Item):
        rows = rows.filter(published_q(at))
    used = rows.filter(is_used(model, name, at))
    order = "sort_key" if issubclass(target, Item) else "position" if hasattr(target, "position") else "name"
    offered = Q(pk__in=used.order_by(order, "pk")[:limit].values("pk"))
    if chosen:
        offered |= Q(is_used(model, name, at), **{f"{value}__in": chosen})
    position: Any = F("position") if hasattr(target, "position") else Value(0, output_field=IntegerField())
    return as_choices(rows.filter(offered), name, F(value), F(getattr(target, "name_field", "name")), position)


def is_used(model: type[Item], name: str, at: datetime) -> Exists:
    """Whether a visible row links to the target.

    Nested on purpose: SQLite then begins with the links of one target. Given a join it begins with all visible rows,
    again for each target that none of them uses: 30 s for 2,000 articles and 9,000 tools.
    """
    visible = model._default_manager.filter(published_q(at))
    if not is_many(model, name):
        return Exists(visible.filter(**{name: OuterRef("pk")}))
    field: Any = model._meta.get_field(name)
    source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
    links = field.remote_field.through._default_manager.filter(**{target: OuterRef("pk")})
    return Exists(links.filter(Exists(visible.filter(pk=OuterRef(f"{source}_id")))))


def column_rows(model: type[Item], name: str, at: datetime) -> QuerySet[Any, Any]:
    rows = model._default_manager.filter(published_q(at))
    return as_choices(rows, name, F(name), F(name), Value(0, output_field=IntegerField())).distinct()


def as_choices(rows: QuerySet[Any], name: str, value: Any, label: Any, position: Any) -> QuerySet[Any, Any]:
    named = Value(name, output_field=CharField())
    columns = {"choice_of": named, "choice_value": value, "choice_label": label, "choice_position": position}
    return rows.order_by().annotate(**columns).values_list(*columns)


def used_sections(at: datetime) -> QuerySet[Section]:
    """The sections in which readers find an article."""
    visible = Article._default_manager.filter(published_q(at), section=OuterRef("pk"))
    return Section.objects.filter(Exists(visible)).order_by("position", "slug")
