"""Learning paths and their steps."""

from django.contrib import admin

from articles.admin.base import PUBLICATION, ItemAdmin
from articles.models import LearningPath


@admin.register(LearningPath)
class LearningPathAdmin(ItemAdmin):
    tables = ("steps", "resources", "external_ids")
    layout = (
        (None, {"fields": ["name", "slug", "summary", "description"]}),
        PUBLICATION,
    )
    # Where the pages of skills and articles send those who ask for the paths that use them.
    extra_lookups = ("steps__skills__id__exact", "steps__articles__id__exact")
