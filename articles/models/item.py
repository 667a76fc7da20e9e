"""What every kind of item has in common, and the names of the kinds."""

import uuid
from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.naming import KeyField, make_name_key, make_sort_key
from articles.publishing import Publishable
from articles.rendering import ITEM_TYPES as REFERABLE_TYPES

SLUG_LENGTH = 120
validate_slug = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    _("Use lower-case letters a to z, digits and single hyphens, such as “machine-learning”."),
)
validate_language = RegexValidator(
    r"\A[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z", _("Use a language code such as “en”, “de” or “pt-BR”.")
)


# Every type of items by its name, in the order of their ranks. A model that names its type joins by being defined.
ITEM_MODELS: dict[str, type["Item"]] = {}


def item_type_choices() -> list[tuple[str, Any]]:
    """A function, so that no migration holds the types that there were."""
    return [(name, model._meta.verbose_name) for name, model in ITEM_MODELS.items()]


def item_permissions(codename: str, name: str = "") -> list[tuple[str, Any]]:
    """What an account may be allowed for a type beside Django's own four; `articles.rights` says what takes which.

    codename: of the model, as Django's own permissions end. name: what people call it, where that differs.
    """
    called = name or codename
    return [
        (f"publish_{codename}", f"Can publish {called}"),
        (f"hold_{codename}", f"Can put {called} on legal hold"),
        (f"lift_hold_{codename}", f"Can lift the legal hold from {called}"),
    ]


class Item(Publishable):
    """A revisioned, addressable piece of content. Only `articles.editing` writes it.

    The class attributes say what a snapshot holds: `snapshot_fields` are columns, `snapshot_links` foreign keys and
    many-to-many fields owned by this side, `markdown_fields` columns whose HTML is kept in `<name>_html`.

    They also are THE declaration of a type, from which all faces derive what they do with it. item_type: its name in snapshots,
    references and the change log. plural: the word in addresses, files and the API. rank: its place where all types are named;
    search_rank: among the results of a search. The checks of each face say what is missing.
    """

    item_type: ClassVar[str]
    plural: ClassVar[str]
    rank: ClassVar[int] = 1_000
    search_rank: ClassVar[int] = 1_000
    name_field = "name"
    snapshot_fields: tuple[str, ...] = ("slug", "status", "publish_at", "expire_at")
    snapshot_links: tuple[str, ...] = ()
    acyclic_links: tuple[str, ...] = ()
    markdown_fields: tuple[str, ...] = ("description",)
    has_aliases = False
    required_to_publish: tuple[str, ...] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(
        _("slug"),
        max_length=SLUG_LENGTH,
        blank=True,
        validators=[validate_slug],
        help_text=_(
            "The last part of the address. Empty in a new item: made from the name. After a change the old address redirects."
        ),
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)
    updated_at = models.DateTimeField(_("updated at"), editable=False)
    name_key = KeyField()
    sort_key = KeyField()
    rendered_with = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta(Publishable.Meta):
        abstract = True
        constraints = (
            *Publishable.Meta.constraints,
            models.UniqueConstraint(fields=["slug"], name="%(class)s_slug_unique"),
            models.CheckConstraint(condition=~Q(slug=""), name="%(class)s_slug_given"),
            models.CheckConstraint(condition=~Q(name_key=""), name="%(class)s_name_given"),
        )
        indexes: ClassVar[list[models.Index] | tuple[models.Index, ...]] = (
            models.Index(fields=["status", "sort_key", "id"], name="%(class)s_by_name"),
            models.Index(fields=["status", "publish_at", "id", "expire_at"], name="%(class)s_by_date"),
            models.Index(fields=["name_key"], name="%(class)s_name_key"),
            models.Index(fields=["expire_at"], name="%(class)s_expiring"),
            models.Index(fields=["-updated_at", "id"], name="%(class)s_by_update"),
            models.Index(fields=["status", "updated_at", "id"], name="%(class)s_list_by_update"),
        )

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "item_type" in vars(cls):
            ITEM_MODELS[cls.item_type] = cls
            ranked = sorted(ITEM_MODELS.items(), key=lambda entry: entry[1].rank)
            ITEM_MODELS.clear()
            ITEM_MODELS.update(ranked)
            REFERABLE_TYPES.add(cls.item_type)

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return str(getattr(self, self.name_field))

    def set_keys(self) -> None:
        self.name_key = make_name_key(self.display_name)
        self.sort_key = make_sort_key(self.display_name)


class CatalogueItem(Item):
    """An item known by its name: skill, tool, industry, occupation, path."""

    snapshot_fields = (*Item.snapshot_fields, "name", "summary", "description")

    name = models.CharField(_("name"), max_length=200)
    summary = models.CharField(
        _("summary"), max_length=500, blank=True, help_text=_("One or two sentences, shown in lists. Plain text.")
    )
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown."))
    description_html = models.TextField(blank=True, editable=False)

    class Meta(Item.Meta):
        abstract = True


class Record(models.Model):
    """A small thing that items refer to; it has no address, no status and no revisions of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        abstract = True
