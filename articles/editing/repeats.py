"""Tells an editor's own save, sent again because its answer never came, from what somebody else saved."""

from articles.editing.drafting import Edit
from articles.editing.record_checks import check_records
from articles.editing.recording import clean_note
from articles.editing.saving import merge, prepare_all
from articles.models import Change, Item, Record, Revision, User, type_of
from articles.snapshots import Snapshot


def is_saved_already(item: Item, snapshot: Snapshot, *, by: User, note: str, expected_version: int) -> bool:
    """Whether the save that followed `expected_version` is this one: by the same account, with the same note and outcome.

    Others may have saved after it. Two queries, and one where texts name slugs.
    """
    numbers = [expected_version, expected_version + 1]
    found = Revision.objects.filter(item_type=item.item_type, item_id=item.pk, version__in=numbers)
    before, saved = (next((one for one in found if one.version == number), None) for number in numbers)
    if before is None or saved is None or (saved.by_id, saved.note) != (by.pk, clean_note(note)):
        return False
    [draft] = prepare_all([Edit(item, snapshot)])
    if draft.error is not None:
        return False
    draft.before = before.snapshot
    merge(draft, saved.at)
    # The pictures that texts show follow from the texts.
    return bool({**draft.after, "pictures": []} == {**saved.snapshot, "pictures": []})


def is_record_saved_already(record: Record, *, by: User, note: str, expected_version: int) -> bool:
    """Whether what is stored is what the save that followed `expected_version` left, and that save is this one.

    Records have no revisions, so after a later save nobody can tell.
    """
    [draft] = check_records([record])
    if draft.outcome != "same" or draft.stored.version != expected_version + 1:
        return False
    changes = Change.objects.filter(item_type=type_of(type(record)), item_id=record.pk, version=draft.stored.version)
    return changes.filter(by=by, note=clean_note(note)).exists()
