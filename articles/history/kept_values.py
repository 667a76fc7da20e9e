"""Keeps what is costly to make until content changes, or until the clock shows or hides something: no job empties it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache

from articles.history.changes import next_crossing
from articles.history.tokens import generation
from articles.models import Item

type Generation = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Kept[T]:
    """What was made at an instant, and when the clock ends it. generation: of the content that it was made of."""

    value: T
    generation: Generation
    made_at: datetime
    ends_at: datetime | None

    def holds(self, now: Generation, at: datetime) -> bool:
        return self.generation == now and self.made_at <= at and (self.ends_at is None or at < self.ends_at)


def keep[T](name: str, make: Callable[[], T], *, models: Sequence[type[Item]], at: datetime) -> Kept[T]:
    """What `make()` returns, as it was made at the state of content that is shown at `at`.

    models: the types of items whose visibility matters. One query where it is kept, else one more and those of `make`.
    """
    now = generation()
    kept: Kept[T] | None = cache.get(key_of(name))
    if kept is None or not kept.holds(now, at):
        # The generation was read first: what is saved meanwhile makes this out of date, never the other way round.
        kept = Kept(make(), now, at, next_crossing(models, at))
        cache.set(key_of(name), kept, timeout=None)
    return kept


def keep_derived[T](source: Kept[Any], name: str, make: Callable[[], T]) -> T:
    """What `make()` returns, made of nothing but `source`, and kept as long. No query.

    The name must be one of few: each keeps a value of its own.
    """
    stamp = (source.generation, source.made_at)
    found: tuple[Any, T] | None = cache.get(key_of(name))
    if found is None or found[0] != stamp:
        found = (stamp, make())
        cache.set(key_of(name), found, timeout=None)
    return found[1]


def key_of(name: str) -> str:
    return f"kept:{hashlib.sha256(name.encode()).hexdigest()}"
