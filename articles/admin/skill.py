"""Skills."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.base import PUBLICATION, ItemAdmin
from articles.admin.filters import StatusFilter
from articles.admin.panels import Use
from articles.models import Article, Industry, LearningPath, Occupation, Skill


@admin.register(Skill)
class SkillAdmin(ItemAdmin):
    tables = ("aliases", "resources", "external_ids")
    list_display = ("name", "status", "visible_now", "group", "broader", "updated", "version")
    list_filter = (StatusFilter, "group")
    list_select_related = ("group", "broader")
    layout = (
        (None, {"fields": ["name", "slug", "summary", "description"]}),
        PUBLICATION,
        (_("Links"), {"fields": ["group", "broader", "prerequisites", "tools"]}),
    )
    uses = (
        Use(_("Articles about it"), Article, "skills"),
        Use(_("Skills that need it first"), Skill, "prerequisites"),
        Use(_("Narrower skills"), Skill, "broader"),
        Use(_("Learning paths with it in a step"), LearningPath, "steps__skills"),
        Use(_("Industries that want it"), Industry, "skills"),
        Use(_("Occupations that want it"), Occupation, "skills"),
    )
