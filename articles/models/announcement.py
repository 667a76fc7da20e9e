"""What editors tell every reader for a while."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.item import Record


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def shown(self, at: datetime) -> Self:
        """Those whose time it is at the instant; no job turns them on or off."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)


class Announcement(Record):
    class Severity(models.TextChoices):
        INFO = "info", _("information")
        WARNING = "warning", _("warning")

    markdown_fields = ("text",)

    text = models.CharField(
        _("text"),
        max_length=300,
        help_text=_("One line of Markdown, with a link where there is more to say: [Read more](/articles/news/)."),
    )
    severity = models.CharField(
        _("severity"),
        max_length=7,
        choices=Severity,
        default=Severity.INFO,
        help_text=_("Of several at once readers see one: warnings first, then what began last."),
    )
    starts_at = models.DateTimeField(_("starts at"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("ends at"), null=True, blank=True, help_text=_("From when readers no longer see it. Empty: never ends.")
    )

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ("-starts_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(severity__in=["info", "warning"]), name="announcement_severity_valid"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="announcement_ends_after_start",
                violation_error_message=_("It has to end after it starts."),
            ),
        )

    def __str__(self) -> str:
        return self.text
