"""Says for editors what differs between two saved states: names instead of ids, long texts line by line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.admin.link_fields import LabelBook
from articles.admin.references import show_slugs
from articles.admin.rows import TABLES
from articles.admin.times import print_stored
from articles.history.revisions import Difference, diff
from articles.models import Item, Step
from articles.snapshots import STEP_LINKS, Snapshot

MAX_LINES, MAX_CHARACTERS, CONTEXT = 1500, 200_000, 3
SHORT = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comparison; a "gap" stands for lines left out."""

    kind: Literal["same", "added", "removed", "gap"]
    text: str = ""


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A part that differs. lines: where it is compared line by line; else before and after are to be shown.

    is_too_long: it is a text too long to compare; before and after give sizes.
    """

    label: str
    before: str = ""
    after: str = ""
    lines: tuple[Line, ...] = ()
    is_too_long: bool = False


def show_differences(model: type[Item], before: Snapshot, after: Snapshot, book: LabelBook) -> list[ShownDifference]:
    """One query for each model that changed links lead to, and one where texts that changed refer to items."""
    found = [with_slugs(model, difference) for difference in diff(before, after)]
    for difference in found:
        announce(model, difference, book)
    return [show(model, difference, book) for difference in found]


def with_slugs(model: type[Item], difference: Difference) -> Difference:
    if difference.name not in model.markdown_fields:
        return difference
    before, after = show_slugs([difference.before or "", difference.after or ""])
    return Difference(difference.name, before, after)


def announce(model: type[Item], difference: Difference, book: LabelBook) -> None:
    if difference.name in model.snapshot_links:
        book.want(target_of(model, difference.name), [*(difference.before or []), *(difference.after or [])])
    if difference.name == "steps":
        for row in [*(difference.before or []), *(difference.after or [])]:
            for name in STEP_LINKS:
                book.want(target_of(Step, name), row.get(name, []))


def target_of(model: type[models.Model], name: str) -> type[models.Model]:
    return model._meta.get_field(name).related_model  # type: ignore[return-value]


def show(model: type[Item], difference: Difference, book: LabelBook) -> ShownDifference:
    name, before, after = difference.name, difference.before, difference.after
    if name in model.snapshot_links:
        target = target_of(model, name)
        return in_lines(label_of(model, name), names(target, before, book), names(target, after, book))
    if name in TABLES:
        return in_lines(label_of(model, name), row_lines(name, before, book), row_lines(name, after, book))
    if is_long(before) or is_long(after):
        return in_lines(label_of(model, name), (before or "").split("\n"), (after or "").split("\n"))
    return ShownDifference(label_of(model, name), show_value(model, name, before), show_value(model, name, after))


def is_long(value: object) -> bool:
    return isinstance(value, str) and ("\n" in value or len(value) > SHORT)


def label_of(model: type[models.Model], name: str) -> str:
    if name in TABLES:
        return capfirst(str(TABLES[name].heading))
    try:
        return capfirst(str(model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]  # columns and links alone
    except FieldDoesNotExist:  # a field that older versions had
        return name


def names(target: type[models.Model], ids: Sequence[str] | None, book: LabelBook) -> list[str]:
    """What the ids stand for; what is gone is shown by its id."""
    labels = dict(book.labels(target, ids or []))
    return [*labels.values(), *(pk for pk in ids or [] if pk not in labels)]


def row_lines(table: str, rows: Iterable[Mapping[str, Any]] | None, book: LabelBook) -> list[str]:
    """One line for each row, its cells in the order of the form."""
    form: Any = TABLES[table].form
    columns = [*form.base_fields, *form.links]
    return [row_line({name: row[name] for name in columns if name in row}, book) for row in rows or []]


def row_line(row: Mapping[str, Any], book: LabelBook) -> str:
    cells = {
        name: ", ".join(names(target_of(Step, name), value, book)) if name in STEP_LINKS else value
        for name, value in row.items()
    }
    given = {name: value for name, value in cells.items() if value not in ("", None, False)}
    return "; ".join(name if value is True else f"{name}: {value}" for name, value in given.items())


def show_value(model: type[Item], name: str, value: Any) -> str:
    if value in ("", None):
        return _("(empty)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return str(value)
    if isinstance(field, models.DateTimeField):
        return print_stored(value)
    choices: dict[Any, Any] = dict(field.flatchoices)
    return str(choices.get(value, value))


def in_lines(label: str, before: Sequence[str], after: Sequence[str]) -> ShownDifference:
    lines = compare_lines(before, after)
    if lines is None:
        return ShownDifference(label, size_of(before), size_of(after), is_too_long=True)
    return ShownDifference(label, lines=tuple(lines))


def size_of(lines: Sequence[str]) -> str:
    characters = sum(len(line) + 1 for line in lines) - 1
    return _("%(lines)d lines, %(characters)d characters") % {"lines": len(lines), "characters": characters}


def compare_lines(before: Sequence[str], after: Sequence[str]) -> list[Line] | None:
    """The lines that differ, each group with a few lines around it; None when there are too many to compare.

    The comparison may take time in the square of the lines, so what both ends have in common is set aside first.
    """
    start = common_length(before, after)
    end = common_length(before[start:][::-1], after[start:][::-1])
    start, end = max(start - CONTEXT, 0), max(end - CONTEXT, 0)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if len(old) + len(new) > MAX_LINES or sum(map(len, old)) + sum(map(len, new)) > MAX_CHARACTERS:
        return None
    lines = [Line("gap")] if start else []
    for number, group in enumerate(SequenceMatcher(None, old, new).get_grouped_opcodes(CONTEXT)):
        lines += [Line("gap")] if number else []
        for kind, old_from, old_to, new_from, new_to in group:
            if kind == "equal":
                lines += [Line("same", text) for text in old[old_from:old_to]]
                continue
            lines += [Line("removed", text) for text in old[old_from:old_to]]
            lines += [Line("added", text) for text in new[new_from:new_to]]
    return [*lines, Line("gap")] if end else lines


def common_length(one: Sequence[str], other: Sequence[str]) -> int:
    """How many elements the two begin with alike."""
    count = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count
