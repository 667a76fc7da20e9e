"""Finds what an address means: the item itself, where it moved, or why it is not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from articles.models import Item, Redirect
from articles.publishing import PublicState

UUID_LENGTH = 36


@dataclass(frozen=True, slots=True)
class Found[T: Item]:
    """item: what the address names, when it is visible. moved_to: the slug it is found under now."""

    state: PublicState
    item: T | None = None
    moved_to: str = ""


def find_item[T: Item](
    queryset: QuerySet[T], address: str, *, at: datetime | None = None, by_id: bool = False
) -> Found[T]:
    """What readers find at a slug (or an id, with `by_id`). One query when it is there, three when it is not.

    queryset: all items of a type, with whatever the face wants loaded.
    """
    at = at or timezone.now()
    condition = Q(slug=address)
    if by_id and (pk := read_id(address)):
        condition = Q(pk=pk)
    item = queryset.filter(condition).first()
    if item is not None and item.is_published(at):
        return Found(PublicState.VISIBLE, item)
    target = find_moved(queryset.model, address)
    if target is not None and target.is_published(at):
        return Found(PublicState.VISIBLE, moved_to=target.slug)
    states = [candidate.public_state(at) for candidate in (item, target) if candidate is not None]
    return Found(max(states, default=PublicState.NEVER))


def find_moved(model: type[Item], slug: str) -> Item | None:
    """The item that had the slug before."""
    redirect = Redirect.objects.filter(item_type=model.item_type, slug=slug).first()
    return model._default_manager.filter(pk=redirect.item_id).first() if redirect else None


def find_moved_slugs(model: type[Item], slugs: Sequence[str], at: datetime) -> dict[str, str]:
    """The slugs that visible items had before, to those they have now: one query."""
    visible = model._default_manager.published(at).filter(pk=OuterRef("item_id")).values("slug")
    redirects = Redirect.objects.filter(item_type=model.item_type, slug__in=slugs)
    return dict(redirects.annotate(slug_now=Subquery(visible)).exclude(slug_now=None).values_list("slug", "slug_now"))


def read_id(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == UUID_LENGTH else None
    except ValueError:
        return None
