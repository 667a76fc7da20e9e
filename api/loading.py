"""Loads what the rows of lists show, by a number of queries that does not follow the amount of content.

Only visible items are loaded behind a link. Rows raise where a serializer reaches for a column that was not loaded.
"""

from datetime import datetime
from typing import Any

from django.db.models import FETCH_RAISE, Model, Prefetch, QuerySet

from articles.models import Step


def link_rows(rows: QuerySet[Any], *more: str) -> QuerySet[Any]:
    """Visible rows with the columns of a link, and `more`, by name."""
    columns = ("id", "slug", rows.model.name_field, *more)
    return rows.only(*columns).order_by("sort_key", "id").fetch_mode(FETCH_RAISE)


def visible_links(model: type[Model], name: str, at: datetime) -> Prefetch:
    """The visible items behind a relation of the model, from whichever side; a hidden single one becomes None."""
    field: Any = model._meta.get_field(name)
    back = (field.field.name,) if field.one_to_many else ()
    return Prefetch(name, queryset=link_rows(field.related_model._default_manager.published(at), *back))


def step_sizes() -> Prefetch:
    """The steps of paths, without their texts."""
    return Prefetch("steps", queryset=Step.objects.only("path", "hours").order_by("path", "position"))
