"""Where AI engineers work: industries, occupations, and figures about both."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.item import CatalogueItem, Record, item_permissions
from articles.models.skill import Skill
from articles.models.tool import Tool


class Industry(CatalogueItem):
    item_type = "industry"
    plural = "industries"
    rank, search_rank = 40, 40
    snapshot_fields = (*CatalogueItem.snapshot_fields, "ai_use")
    snapshot_links = ("parent", "skills", "tools")
    acyclic_links = ("parent",)
    markdown_fields = ("description", "ai_use")

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    ai_use = models.TextField(_("what AI does there"), blank=True, help_text=_("Markdown."))
    ai_use_html = models.TextField(blank=True, editable=False)
    skills = models.ManyToManyField(Skill, blank=True, related_name="industries", verbose_name=_("skills"))
    tools = models.ManyToManyField(Tool, blank=True, related_name="industries", verbose_name=_("tools"))

    class Meta(CatalogueItem.Meta):
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        permissions = item_permissions("industry")
        constraints = (
            *CatalogueItem.Meta.constraints,
            models.CheckConstraint(condition=~Q(parent=F("id")), name="industry_not_its_own_parent"),
        )


class Occupation(CatalogueItem):
    item_type = "occupation"
    plural = "occupations"
    rank, search_rank = 50, 50
    snapshot_links = ("skills", "tools")
    has_aliases = True

    skills = models.ManyToManyField(Skill, blank=True, related_name="occupations", verbose_name=_("skills"))
    tools = models.ManyToManyField(Tool, blank=True, related_name="occupations", verbose_name=_("tools"))

    class Meta(CatalogueItem.Meta):
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        permissions = item_permissions("occupation")
        constraints = (
            *CatalogueItem.Meta.constraints,
            models.UniqueConstraint(fields=["name_key"], name="occupation_name_unique"),
        )


class Figure(Record):
    """A measured number about an occupation in an industry; an empty value means: not released."""

    class Measure(models.TextChoices):
        EMPLOYMENT = "employment", _("people employed")
        SHARE = "share", _("share of the industry, %")
        WAGE = "wage", _("median annual wage, US$")

    industry = models.ForeignKey(Industry, models.CASCADE, related_name="figures", verbose_name=_("industry"))
    occupation = models.ForeignKey(Occupation, models.CASCADE, related_name="figures", verbose_name=_("occupation"))
    measure = models.CharField(_("measure"), max_length=12, choices=Measure)
    value = models.DecimalField(
        _("value"), max_digits=16, decimal_places=3, null=True, blank=True, help_text=_("Empty: not released.")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1900), MaxValueValidator(2200)])
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ("-year", "measure", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["industry", "occupation", "measure", "year", "source"], name="figure_unique"
            ),
            models.CheckConstraint(
                condition=Q(measure__in=["employment", "share", "wage"]), name="figure_measure_valid"
            ),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__gte=0), name="figure_not_negative"),
            models.CheckConstraint(condition=~Q(source=""), name="figure_has_source"),
        )

    def __str__(self) -> str:
        return f"{self.industry} · {self.occupation} · {self.get_measure_display()} {self.year}"
