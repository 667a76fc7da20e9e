"""What search engines are told of: visible items, but for syndicated text, which is to be found where it came out first."""

from datetime import datetime
from itertools import batched, groupby
from operator import itemgetter
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from articles.models import ITEM_MODELS, Article, Item
from articles.reading.expressions import COUNT

# What is scheduled changes for readers when its time comes.
CHANGED_AT = Greatest("updated_at", "publish_at")


def changed_at(item: Item) -> datetime:
    """The twin of `CHANGED_AT` for a loaded row."""
    return max(item.updated_at, item.publish_at or item.updated_at)


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


def last_changes(size: int, at: datetime | None = None) -> dict[str, list[datetime]]:
    """By type, the time of the last change in each part of its rows, a part being so many of them: one query.

    Reads all times: with 100,000 rows a fifth of what as many subqueries with an offset take.
    """
    columns = ("type_name", "changed", "updated_at", "id")
    parts = [named(item_type, indexed_rows(item_type, at).order_by()) for item_type in ITEM_MODELS]
    rows = [part.annotate(changed=CHANGED_AT).values_list(*columns) for part in parts]
    ordered = rows[0].union(*rows[1:], all=True).order_by("type_name", "-updated_at", "id")
    return {
        item_type: [max(row[1] for row in part) for part in batched(group, size, strict=False)]
        for item_type, group in groupby(ordered.iterator(), key=itemgetter(0))
    }


def named(item_type: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(type_name=Value(item_type, output_field=CharField()))
