"""Who may see what: the status of content and THE rule that decides whether readers see it, spelled once in SQL
(`published_q`) and once for a loaded row (`Publishable.is_published`). No job ever changes a status: the clock does it.
"""

from datetime import datetime
from enum import IntEnum
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")
    WITHDRAWN = "withdrawn", _("withdrawn")
    TRASHED = "trashed", _("in the trash")
    LEGAL_HOLD = "legal_hold", _("legal hold")


class PublicState(IntEnum):
    """How a public face answers for an item; the value is the HTTP status code."""

    VISIBLE = 200
    NEVER = 404
    GONE = 410
    LEGAL_HOLD = 451


def published_q(at: datetime, prefix: str = "") -> Q:
    """The condition under which readers see a row at the instant `at`.

    prefix: a lookup path ending in two underscores, for rows reached over a relation (`"skills__"`).
    """
    return Q(
        Q(**{f"{prefix}expire_at__isnull": True}) | Q(**{f"{prefix}expire_at__gt": at}),
        **{f"{prefix}status": Status.PUBLISHED, f"{prefix}publish_at__lte": at},
    )


def scheduled_q(at: datetime) -> Q:
    """The condition under which a row is published, and readers see it later than at the instant `at`."""
    return Q(status=Status.PUBLISHED, publish_at__gt=at)


class PublishableQuerySet[T: "Publishable"](models.QuerySet[T]):
    def published(self, at: datetime | None = None) -> Self:
        return self.filter(published_q(at or timezone.now()))


class Publishable(models.Model):
    """A row whose visibility follows from its own columns and the clock."""

    status = models.CharField(
        _("status"),
        max_length=12,
        choices=Status,
        default=Status.DRAFT,
        help_text=_(
            "Readers see only what is published, from its publication time until it expires. What they could see once and"
            " see no more answers “gone” (410), on legal hold “unavailable” (451); before its time it answers “not found”."
        ),
    )
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("From when readers see it, once it is published. Empty: from the moment it is published."),
    )
    expire_at = models.DateTimeField(
        _("expire at"), null=True, blank=True, help_text=_("From when readers no longer see it. Empty: never expires.")
    )
    first_published_at = models.DateTimeField(
        _("first published at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When readers could first see it; lies in the future for what is scheduled."),
    )

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint] | tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=Q(status__in=Status.values), name="%(class)s_status_valid"),
            models.CheckConstraint(
                condition=Q(expire_at__isnull=True) | Q(publish_at__isnull=True) | Q(expire_at__gt=F("publish_at")),
                name="%(class)s_expires_after_publish",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(publish_at__isnull=False),
                name="%(class)s_published_has_publish_at",
            ),
        )

    def is_published(self, at: datetime | None = None) -> bool:
        """The twin of `published_q` for a loaded row."""
        at = at or timezone.now()
        if self.status != Status.PUBLISHED or self.publish_at is None:
            return False
        return self.publish_at <= at and (self.expire_at is None or self.expire_at > at)

    def status_label(self, at: datetime | None = None) -> str:
        """The status in words; of what is published and not to be seen, why."""
        at = at or timezone.now()
        if self.status != Status.PUBLISHED or self.is_published(at):
            return str(Status(self.status).label)
        is_over = self.expire_at is not None and self.expire_at <= at
        return gettext("expired") if is_over else gettext("scheduled")

    def was_public(self, at: datetime | None = None) -> bool:
        """Whether readers could see it at `at` or at any time before."""
        return self.first_published_at is not None and self.first_published_at <= (at or timezone.now())

    def public_state(self, at: datetime | None = None) -> PublicState:
        """What an address answers: what is to come answers as if it never was, for “gone” would tell robots to forget it."""
        at = at or timezone.now()
        if self.is_published(at):
            return PublicState.VISIBLE
        if not self.was_public(at):
            return PublicState.NEVER
        if self.status == Status.LEGAL_HOLD:
            return PublicState.LEGAL_HOLD
        is_to_come = self.publish_at is not None and self.publish_at > at
        return PublicState.NEVER if is_to_come else PublicState.GONE

    def with_publication(self, **columns: Any) -> Self:
        """An unsaved twin with other values of `status`, `publish_at` or `expire_at`, to ask what readers would get."""
        names = ("status", "publish_at", "expire_at", "first_published_at")
        twin = type(self)(**{name: getattr(self, name) for name in names} | columns)
        if twin.status == Status.PUBLISHED and twin.publish_at is None:
            twin.publish_at = timezone.now()
        return twin

    def next_first_published_at(self, at: datetime) -> datetime | None:
        """What `first_published_at` becomes when the row is saved at `at`: a past one stays, a plan follows the row.

        The editor's dates count, also where they lie in the past: text that came out elsewhere keeps its date here.
        """
        if self.was_public(at):
            return self.first_published_at
        return self.publish_at if self.status == Status.PUBLISHED else None
