"""Ids as texts, and as parts of queries."""

from uuid import UUID


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
