"""The change log, as followers read it: feeds, caches, webhooks, search.

A follower keeps a token (`articles.history.tokens`): the last change it saw and the instant it looked. From there it learns, with
no job having run, what was edited, what became visible or expired by the clock, and what links to a renamed item.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, Func, Q, QuerySet

from articles.history.tokens import Token, check_token, current_token
from articles.ids import in_groups
from articles.models import (
    ITEM_MODELS,
    RECORD_MODELS,
    Announcement,
    Change,
    Figure,
    Industry,
    Item,
    LearningPath,
    Occupation,
    PictureUse,
    Step,
    type_of,
)
from articles.publishing import Status
from articles.snapshots import STEP_LINKS

type ItemKey = tuple[str, UUID]
type Turning = Item | Announcement


@dataclass(frozen=True, slots=True)
class Followed:
    """keys: the (type, id) of each item whose public face may differ. token: where to go on from."""

    keys: frozenset[ItemKey]
    token: Token


def follow(since: Token, at: datetime | None = None) -> Followed:
    """What changed for readers after `since`, up to `at`: items, records and announcements saved or turned visible or hidden, what
    links to those that look different now, and what they link to, whose pages list them.

    Not followed: links in running text, and links that were taken away. Raises RefusedToken.
    """
    until = current_token(at)
    check_token(since, until)
    changes = list(Change.objects.filter(number__gt=since.number, number__lte=until.number))
    turned = set(crossings(since.instant, until.instant))
    changed = turned | {key_of(change) for change in changes}
    shown_elsewhere = turned | {key_of(change) for change in changes if touches_others(change)}
    keys = changed | set(linking_items(shown_elsewhere)) | set(linked_items(changed))
    return Followed(frozenset(keys), until)


def key_of(change: Change) -> ItemKey:
    return change.item_type, change.item_id


def touches_others(change: Change) -> bool:
    is_record = change.item_type in RECORD_MODELS
    return is_record or change.name_changed or change.slug_changed or change.visibility_changed


def turning_rows(model: type[Turning]) -> tuple[QuerySet[Any], tuple[str, str]]:
    """The rows that the clock alone shows and hides, and the columns that say when."""
    if model is Announcement:
        return Announcement.objects.all(), ("starts_at", "ends_at")
    return model._default_manager.filter(status=Status.PUBLISHED), ("publish_at", "expire_at")


def crossings(after: datetime, until: datetime) -> Iterable[ItemKey]:
    """What the clock showed or hid between the two instants: published items, and announcements above every page."""
    models: dict[str, type[Turning]] = {**ITEM_MODELS, "announcement": Announcement}
    for name, model in models.items():
        rows, columns = turning_rows(model)
        crossing = reduce(or_, (Q(**{f"{column}__gt": after, f"{column}__lte": until}) for column in columns))
        for pk in rows.filter(crossing).values_list("id", flat=True):
            yield name, pk


def next_crossing(models: Iterable[type[Turning]], at: datetime) -> datetime | None:
    """When, after `at`, the clock next shows or hides a row of one of the models; None for never. One query."""
    parts = [
        rows.filter(**{f"{column}__gt": at})
        .order_by()
        .annotate(turn=Func(F(column), function="MIN", output_field=DateTimeField()))
        .values_list("turn", flat=True)
        for rows, columns in map(turning_rows, models)
        for column in columns
    ]
    return min(filter(None, parts[0].union(*parts[1:], all=True).order_by()), default=None)


def grouped(keys: Iterable[ItemKey]) -> dict[str, set[UUID]]:
    ids: dict[str, set[UUID]] = defaultdict(set)
    for item_type, pk in keys:
        ids[item_type].add(pk)
    return ids


def linking_items(keys: Iterable[ItemKey]) -> Iterable[ItemKey]:
    """The items that link to one of `keys` by a link of their own, by a step, or that show it as a picture."""
    targets = grouped(keys)
    for item_type, model in ITEM_MODELS.items():
        for name in model.snapshot_links:
            for group in in_groups(targets[type_of(model._meta.get_field(name).related_model)]):
                for pk in (
                    model._default_manager.filter(**{f"{name}__in": group}).values_list("id", flat=True).distinct()
                ):
                    yield item_type, pk
    for name in STEP_LINKS:
        for group in in_groups(targets[type_of(Step._meta.get_field(name).related_model)]):
            for pk in Step.objects.filter(**{f"{name}__in": group}).values_list("path_id", flat=True).distinct():
                yield LearningPath.item_type, pk
    for group in in_groups(targets["picture"]):
        yield from PictureUse.objects.filter(picture__in=group).values_list("item_type", "item_id")


def linked_items(keys: Iterable[ItemKey]) -> Iterable[ItemKey]:
    """The items that one of `keys` links to."""
    sources = grouped(keys)
    for item_type, model in ITEM_MODELS.items():
        for name in model.snapshot_links:
            target = type_of(model._meta.get_field(name).related_model)
            if target in ITEM_MODELS:
                for group in in_groups(sources[item_type]):
                    for pk in targets_of(model, name, group):
                        yield target, pk
    yield from linked_by_steps(sources[LearningPath.item_type])
    yield from linked_by_figures(sources["figure"])


def linked_by_steps(paths: Iterable[UUID]) -> Iterable[ItemKey]:
    for name in STEP_LINKS:
        target = type_of(Step._meta.get_field(name).related_model)
        for group in in_groups(paths):
            for pk in Step.objects.filter(path__in=group).exclude(**{name: None}).values_list(name, flat=True):
                yield target, pk


def linked_by_figures(figures: Iterable[UUID]) -> Iterable[ItemKey]:
    for group in in_groups(figures):
        for industry, occupation in Figure.objects.filter(pk__in=group).values_list("industry_id", "occupation_id"):
            yield from ((Industry.item_type, industry), (Occupation.item_type, occupation))


def targets_of(model: type[Item], name: str, ids: Sequence[UUID]) -> Iterable[UUID]:
    return model._default_manager.filter(pk__in=ids).exclude(**{name: None}).values_list(name, flat=True).distinct()
