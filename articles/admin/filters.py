"""The filters beside lists."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.ids import read_uuid
from articles.models import Category
from articles.publishing import Status, published_q, scheduled_q

MAX_CATEGORIES = 30


class StatusFilter(admin.SimpleListFilter):
    """By status; without a choice, everything but the trash."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("all", _("All, with the trash")),
            ("visible", _("visible now")),
            ("scheduled", _("scheduled")),
            *Status.choices,
        ]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        return [first | {"display": _("All but the trash")}, *rest]

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(status_q(self.value()))


def status_q(value: str | None) -> Q:
    now = timezone.now()
    if value == "all":
        return Q()
    if value == "visible":
        return published_q(now)
    if value == "scheduled":
        return scheduled_q(now)
    return Q(status=value) if value in Status.values else ~Q(status=Status.TRASHED)


class CategoryFilter(admin.SimpleListFilter):
    """By category: the ones with the most tools, since there may be thousands."""

    title = _("category")
    parameter_name = "categories__id__exact"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        used = Category.objects.annotate(number=Count("tools")).filter(number__gt=0)
        return [(str(category.pk), category.name) for category in used.order_by("-number", "name")[:MAX_CATEGORIES]]

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not (value := self.value()):
            return queryset
        return queryset.filter(categories=pk) if (pk := read_uuid(value)) else queryset.none()
