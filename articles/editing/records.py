"""How records change: sections, groups, categories, sources, pictures, figures. Same lock, same log, no revisions but
for what an import overwrites, so that it can be undone.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.editing.allowing import check_record_rights, require
from articles.editing.record_checks import RecordDraft, SavedRecord, check_records, refuse_by_constraints
from articles.editing.recording import Occasion, clean_note, ordered_transaction, record_changes
from articles.models import Change, ImportBatch, Record, Revision, User, type_of
from articles.rights import Right

BATCH = 500


def save_record[T: Record](
    record: T,
    *,
    by: User | None,
    note: str = "",
    reason: str = Change.Reason.EDIT,
    batch: ImportBatch | None = None,
    expected_version: int | None = None,
) -> T:
    """The record, checked and written; nothing is written where nothing differs.

    expected_version: the version the writer saw; None does not compare. Raises ValidationError keyed by field, and
    EditConflict.
    """
    write_in_order([record], Occasion(by, note, reason, batch), expected_version=expected_version)
    return record


def save_records[T: Record](
    records: Sequence[T],
    *,
    by: User | None,
    note: str = "",
    reason: str = Change.Reason.EDIT,
    batch: ImportBatch | None = None,
    keep_going: bool = False,
) -> list[SavedRecord]:
    """What became of each record, in order; all in one transaction, parents before their children.

    keep_going: records that are refused come back as "failed" with their error; otherwise the first ValidationError is
    raised and nothing is written. The number of queries follows the kinds of records, plus one for each changed one.
    """
    return write_in_order(records, Occasion(by, note, reason, batch), keep_going=keep_going)


def preview_records(
    records: Sequence[Record], *, by: User | None, coming: Mapping[type[models.Model], set[str]]
) -> list[SavedRecord]:
    """What would become of each record if `by` saved it now, with what is coming. Writes nothing and takes no lock."""
    drafts = check_records(records, coming=coming)
    check_record_rights(drafts, by=by)
    refuse_by_constraints([draft for draft in drafts if draft.outcome in ("created", "changed")])
    return [draft.saved() for draft in drafts]


def write_in_order(
    records: Sequence[Record], occasion: Occasion, *, expected_version: int | None = None, keep_going: bool = False
) -> list[SavedRecord]:
    drafts: list[RecordDraft] = []

    def write() -> list[Change]:
        drafts.extend(check_records(records, expected_version=expected_version))
        check_record_rights(drafts, by=occasion.by)
        if not keep_going:
            raise_first(drafts)
        changed = [draft for draft in drafts if draft.outcome in ("created", "changed")]
        try:
            with transaction.atomic():
                write_records(changed)
        except IntegrityError:
            refuse_by_constraints(changed)
            if not keep_going or not any(draft.error for draft in changed):
                raise_first(changed)
                raise
            changed = [draft for draft in changed if draft.error is None]
            write_records(changed)
        keep_overwritten(changed, occasion)
        return [make_record_change(draft) for draft in changed]

    record_in_order(write, occasion)
    return [draft.saved() for draft in drafts]


def raise_first(drafts: Sequence[RecordDraft]) -> None:
    for draft in drafts:
        if draft.error is not None:
            raise draft.error


def write_records(drafts: Sequence[RecordDraft]) -> None:
    for draft in drafts:
        draft.record.version = draft.stored.version + 1 if draft.stored else 1
    for model, group in groupby(drafts, key=lambda draft: type(draft.record)):
        same_type = list(group)
        new = [draft.record for draft in same_type if draft.stored is None]
        model._default_manager.bulk_create(new, batch_size=BATCH)
        for draft in same_type:
            if draft.stored is not None:
                draft.record.created_at = draft.stored.created_at
                draft.record.save(force_update=True)


def keep_overwritten(drafts: Sequence[RecordDraft], occasion: Occasion) -> None:
    """Keeps what an import is about to overwrite."""
    if occasion.batch is None:
        return
    Revision.objects.bulk_create(
        (
            Revision(
                item_type=type_of(type(draft.record)),
                item_id=draft.record.pk,
                version=draft.stored.version,
                snapshot=draft.plain_values(),
                at=timezone.now(),
                by=occasion.by,
                by_name=occasion.by_name,
                note=clean_note(occasion.note),
            )
            for draft in drafts
            if draft.stored is not None
        ),
        ignore_conflicts=True,
    )


def make_record_change(draft: RecordDraft) -> Change:
    kind = Change.Kind.UPDATED if draft.stored else Change.Kind.CREATED
    return Change(
        item_type=type_of(type(draft.record)), item_id=draft.record.pk, version=draft.record.version, kind=kind
    )


def delete_record(
    record: Record,
    *,
    by: User | None,
    note: str = "",
    reason: str = Change.Reason.EDIT,
    batch: ImportBatch | None = None,
) -> None:
    """Takes the record away. Raises ProtectedError where an item still uses it, and ValidationError without the right."""
    require(Right.DELETE, type(record), by=by)

    def write() -> list[Change]:
        if not type(record)._default_manager.filter(pk=record.pk).exists():
            return []
        refuse_used(record)
        change = Change(
            item_type=type_of(type(record)), item_id=record.pk, version=record.version, kind=Change.Kind.DELETED
        )
        record.delete()
        return [change]

    record_in_order(write, Occasion(by, note, reason, batch))


def refuse_used(record: Record) -> None:
    """Many-to-many links would go silently, and with them a part of an item that nobody edited."""
    for relation in record._meta.related_objects:
        if relation.many_to_many:
            users = set(relation.related_model._default_manager.filter(**{relation.field.name: record})[:10])
            if users:
                raise ProtectedError(str(record), users)


def record_in_order(write: Callable[[], list[Change]], occasion: Occasion) -> None:
    with ordered_transaction() as last_number:
        record_changes(write(), occasion, last_number=last_number, at=timezone.now())
