"""The transaction of a change, the counter that orders all writers, and the rows of the change log."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from articles.cleaning import clean_text
from articles.models import Change, ChangeCounter, ImportBatch, Item, User
from articles.rendering import without_references

NOTE_LENGTH = 500

_is_together: ContextVar[bool] = ContextVar("is_together", default=False)


@contextmanager
def together() -> Iterator[None]:
    """Makes all saves within it one transaction, which holds the lock of all writers from its start to its end."""
    with transaction.atomic(durable=True):
        lock_counter()
        token = _is_together.set(True)
        try:
            yield
        finally:
            _is_together.reset(token)


@contextmanager
def ordered_transaction() -> Iterator[int]:
    """The outermost transaction of a save, or a part of `together`; gives the number of the last change."""
    with transaction.atomic(durable=not _is_together.get()):
        yield lock_counter()


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


def clean_note(note: str) -> str:
    """A note as it is kept: one line of at most `NOTE_LENGTH` characters, of references their labels."""
    return " ".join(without_references(clean_text(note)).split())[:NOTE_LENGTH]


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who changes something, why, and in which import; every change that is written carries it.

    public_note: what readers are told of it, kept with the revisions.
    """

    by: User | None
    note: str = ""
    reason: str = Change.Reason.EDIT
    batch: ImportBatch | None = None
    public_note: str = ""

    @property
    def by_name(self) -> str:
        return str(self.by) if self.by else ""


def make_side_change(item: Item, at: datetime) -> Change:
    """A change of what is kept beside the content of an item as stored: its version and visibility stay."""
    is_live = item.is_published(at)
    return Change(
        item_type=item.item_type,
        item_id=item.pk,
        version=item.version,
        kind=Change.Kind.UPDATED,
        live_before=is_live,
        live_after=is_live,
    )


def record_changes(changes: Sequence[Change], occasion: Occasion, *, last_number: int, at: datetime) -> None:
    """Gives the changes a stamp, and numbers from `last_number` + 1 on, and writes them. The caller holds the counter's lock."""
    if not changes:
        return
    note, stamp = clean_note(occasion.note), secrets.token_hex(8)
    for number, change in enumerate(changes, start=last_number + 1):
        change.number, change.stamp, change.note, change.at = number, stamp, note, at
        change.by, change.by_name = occasion.by, occasion.by_name
        change.reason, change.batch = occasion.reason, occasion.batch
    Change.objects.bulk_create(changes)
    ChangeCounter.objects.update(number=last_number + len(changes), stamp=stamp)
