"""Ids as texts, and as parts of queries."""

from collections.abc import Iterable
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import Model

# SQLite takes 32,766 variables in one query as its makers build it, and a query may name several groups of ids.
MAX_IDS = 5_000


def is_uuid(text: str) -> bool:
    """Whether a text is an id as snapshots, addresses and references write it, in either case: 36 characters, no more."""
    found = read_uuid(text)
    return found is not None and str(found) == text.lower()


def read_uuid(text: str) -> UUID | None:
    """The id that people write in any usual way, also without hyphens or in braces; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def in_groups[T](ids: Iterable[T], size: int = MAX_IDS) -> Iterable[tuple[T, ...]]:
    """The ids in parts that are small enough for one query."""
    return batched(ids, size, strict=False)


def stored_ids(model: type[Model], ids: Iterable[str]) -> set[str]:
    """Those of the ids that rows of the model have; a query for each group."""
    rows: Any = model._default_manager
    return {str(pk) for group in in_groups(ids) for pk in rows.filter(pk__in=group).values_list("pk", flat=True)}
