"""The log of changes and the saved states of items, to read only."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.pages import CarefulLookups, editor_of
from articles.admin.references import show_snapshot
from articles.admin.site import admin_url
from articles.ids import read_uuid
from articles.models import ITEM_MODELS, RECORD_MODELS, Change, Revision
from articles.models.history import Signed
from articles.rights import Right, may

SHOWN_CHARACTERS = 50_000


class ReadOnlyAdmin(CarefulLookups):
    show_full_result_count = False
    list_per_page = 50
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_search_results(self, request, queryset, search_term):
        """The rows of one item, by its id."""
        term = search_term.strip()
        if not term:
            return queryset, False
        return (queryset.filter(item_id=pk) if (pk := read_uuid(term)) else queryset.none()), False

    @admin.display(description=_("item"))
    def item(self, row: Any) -> str:
        model: type[Model] | None = {**ITEM_MODELS, **RECORD_MODELS}.get(row.item_type)
        if model is None:
            return str(row.item_id)
        return format_html('<a href="{}">{}</a>', admin_url(model, "change", row.item_id), row.item_id)


class LogAdmin(ReadOnlyAdmin):
    """Tells of those types alone that the signed-in user may look at: a log holds what they hold."""

    @admin.display(description=_("saved by"), ordering="by_name")
    def who(self, row: Signed) -> str:
        return row.who

    def get_queryset(self, request):
        types = {**ITEM_MODELS, **RECORD_MODELS}.items()
        seen = [name for name, model in types if may(editor_of(request), Right.VIEW, model)]
        return super().get_queryset(request).filter(item_type__in=seen)


@admin.register(Revision)
class RevisionAdmin(LogAdmin):
    list_display = ("at", "item_type", "item", "version", "who", "note", "public_note")
    list_filter = ("item_type",)
    list_select_related = ("by",)
    search_fields = ("item_id",)
    search_help_text = _("The id of an item.")
    ordering = ("-id",)
    fields = ("item_type", "item", "version", "at", "who", "note", "public_note", "comparison", "content")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("snapshot")

    @admin.display(description=_("what it changed"))
    def comparison(self, revision: Revision) -> str:
        url = reverse(
            f"admin:articles_{ITEM_MODELS[revision.item_type]._meta.model_name}_compare",
            args=[revision.item_id, revision.version],
        )
        return format_html('<a href="{}">{}</a>', url, _("Compare with the version before"))

    @admin.display(description=_("snapshot"))
    def content(self, revision: Revision) -> str:
        model = ITEM_MODELS.get(revision.item_type)
        snapshot = show_snapshot(model, revision.snapshot) if model else revision.snapshot
        text = json.dumps(snapshot, indent=2, ensure_ascii=False)
        return format_html("<pre>{}</pre>", text[:SHOWN_CHARACTERS])


@admin.register(Change)
class ChangeAdmin(LogAdmin):
    list_display = (
        "number",
        "at",
        "kind",
        "reason",
        "item_type",
        "item",
        "version",
        "who",
        "note",
        "visibility_changed",
    )
    list_filter = ("kind", "reason", "item_type")
    list_select_related = ("by",)
    search_fields = ("item_id",)
    search_help_text = _("The id of an item.")
    ordering = ("-number",)

    fields = (
        "number", "at", "kind", "reason", "item_type", "item", "version", "who", "note",
        "live_before", "live_after", "name_changed", "slug_changed", "visibility_changed",
    )  # fmt: skip
