"""What an AI engineer works with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.item import CatalogueItem, item_permissions
from articles.models.vocabulary import Category


class Tool(CatalogueItem):
    item_type = "tool"
    plural = "tools"
    rank, search_rank = 30, 20
    snapshot_fields = (*CatalogueItem.snapshot_fields, "homepage", "repository", "licence", "vendor")
    snapshot_links = ("categories",)
    has_aliases = True

    categories = models.ManyToManyField(Category, blank=True, related_name="tools", verbose_name=_("categories"))
    homepage = models.URLField(_("homepage"), max_length=500, blank=True)
    repository = models.URLField(_("repository"), max_length=500, blank=True)
    licence = models.CharField(
        _("licence"), max_length=120, blank=True, help_text=_("An SPDX id such as “Apache-2.0”, or “Proprietary”.")
    )
    vendor = models.CharField(_("vendor"), max_length=200, blank=True)

    class Meta(CatalogueItem.Meta):
        verbose_name = _("tool")
        verbose_name_plural = _("tools")
        permissions = item_permissions("tool")
        constraints = (
            *CatalogueItem.Meta.constraints,
            models.UniqueConstraint(fields=["name_key"], name="tool_name_unique"),
        )
