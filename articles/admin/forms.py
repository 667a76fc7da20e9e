"""The form of an item: plain fields over its snapshot, the tables of its rows, and what saving needs to know."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

from articles.admin.conflicts import Conflict
from articles.admin.link_fields import LabelBook, LinkField
from articles.admin.outcomes import UnsavedNote
from articles.admin.problems import Problem, problems_of
from articles.admin.publication import Question, ask, keep_untouched
from articles.admin.references import show_texts
from articles.admin.refusals import Refusals, with_label
from articles.admin.rows import TABLES, LinkedRowForm, RowTable
from articles.admin.times import keep_stored
from articles.editing import clean_note
from articles.models import Item
from articles.snapshots import Snapshot, blank_snapshot, snapshot_of, to_json_value

# What a form shows first, by the name of its field.
type FormState = dict[str, Any]

TOP_PARTS = ("steps", "resources")
MAX_VERSION = 2**31 - 1


class ItemForm(forms.Form):
    """The fields of one type of item come from `ItemAdmin.form_class`; these are the ones that all types have."""

    note = forms.CharField(
        label=_("What did you change?"),
        max_length=500,
        required=False,
        help_text=_("Optional. Shown in the history."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    tell_readers = forms.BooleanField(
        label=_("Tell readers"),
        required=False,
        help_text=_("They see this line with its date on the page, under “What changed”."),
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MAX_VERSION)
    new_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    save_over = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=MAX_VERSION)
    readers_get = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("tell_readers") and not clean_note(cleaned.get("note", "")) and "note" not in self.errors:
            self.add_error("note", _("Say what changed, if readers are to be told."))
        return cleaned

    @property
    def public_note(self) -> str:
        return self.cleaned_data["note"] if self.cleaned_data["tell_readers"] else ""

    def links(self) -> Iterable[tuple[str, LinkField]]:
        return ((name, field) for name, field in self.fields.items() if isinstance(field, LinkField))

    def announce_links(self, book: LabelBook) -> None:
        for name, field in self.links():
            book.want(field.target, field.chosen(self[name]))


class EditPage:
    """An item in the making: its form and tables, for showing, checking and turning into a snapshot.

    data: what was sent; None shows the item as it is stored. initial: values for a new item.
    """

    stand_ins: ClassVar[Mapping[str, str]] = {}  # what a field of the snapshot is called in the form

    def __init__(
        self,
        form_class: type[ItemForm],
        item: Item,
        *,
        table_names: Sequence[str],
        admin_site: AdminSite,
        book: LabelBook,
        data: Any = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.item, self.book = item, book
        self.conflict: Conflict | None = None
        self.question: Question | None = None
        self.unsaved: UnsavedNote | None = None
        state = self.read_state() if data is None else {}
        self.form = form_class(data, initial={**state, **(initial or {})})
        self.tables: dict[str, RowTable] = {
            name: self.make_table(name, admin_site, data, state.get(name, [])) for name in table_names
        }

    def read_state(self) -> FormState:
        """What the form and the tables show first, flat."""
        item = self.item
        snapshot = snapshot_of(item) if item.version else blank_snapshot(item.item_type)
        columns = {name: getattr(item, name) for name in item.snapshot_fields}
        parts = {name: snapshot.get(name, []) for name in TOP_PARTS}
        state = {**snapshot["fields"], **columns, **show_texts(item), **snapshot["links"], **parts}
        return state | {"expected_version": item.version, "new_id": None if item.version else uuid4()}

    def make_table(self, name: str, admin_site: AdminSite, data: Any, rows: Sequence[Mapping[str, Any]]) -> RowTable:
        table = TABLES[name]
        options = {"admin_site": admin_site, "book": self.book} if issubclass(table.form, LinkedRowForm) else {}
        return table(data, initial=list(rows) if data is None else None, prefix=name, form_kwargs=options)

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(table.is_valid() for table in self.tables.values())])

    @property
    def expected_version(self) -> int:
        """The version the editor saw, or the one that they chose to save over."""
        cleaned = self.form.cleaned_data
        return int(cleaned["expected_version"] if cleaned["save_over"] is None else cleaned["save_over"])

    def snapshot(self) -> Snapshot:
        """What the editor wants the item to be; valid pages only."""
        cleaned = self.form.cleaned_data
        fields = {name: self.field_value(name) for name in self.item.snapshot_fields if name in cleaned}
        links = {name: cleaned[name] for name in self.item.snapshot_links if name in cleaned}
        parts = {name: table.rows() for name, table in self.tables.items()}
        fields |= {name: rows for name, rows in parts.items() if name not in TOP_PARTS}
        if cleaned["save_over"] is not None:
            fields = keep_untouched(self.item, fields, seen_version=cleaned["expected_version"])
        snapshot = Snapshot(fields=fields, links=links)
        return snapshot | {name: rows for name, rows in parts.items() if name in TOP_PARTS}  # type: ignore[return-value]

    def field_value(self, name: str) -> Any:
        """The value as JSON."""
        return to_json_value(keep_stored(self.form.cleaned_data[name], getattr(self.item, name)))

    @property
    def new_id(self) -> UUID:
        """The id of a new item, made with the form: sending the form twice does not make two items."""
        return self.form.cleaned_data["new_id"] or uuid4()

    def has_to_ask(self, snapshot: Snapshot) -> bool:
        """Whether the editor has to be asked first; the page then holds the question. A conflict comes before it."""
        if self.item.version and self.expected_version == self.item.version:
            self.question = ask(self.item, snapshot["fields"])
        return self.question is not None and self.form.cleaned_data["readers_get"] != self.question.answer

    def add_errors(self, refusals: Refusals) -> None:
        """Shows each part of what `save_item` refused at its field or table."""
        for given, texts in refusals.items():
            name = self.stand_ins.get(given, given)
            if name in self.tables:
                self.tables[name].add_error(texts)
            elif name in self.form.fields and not self.form.fields[name].widget.is_hidden:
                self.form.add_error(name, texts)
            else:
                self.form.add_error(None, [with_label(type(self.item), given, text) for text in texts])

    def all_errors(self) -> list[Any]:
        """Every error on the page, for the note at its top."""
        if not self.form.is_bound:
            return []
        rows: list[Any] = [row for table in self.tables.values() for row in table.errors]
        cells = [errors for row in rows for errors in row.values()]
        return [*self.form.errors.values(), *cells, *(e for t in self.tables.values() for e in t.non_form_errors())]

    def problems(self) -> list[Problem]:
        return problems_of(self.form, self.tables)

    def announce_links(self) -> None:
        self.form.announce_links(self.book)
        for table in self.tables.values():
            table.announce_links(self.book)

    def disable(self) -> None:
        """Makes the page readable but not writable."""
        for table in self.tables.values():
            table.disable()
        for field in self.form.fields.values():
            field.disabled = True

    @property
    def media(self) -> forms.Media:
        extra = "" if settings.DEBUG else ".min"
        jquery = (
            f"admin/js/vendor/jquery/jquery{extra}.js",
            "admin/js/jquery.init.js",
        )  # in the form Django asks for it
        media = self.form.media + forms.Media(js=[*jquery, "admin/js/inlines.js"])
        for table in self.tables.values():
            media += table.empty_form.media
        return media
