"""The forms of records: small things with a version, but no revisions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.conflicts import SENT_TWICE
from articles.admin.link_fields import LinkField
from articles.admin.outcomes import UnsavedNote
from articles.admin.problems import Problem, problems_of
from articles.admin.refusals import Refusals, with_label
from articles.admin.times import keep_stored, print_time
from articles.editing import EditConflict
from articles.models import Record

MAX_VERSION = 2**31 - 1


class RecordForm(forms.Form):
    """The columns come from `RecordAdmin.form_fields`."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MAX_VERSION)
    new_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=_("What did you change?"),
        max_length=500,
        required=False,
        help_text=_("Optional. Shown in the history."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class RecordPage:
    """A record in the making."""

    def __init__(self, form_class: type[RecordForm], record: Record, names: Sequence[str], data: Any) -> None:
        self.record, self.names = record, names
        self.unsaved: UnsavedNote | None = None
        values, files = data or (None, None)
        initial = {name: self.value_of(name) for name in names}
        initial |= {"expected_version": record.version, "new_id": record.pk}
        self.form = form_class(values, files, initial=initial)

    def value_of(self, name: str) -> Any:
        field: Any = type(self.record)._meta.get_field(name)
        return getattr(self.record, field.attname)

    def is_valid(self) -> bool:
        return self.form.is_valid()

    @property
    def expected_version(self) -> int:
        """The version the editor saw."""
        return 0 if self.record._state.adding else int(self.form.cleaned_data["expected_version"])

    def fill_record(self) -> Record:
        """The record with the values of the form; nothing is written.

        A new one has the id that was made with the form: sending the form twice does not make two records.
        """
        is_new = self.record._state.adding
        if is_new and self.form.cleaned_data["new_id"]:
            self.record.pk = self.form.cleaned_data["new_id"]
        for name in self.names:
            value = self.form.cleaned_data[name]
            field: Any = type(self.record)._meta.get_field(name)
            if isinstance(self.form.fields[name], LinkField):
                value = value[0] if value else None
            # Of a new record the present value is a default, such as this very moment.
            setattr(self.record, field.attname, value if is_new else keep_stored(value, self.value_of(name)))
        return self.record

    def add_errors(self, refusals: Refusals) -> None:
        for name, texts in refusals.items():
            if name in self.form.fields:
                self.form.add_error(name, texts)
            else:
                self.form.add_error(None, [with_label(type(self.record), name, text) for text in texts])

    def show_conflict(self, conflict: EditConflict) -> None:
        """Says what is stored now; saving again is then a choice, bound to that version."""
        stored = type(self.record)._default_manager.filter(pk=self.record.pk).first()
        if stored is None:
            self.form.add_error(None, gettext("This was deleted meanwhile. Add it anew to keep what you wrote."))
            return
        if self.record._state.adding:
            self.form.add_error(None, SENT_TWICE)
            return
        differing = [name for name in self.names if getattr(stored, name) != getattr(self.record, name)]
        theirs = "; ".join(
            f"{self.form.fields[name].label}: {in_words(getattr(stored, name))}"
            for name in differing
            if name in self.form.fields
        )
        data = cast("QueryDict", self.form.data).copy()
        data["expected_version"] = str(conflict.actual_version)
        self.form.data = data
        message = gettext("Somebody else saved this meanwhile (%(theirs)s). Save again to put yours over it.")
        self.form.add_error(None, message % {"theirs": theirs})

    def all_errors(self) -> list[Any]:
        return list(self.form.errors.values())

    def problems(self) -> list[Problem]:
        return problems_of(self.form)

    def disable(self) -> None:
        for field in self.form.fields.values():
            field.disabled = True

    @property
    def media(self) -> forms.Media:
        return self.form.media


def in_words(value: Any) -> str:
    return print_time(value) if isinstance(value, datetime) else str(value)
