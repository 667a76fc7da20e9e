"""Loads what the serializers give out, by a number of queries that does not follow the amount of content.

Only visible items are loaded behind a link. Rows raise where a serializer reaches for a column that was not loaded.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import FETCH_RAISE, Model, Prefetch, QuerySet

from api.texts import public_texts
from articles.models import Alias, ExternalId, Figure, Item, LearningPath, Resource, Step, User
from articles.publishing import published_q
from articles.reading.items.links import NamedItem, load_all_linked, load_step_links
from articles.snapshots import STEP_LINKS

INTERNAL_SCHEMES = "import:"


def link_rows(rows: QuerySet[Any], *more: str) -> QuerySet[Any]:
    """Visible rows with the columns of a link, and `more`, by name."""
    columns = ("id", "slug", rows.model.name_field, *more)
    return rows.only(*columns).order_by("sort_key", "id").fetch_mode(FETCH_RAISE)


def visible_links(model: type[Model], name: str, at: datetime) -> Prefetch:
    """The visible items behind a relation of the model, from whichever side; a hidden single one becomes None."""
    field: Any = model._meta.get_field(name)
    back = (field.field.name,) if field.one_to_many else ()
    return Prefetch(name, queryset=link_rows(field.related_model._default_manager.published(at), *back))


def visible_figures(at: datetime) -> Prefetch:
    """Figures about occupations that readers may see."""
    columns = ("industry", "measure", "value", "year", "source", "occupation__slug", "occupation__name")
    rows = Figure.objects.filter(published_q(at, "occupation__")).select_related("occupation").only(*columns)
    return Prefetch("figures", queryset=rows.order_by("-year", "measure", "occupation__sort_key", "id"))


def named_authors() -> Prefetch:
    """Authors with a public name; user names are never given out."""
    rows = User.objects.exclude(public_name="").only("public_name").order_by("public_name", "id")
    return Prefetch("authors", queryset=rows.fetch_mode(FETCH_RAISE))


def step_sizes() -> Prefetch:
    """The steps of paths, without their texts."""
    return Prefetch("steps", queryset=Step.objects.only("path", "hours").order_by("path", "position"))


def whole_steps() -> Prefetch:
    return Prefetch("steps", queryset=Step.objects.order_by("path", "position").fetch_mode(FETCH_RAISE))


def load_links(item: Item, names: Collection[str], at: datetime) -> dict[tuple[Any, str], list[NamedItem]]:
    """The visible items that an item and its steps are linked with, by (id, field). One query. names: of the item's fields."""
    if not isinstance(item, LearningPath):
        return {(item.pk, name): found for name, found in load_all_linked(item, names, at).items()}
    found = load_step_links(item, at)
    return {(step.pk, name): found.get((step.pk, name), []) for step in item.steps.all() for name in STEP_LINKS}


def load_parts(item: Item, at: datetime) -> dict[str, Any]:
    """What belongs to a whole item and is no attribute of it, by the field that shows it."""
    of_item = {"item_type": item.item_type, "item_id": item.pk}
    external_ids = ExternalId.objects.filter(**of_item).exclude(scheme__startswith=INTERNAL_SCHEMES)
    parts: dict[str, Any] = {
        "resources": Resource.objects.filter(**of_item).order_by("position", "id"),
        "external_ids": external_ids.order_by("scheme", "code"),
        **public_texts(item, at),
    }
    if item.has_aliases:
        parts["aliases"] = Alias.objects.filter(**of_item).order_by("name_key")
    return parts
