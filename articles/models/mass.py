"""Changes of many items at once that an editor asked for in a list: what was chosen, what became of each, what was undone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.publishing import Status


class MassAction(models.Model):
    """One status for many items of one type, frozen when the editor was asked.

    It goes asked -> queued -> running -> finished, and with `is_undoing` once more queued -> running -> undone. done and total
    are of what runs. forecast: what the question told, as `articles.mass.asking` counts it.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("not confirmed")
        QUEUED = "queued", _("waits to run")
        RUNNING = "running", _("runs")
        FINISHED = "finished", _("finished")
        FAILED = "failed", _("stopped")
        UNDONE = "undone", _("undone")

    item_type = models.CharField(_("type"), max_length=12)
    status = models.CharField(_("status"), max_length=12, choices=Status)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    is_undoing = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="mass_actions", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    progress_at = models.DateTimeField(_("last progress at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    list_query = models.TextField(blank=True)  # of the list that it was asked in, to go back there
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    forecast = models.JSONField(default=dict)
    counts = models.JSONField(_("counts"), default=dict)
    undo_counts = models.JSONField(default=dict)
    message = models.TextField(_("message"), blank=True)

    class Meta:
        verbose_name = _("mass action")
        verbose_name_plural = _("mass actions")
        ordering = ("-id",)
        default_permissions = ()  # rights follow the type of the items

    def __str__(self) -> str:
        return f"{self.get_status_display()}: {self.item_type} ({self.pk})"


class MassActionItem(models.Model):
    """One chosen item: how it was when the editor was asked, and what became of it.

    A changed one has `version` + 1 by the action; `undone_version` is the version that took it back.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("not done yet")
        CHANGED = "changed", _("changed")
        SAME = "same", _("was so already")
        LEFT = "left", _("left alone")

    action = models.ForeignKey(MassAction, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    item_id = models.UUIDField()
    name = models.CharField(_("name"), max_length=300)
    version = models.PositiveIntegerField()
    status = models.CharField(_("status before"), max_length=12, choices=Status)
    publish_at = models.DateTimeField(null=True)
    expire_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("result"), max_length=7, choices=Outcome, default=Outcome.WAITING)
    text = models.TextField(_("reason"), blank=True)
    undo_outcome = models.CharField(_("undo"), max_length=7, choices=Outcome, blank=True)
    undo_text = models.TextField(blank=True)
    undone_version = models.PositiveIntegerField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("action", "number")
        constraints = (models.UniqueConstraint(fields=["action", "item_id"], name="massactionitem_item_once"),)
        indexes: ClassVar = [
            # What is still to do, and the pages of what became of them.
            models.Index(fields=["action", "outcome", "number"], name="massactionitem_by_outcome"),
            models.Index(fields=["action", "undo_outcome", "number"], name="massactionitem_by_undo"),
            models.Index(fields=["item_id"], name="massactionitem_item"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.outcome}"
