"""What editors are told after a form: by what became of it, whatever button sent it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from articles.admin.site import admin_url
from articles.history.revisions import history
from articles.models import Item


@dataclass(frozen=True, slots=True)
class UnsavedNote:
    """A note that came without a change. version: the last one, 0 where readers cannot be told; told: what they are told of it.

    is_for_readers: the editor asked for readers to be told.
    """

    text: str
    version: int = 0
    told: str = ""
    is_for_readers: bool = False


def was_saved(page: Any, saved: Any) -> bool:
    """Every save raises the version, and where nothing differs nothing is saved."""
    return bool(saved.version != page.expected_version)


def unsaved_note(page: Any, row: Any) -> UnsavedNote | None:
    cleaned = page.form.cleaned_data
    if not cleaned["note"]:
        return None
    if not isinstance(row, Item):
        return UnsavedNote(cleaned["note"])
    told = history(row).filter(version=row.version).values_list("public_note", flat=True).first()
    return UnsavedNote(cleaned["note"], row.version, told or "", cleaned["tell_readers"])


def telling(row: Model, note: UnsavedNote) -> dict[str, str]:
    """Where the note can be handed on to readers."""
    return {"tell_url": admin_url(type(row), "tell", row.pk, note.version)} if note.version else {}


class OutcomeMessages(admin.ModelAdmin):
    """Answers forms that changed nothing: Django says "was changed successfully" of each that it accepts."""

    def response_unchanged(self, request: HttpRequest, row: Model) -> HttpResponse:
        """Leads where the button leads."""
        if IS_POPUP_VAR in request.POST:
            return self.response_change(request, row)  # closes the popup without a word
        messages.info(request, gettext("Nothing was different, so nothing was saved."))
        if "_continue" in request.POST:
            return self.redirect_filtered(request, request.path)
        if "_addanother" in request.POST:
            return self.redirect_filtered(request, admin_url(self.model, "add"))
        return self.response_post_save_change(request, row)

    def redirect_filtered(self, request: HttpRequest, url: str) -> HttpResponseRedirect:
        """There, with the filters of the list that the editor came from."""
        filters: Any = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return HttpResponseRedirect(add_preserved_filters(filters, url))


class FormOutcomes(OutcomeMessages):
    """`OutcomeMessages` for types whose form is Django's own."""

    def save_form(self, request, form, change):
        row = super().save_form(request, form, change)
        row.is_unchanged = change and not form.has_changed()
        return row

    def log_change(self, request, obj, message):
        return None if getattr(obj, "is_unchanged", False) else super().log_change(request, obj, message)

    def response_change(self, request, obj):
        if getattr(obj, "is_unchanged", False):
            obj.is_unchanged = False
            return self.response_unchanged(request, obj)
        return super().response_change(request, obj)
