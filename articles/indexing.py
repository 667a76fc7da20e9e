"""What search engines are told of: visible items, but for syndicated text, which is to be found where it came out first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, Func, IntegerField, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from articles.linked import COUNT
from articles.models import ITEM_MODELS, Article

# What is scheduled changes for readers when its time comes. Django's Max would group by the primary key.
CHANGED_AT = Greatest("updated_at", "publish_at")
LAST_CHANGED_AT = Func(CHANGED_AT, function="MAX", output_field=DateTimeField())


def indexed_rows(item_type: str, at: datetime | None = None) -> QuerySet[Any]:
    """The last changed first."""
    rows: QuerySet[Any] = ITEM_MODELS[item_type]._default_manager.published(at or timezone.now())
    if ITEM_MODELS[item_type] is Article:
        rows = rows.exclude(origin=Article.Origin.SYNDICATED)
    return rows.order_by("-updated_at", "id")


def indexed_slugs(item_type: str, start: int, end: int, at: datetime | None = None) -> list[tuple[str, datetime]]:
    """(slug, time of the last change for readers) of a part of the rows: one query."""
    return list(indexed_rows(item_type, at).annotate(changed=CHANGED_AT).values_list("slug", "changed")[start:end])


def all_indexed_slugs(at: datetime | None = None) -> list[tuple[str, str, datetime]]:
    """(type, slug, time of the last change) of all items: one query."""
    parts = [
        named(item_type, indexed_rows(item_type, at).order_by()).annotate(changed=CHANGED_AT)
        for item_type in ITEM_MODELS
    ]
    rows = [part.values_list("type_name", "slug", "changed") for part in parts]
    return list(rows[0].union(*rows[1:], all=True).order_by("type_name", "slug"))


def count_indexed(at: datetime | None = None) -> dict[str, int]:
    """The number of items of each type: one query."""
    parts = [
        named(item_type, indexed_rows(item_type, at).order_by())
        .annotate(number=COUNT)
        .values_list("type_name", "number")
        for item_type in ITEM_MODELS
    ]
    return dict(parts[0].union(*parts[1:], all=True).order_by())


def last_changes(slices: Sequence[tuple[str, int, int]], at: datetime | None = None) -> dict[tuple[str, int], datetime]:
    """(type, start) -> time of the last change in each slice (type, start, end) of the rows: one query."""
    parts = [slice_change(*one, at or timezone.now()) for one in slices]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True).order_by()
    return {(item_type, start): changed for item_type, start, changed in rows if changed}


def slice_change(item_type: str, start: int, end: int, at: datetime) -> QuerySet[Any, Any]:
    """The slice stands in a subquery: SQLite takes none within a union."""
    rows = indexed_rows(item_type, at)[start:end].values("pk")
    start_value = Value(start, output_field=IntegerField())
    found = named(item_type, ITEM_MODELS[item_type]._default_manager.filter(pk__in=rows).order_by())
    return found.annotate(start=start_value, changed=LAST_CHANGED_AT).values_list("type_name", "start", "changed")


def named(item_type: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(type_name=Value(item_type, output_field=CharField()))
