"""Industries."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.base import PUBLICATION, ItemAdmin
from articles.admin.filters import StatusFilter
from articles.admin.panels import Use
from articles.models import Article, Figure, Industry


@admin.register(Industry)
class IndustryAdmin(ItemAdmin):
    list_display = ("name", "status", "visible_now", "parent", "updated", "version")
    list_filter = (StatusFilter,)
    list_select_related = ("parent",)
    layout = (
        (None, {"fields": ["name", "slug", "summary", "description", "ai_use"]}),
        PUBLICATION,
        (_("Links"), {"fields": ["parent", "skills", "tools"]}),
    )
    uses = (
        Use(_("Articles about it"), Article, "industries"),
        Use(_("Industries within it"), Industry, "parent"),
        Use(_("Figures"), Figure, "industry"),
    )
