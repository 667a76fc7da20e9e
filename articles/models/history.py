"""What happened to content: every saved state of an item, and the numbered log of changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Signed(models.Model):
    """What somebody did. by_name: of the account at that time, which stays when the account goes; empty where nobody signed in."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("saved by"))
    by_name = models.CharField(_("saved by"), max_length=150, blank=True, default="", db_default="")

    class Meta:
        abstract = True

    @property
    def who(self) -> str:
        return str(self.by) if self.by else self.by_name


class Revision(Signed):
    """One saved state of an item, whole, as a snapshot."""

    item_type = models.CharField(max_length=12)
    item_id = models.UUIDField()
    version = models.PositiveIntegerField(_("version"))
    snapshot = models.JSONField(_("snapshot"))
    at = models.DateTimeField(_("saved at"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    public_note = models.CharField(
        _("told to readers"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "One line under “What changed” on the item's page. Empty: readers are told nothing of this version."
        ),
    )

    class Meta:
        ordering = ("-version",)
        indexes = (
            models.Index(
                fields=["item_type", "item_id", "version"],
                condition=~Q(public_note=""),
                name="revision_told_to_readers",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["item_type", "item_id", "version"], name="revision_version_unique"),
        )

    def __str__(self) -> str:
        return f"{self.item_type} {self.item_id} v{self.version}"


class Change(Signed):
    """One change of one item or record. Numbers follow the order of commits and have no gaps."""

    class Kind(models.TextChoices):
        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")
        DELETED = "deleted", _("deleted")

    class Reason(models.TextChoices):
        EDIT = "edit", _("edited")
        IMPORT = "import", _("imported")
        STARTER = "starter", _("starter catalogue")
        UNDO = "undo", _("import undone")
        RESTORE = "restore", _("restored")
        RERENDER = "rerender", _("rendered anew")
        MASS = "mass", _("mass action")
        MASS_UNDO = "massundo", _("mass action undone")

    number = models.BigIntegerField(primary_key=True)
    # Random, and one for all that one save wrote. After a restore the numbers come again, the stamps never do.
    stamp = models.CharField(max_length=16, default="", db_default="")
    item_type = models.CharField(max_length=12)
    item_id = models.UUIDField()
    version = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.CharField(max_length=8, choices=Reason)
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    batch = models.ForeignKey("articles.ImportBatch", models.SET_NULL, null=True, blank=True, related_name="changes")
    live_before = models.BooleanField(default=False)
    live_after = models.BooleanField(default=False)
    name_changed = models.BooleanField(default=False)
    slug_changed = models.BooleanField(default=False)
    visibility_changed = models.BooleanField(default=False)

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=["item_type", "item_id", "number"], name="change_of_item"),)
        constraints = (models.CheckConstraint(condition=Q(number__gte=1), name="change_number_from_one"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.item_type} {self.item_id} {self.kind}"


class ChangeCounter(models.Model):
    """The single row whose lock orders all writers; number and stamp are those of the last change."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    stamp = models.CharField(max_length=16, default="", db_default="")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="changecounter_single_row"),)

    def __str__(self) -> str:
        return str(self.number)
