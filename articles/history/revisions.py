"""The history of an item: what it was at each version, and what changed between two."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from articles.models import ITEM_MODELS, Item, Revision
from articles.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a snapshot that differs: `name` as in the snapshot (a field, a link, "steps", "resources")."""

    name: str
    before: Any
    after: Any


def history(item: Item) -> QuerySet[Revision]:
    """The saved states of an item, newest first, with who saved them."""
    return Revision.objects.filter(item_type=item.item_type, item_id=item.pk).select_related("by")


def diff(before: Snapshot, after: Snapshot) -> list[Difference]:
    """What differs between two snapshots of one item: the name first, then in the order of the model's fields."""
    old, new = flatten(before), flatten(after)
    model = ITEM_MODELS[after["type"]]
    # PostgreSQL keeps the keys of JSON in an order of its own, so the order comes from the model.
    known = (
        model.name_field,
        *model.snapshot_fields,
        *model.snapshot_links,
        "aliases",
        "external_ids",
        "steps",
        "resources",
    )
    names = dict.fromkeys((*known, *sorted(old.keys() | new.keys())))
    return [Difference(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]


def flatten(snapshot: Snapshot) -> dict[str, object]:
    parts: dict[str, object] = {**snapshot.get("fields", {}), **snapshot.get("links", {})}
    return parts | {name: snapshot[name] for name in ("steps", "resources") if name in snapshot}
