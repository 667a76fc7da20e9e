"""The history pages of an item: its versions, what differs between two of them, and the way back."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext

from articles.admin.actions import explain
from articles.admin.differences import show_differences
from articles.admin.drafts import tell_saved
from articles.admin.link_fields import LabelBook
from articles.admin.pages import ContentAdmin, editor_of
from articles.admin.refusals import in_one_line
from articles.admin.site import admin_url
from articles.admin.undescribed import ask_for_words
from articles.editing import EditConflict, tell_readers
from articles.editing.restoring import restore
from articles.history.revisions import history
from articles.models import Item, Revision

PER_PAGE = 50
PUBLIC_NOTE: Any = Revision._meta.get_field("public_note")
PUBLIC_NOTE_LENGTH: int = PUBLIC_NOTE.max_length
MAX_DIGITS = 9


class HistoryPages(ContentAdmin):
    """Pages of `ItemAdmin`."""

    def get_urls(self):
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        views = (self.compare_view, self.restore_view, self.tell_view)
        compare, back, tell = (self.admin_site.admin_view(view) for view in views)
        return [
            path("<path:object_id>/history/<int:version>/", compare, name=f"{info}_compare"),
            path("<path:object_id>/history/<int:version>/restore/", back, name=f"{info}_restore"),
            path("<path:object_id>/history/<int:version>/readers/", tell, name=f"{info}_tell"),
            *super().get_urls(),
        ]

    def find_item(self, request: HttpRequest, object_id: str, *, to_change: bool = False) -> Item:
        item = self.get_object(request, unquote(object_id))
        if item is None:
            raise Http404
        allowed = self.has_change_permission if to_change else self.has_view_or_change_permission
        if not allowed(request, item):
            raise PermissionDenied
        return item

    def history_view(self, request, object_id, extra_context=None):
        item = self.find_item(request, object_id)
        paginator = self.get_paginator(request, history(item).defer("snapshot"), PER_PAGE)
        context = {"page": paginator.get_page(request.GET.get("p", 1)), **(extra_context or {})}
        return self.history_page(request, item, "admin/item_history.html", gettext("History"), **context)

    def compare_view(self, request: HttpRequest, object_id: str, version: int) -> HttpResponse:
        """What `version` changed, or what differs between it and the version in `?with=`."""
        item = self.find_item(request, object_id)
        newer, other = find_revision(item, version), read_version(request, default=version - 1)
        older = find_revision(item, other) if other else None
        differences = None
        if older is not None:
            older, newer = sorted((older, newer), key=lambda revision: revision.version)
            differences = show_differences(type(item), older.snapshot, newer.snapshot, LabelBook())
        restorable = [revision for revision in (older, newer) if revision and revision.version != item.version]
        context = {
            "newer": newer,
            "older": older,
            "differences": differences,
            "restorable": restorable,
            "public_note_help": PUBLIC_NOTE.help_text,
        }
        title = gettext("Version %(version)s") % {"version": newer.version}
        return self.history_page(request, item, "admin/item_compare.html", title, **context)

    def history_page(
        self, request: HttpRequest, item: Item, template: str, title: str, **context: object
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(item),
            "item": item,
            "opts": self.opts,
            "can_change": self.has_change_permission(request, item),
            "compare_url": f"{self.opts.app_label}_{self.opts.model_name}_compare",
            "restore_url": f"{self.opts.app_label}_{self.opts.model_name}_restore",
            "tell_url": f"{self.opts.app_label}_{self.opts.model_name}_tell",
        }
        return TemplateResponse(request, template, shared | context)

    def restore_view(self, request: HttpRequest, object_id: str, version: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        item = self.find_item(request, object_id, to_change=True)
        expected = request.POST.get("expected_version", "")
        seen = int(expected) if expected.isdecimal() and len(expected) <= MAX_DIGITS else -1
        try:
            restored = restore(item, version, by=editor_of(request), expected_version=seen)
        except Revision.DoesNotExist:
            raise Http404 from None
        except (ValidationError, EditConflict) as error:
            self.tell_refused(request, item, error)
            return redirect(admin_url(self.model, "compare", item.pk, version))
        return self.tell_restored(request, version, restored, was_saved=restored.version != seen)

    def tell_refused(self, request: HttpRequest, item: Item, error: ValidationError | EditConflict) -> None:
        is_rule = isinstance(error, ValidationError)
        reason = in_one_line(type(item), error, self.viewer(request)) if is_rule else explain(item, error)  # type: ignore[arg-type]  # `is_rule` says which it is
        messages.error(request, format_html(gettext("Not restored: {}"), reason))

    def tell_view(self, request: HttpRequest, object_id: str, version: int) -> HttpResponse:
        """Sets the line that readers see for a version."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        item = self.find_item(request, object_id, to_change=True)
        text = request.POST.get("public_note", "")
        if len(text) > PUBLIC_NOTE_LENGTH:
            messages.error(request, gettext("Not saved: at most %(limit)s characters.") % {"limit": PUBLIC_NOTE_LENGTH})
            return redirect(admin_url(self.model, "compare", item.pk, version))
        try:
            is_new = tell_readers(item, version, text, by=editor_of(request))
        except Revision.DoesNotExist:
            raise Http404 from None
        level = messages.SUCCESS if is_new else messages.INFO
        messages.add_message(request, level, describe_telling(text, is_new=is_new) % {"version": version})
        return tell_saved(request, redirect(admin_url(self.model, "history", item.pk)))

    def tell_restored(self, request: HttpRequest, version: int, item: Item, *, was_saved: bool) -> HttpResponse:
        texts = {"version": version, "new": item.version}
        if was_saved:
            ask_for_words(request, item, self.viewer(request))
            messages.success(request, gettext("Version %(version)s is back, saved as version %(new)s.") % texts)
        else:
            text = gettext("Nothing to restore: the content of version %(version)s is what is stored now.")
            messages.info(request, text % texts)
        return redirect(admin_url(self.model, "change", item.pk))


def describe_telling(text: str, *, is_new: bool) -> str:
    if not text.strip():
        told_no_more = gettext("Readers are told no more of version %(version)s.")
        return told_no_more if is_new else gettext("Readers were told nothing of version %(version)s before either.")
    if is_new:
        return gettext("Saved what readers are told of version %(version)s.")
    return gettext("Readers are told just this of version %(version)s already, so nothing was saved.")


def find_revision(item: Item, version: int) -> Revision:
    revision = history(item).filter(version=version).first()
    if revision is None:
        raise Http404
    return revision


def read_version(request: HttpRequest, *, default: int) -> int:
    text = request.GET.get("with", "")
    return int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else default
