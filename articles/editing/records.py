"""How records change: sections, groups, categories, sources, pictures, figures. Same lock, same log, no revisions."""

from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.cleaning import clean_string
from articles.editing.drafting import EditConflict
from articles.editing.recording import ordered_transaction, record_changes
from articles.models import RECORD_MODELS, Category, Change, Record, User


def type_of(record: Record) -> str:
    return next(name for name, model in RECORD_MODELS.items() if isinstance(record, model))


def save_record[T: Record](
    record: T,
    *,
    by: User | None,
    note: str = "",
    reason: str = Change.Reason.EDIT,
    expected_version: int | None = None,
) -> T:
    """The record, checked and written; nothing is written where nothing differs.

    expected_version: the version the writer saw; None does not compare. Raises ValidationError keyed by field, and
    EditConflict.
    """

    def write() -> list[Change]:
        stored = stored_twin(record)
        actual = stored.version if stored else 0
        if expected_version is not None and expected_version != actual:
            raise EditConflict(record, expected_version, actual)
        return [change for change in [write_record(record, stored, reason)] if change]

    record_in_order(write, by=by, note=note)
    return record


def save_records[T: Record](
    records: Sequence[T], *, by: User | None, note: str = "", reason: str = Change.Reason.EDIT
) -> list[T]:
    """The records, checked and written in one transaction. Raises the first ValidationError; then nothing is written."""

    def write() -> list[Change]:
        written = [write_record(record, stored_twin(record), reason) for record in records]
        return [change for change in written if change]

    record_in_order(write, by=by, note=note)
    return list(records)


def stored_twin[T: Record](record: T) -> T | None:
    return type(record)._default_manager.filter(pk=record.pk).first()


def write_record(record: Record, stored: Record | None, reason: str) -> Change | None:
    """The change that brings the record in, written but for its number; None where it is as stored."""
    if stored is None and record.version:
        raise EditConflict(record, record.version, 0)
    clean_texts(record)
    check_parents(record)
    record.full_clean()
    if stored is not None and values_of(record) == values_of(stored):
        record.version = stored.version
        return None
    record.version = stored.version + 1 if stored else 1
    record.save()
    kind = Change.Kind.UPDATED if stored else Change.Kind.CREATED
    return Change(item_type=type_of(record), item_id=record.pk, version=record.version, kind=kind, reason=reason)


def clean_texts(record: Record) -> None:
    """Brings the texts into the form in which items keep theirs."""
    for column in record._meta.concrete_fields:
        if isinstance(column, models.CharField | models.TextField) and not column.primary_key:
            setattr(record, column.attname, clean_string(column, getattr(record, column.attname)))


def values_of(record: Record) -> dict[str, object]:
    """What an editor chose, by column."""
    own = {"version", "created_at", "updated_at"}
    return {
        field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields if field.name not in own
    }


def delete_record(record: Record, *, by: User | None, note: str = "") -> None:
    """Takes the record away. Raises ProtectedError where an item still uses it."""

    def write() -> list[Change]:
        if stored_twin(record) is None:
            return []
        refuse_used(record)
        change = Change(
            item_type=type_of(record),
            item_id=record.pk,
            version=record.version,
            kind=Change.Kind.DELETED,
            reason=Change.Reason.EDIT,
        )
        record.delete()
        return [change]

    record_in_order(write, by=by, note=note)


def refuse_used(record: Record) -> None:
    """Many-to-many links would go silently, and with them a part of an item that nobody edited."""
    for relation in record._meta.related_objects:
        if relation.many_to_many:
            users = set(relation.related_model._default_manager.filter(**{relation.field.name: record})[:10])
            if users:
                raise ProtectedError(str(record), users)


def record_in_order(write: Callable[[], list[Change]], *, by: User | None, note: str) -> None:
    with ordered_transaction() as last_number:
        record_changes(write(), last_number=last_number, by=by, note=note, at=timezone.now())


def check_parents(record: Record) -> None:
    """Refuses a category that would become its own ancestor."""
    if not isinstance(record, Category):
        return
    names, above = [record.name], record.parent_id
    while above is not None:
        ancestor = Category.objects.filter(pk=above).first()  # as stored: an instance in hand may be older
        if ancestor is None:
            return
        names.append(ancestor.name)
        if ancestor.pk == record.pk:
            raise ValidationError({"parent": _("This would make a circle: %(cycle)s.") % {"cycle": " → ".join(names)}})
        above = ancestor.parent_id
