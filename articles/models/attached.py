"""Rows that belong to one item of any type: aliases, outside links, codes in other schemes, earlier addresses.

They name their item by type and id. `articles.editing` writes them together with the item.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.item import SLUG_LENGTH, item_type_choices, validate_language
from articles.naming import KeyField


class Attached(models.Model):
    item_type = models.CharField(max_length=12, choices=item_type_choices)
    item_id = models.UUIDField()

    class Meta:
        abstract = True


class Alias(Attached):
    """Another name under which an item is found. One alias leads to one item of a type."""

    name = models.CharField(_("name"), max_length=200)
    name_key = KeyField()
    language = models.CharField(_("language"), max_length=12, blank=True, validators=[validate_language])

    class Meta:
        indexes = (models.Index(fields=["item_type", "item_id"], name="alias_of_item"),)
        constraints = (
            models.UniqueConstraint(fields=["item_type", "name_key"], name="alias_unique_in_type"),
            models.CheckConstraint(condition=~Q(name_key=""), name="alias_name_given"),
        )

    def __str__(self) -> str:
        return self.name


class ExternalId(Attached):
    """What another classification, or an imported set, calls an item."""

    scheme = models.CharField(_("scheme"), max_length=100)
    code = models.CharField(_("code"), max_length=500)

    class Meta:
        indexes = (models.Index(fields=["item_type", "item_id"], name="externalid_of_item"),)
        constraints = (models.UniqueConstraint(fields=["scheme", "code"], name="externalid_unique_in_scheme"),)

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class ImportedState(models.Model):
    """What the last import wrote for one external id, so that the next one can tell an editor's change."""

    external_id = models.OneToOneField(ExternalId, models.CASCADE, related_name="imported_state")
    snapshot = models.JSONField()
    digest = models.CharField(
        max_length=64,
        blank=True,
        help_text="Of everything that was read, so that an import can tell what is unchanged.",
    )
    version = models.PositiveIntegerField(default=0, help_text="Of the item, when this was kept.")
    previous = models.JSONField(null=True, blank=True, help_text="What it was before the last batch came.")
    batch = models.ForeignKey("articles.ImportBatch", models.SET_NULL, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.external_id)


class Resource(Attached):
    """A link to something outside that helps with an item: documentation, a course, a place where jobs are."""

    class Kind(models.TextChoices):
        DOCS = "docs", _("documentation")
        COURSE = "course", _("course")
        BOOK = "book", _("book")
        ARTICLE = "article", _("article")
        PAPER = "paper", _("paper")
        VIDEO = "video", _("video")
        TOOL = "tool", _("tool")
        COMMUNITY = "community", _("community")
        JOBS = "jobs", _("hiring platform")
        OTHER = "other", _("other")

    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500)
    language = models.CharField(_("language"), max_length=12, blank=True, validators=[validate_language])
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True, editable=False)
    last_status = models.PositiveSmallIntegerField(_("last status"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=["item_type", "item_id", "url"], name="resource_once_per_item"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "docs",
                        "course",
                        "book",
                        "article",
                        "paper",
                        "video",
                        "tool",
                        "community",
                        "jobs",
                        "other",
                    ]
                ),
                name="resource_kind_valid",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Redirect(Attached):
    """An address that an item had before, or that was merged into it. It is never given to another item."""

    slug = models.CharField(max_length=SLUG_LENGTH)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["item_type", "item_id"], name="redirect_of_item"),)
        constraints = (models.UniqueConstraint(fields=["item_type", "slug"], name="redirect_slug_unique_in_type"),)

    def __str__(self) -> str:
        return f"{self.item_type} {self.slug} → {self.item_id}"
