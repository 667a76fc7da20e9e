"""Where the errors of a form stand, for the list at its top."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import capfirst

from articles.admin.rows import RowTable

NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """target: the id of the element on the page; "" where the field is not to be seen, so that the label says it all."""

    label: str
    target: str


def problems_of(form: forms.Form, tables: Mapping[str, RowTable] | None = None) -> list[Problem]:
    """One for each field with errors, in the order of the page, where the note comes last.

    What belongs to no field stands in words by itself.
    """
    if not form.is_bound:
        return []
    names = names_with_errors(form)
    above = [field_problem(form, name) for name in names if name != NOTE]
    below = [field_problem(form, name) for name in names if name == NOTE]
    return [*above, *(one for table in (tables or {}).values() for one in table_problems(table)), *below]


def names_with_errors(form: forms.Form) -> list[str]:
    return [name for name in form.fields if name in form.errors]


def field_problem(form: forms.Form, name: str) -> Problem:
    field: Any = form[name]
    label = capfirst(str(field.label))
    if field.is_hidden:
        return Problem(f"{label}: {' '.join(map(str, form.errors[name]))}", "")
    is_many = isinstance(field.field.widget, forms.MultiWidget) or not field.id_for_label
    return Problem(label, f"{field.auto_id}_0" if is_many else field.id_for_label)


def table_problems(table: RowTable) -> Iterator[Problem]:
    heading = capfirst(str(table.heading))
    if table.non_form_errors():
        yield Problem(heading, f"{table.prefix}-heading")
    for number, row in enumerate(table.forms):
        where = f"{capfirst(str(table.row_name))} {number + 1}"
        if row.non_field_errors():
            yield Problem(where, f"{table.prefix}-{number}")
        for problem in (field_problem(row, name) for name in names_with_errors(row)):
            yield Problem(f"{where}, {problem.label}", problem.target)
