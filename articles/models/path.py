"""Ordered ways to learn."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.item import CatalogueItem, item_permissions
from articles.models.skill import Skill


class LearningPath(CatalogueItem):
    item_type = "path"
    plural = "paths"
    rank, search_rank = 60, 60
    required_to_publish = ("steps",)

    class Meta(CatalogueItem.Meta):
        verbose_name = _("learning path")
        verbose_name_plural = _("learning paths")
        permissions = item_permissions("learningpath", "learning path")
        constraints = (
            *CatalogueItem.Meta.constraints,
            models.UniqueConstraint(fields=["name_key"], name="learningpath_name_unique"),
        )


class Step(models.Model):
    """One stop on a path; it belongs to the path's snapshot and is written with it."""

    path = models.ForeignKey(LearningPath, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    note = models.TextField(_("note"), blank=True, max_length=2000, help_text=_("Plain text."))
    is_required = models.BooleanField(_("required"), default=True)
    hours = models.PositiveSmallIntegerField(
        _("hours"),
        default=0,
        validators=[MaxValueValidator(5_000)],
        help_text=_("An honest estimate of the time needed."),
    )
    skills = models.ManyToManyField(Skill, blank=True, related_name="steps", verbose_name=_("skills"))
    articles = models.ManyToManyField(Article, blank=True, related_name="steps", verbose_name=_("articles"))

    class Meta:
        ordering = ("path", "position")
        constraints = (models.UniqueConstraint(fields=["path", "position"], name="step_position_unique"),)

    def __str__(self) -> str:
        return self.title
