"""How records change: sections, groups, categories, sources, pictures, figures. Same lock, same log, no revisions."""

from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.editing.recording import lock_counter, record_changes
from articles.models import RECORD_MODELS, Category, Change, Record, User


def type_of(record: Record) -> str:
    return next(name for name, model in RECORD_MODELS.items() if isinstance(record, model))


def save_record[T: Record](record: T, *, by: User | None, note: str = "", reason: str = Change.Reason.EDIT) -> T:
    """The record, checked and written. Raises ValidationError keyed by field."""
    return save_records([record], by=by, note=note, reason=reason)[0]


def save_records[T: Record](
    records: Sequence[T], *, by: User | None, note: str = "", reason: str = Change.Reason.EDIT
) -> list[T]:
    """The records, checked and written in one transaction. Raises the first ValidationError; then nothing is written."""

    def write() -> list[Change]:
        changes = []
        for record in records:
            record.full_clean()
            kind = Change.Kind.CREATED if record._state.adding else Change.Kind.UPDATED
            check_parents(record)
            record.save()
            changes.append(Change(item_type=type_of(record), item_id=record.pk, kind=kind, reason=reason))
        return changes

    record_in_order(write, by=by, note=note)
    return list(records)


def delete_record(record: Record, *, by: User | None, note: str = "") -> None:
    """Takes the record away. Raises ProtectedError where an item still uses it."""

    def write() -> list[Change]:
        change = Change(
            item_type=type_of(record), item_id=record.pk, kind=Change.Kind.DELETED, reason=Change.Reason.EDIT
        )
        record.delete()
        return [change]

    record_in_order(write, by=by, note=note)


def record_in_order(write: Callable[[], list[Change]], *, by: User | None, note: str) -> None:
    with transaction.atomic(durable=True):
        last_number = lock_counter()
        record_changes(write(), last_number=last_number, by=by, note=note, at=timezone.now())


def check_parents(record: Record) -> None:
    """Refuses a category that would become its own ancestor."""
    if not isinstance(record, Category):
        return
    names, ancestor = [record.name], record.parent
    while ancestor is not None:
        names.append(ancestor.name)
        if ancestor.pk == record.pk:
            raise ValidationError({"parent": _("This would make a circle: %(cycle)s.") % {"cycle": " → ".join(names)}})
        ancestor = ancestor.parent
