"""Imports that ran or wait to run: what was asked, how far it got, and what became of each row."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportBatch(models.Model):
    """One import. What it wrote are the rows of the change log that name it."""

    class Kind(models.TextChoices):
        ARTICLES = "articles", _("articles")
        CATALOGUE = "catalogue", _("catalogue")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be tried")
        CHECKING = "checking", _("is being tried")
        CHECKED = "checked", _("tried, nothing written")
        QUEUED = "queued", _("waits to run")
        RUNNING = "running", _("runs")
        FINISHED = "finished", _("finished")
        FAILED = "failed", _("stopped by an error")
        UNDONE = "undone", _("undone")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    file = models.FileField(_("file"), upload_to="imports", max_length=300, blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("by"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    progress_at = models.DateTimeField(_("last progress at"), auto_now=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    message = models.TextField(_("message"), blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"


class ImportRow(models.Model):
    """What became of one row or file of an import, or would, where it was only tried."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")
        SAME = "same", _("same")
        SKIPPED = "skipped", _("skipped")
        FAILED = "failed", _("failed")
        NOTED = "noted", _("noted")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    place = models.CharField(_("file"), max_length=500, blank=True)
    line = models.PositiveIntegerField(_("line"), default=0)
    name = models.CharField(_("name"), max_length=300, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    visibility = models.TextField(_("for readers"), blank=True)
    text = models.TextField(_("reason"), blank=True)
    changes = models.JSONField(_("changes"), default=list)
    warnings = models.JSONField(_("warnings"), default=list)
    item_type = models.CharField(max_length=12, blank=True)
    item_id = models.UUIDField(null=True)

    class Meta:
        ordering = ("batch", "number")
        constraints = (models.UniqueConstraint(fields=["batch", "number"], name="importrow_number_unique"),)

    def __str__(self) -> str:
        return f"{self.place}:{self.line} {self.outcome}"
