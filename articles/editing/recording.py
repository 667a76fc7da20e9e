"""The counter that orders all writers, and the rows of the change log."""

from collections.abc import Sequence
from datetime import datetime

from articles.models import Change, ChangeCounter, User


def lock_counter() -> int:
    """Takes the lock that all writers take first, and returns the number of the last change.

    With every writer holding it to its commit, change numbers are in commit order and have no gap. On SQLite the
    transaction itself (IMMEDIATE) is that lock.
    """
    number = ChangeCounter.objects.select_for_update().values_list("number", flat=True).first()
    if number is None:
        ChangeCounter.objects.bulk_create([ChangeCounter(id=1)], ignore_conflicts=True)
        number = ChangeCounter.objects.select_for_update().values_list("number", flat=True).get()
    return number


def record_changes(changes: Sequence[Change], *, last_number: int, by: User | None, note: str, at: datetime) -> None:
    """Numbers the changes from `last_number` + 1 on and writes them; the caller holds the counter's lock."""
    if not changes:
        return
    for number, change in enumerate(changes, start=last_number + 1):
        change.number, change.by, change.note, change.at = number, by, note, at
    Change.objects.bulk_create(changes)
    ChangeCounter.objects.update(number=last_number + len(changes))
