"""The change log, as followers read it: feeds, caches, webhooks, search.

A follower keeps a token: the number of the last change it saw and the instant it looked. From there it learns, with
no job having run, what was edited, what became visible or expired by the clock, and what links to a renamed item.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import ITEM_MODELS, Change, ChangeCounter, LearningPath, Step
from articles.publishing import Status
from articles.snapshots import STEP_LINKS, is_many

MAX_TOKEN_LENGTH = 40

type ItemKey = tuple[str, UUID]


class BadToken(ValueError):
    """The text is no token of ours."""


@dataclass(frozen=True, slots=True)
class Token:
    number: int
    instant: datetime

    def __str__(self) -> str:
        return f"{self.number}-{int(self.instant.timestamp() * 1_000_000)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises BadToken."""
        number, _dash, microseconds = text.partition("-")
        if not (number.isdecimal() and microseconds.isdecimal() and len(text) <= MAX_TOKEN_LENGTH):
            raise BadToken(text[:50])
        try:
            return cls(int(number), datetime.fromtimestamp(int(microseconds) / 1_000_000, UTC))
        except (OverflowError, ValueError, OSError):
            raise BadToken(text[:50]) from None


@dataclass(frozen=True, slots=True)
class Followed:
    """keys: the (type, id) of each item whose public face may differ. token: where to go on from."""

    keys: frozenset[ItemKey]
    token: Token


def current_token(at: datetime | None = None) -> Token:
    number = ChangeCounter.objects.values_list("number", flat=True).first() or 0
    return Token(number, at or timezone.now())


def follow(since: Token, at: datetime | None = None) -> Followed:
    """What changed for readers after `since`, up to `at`."""
    until = current_token(at)
    changes = list(Change.objects.filter(number__gt=since.number, number__lte=until.number))
    turned = set(crossing_items(since.instant, until.instant))
    shown_elsewhere = turned | {key_of(change) for change in changes if touches_others(change)}
    keys = turned | {key_of(change) for change in changes} | set(linking_items(shown_elsewhere))
    return Followed(frozenset(keys), until)


def key_of(change: Change) -> ItemKey:
    return change.item_type, change.item_id


def touches_others(change: Change) -> bool:
    return change.name_changed or change.slug_changed or change.visibility_changed


def crossing_items(after: datetime, until: datetime) -> Iterable[ItemKey]:
    """Published items whose publication or expiry lies between the two instants."""
    crossing = Q(publish_at__gt=after, publish_at__lte=until) | Q(expire_at__gt=after, expire_at__lte=until)
    for item_type, model in ITEM_MODELS.items():
        for pk in model._default_manager.filter(crossing, status=Status.PUBLISHED).values_list("id", flat=True):
            yield item_type, pk


def linking_items(keys: Iterable[ItemKey]) -> Iterable[ItemKey]:
    """The items that link to one of `keys` by a link of their own, or by a step."""
    targets: dict[str, set[UUID]] = defaultdict(set)
    for item_type, pk in keys:
        targets[item_type].add(pk)
    for item_type, model in ITEM_MODELS.items():
        for name in model.snapshot_links:
            target_model = model._meta.get_field(name).related_model
            ids = targets.get(getattr(target_model, "item_type", ""), set())
            if ids:
                for pk in sources_of(model, name, ids):
                    yield item_type, pk
    for name in STEP_LINKS:
        target_model = Step._meta.get_field(name).related_model
        ids = targets.get(getattr(target_model, "item_type", ""), set())
        for pk in Step.objects.filter(**{f"{name}__in": ids}).values_list("path_id", flat=True).distinct():
            yield LearningPath.item_type.value, pk


def sources_of(model: type, name: str, ids: set[UUID]) -> QuerySet:
    lookup = f"{name}__in" if is_many(model, name) else f"{name}_id__in"
    return model._default_manager.filter(**{lookup: ids}).values_list("id", flat=True).distinct()  # type: ignore[attr-defined]
