from django.contrib import admin

from articles.admin.base import PUBLICATION, ItemAdmin
from tests.seventh_type.models import Course


@admin.register(Course)
class CourseAdmin(ItemAdmin):
    layout = ((None, {"fields": ["name", "slug", "summary", "description", "provider", "skills"]}), PUBLICATION)
