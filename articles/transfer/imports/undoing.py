"""Takes an import back: what nobody changed since goes to the trash, or back to what it was."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max, Min, ProtectedError
from django.utils import timezone

from articles.editing import Edit, Imported, delete_record, save_items, save_record, together
from articles.editing.pictures import remove_picture
from articles.mass.running import undone_versions
from articles.models import (
    ITEM_MODELS,
    RECORD_MODELS,
    Category,
    Change,
    ExternalId,
    ImportBatch,
    ImportedState,
    Item,
    Picture,
    Record,
    Revision,
    User,
    type_of,
)
from articles.publishing import Status
from articles.snapshots import Columns, Snapshot
from articles.transfer.imports.reporting import Entry, Report, describe_error

BATCH = 200
NOTE = "import undone"
# A run that has not moved for so long was cut off.
STOPPED_AFTER = timedelta(minutes=10)
PARTS = ("fields", "links", "resources", "steps")
# What refers to others goes first.
RECORD_ORDER = ("figure", "category", "section", "group", "source", "picture")


class UndoError(Exception):
    """The import cannot be undone; the message says why."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What a batch did to one item or record: its first and last version by it. was_made: created by it."""

    pk: UUID
    first: int
    last: int
    was_made: bool


def undo_import(batch: ImportBatch, *, by: User | None, tell: Callable[[str], None]) -> Report:
    """What became of each item and record of the batch. Raises UndoError."""
    check_undoable(batch)
    report = Report(f"undo of {batch}")
    touched = load_touched(batch)
    for item_type, model in ITEM_MODELS.items():
        undo_items(model, touched[item_type], batch, report, by)
        if touched[item_type]:
            tell(f"{model._meta.verbose_name_plural}: {len(touched[item_type])}")
    for name in RECORD_ORDER:
        undo_records(RECORD_MODELS[name], touched[name], report, by)
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.UNDONE, finished_at=timezone.now())
    return report


def check_undoable(batch: ImportBatch) -> None:
    states = ImportBatch.State
    if batch.state == states.UNDONE:
        raise UndoError("This import was undone already.")
    is_moving = timezone.now() - batch.progress_at < STOPPED_AFTER
    if batch.state in (states.RUNNING, states.QUEUED) and is_moving:
        raise UndoError("This import still runs. Wait until it has ended.")
    if not batch.changes.exists():
        raise UndoError("This import wrote nothing, so there is nothing to undo.")


def load_touched(batch: ImportBatch) -> dict[str, list[Touched]]:
    rows = (
        Change.objects.filter(batch=batch)
        .values("item_type", "item_id")
        .annotate(first=Min("version"), last=Max("version"), first_kind=Min("kind"))
        .order_by("item_type", "item_id")
    )
    touched: dict[str, list[Touched]] = defaultdict(list)
    for row in rows:
        # "created" sorts before "updated" and "deleted".
        was_made = row["first_kind"] == Change.Kind.CREATED
        touched[row["item_type"]].append(Touched(row["item_id"], row["first"], row["last"], was_made))
    return touched


def undo_items(
    model: type[Item], touched: Sequence[Touched], batch: ImportBatch, report: Report, by: User | None
) -> None:
    for group in batched(touched, BATCH, strict=False):
        stored = model._default_manager.in_bulk([one.pk for one in group])
        earlier = load_revisions(model.item_type, [one for one in group if not one.was_made])
        states = load_states(model, stored)
        changed = changed_since(model.item_type, group)
        edits: list[tuple[Entry, Edit]] = []
        for one in group:
            entry = report.add(model.item_type, name=str(stored.get(one.pk, one.pk))[:300])
            if one.pk in changed:
                entry.skip("changed since; it stays as it is")
                continue
            last = forget(batch, states.get(one.pk))
            edit = make_edit(one, stored.get(one.pk), earlier.get(one.pk), last, entry)
            if edit is not None:
                edits.append((entry, edit))
        saved = save_items(
            [edit for _entry, edit in edits], by=by, note=NOTE, reason=Change.Reason.UNDO, keep_going=True
        )
        for (entry, _edit), result in zip(edits, saved, strict=True):
            entry.take(result, {})


def make_edit(
    one: Touched, item: Item | None, earlier: Snapshot | None, last: Imported | None, entry: Entry
) -> Edit | None:
    """The edit that takes one item back; None, with the reason in the entry, where it stays as it is."""
    if item is None:
        entry.skip("it is gone")
    elif one.was_made:
        return Edit(item, Snapshot(fields={"status": Status.TRASHED.value}, links={}), item.version)
    elif earlier is None:
        entry.skip("what it was before is not known")
    else:
        parts: Any = {name: earlier.get(name) for name in PARTS if name in earlier}
        wanted = Snapshot(**parts)
        return Edit(item, wanted, item.version, last, is_foreign=True)
    return None


