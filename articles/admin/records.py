"""Sections, skill groups, categories, sources and figures, small things that items refer to; and announcements."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, ProtectedError
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.link_fields import LabelBook
from articles.admin.pages import ContentAdmin, PageContext, editor_of
from articles.admin.panels import ShownUse, Use, show_uses
from articles.admin.record_forms import RecordForm, RecordPage
from articles.admin.refusals import show_refusals
from articles.admin.search import search_columns
from articles.admin.site import admin_url
from articles.admin.times import print_time
from articles.editing import EditConflict, delete_record, is_record_saved_already, save_record
from articles.models import (
    Announcement,
    Article,
    Category,
    Change,
    Figure,
    Section,
    Skill,
    SkillGroup,
    Source,
    Tool,
)

HISTORY_PER_PAGE = 50


class RecordAdmin(ContentAdmin):
    """Writes through `save_record` and `delete_record` alone. `uses`: what refers to a record."""

    change_form_template = "admin/record_form.html"
    search_fields: ClassVar[Any] = ("name",)

    def get_search_results(self, request, queryset, search_term):
        return search_columns(queryset, search_term, tuple(self.search_fields)), False

    def make_page(self, request: HttpRequest, row: Any, *, data: Any, book: LabelBook) -> RecordPage:
        names = [name for name in self.field_names(request, row) if name not in RecordForm.base_fields]
        form_class = type("Form", (RecordForm,), self.form_fields(request, names, book))
        return RecordPage(form_class, row, names, data)

    def save_page(self, request: HttpRequest, row: Any, page: RecordPage) -> Model | None:
        record, by, note = page.fill_record(), editor_of(request), page.form.cleaned_data["note"]
        try:
            return save_record(record, by=by, note=note, expected_version=page.expected_version)
        except ValidationError as error:
            page.add_errors(show_refusals(error, self.viewer(request)))
        except EditConflict as conflict:
            # A request whose answer did not arrive may have saved this very form.
            if is_record_saved_already(record, by=by, note=note, expected_version=page.expected_version):
                return record
            page.show_conflict(conflict)
        return None

    def extra_context(self, request: HttpRequest, row: Any, page: Any) -> PageContext:
        return {"uses": self.shown_uses(request, row)} if row else {}

    def shown_uses(self, request: HttpRequest, record: Any) -> list[ShownUse]:
        return show_uses(record, self.uses, self.viewer(request))

    def delete_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_delete_permission(request, record):
            raise PermissionDenied
        if request.method == "POST":
            return self.delete_one(request, record)
        uses = [use for use in self.shown_uses(request, record) if use.count]
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Delete"),
            "subtitle": str(record),
            "record": record,
            "uses": uses,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/record_delete.html", context)

    def delete_one(self, request, record):
        name = str(record)
        try:
            # Many-to-many links do not protect what they lead to; the others do, also against somebody quicker than us.
            if any(use.count for use in self.shown_uses(request, record)):
                raise ProtectedError(name, {record})
            self.remove(request, record)
        except ProtectedError:
            messages.error(request, gettext("“%(name)s” is still used, so it stays.") % {"name": name})
            return redirect(admin_url(self.model, "change", record.pk))
        messages.success(request, gettext("“%(name)s” is deleted.") % {"name": name})
        return redirect(admin_url(self.model, "changelist"))

    def remove(self, request: HttpRequest, record: Any) -> None:
        delete_record(record, by=editor_of(request))

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        changes = Change.objects.filter(item_id=record.pk).select_related("by").order_by("-number")
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("History"),
            "subtitle": str(record),
            "record": record,
            "page": self.get_paginator(request, changes, HISTORY_PER_PAGE).get_page(request.GET.get("p", 1)),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/record_history.html", context)


class HeadingAdmin(RecordAdmin):
    """Sections and skill groups."""

    list_display = ("name", "slug", "position")
    search_fields = ("name", "slug")
    layout = ((None, {"fields": ["name", "slug", "description", "position"]}),)


@admin.register(Section)
class SectionAdmin(HeadingAdmin):
    uses = (Use(_("Articles in it"), Article, "section"),)


@admin.register(SkillGroup)
class SkillGroupAdmin(HeadingAdmin):
    uses = (Use(_("Skills in it"), Skill, "group"),)


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    list_display = ("name", "scheme", "code", "parent")
    list_filter = ("scheme",)
    list_select_related = ("parent",)
    search_fields = ("name", "code")
    layout = ((None, {"fields": ["name", ("scheme", "code"), "parent"]}),)
    uses = (Use(_("Tools in it"), Tool, "categories"), Use(_("Categories within it"), Category, "parent"))


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    list_display = ("publisher", "title", "author", "licence", "published")
    search_fields = ("publisher", "title", "author")
    layout = (
        (None, {"fields": ["publisher", "author", "title", "url", "published_on"]}),
        (_("What readers see"), {"fields": ["licence", "disclaimer"]}),
        (_("For editors only"), {"fields": ["permission", "contact"]}),
    )
    uses = (Use(_("Articles from it"), Article, "source"),)

    @admin.display(description=_("published on"), ordering="published_on", empty_value="–")
    def published(self, source: Source) -> str:
        """As the field takes it."""
        return source.published_on.isoformat() if source.published_on else ""


@admin.register(Figure)
class FigureAdmin(RecordAdmin):
    list_display = ("industry", "occupation", "measure", "value", "year", "source")
    list_filter = ("measure", "year")
    list_select_related = ("industry", "occupation")
    search_fields = ("industry__name", "occupation__name", "source")
    layout = ((None, {"fields": ["industry", "occupation", ("measure", "year"), "value", "source"]}),)


@admin.register(Announcement)
class AnnouncementAdmin(RecordAdmin):
    list_display = ("text", "severity", "starts", "ends", "is_shown_now")
    list_filter = ("severity",)
    search_fields = ("text",)
    layout = ((None, {"fields": ["text", "severity", ("starts_at", "ends_at")]}),)

    @admin.display(description=_("starts at"), ordering="starts_at")
    def starts(self, row: Announcement) -> str:
        return print_time(row.starts_at)

    @admin.display(description=_("ends at"), ordering="ends_at", empty_value="–")
    def ends(self, row: Announcement) -> str:
        return print_time(row.ends_at)

    @admin.display(description=_("shown now"), boolean=True)
    def is_shown_now(self, row: Announcement) -> bool:
        now = timezone.now()
        return row.starts_at <= now and (row.ends_at is None or row.ends_at > now)
