"""Freezes what an editor chose, and says beforehand what would become of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from articles.editing import missing_to_publish
from articles.json_objects import JsonObject
from articles.mass.rights import denied_move
from articles.mass.telling import label_of
from articles.models import Item, MassAction, MassActionItem, Step, User
from articles.publishing import PublicState, Status

BATCH = 1000
EXAMPLES = 10
UNANSWERED_FOR = timedelta(days=1)
COLUMNS = ("version", "status", "publish_at", "expire_at", "first_published_at")


class Forecast:
    """What would become of the chosen items. counts: keys as in `facts`."""

    def __init__(self, model: type[Item], status: Status, at: datetime, by: User) -> None:
        self.model, self.status, self.at = model, status, at
        self.denied = {one.value: denied_move(by, model, one, status) for one in Status}
        self.counts: Counter[str] = Counter()
        self.examples: list[str] = []
        self.lacking: list[str] = []

    def add(self, item: Item, missing: Sequence[str]) -> None:
        self.counts["all"] += 1
        if item.status == self.status:
            self.counts["same"] += 1
        elif item.status in kept_by_hand(self.status):
            self.counts[f"kept_{item.status}"] += 1
        elif denied := self.denied[item.status]:
            self.counts[f"denied_{denied}"] += 1
        elif missing:
            self.counts["lacking"] += 1
            if len(self.lacking) < EXAMPLES:
                self.lacking.append(f"“{item}”: {', '.join(label_of(self.model, name) for name in missing)}")
        else:
            self.add_change(item)

    def add_change(self, item: Item) -> None:
        self.counts["change"] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(str(item))
        before, after = item.public_state(self.at), self.state_after(item)
        if before == PublicState.VISIBLE and after == PublicState.GONE:
            self.counts["gone"] += 1
        elif after == PublicState.VISIBLE:
            self.counts["appear"] += 1
        elif self.status == Status.PUBLISHED:
            self.counts["later" if item.publish_at and item.publish_at > self.at else "expired"] += 1

    def state_after(self, item: Item) -> PublicState:
        changed = self.model(
            status=self.status,
            publish_at=item.publish_at or (self.at if self.status == Status.PUBLISHED else None),
            expire_at=item.expire_at,
            first_published_at=item.first_published_at,
        )
        changed.first_published_at = changed.next_first_published_at(self.at)
        return changed.public_state(self.at)

    def facts(self) -> JsonObject:
        return {**self.counts, "examples": self.examples, "lacking_examples": self.lacking}


def kept_by_hand(status: str) -> set[Status]:
    """What no list may lift or empty with one click."""
    kept = {Status.LEGAL_HOLD}
    return kept | {Status.TRASHED} if status == Status.PUBLISHED else kept


def freeze(queryset: QuerySet[Any], status: Status, *, by: User, list_query: str = "") -> MassAction:
    """The action with a row for each item of the query, as it is now; it waits for its editor's answer.

    Written in parts, each a transaction of its own, so that nobody waits for it.
    """
    forget_unanswered()
    model = queryset.model
    forecast = Forecast(model, status, timezone.now(), by)
    action = MassAction.objects.create(item_type=model.item_type, status=status, by=by, list_query=list_query)
    number = 0
    for ids in batched(dict.fromkeys(queryset.values_list("pk", flat=True)), BATCH, strict=False):
        items = load_light(model, ids, status)
        missing = missing_of(model, items) if status == Status.PUBLISHED else {}
        for item in items:
            forecast.add(item, missing.get(item.pk, ()))
        MassActionItem.objects.bulk_create(
            make_row(action, item, number + place) for place, item in enumerate(items, 1)
        )
        number += len(items)
    action.total, action.forecast = number, forecast.facts()
    MassAction.objects.filter(pk=action.pk).update(total=action.total, forecast=action.forecast)
    return action


def load_light(model: type[Item], ids: Sequence[UUID], status: Status) -> list[Item]:
    """The items in the order of their ids, with the columns that the question looks at."""
    required = [name for name in model.required_to_publish if name != "steps"] if status == Status.PUBLISHED else []
    found = model._default_manager.only(model.name_field, *COLUMNS, *required).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def missing_of(model: type[Item], items: Iterable[Item]) -> dict[UUID, list[str]]:
    """What each item lacks before it can be published."""
    columns = [name for name in model.required_to_publish if name != "steps"]
    paths = [item.pk for item in items] if "steps" in model.required_to_publish else []
    with_steps = set(Step.objects.filter(path__in=paths).values_list("path_id", flat=True))
    states = {
        item.pk: {"fields": {name: getattr(item, name) for name in columns}, "steps": item.pk in with_steps}
        for item in items
    }
    return {pk: missing_to_publish(model, state) for pk, state in states.items()}


def make_row(action: MassAction, item: Item, number: int) -> MassActionItem:
    return MassActionItem(
        action=action,
        number=number,
        item_id=item.pk,
        name=str(item)[:300],
        version=item.version,
        status=item.status,
        publish_at=item.publish_at,
        expire_at=item.expire_at,
    )


def forget_unanswered() -> None:
    """Questions that nobody answered leave nothing behind."""
    too_old = timezone.now() - UNANSWERED_FOR
    MassAction.objects.filter(state=MassAction.State.ASKED, created_at__lt=too_old).delete()
