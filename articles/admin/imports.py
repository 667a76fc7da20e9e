"""Imports in the admin: upload, look at what would happen, bring it in, read the report, undo."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.drafts import tell_saved
from articles.admin.import_forms import EXPORT, OWN_TABLE, PROFILE, UploadForm, field_help, models_of
from articles.admin.logs import ReadOnlyAdmin
from articles.admin.pages import editor_of
from articles.admin.site import admin_url
from articles.models import ITEM_MODELS, RECORD_MODELS, ImportBatch, ImportRow
from articles.operation.task_worker import STOPPED_AFTER, import_before, waits_in_vain
from articles.rights import Right, may
from articles.transfer.cells import neutralise
from articles.transfer.imports.allowing import Models, may_see, may_write
from articles.transfer.imports.jobs import run_import, try_import
from articles.transfer.imports.undoing import UndoError, check_undoable, undo_import
from articles.transfer.imports.uploading import STATES, discard_files, keep_upload

PER_PAGE = 100
AT_WORK = (STATES.WAITING, STATES.CHECKING, STATES.QUEUED, STATES.RUNNING)
REPORT_HEAD = ("outcome", "file", "line", "name", "readers", "reason", "changes", "warnings")


@admin.register(ImportBatch)
class ImportAdmin(ReadOnlyAdmin):
    list_display = ("pk", "name", "kind", "state", "summary", "by", "created_at")
    list_display_links = ("pk", "name")
    list_filter = ("state", "kind")
    list_select_related = ("by",)
    ordering = ("-id",)

    def has_add_permission(self, request):
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("options", "message")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        pages = (
            ("run", self.run_view),
            ("again", self.again_view),
            ("discard", self.discard_view),
            ("undo", self.undo_view),
            ("report", self.report_view),
        )
        own = [path(f"<int:batch_id>/{name}/", wrap(view), name=f"articles_importbatch_{name}") for name, view in pages]
        return [*own, *super().get_urls()]

    @admin.display(description=_("result"))
    def summary(self, batch: ImportBatch) -> str:
        counts = batch.counts
        return ", ".join(f"{counts[name]} {name}" for name in ("created", "changed", "failed") if counts.get(name))

    # Who may

    def find(self, request: HttpRequest, batch_id: Any, *, to_write: bool = False) -> ImportBatch:
        batch = ImportBatch.objects.filter(pk=batch_id).first()
        if batch is None:
            raise Http404
        if not self.has_view_permission(request) or not may_see(editor_of(request), shown_models(batch)):
            raise PermissionDenied
        if to_write and not (
            self.has_add_permission(request) and may_write(editor_of(request), models_of(what_of(batch)))
        ):
            raise PermissionDenied
        return batch

    # Upload

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        form = UploadForm(request, *data)
        if request.method == "POST" and form.is_valid():
            batch = keep_upload(form.cleaned_data["upload"], form.options(), by=editor_of(request))
            try_import.enqueue(batch.pk)
            return tell_saved(request, redirect(self.page_of(batch)))
        context = {"title": gettext("Import"), "form": form, "field_help": field_help(), "opts": self.opts}
        return self.page(request, "admin/import_upload.html", **context)

    def page(self, request: HttpRequest, template: str, **context: object) -> TemplateResponse:
        return TemplateResponse(request, template, {**self.admin_site.each_context(request), **context})

    def page_of(self, batch: ImportBatch) -> str:
        return admin_url(ImportBatch, "change", batch.pk)

    # One import

    def change_view(self, request, object_id, form_url="", extra_context=None):
        key = unquote(object_id)
        batch = self.find(request, key if key.isdecimal() and len(key) < len("9" * 18) else 0)
        outcome = request.GET.get("outcome", "")
        rows = batch.rows.filter(outcome=outcome) if outcome in ImportRow.Outcome.values else batch.rows.all()
        page = Paginator(rows.order_by("number"), PER_PAGE).get_page(request.GET.get("p", 1))
        silent = timezone.now() - batch.progress_at
        context = {
            "title": str(batch),
            "opts": self.opts,
            "batch": batch,
            "page": page,
            "rows": [(row, readers_in_words(row), admin_row_url(row, batch)) for row in page],
            "outcome": outcome,
            "outcomes": count_outcomes(batch),
            "is_at_work": batch.state in AT_WORK,
            "is_without_worker": waits_in_vain(batch),
            "import_before": import_before(batch),
            "may_run": batch.state == STATES.CHECKED,
            "may_go_on": batch.state == STATES.FAILED or (batch.state in AT_WORK and silent > STOPPED_AFTER),
            "may_undo": batch.state == STATES.FINISHED and batch.changes.exists(),
            "has_files": bool(batch.options.get("files")) and bool(batch.file),
        }
        response = self.page(request, "admin/import_batch.html", **context)
        if batch.state in AT_WORK:
            response["Refresh"] = "2"  # a page without a script comes again by itself
        return response

    def history_view(self, request, object_id, extra_context=None):
        return redirect(admin_url(ImportBatch, "change", object_id))

    # What can be done with it

    def run_view(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        """Queues what was tried; two imports of one set would meet in the same items, so that one waits."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        batch = self.find(request, batch_id, to_write=True)
        others = ImportBatch.objects.filter(name=batch.name, kind=batch.kind, state__in=(STATES.QUEUED, STATES.RUNNING))
        if others.exclude(pk=batch.pk).exists():
            messages.error(request, gettext("Another import of this set is running. Wait until it has ended."))
        elif ImportBatch.objects.filter(pk=batch.pk, state=STATES.CHECKED).update(
            # Whoever presses the button does it, with their own rights.
            state=STATES.QUEUED,
            done=0,
            total=0,
            by=editor_of(request),
        ):
            run_import.enqueue(batch.pk)
        else:
            messages.error(request, gettext("Only what was tried, and not yet imported, can be imported."))
        return redirect(self.page_of(batch))

    def again_view(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        """Starts anew what was stopped: an import can be repeated without harm."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        batch = self.find(request, batch_id, to_write=True)
        is_stopped = Q(state__in=AT_WORK, progress_at__lt=timezone.now() - STOPPED_AFTER)
        had_begun = batch.changes.exists()
        then = STATES.QUEUED if had_begun else STATES.WAITING
        resting = Q(state=STATES.FAILED) | is_stopped
        changed = {"state": then, "message": "", "progress_at": timezone.now(), "by": editor_of(request)}
        if batch.file and ImportBatch.objects.filter(resting, pk=batch.pk).update(**changed):
            (run_import if had_begun else try_import).enqueue(batch.pk)
        else:
            messages.error(request, gettext("This import is at work, or its file is gone."))
        return redirect(self.page_of(batch))

    def discard_view(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        batch = self.find(request, batch_id, to_write=True)
        if batch.changes.exists() or batch.state in (STATES.QUEUED, STATES.RUNNING):
            messages.error(request, gettext("It has written something, or is about to, so its report stays."))
            return redirect(self.page_of(batch))
        discard_files(batch)
        ImportBatch.objects.filter(pk=batch.pk).delete()
        messages.success(request, gettext("“%(name)s” was discarded.") % {"name": batch.name})
        return redirect(admin_url(ImportBatch, "changelist"))

    def undo_view(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        batch = self.find(request, batch_id, to_write=True)
        if not all(may(editor_of(request), Right.DELETE, model) for model in models_of(what_of(batch))):
            raise PermissionDenied
        try:
            check_undoable(batch)
        except UndoError as error:
            messages.error(request, str(error))
            return redirect(self.page_of(batch))
        if request.method != "POST":
            context = {"title": gettext("Undo this import"), "subtitle": str(batch), "opts": self.opts, "batch": batch}
            return self.page(request, "admin/import_undo.html", **context)
        report = undo_import(batch, by=editor_of(request), tell=lambda _line: None)
        counts = report.counts
        text = gettext("%(changed)s taken back, %(skipped)s left as they are, %(failed)s failed.")
        messages.add_message(request, level_of_undo(counts), text % counts)
        for entry in [*report.with_outcome("skipped"), *report.with_outcome("failed")][:20]:
            messages.info(request, f"{entry.name}: {entry.text}")
        return redirect(self.page_of(batch))

    def report_view(self, request: HttpRequest, batch_id: int) -> StreamingHttpResponse:
        """The rows as CSV; cells that a spreadsheet would run are neutralised."""
        batch = self.find(request, batch_id)
        response = StreamingHttpResponse(csv_lines(batch), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{batch.pk}.csv"'
        response["Cache-Control"] = "no-store"
        return response


def level_of_undo(counts: dict[str, int]) -> int:
    if counts["failed"]:
        return messages.ERROR
    return messages.SUCCESS if counts["changed"] else messages.WARNING


class Echo:
    """What `csv` writes to: hands each line on."""

    def write(self, line: str) -> str:
        return line


def csv_lines(batch: ImportBatch) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(REPORT_HEAD)
    for row in batch.rows.order_by("number").iterator(chunk_size=1000):
        changes = "; ".join(f"{one['name']}: {one['before']} → {one['after']}" for one in row.changes)
        said = (row.visibility, row.text, changes, "; ".join(row.warnings))
        cells = (row.outcome, row.place, row.line or "", row.name, *said)
        yield writer.writerow([neutralise(str(cell)) for cell in cells])


def what_of(batch: ImportBatch) -> str:
    """The choice of the upload form that the batch came from; imports of the command line may be anything."""
    options = batch.options
    if batch.kind == ImportBatch.Kind.ARTICLES:
        return "articles"
    if options.get("profile"):
        return f"{PROFILE}{options['profile']}"
    return f"{OWN_TABLE}{options['type']}" if options.get("type") else EXPORT


def shown_models(batch: ImportBatch) -> Models:
    """All that its pages and its report may tell of: what its kind writes, and what its rows became besides."""
    types = {**ITEM_MODELS, **RECORD_MODELS}
    rows = set(batch.rows.order_by().values_list("item_type", flat=True)) & types.keys()
    return [*models_of(what_of(batch)), *(types[name] for name in sorted(rows))]


def count_outcomes(batch: ImportBatch) -> list[tuple[str, Any, int]]:
    """(outcome, its name, how many rows are kept of it)."""
    numbers = dict(batch.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return [(one.value, one.label, numbers[one.value]) for one in ImportRow.Outcome if one.value in numbers]


def readers_in_words(row: ImportRow) -> str:
    """What the row says of readers, without the reason where a warning beside it gives that already."""
    status, _space, reason = row.visibility.partition(" (")
    is_told = any(warning.endswith(reason.removesuffix(")")) for warning in row.warnings)
    return status if reason and is_told else row.visibility


def admin_row_url(row: ImportRow, batch: ImportBatch) -> str:
    """The page of the item that a row became; "" where there is none."""
    model = ITEM_MODELS.get(row.item_type)
    written = ("created", "changed", "same") if batch.state in (STATES.FINISHED, STATES.UNDONE) else ("changed", "same")
    is_there = model is not None and row.item_id and row.outcome in written
    return admin_url(model, "change", row.item_id) if model and is_there else ""
