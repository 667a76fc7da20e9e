"""What an AI engineer can do."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.item import CatalogueItem, item_permissions
from articles.models.tool import Tool
from articles.models.vocabulary import SkillGroup


class Skill(CatalogueItem):
    item_type = "skill"
    plural = "skills"
    rank, search_rank = 20, 10
    snapshot_links = ("group", "broader", "prerequisites", "tools")
    acyclic_links = ("broader", "prerequisites")
    has_aliases = True

    group = models.ForeignKey(
        SkillGroup, models.PROTECT, null=True, blank=True, related_name="skills", verbose_name=_("group")
    )
    broader = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="narrower",
        verbose_name=_("broader skill"),
        help_text=_("The more general skill that this one is part of."),
    )
    prerequisites = models.ManyToManyField(
        "self",
        through="SkillPrerequisite",
        symmetrical=False,
        blank=True,
        related_name="leads_to",
        verbose_name=_("prerequisites"),
        help_text=_("What to know first. A skill cannot lead back to itself."),
    )
    tools = models.ManyToManyField(Tool, blank=True, related_name="skills", verbose_name=_("tools"))

    class Meta(CatalogueItem.Meta):
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        permissions = item_permissions("skill")
        constraints = (
            *CatalogueItem.Meta.constraints,
            models.UniqueConstraint(fields=["name_key"], name="skill_name_unique"),
            models.CheckConstraint(condition=~Q(broader=F("id")), name="skill_not_its_own_broader"),
        )


class SkillPrerequisite(models.Model):
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="+")
    prerequisite = models.ForeignKey(Skill, models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["skill", "prerequisite"], name="skillprerequisite_once"),
            models.CheckConstraint(condition=~Q(skill=F("prerequisite")), name="skillprerequisite_not_itself"),
        )

    def __str__(self) -> str:
        return f"{self.skill_id} needs {self.prerequisite_id}"