def forget(batch: ImportBatch, state: ImportedState | None) -> Imported | None:
    """What the next import is to take for the last imported values: those before the batch came."""
    if state is None or state.batch_id != batch.pk:
        return None
    snapshot = state.previous or Snapshot(fields={}, links={})
    return Imported(state.external_id.scheme, state.external_id.code, snapshot)


def changed_since(item_type: str, touched: Sequence[Touched]) -> set[UUID]:
    """Those that somebody changed after the batch; what later imports and mass actions changed and was taken back does
    not count.
    """
    last = {one.pk: one.last for one in touched}
    taken_back = {(pk, version + 1) for (pk, _undone), version in undone_versions(list(last)).items()}
    later = (
        Change.objects.filter(item_type=item_type, item_id__in=last, version__gt=min(last.values()))
        .exclude(reason__in=(Change.Reason.UNDO, Change.Reason.MASS_UNDO, Change.Reason.RERENDER))
        .exclude(batch__state=ImportBatch.State.UNDONE)
    )
    rows = later.values_list("item_id", "version")
    return {pk for pk, version in rows if version > last[pk] and (pk, version) not in taken_back}


def load_revisions(item_type: str, touched: Sequence[Touched]) -> dict[UUID, Any]:
    """The snapshot of each item or record before the batch came."""
    wanted = {one.pk: one.first - 1 for one in touched}
    rows = Revision.objects.filter(item_type=item_type, item_id__in=wanted, version__in=set(wanted.values()))
    return {row.item_id: row.snapshot for row in rows if wanted[row.item_id] == row.version}


def load_states(model: type[Item], stored: dict[Any, Item]) -> dict[UUID, ImportedState]:
    """The last imported values of each item, of the scheme that was imported last."""
    rows = ImportedState.objects.filter(
        external_id__in=ExternalId.objects.filter(item_type=model.item_type, item_id__in=list(stored))
    ).select_related("external_id")
    return {row.external_id.item_id: row for row in rows.order_by("imported_at", "pk")}


def undo_records(model: type[Record], touched: Sequence[Touched], report: Report, by: User | None) -> None:
    name = type_of(model)
    for group in batched(in_order(model, touched), BATCH, strict=False):
        # One transaction for a group; the file of a picture could not be brought back where that fails.
        with nullcontext() if model is Picture else together():
            undo_group(model, name, group, report, by)


def undo_group(model: type[Record], name: str, group: Sequence[Touched], report: Report, by: User | None) -> None:
    stored = model._default_manager.in_bulk([one.pk for one in group])
    earlier = load_revisions(name, [one for one in group if not one.was_made])
    changed = changed_since(name, group)
    for one in group:
        entry = report.add(name, name=str(stored.get(one.pk, one.pk))[:300])
        record = stored.get(one.pk)
        if record is None:
            entry.skip("it is gone")
        elif one.pk in changed:
            entry.skip("changed since; it stays as it is")
        else:
            undo_record(one, record, earlier.get(one.pk), entry, by)


def in_order(model: type[Record], touched: Sequence[Touched]) -> list[Touched]:
    """Categories from the leaves up; others as they are."""
    if model is not Category:
        return list(touched)
    parents = dict(Category.objects.values_list("pk", "parent_id"))

    def depth(pk: UUID) -> int:
        steps, above = 0, parents.get(pk)
        while above is not None and steps < len(parents):
            steps, above = steps + 1, parents.get(above)
        return steps

    return sorted(touched, key=lambda one: -depth(one.pk))


def undo_record(one: Touched, record: Any, earlier: Columns | None, entry: Entry, by: User | None) -> None:
    try:
        if one.was_made:
            if isinstance(record, Picture):
                remove_picture(record, by=by, note=NOTE)
            else:
                delete_record(record, by=by, note=NOTE, reason=Change.Reason.UNDO)
        elif earlier is not None:
            for column, value in earlier.items():
                setattr(record, column, record._meta.get_field(column).to_python(value))
            save_record(record, by=by, note=NOTE, reason=Change.Reason.UNDO)
        entry.outcome = "changed"
    except ProtectedError:
        entry.skip("still used, if only by what is in the trash; it stays")
    except ValidationError as error:
        entry.fail(describe_error(error))
