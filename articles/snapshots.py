"""The one JSON form of an item's state: revisions, imports and exports use it.

`{format, type, fields, links: {name: [ids]}, steps, resources, pictures: [[id, digest]]}`. Links hold ids only; times
are ISO 8601 in UTC; lists without an order of their own are sorted, so that equal states are equal JSON.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal, NotRequired, TypedDict, cast
from uuid import UUID

from django.db import models

from articles.models import ITEM_MODELS, Alias, ExternalId, Item, LearningPath, PictureUse, Resource, Step
from articles.naming import make_name_key

SNAPSHOT_FORMAT = 1
RESOURCE_FIELDS = ("kind", "title", "url", "language")
STEP_FIELDS: tuple[Literal["title", "note", "is_required", "hours"], ...] = ("title", "note", "is_required", "hours")
STEP_LINKS: tuple[Literal["skills", "articles"], ...] = ("skills", "articles")


# Values of a model's columns by name, as JSON holds them; which there are, the model says.
type Columns = dict[str, Any]


class AliasRow(TypedDict):
    name: str
    language: str


class CodeRow(TypedDict):
    """A code by which an item is known elsewhere."""

    scheme: str
    code: str


class ResourceRow(TypedDict):
    kind: str
    title: str
    url: str
    language: str


class StepRow(TypedDict):
    """A step of a path. skills, articles: ids."""

    title: str
    note: str
    is_required: bool
    hours: int
    skills: list[str]
    articles: list[str]


class Snapshot(TypedDict):
    """An item's whole state; given to an edit, keys left out keep what the item holds."""

    format: NotRequired[int]
    type: NotRequired[str]
    fields: NotRequired[Columns]
    links: NotRequired[dict[str, list[str]]]
    steps: NotRequired[list[StepRow]]
    resources: NotRequired[list[ResourceRow]]
    pictures: NotRequired[list[list[str]]]


def to_json_value(value: Any) -> Any:
    """A column's value as JSON holds it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def is_many(model: type[models.Model], name: str) -> bool:
    return isinstance(model._meta.get_field(name), models.ManyToManyField)


def many_links(model: type[Item]) -> list[str]:
    return [name for name in model.snapshot_links if is_many(model, name)]


def single_links(model: type[Item]) -> list[str]:
    return [name for name in model.snapshot_links if not is_many(model, name)]


def record_links(model: type[Item]) -> list[str]:
    """Those of the single links that lead to what is no item: a section, a source."""
    return [name for name in single_links(model) if not issubclass(field_target(model, name), Item)]


def field_target(model: type[Item], name: str) -> type[models.Model]:
    target: Any = model._meta.get_field(name).related_model
    return target


def blank_snapshot(item_type: str) -> Snapshot:
    """The state that a new item of the type starts from."""
    return read_state(ITEM_MODELS[item_type](), Attachments())


class Attachments:
    """What belongs to some items and stands in other tables, keyed by item id (then by name)."""

    def __init__(self) -> None:
        self.links: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.aliases: dict[UUID, list[AliasRow]] = defaultdict(list)
        self.external_ids: dict[UUID, list[CodeRow]] = defaultdict(list)
        self.resources: dict[UUID, list[ResourceRow]] = defaultdict(list)
        self.pictures: dict[UUID, list[list[str]]] = defaultdict(list)
        self.steps: dict[UUID, list[StepRow]] = defaultdict(list)


def read_state(item: Item, attached: Attachments) -> Snapshot:
    """The snapshot of an item, from its columns and what is attached to it. Pure: no query."""
    fields = {name: to_json_value(getattr(item, name)) for name in item.snapshot_fields}
    if item.has_aliases:
        fields["aliases"] = sorted(attached.aliases[item.id], key=lambda row: make_name_key(row["name"]))
    # Sorted here: databases order text by their locale.
    fields["external_ids"] = sorted(attached.external_ids[item.id], key=lambda row: (row["scheme"], row["code"]))
    links = {name: sorted(attached.links[item.id][name]) for name in many_links(type(item))}
    for name in single_links(type(item)):
        target = getattr(item, f"{name}_id")
        links[name] = [str(target)] if target else []
    snapshot: Snapshot = {
        "format": SNAPSHOT_FORMAT,
        "type": item.item_type,
        "fields": fields,
        "links": links,
        "resources": attached.resources[item.id],
        "pictures": sorted(attached.pictures[item.id]),
    }
    if item.item_type == LearningPath.item_type:
        snapshot["steps"] = attached.steps[item.id]
    return snapshot


def snapshot_of(item: Item) -> Snapshot:
    """The snapshot of one stored item: one query for each kind of link and attachment."""
    return snapshots_of([item])[item.id]


def snapshots_of(items: Sequence[Item]) -> dict[UUID, Snapshot]:
    """The snapshots of stored items, by id; the number of queries follows the types, not the items."""
    snapshots: dict[UUID, Snapshot] = {}
    for model in {type(item) for item in items}:
        same_type = [item for item in items if type(item) is model]
        attached = load_attachments(model, [item.id for item in same_type])
        snapshots |= {item.id: read_state(item, attached) for item in same_type}
    return snapshots


def load_attachments(model: type[Item], ids: Sequence[UUID]) -> Attachments:
    attached = Attachments()
    of_items = {"item_type": model.item_type, "item_id__in": ids}
    for name in many_links(model):
        for source, target in read_pairs(model, name, ids):
            attached.links[source][name].append(str(target))
    if model.has_aliases:
        for alias in Alias.objects.filter(**of_items):
            attached.aliases[alias.item_id].append({"name": alias.name, "language": alias.language})
    for external in ExternalId.objects.filter(**of_items):
        attached.external_ids[external.item_id].append({"scheme": external.scheme, "code": external.code})
    for resource in Resource.objects.filter(**of_items).order_by("position", "id"):
        columns = {name: getattr(resource, name) for name in RESOURCE_FIELDS}
        attached.resources[resource.item_id].append(cast("ResourceRow", columns))
    for use in PictureUse.objects.filter(**of_items).select_related("picture"):
        attached.pictures[use.item_id].append([str(use.picture_id), use.picture.digest])
    if issubclass(model, LearningPath):
        load_steps(ids, attached)
    return attached


def load_steps(path_ids: Sequence[UUID], attached: Attachments) -> None:
    steps = list(Step.objects.filter(path__in=path_ids).order_by("path_id", "position"))
    targets: dict[str, dict[int, list[str]]] = {}
    for name in STEP_LINKS:
        targets[name] = defaultdict(list)
        for step_id, target in read_pairs(Step, name, [step.pk for step in steps]):
            targets[name][step_id].append(str(target))
    for step in steps:
        data: Columns = {name: getattr(step, name) for name in STEP_FIELDS}
        data |= {name: sorted(targets[name][step.pk]) for name in STEP_LINKS}
        attached.steps[step.path_id].append(cast("StepRow", data))


def read_pairs(model: type[models.Model], name: str, ids: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """(source id, target id) of each link of a many-to-many field that starts at one of `ids`."""
    field = model._meta.get_field(name)
    source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"  # type: ignore[union-attr]
    through = field.remote_field.through  # type: ignore[union-attr]
    return through._default_manager.filter(**{f"{source}__in": ids}).values_list(source, target).iterator()
