"""Occupations."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.base import PUBLICATION, ItemAdmin
from articles.admin.panels import Use
from articles.models import Figure, Occupation


@admin.register(Occupation)
class OccupationAdmin(ItemAdmin):
    tables = ("aliases", "resources", "external_ids")
    layout = (
        (None, {"fields": ["name", "slug", "summary", "description"]}),
        PUBLICATION,
        (_("Links"), {"fields": ["skills", "tools"]}),
    )
    uses = (Use(_("Figures"), Figure, "occupation"),)
