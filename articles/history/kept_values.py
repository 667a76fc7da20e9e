"""Keeps what is costly to make until content changes, or until the clock shows or hides something: no job empties it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache

from articles.history.changes import next_crossing
from articles.models import Change, Item

type LastChange = tuple[int, datetime] | None


@dataclass(frozen=True, slots=True)
class Kept[T]:
    """What was made at an instant, and when the clock ends it. change: the last one that was made by then."""

    value: T
    change: LastChange
    made_at: datetime
    ends_at: datetime | None

    def holds(self, change: LastChange, at: datetime) -> bool:
        return self.change == change and self.made_at <= at and (self.ends_at is None or at < self.ends_at)


def keep[T](name: str, make: Callable[[], T], *, models: Sequence[type[Item]], at: datetime) -> Kept[T]:
    """What `make()` returns, as it was made at the state of content that is shown at `at`.

    models: the types of items whose visibility matters. One query where it is kept, else one more and those of `make`.
    """
    change = last_change()
    kept: Kept[T] | None = cache.get(key_of(name))
    if kept is None or not kept.holds(change, at):
        # The change was read first: what is saved meanwhile makes this out of date, never the other way round.
        kept = Kept(make(), change, at, next_crossing(models, at))
        cache.set(key_of(name), kept, timeout=None)
    return kept


def keep_derived[T](source: Kept[Any], name: str, make: Callable[[], T]) -> T:
    """What `make()` returns, made of nothing but `source`, and kept as long. No query.

    The name must be one of few: each keeps a value of its own.
    """
    stamp = (source.change, source.made_at)
    found: tuple[Any, T] | None = cache.get(key_of(name))
    if found is None or found[0] != stamp:
        found = (stamp, make())
        cache.set(key_of(name), found, timeout=None)
    return found[1]


def key_of(name: str) -> str:
    return f"kept:{hashlib.sha256(name.encode()).hexdigest()}"


def last_change() -> LastChange:
    return Change.objects.order_by("-number").values_list("number", "at").first()
