"""Actions that hand the chosen items out as a file."""

import tempfile
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.pages import ContentAdmin, editor_of
from articles.transfer.columns import PLURALS
from articles.transfer.exports import select_rows, write_export

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
    ".zip": "application/zip",
}


class ExportActions(ContentAdmin):
    """Actions of `ItemAdmin` that change nothing; who may look at items may take them along."""

    @admin.action(permissions=["view"], description=_("Export as CSV (zip if it has pictures)"))
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> FileResponse:
        return self.export(request, queryset, "csv")

    @admin.action(permissions=["view"], description=_("Export as XLSX (zip if it has pictures)"))
    def export_xlsx(self, request: HttpRequest, queryset: QuerySet[Any]) -> FileResponse:
        return self.export(request, queryset, "xlsx")

    @admin.action(permissions=["view"], description=_("Export as JSON (with pictures)"))
    def export_json(self, request: HttpRequest, queryset: QuerySet[Any]) -> FileResponse:
        return self.export(request, queryset, "json")

    @admin.action(permissions=["view"], description=_("Export as Markdown (zip with pictures)"))
    def export_markdown(self, request: HttpRequest, queryset: QuerySet[Any]) -> FileResponse:
        return self.export(request, queryset, "md")

    def export(self, request: HttpRequest, queryset: QuerySet[Any], file_format: str) -> FileResponse:
        """The rows go through a file on disk, however many there are; the response closes and so removes it."""
        kind = PLURALS[self.model.item_type]
        target = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
        selection = select_rows(self.model, queryset, by=editor_of(request))
        suffix = write_export(target, file_format, selection)
        if selection.leaves_pictures_out:
            messages.warning(request, gettext("The file holds no pictures: this account may not see them."))
        target.seek(0)
        name = f"{kind}-{timezone.localdate().isoformat()}{suffix}"
        response = FileResponse(target, as_attachment=True, filename=name, content_type=MEDIA_TYPES[suffix])
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response
