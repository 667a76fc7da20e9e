"""The short lists that order the catalogue: sections of articles, groups of skills, categories of tools."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.item import SLUG_LENGTH, Record, validate_slug


class Heading(Record):
    """A named place in a menu."""

    slug = models.CharField(_("slug"), max_length=SLUG_LENGTH, unique=True, validators=[validate_slug])
    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.CharField(_("description"), max_length=500, blank=True)
    position = models.PositiveIntegerField(
        _("position"),
        default=0,
        validators=[MaxValueValidator(10_000)],
        help_text=_("Lower numbers stand first."),
    )

    class Meta:
        abstract = True
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.name


class Section(Heading):
    class Meta(Heading.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")


class SkillGroup(Heading):
    class Meta(Heading.Meta):
        verbose_name = _("skill group")
        verbose_name_plural = _("skill groups")


class Category(Record):
    """A class of tools in some scheme, such as a UNSPSC commodity."""

    scheme = models.CharField(_("scheme"), max_length=60, default="portal")
    code = models.CharField(_("code"), max_length=120)
    name = models.CharField(_("name"), max_length=250)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=["scheme", "code"], name="category_code_unique"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="category_not_its_own_parent"),
        )

    def __str__(self) -> str:
        return self.name
