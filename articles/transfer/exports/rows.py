"""Makes rows of stored items and records: JSON values under the names of `articles.transfer.columns`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import models

from articles.json_objects import JsonObject
from articles.models import Article, Category, Item, Skill
from articles.snapshots import STEP_LINKS, Snapshot, snapshots_of, to_json_value
from articles.transfer.columns import TYPES, columns_of
from articles.transfer.exports.naming import NAME_ALL, Naming

BATCH = 200

type Row = JsonObject
type References = Mapping[type[models.Model], Mapping[str, str]]

STEP_TARGETS: dict[str, type[models.Model]] = {"skills": Skill, "articles": Article}


def item_rows(items: Iterable[Item], naming: Naming = NAME_ALL) -> Iterator[Row]:
    """A row for each item, in order: `id`, `type`, then the type's columns. A handful of queries for each batch."""
    for batch in batched(items, BATCH, strict=False):
        snapshots = snapshots_of(batch)
        references = load_references([(type(item), snapshots[item.pk]) for item in batch], naming)
        for item in batch:
            yield item_row(item, snapshots[item.pk], references)


def load_references(states: Sequence[tuple[type[Item], Snapshot]], naming: Naming) -> References:
    """What every link of some items is written as, by model and id; one query for each model, two for authors."""
    wanted: dict[type[models.Model], set[str]] = defaultdict(set)
    for model, state in states:
        for name, ids in state["links"].items():
            wanted[target_of(model, name)].update(ids)
        for step in state.get("steps", ()):
            for name in STEP_LINKS:
                wanted[STEP_TARGETS[name]].update(step[name])
    return {model: naming.references(model, ids) for model, ids in wanted.items() if ids}


def target_of(model: type[models.Model], name: str) -> type[models.Model]:
    target: Any = model._meta.get_field(name).related_model
    return target


def item_row(item: Item, state: Snapshot, references: References) -> Row:
    def written(target: type[models.Model], ids: Iterable[str]) -> list[str]:
        known = references.get(target, {})
        return sorted(known[pk] for pk in ids if pk in known)

    model = type(item)
    values: Row = {**state["fields"], "id": str(item.pk), "version": item.version, "resources": state["resources"]}
    values |= {name: written(target_of(model, name), ids) for name, ids in state["links"].items()}
    values["steps"] = [
        step | {name: written(STEP_TARGETS[name], step[name]) for name in STEP_LINKS} for step in state.get("steps", ())
    ]
    columns = {column: values[column] for column in columns_of(model)}
    return {"id": columns["id"], "type": state["type"], **columns}


def record_rows(records: Iterable[models.Model], naming: Naming = NAME_ALL) -> Iterator[Row]:
    """A row for each record of one model; parents before their children."""
    for batch in batched(parents_first(records), BATCH, strict=False):
        model = type(batch[0])
        links = [field for field in model._meta.fields if field.is_relation]
        known = {
            field.name: naming.references(target_of(model, field.name), wanted_ids(batch, field.attname))
            for field in links
        }
        for record in batch:
            given = {name: names.get(str(getattr(record, f"{name}_id"))) for name, names in known.items()}
            yield {
                name: given[name] if name in given else to_value(getattr(record, name)) for name in columns_of(model)
            }


def wanted_ids(records: Iterable[models.Model], column: str) -> set[str]:
    return {str(pk) for record in records if (pk := getattr(record, column)) is not None}


def to_value(value: Any) -> Any:
    """A column's value as JSON holds it; numbers with decimals as texts, so that none is rounded."""
    if isinstance(value, Decimal):
        return format(value, "f").rstrip("0").rstrip(".") if "." in format(value, "f") else format(value, "f")
    return to_json_value(value)


def parents_first(records: Iterable[models.Model]) -> Iterator[models.Model]:
    """Categories in an order in which they can be made again; anything else as it comes."""
    waiting: dict[UUID, list[Category]] = defaultdict(list)
    done: set[UUID] = set()
    for record in records:
        if not isinstance(record, Category):
            yield record
        elif record.parent_id and record.parent_id not in done:
            waiting[record.parent_id].append(record)
        else:
            yield from release(record, waiting, done)
    for rest in list(waiting.values()):  # below a parent that is not among them
        yield from rest


def release(record: Category, waiting: dict[UUID, list[Category]], done: set[UUID]) -> Iterator[Category]:
    """The category and all that waited for it."""
    ready = [record]
    while ready:
        one = ready.pop()
        done.add(one.pk)
        yield one
        ready += reversed(waiting.pop(one.pk, []))


def rows_of_kind(kind: str, rows: "models.QuerySet[Any]", naming: Naming) -> Iterator[Row]:
    """The rows of a query for one of `TYPES`, or for pictures; items with their `type`."""
    stored = rows.iterator(chunk_size=BATCH)
    is_item = kind in TYPES and issubclass(TYPES[kind], Item)
    return item_rows(stored, naming) if is_item else record_rows(stored, naming)
