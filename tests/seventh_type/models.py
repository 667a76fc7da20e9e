from django.db import models

from articles.models import CatalogueItem, Skill
from articles.models.item import item_permissions


class Course(CatalogueItem):
    item_type = "course"
    plural = "courses"
    snapshot_fields = (*CatalogueItem.snapshot_fields, "provider")
    snapshot_links = ("skills",)

    provider = models.CharField(max_length=100, blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="courses")

    class Meta(CatalogueItem.Meta):
        permissions = item_permissions("course")
