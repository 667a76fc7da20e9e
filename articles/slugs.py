"""Addresses of items: ASCII, stable, non-empty for a name in any script, unique within a type."""

import hashlib
import re
from collections.abc import Iterator
from uuid import UUID

from anyascii import anyascii

RESERVED_SLUGS = frozenset({"compare", "feed", "search"})
LONGEST_BASE = 100
UUID_LIKE = re.compile(r"\A[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\Z")


def slugify(name: str) -> str:
    """The words of a name in a to z and 0 to 9, joined by hyphens; may be empty."""
    words = re.findall(r"[a-z0-9]+", anyascii(name).lower().replace("'", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:LONGEST_BASE]
        if len(longer) > LONGEST_BASE:
            break
        slug = longer
    return slug


def is_reserved(slug: str) -> bool:
    """Whether no item may bear the slug: it is a page of its own, or reads as an id."""
    return slug in RESERVED_SLUGS or bool(UUID_LIKE.match(slug))


def slug_candidates(name: str, item_id: UUID, item_type: str, language: str) -> Iterator[str]:
    """Slugs to try in turn: the name's, with the language behind it, then with a digest of the id that grows."""
    base = slugify(name)
    if base:
        yield base
        if language:
            yield f"{base}-{slugify(language)}"
    digest = hashlib.sha256(item_id.bytes).hexdigest()
    for length in (6, 10, 16):
        yield f"{base or item_type}-{digest[:length]}"
