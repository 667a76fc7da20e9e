"""Writes the rows of checked drafts: the items, their links, what is attached to them. Knows no rules."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import reduce
from itertools import batched
from operator import or_
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from articles.columns import fill_columns, keep_rendered
from articles.editing.drafting import Draft
from articles.models import (
    Alias,
    ExternalId,
    ImportBatch,
    ImportedState,
    Item,
    LearningPath,
    PictureUse,
    Resource,
    Step,
)
from articles.naming import make_name_key
from articles.snapshots import STEP_FIELDS, STEP_LINKS, AliasRow, Columns, many_links, to_json_value

BATCH = 500


def write_drafts(drafts: Sequence[Draft], at: datetime) -> None:
    """Brings the database to `after` of each draft. The number of queries follows the kinds of rows, plus one an update."""
    for draft in drafts:
        fill_item(draft, at)
    by_model: dict[type[Item], list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_model[draft.model].append(draft)
    for model, same_type in by_model.items():
        model._default_manager.bulk_create([draft.item for draft in same_type if draft.is_new], batch_size=BATCH)
        for draft in same_type:
            if not draft.is_new:
                draft.item.save(force_update=True)
    for model, same_type in by_model.items():
        for name in many_links(model):
            write_links(model, name, same_type)
    write_attached(drafts)


def fill_item(draft: Draft, at: datetime) -> None:
    """Puts `after` into the columns of the instance."""
    item = draft.item
    renderings = {name: draft.rendering_of(name) for name in draft.model.markdown_fields}
    fill_columns(item, draft.after)
    for name, rendered in renderings.items():
        if rendered is not None:
            keep_rendered(item, name, rendered)
    item.first_published_at = item.next_first_published_at(at)
    item.version += 1
    item.created_at = item.created_at or at
    item.updated_at = at


def write_links(model: type[Item], name: str, drafts: Sequence[Draft]) -> None:
    field: Any = model._meta.get_field(name)
    through = field.remote_field.through
    source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    added: list[Any] = []
    removed: list[Q] = []
    for draft in drafts:
        before = set(draft.before["links"][name]) if draft.before else set()
        after = set(draft.after["links"][name])
        added += [through(**{source: draft.id, target: UUID(pk)}) for pk in sorted(after - before)]
        if before - after:
            removed.append(Q(**{source: draft.id, f"{target}__in": before - after}))
    delete_matching(through, removed)
    through._default_manager.bulk_create(added, batch_size=BATCH)


def write_attached(drafts: Sequence[Draft]) -> None:
    with_aliases = [draft for draft in drafts if draft.model.has_aliases]
    sync_rows(Alias, with_aliases, lambda draft: draft["fields"]["aliases"], ("name",), alias_row)
    sync_rows(ExternalId, drafts, lambda draft: draft["fields"]["external_ids"], ("scheme", "code"), dict)
    sync_rows(Resource, drafts, numbered_resources, ("url",), dict)
    sync_rows(PictureUse, drafts, picture_rows, ("picture_id",), dict)
    write_steps([draft for draft in drafts if issubclass(draft.model, LearningPath)])


def alias_row(row: AliasRow) -> Columns:
    return {**row, "name_key": make_name_key(row["name"])}


def numbered_resources(snapshot: Any) -> list[Columns]:
    return [{**row, "position": position} for position, row in enumerate(snapshot["resources"])]


def picture_rows(snapshot: Any) -> list[Columns]:
    return [{"picture_id": pk} for pk, _digest in snapshot["pictures"]]


def sync_rows(
    model: type[models.Model],
    drafts: Sequence[Draft],
    rows_in: Callable[[Any], Iterable[Columns]],
    key: tuple[str, ...],
    columns: Callable[[Any], Columns],
) -> None:
    """Brings the rows of one attached table in line; a row whose key stays keeps its id and its other columns."""
    created, removed = [], []
    for draft in drafts:
        owner = {"item_type": draft.model.item_type, "item_id": draft.id}
        before = {tuple(row[name] for name in key): row for row in (rows_in(draft.before) if draft.before else [])}
        after = {tuple(row[name] for name in key): row for row in rows_in(draft.after)}
        gone = before.keys() - after.keys()
        removed += [Q(**owner, **dict(zip(key, values, strict=True))) for values in gone]
        for kept in before.keys() & after.keys():
            if before[kept] != after[kept]:
                rows = model._default_manager.filter(**owner, **dict(zip(key, kept, strict=True)))
                rows.update(**columns(after[kept]))
        created += [model(**owner, **columns(after[new])) for new in after if new not in before]
    delete_matching(model, removed)
    model._default_manager.bulk_create(created, batch_size=BATCH)


def delete_matching(model: type[models.Model], conditions: Sequence[Q]) -> None:
    """Deletes the rows that any condition names; in groups, since SQLite limits the depth of one expression."""
    for group in batched(conditions, 100, strict=False):
        model._default_manager.filter(reduce(or_, group)).delete()


def write_steps(drafts: Sequence[Draft]) -> None:
    """Replaces the steps of each path whose steps changed."""
    changed = [draft for draft in drafts if draft.before is None or draft.before["steps"] != draft.after["steps"]]
    Step.objects.filter(path__in=[draft.id for draft in changed]).delete()
    steps = [
        (Step(path_id=draft.id, position=position, **{name: row[name] for name in STEP_FIELDS}), row)
        for draft in changed
        for position, row in enumerate(draft.after["steps"], start=1)
    ]
    Step.objects.bulk_create([step for step, _row in steps])
    for name in STEP_LINKS:
        field: Any = Step._meta.get_field(name)
        source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        field.remote_field.through._default_manager.bulk_create(
            field.remote_field.through(**{source: step.pk, target: UUID(pk)}) for step, row in steps for pk in row[name]
        )


def write_imported(drafts: Sequence[Draft], batch: ImportBatch | None, at: datetime) -> None:
    """Keeps what the import read for each draft that comes from one, where it differs from what was kept.

    What was kept before the batch came stays beside it, so that the batch can be undone.
    """
    imports = {
        (d.edit.imported.scheme, d.edit.imported.code): (
            to_plain(d.edit.imported.as_written(d.model, d.given, d.after)),
            d.edit.imported.digest,
            d.item.version,
        )
        for d in drafts
        if d.edit.imported
    }
    if not imports:
        return
    externals = ExternalId.objects.filter(code__in={code for _scheme, code in imports}).select_related("imported_state")
    new, changed = [], []
    for external in externals:
        if (external.scheme, external.code) not in imports:
            continue
        wanted, digest, version = imports[external.scheme, external.code]
        state = getattr(external, "imported_state", None)
        if state is None:
            state = ImportedState(external_id=external, snapshot=wanted, digest=digest, batch=batch, imported_at=at)
            state.version = version
            new.append(state)
        elif (state.snapshot, state.digest, state.version) != (wanted, digest, version):
            if batch is None or state.batch_id != batch.pk:
                state.previous, state.batch = state.snapshot, batch
            state.snapshot, state.digest, state.version, state.imported_at = wanted, digest, version, at
            changed.append(state)
    ImportedState.objects.bulk_create(new, batch_size=BATCH)
    ImportedState.objects.bulk_update(
        changed, ["snapshot", "digest", "version", "previous", "batch", "imported_at"], batch_size=BATCH
    )


def to_plain(value: Any) -> Any:
    """The value with nothing in it but JSON's own types."""
    if isinstance(value, dict):
        return {key: to_plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(entry) for entry in value]
    return to_json_value(value)
