"""Tools."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.base import PUBLICATION, ItemAdmin
from articles.admin.filters import CategoryFilter, StatusFilter
from articles.admin.panels import Use
from articles.models import Article, Industry, Occupation, Skill, Tool


@admin.register(Tool)
class ToolAdmin(ItemAdmin):
    tables = ("aliases", "resources", "external_ids")
    list_display = ("name", "status", "visible_now", "vendor", "licence", "updated", "version")
    list_filter = (StatusFilter, CategoryFilter)
    layout = (
        (None, {"fields": ["name", "slug", "summary", "description"]}),
        PUBLICATION,
        (_("Facts"), {"fields": ["homepage", "repository", "licence", "vendor", "categories"]}),
    )
    uses = (
        Use(_("Skills that use it"), Skill, "tools"),
        Use(_("Articles about it"), Article, "tools"),
        Use(_("Industries that use it"), Industry, "tools"),
        Use(_("Occupations that use it"), Occupation, "tools"),
    )
