"""Tables of rows that belong to an item: aliases, external ids, resources, the steps of a path.

They are formsets of plain forms over the snapshot; no model is written through them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.directions import follow_text
from articles.admin.link_fields import LabelBook, LinkField
from articles.cleaning import MAX_ROWS, clean_value
from articles.models import Alias, ExternalId, Resource, Step
from articles.snapshots import STEP_LINKS, Columns


def column(model: type[models.Model], name: str, **options: Any) -> forms.Field:
    """The form field of one column."""
    return model._meta.get_field(name).formfield(**options)  # type: ignore[union-attr, return-value]


MAX_HOURS = 32_767  # what PostgreSQL's column holds; SQLite's holds more
FORMSET_FIELDS = ("ORDER", "DELETE")


class RowForm(forms.Form):
    """One row. What its columns refuse stands at the cell."""

    model: type[models.Model]

    links: Sequence[str] = ()

    def clean(self) -> dict[str, Any]:
        blank = self.model()
        for name in self.cleaned_data.keys() - {*self.links, *FORMSET_FIELDS}:
            value = self.cleaned_data[name]
            try:
                self.cleaned_data[name] = clean_value(
                    self.model, name, getattr(blank, name) if value is None else value
                )
            except ValidationError as error:
                self.add_error(name, error)
        return self.cleaned_data

    def row(self) -> Columns:
        """The row as a snapshot holds it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in FORMSET_FIELDS}


class AliasForm(RowForm):
    model = Alias
    name = column(Alias, "name", widget=AdminTextInputWidget)
    language = column(Alias, "language")


class ExternalIdForm(RowForm):
    model = ExternalId
    scheme = column(ExternalId, "scheme")
    code = column(ExternalId, "code", widget=AdminTextInputWidget)


class ResourceForm(RowForm):
    model = Resource
    kind = column(Resource, "kind")
    title = column(Resource, "title", widget=AdminTextInputWidget)
    url = column(Resource, "url", widget=forms.URLInput(attrs={"class": "vURLField"}))
    language = column(Resource, "language")


class LinkedRowForm(RowForm):
    """A row with links of its own."""

    def __init__(self, *args: Any, admin_site: AdminSite, book: LabelBook, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.links:
            db_field: Any = self.model._meta.get_field(name)
            label = capfirst(str(db_field.verbose_name))
            self.fields[name] = LinkField(db_field, admin_site, many=True, book=book, label=label)


class StepForm(LinkedRowForm):
    model = Step
    links = STEP_LINKS
    title = column(Step, "title", widget=AdminTextInputWidget)
    note = column(Step, "note", widget=AdminTextareaWidget(attrs={"rows": 3}))
    is_required = column(Step, "is_required")
    hours = column(Step, "hours", required=False, max_value=MAX_HOURS)


class RowTable(BaseFormSet):
    """The rows of one part of a snapshot. `heading`, `row_name` and `help_text` are shown to editors."""

    heading: Any = ""
    row_name: Any = ""
    help_text: Any = ""
    layout = "tabular"
    first_fields: Sequence[str] = ()
    ordering_widget: Any = forms.NumberInput(attrs={"class": "order", "min": 0})

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "ORDER" in form.fields:
            form.fields["ORDER"].label = _("Position")
            form.order_fields(self.first_fields)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Delete")
        for field in form.fields.values():
            follow_text(field)

    def rows(self) -> list[Columns]:
        """The rows to keep, in their order; valid tables only."""
        forms_in_order: Iterable[Any] = self.ordered_forms if self.can_order else self.forms
        return [form.row() for form in forms_in_order if self.is_kept(form)]

    def is_kept(self, form: Any) -> bool:
        is_blank = form.empty_permitted and not form.has_changed()
        return not is_blank and not form.cleaned_data.get("DELETE")

    def add_error(self, messages: Iterable[str]) -> None:
        """Shows what `save_item` refused above the table."""
        self.non_form_errors().extend(messages)

    def announce_links(self, book: LabelBook) -> None:
        for form in self.forms:
            for name in form.links:
                book.want(form.fields[name].target, form.fields[name].chosen(form[name]))

    def disable(self) -> None:
        """Makes the rows readable but not writable."""
        self.extra = 0
        for field in (field for form in self.forms for field in form.fields.values()):
            field.disabled = True

    @property
    def script_options(self) -> str:
        """What Django's inlines.js needs to know to add rows without a round trip."""
        add_text = gettext("Add another %(verbose_name)s") % {"verbose_name": self.row_name}
        options = {"prefix": self.prefix, "addText": add_text, "deleteText": gettext("Remove")}
        return json.dumps({"name": f"#{self.prefix}", "options": options})


def table(form: type[RowForm], *, extra: int = 3, can_order: bool = False, **texts: Any) -> type[RowTable]:
    """The class of a table of `form` rows. texts: the class attributes of `RowTable`."""
    base = type(f"{form.__name__}Table", (RowTable,), texts)
    return formset_factory(  # type: ignore[return-value]
        form,
        formset=base,
        extra=extra,
        can_order=can_order,
        can_delete=True,
        max_num=MAX_ROWS,
        absolute_max=MAX_ROWS + extra,
        validate_max=True,
    )


TABLES: Mapping[str, type[RowTable]] = {
    "aliases": table(
        AliasForm,
        heading=_("aliases"),
        row_name=_("alias"),
        help_text=_("Other names under which readers find it. One alias leads to one item of a type."),
    ),
    "steps": table(
        StepForm,
        extra=2,
        can_order=True,
        heading=_("steps"),
        row_name=_("step"),
        layout="stacked",
        first_fields=("title", "note", "ORDER"),
        help_text=_("Steps follow their position; leave it empty on a new step to put it last."),
    ),
    "resources": table(
        ResourceForm,
        extra=2,
        can_order=True,
        heading=_("resources"),
        row_name=_("resource"),
        help_text=_("Links to something outside that helps. They follow their position."),
    ),
    "external_ids": table(
        ExternalIdForm,
        extra=2,
        heading=_("external ids"),
        row_name=_("external id"),
        help_text=_("What other classifications and imported sets call it, such as O*NET 15-1252.00."),
    ),
}
