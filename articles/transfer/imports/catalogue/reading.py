"""Reads the rows of tables as items; what one row cannot say is told, and the others come in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import URLField

from articles.cleaning import clean_text, clean_value
from articles.models import ITEM_MODELS, Article, Item
from articles.naming import make_name_key
from articles.transfer.imports.catalogue.plan import ItemImport
from articles.transfer.imports.reporting import Entry
from articles.transfer.imports.rows import ItemRow, Sheet
from articles.transfer.imports.run import Run
from articles.transfer.imports.standing import SILENT, Standing, read_standing
from articles.transfer.imports.tables import Table

# Filled from a later row of the same item, where the first one leaves them empty.
MEETING = ("summary", "description", "homepage", "repository", "licence", "vendor", "ai_use")


def read_rows(tables: Sequence[Table], work: ItemImport) -> list[tuple[Entry, ItemRow]]:
    """One row for each item; further rows of the same item are joined with the first."""
    first: dict[str, tuple[Entry, ItemRow]] = {}
    for entry, row in read_each(work.sheet, tables, work.run):
        if not complete_row(row, entry, work.model):
            continue
        if row.code in first:
            join(entry, row, *first[row.code])
        else:
            first[row.code] = (entry, row)
    return list(first.values())


def read_each(sheet: Sheet, tables: Sequence[Table], run: Run) -> Iterator[tuple[Entry, Any]]:
    """Each row that the sheet can read, with its entry; what it cannot read has failed, and rows of others are not told."""
    for table in tables:
        note_problems(table, run)
        for cells in table.rows:
            entry = run.report.add(cells.place, cells.line)
            try:
                row = sheet.read(cells)
            except ValueError as error:
                entry.fail(str(error))
                continue
            if row is None:
                run.report.entries.pop()
                continue
            entry.name = one_line(row.title)[:300]
            entry.item_type = sheet.item_type if sheet.item_type in ITEM_MODELS else ""
            if row.skip:
                entry.skip(row.skip)
                continue
            if isinstance(row, ItemRow) and row.standing is None:
                row.standing = standing_of_row(cells.values, sheet)
            yield entry, row


def note_problems(table: Table, run: Run) -> None:
    """Rows that could not be read at all count as failed; what holds for a whole table is a note."""
    for problem in table.problems:
        run.report.add(table.name, problem.line).fail(problem.text)
    notes = [f"{table.name}: {warning}" for warning in table.warnings]
    run.report.notes += [note for note in notes if note not in run.report.notes]


def complete_row(row: ItemRow, entry: Entry, model: type[Item]) -> bool:
    """Whether a row can be an item; its name, codes and values then are as they are stored."""
    name = row.fields[model.name_field] = one_line(row.title)
    if not name:
        entry.fail("the row has no name")
        return False
    row.code = one_line(row.code) or make_name_key(name)
    row.ids = [(one_line(scheme), one_line(code)) for scheme, code in row.ids]
    entry.warnings += row.warnings
    tidy_fields(row, entry, model)
    return True


def standing_of_row(values: Mapping[str, Any], sheet: Sheet) -> Standing:
    """A date by itself is that of anything; only articles bear the day on which they come out."""
    others = sheet.other_meaning | (frozenset() if sheet.item_type == Article.item_type else {"date", "Date"})
    return read_standing({name: value for name, value in values.items() if name not in others}, is_row=True)


def one_line(value: Any) -> str:
    """A text in the form in which codes and names are stored, so that it is found again."""
    return " ".join(clean_text(str(value)).split())


def tidy_fields(row: ItemRow, entry: Entry, model: type[Item]) -> None:
    """Leaves out single values that their column refuses, with a warning, so that the rest of the row comes in."""
    for name, value in list(row.fields.items()):
        if name == model.name_field or name not in model.snapshot_fields:
            continue
        is_address = isinstance(value, str) and isinstance(model._meta.get_field(name), URLField)
        row.fields[name] = with_protocol(value) if is_address else value
        try:
            row.clean[name] = (row.fields[name], clean_value(model, name, row.fields[name]))
        except ValidationError as error:
            del row.fields[name]
            entry.warnings.append(f"{name} was left out: {' '.join(error.messages)} ({str(value)[:80]})")


def with_protocol(address: str) -> str:
    """`example.org/x` as `https://example.org/x`; any other address as it is."""
    bare = address and "://" not in address and not address.startswith(("/", "mailto:")) and "." in address
    return f"https://{address}" if bare else address


def join(entry: Entry, row: ItemRow, first_entry: Entry, first: ItemRow) -> None:
    """Adds what a further row of an item says; where the two differ, the first one is right."""
    entry.skip("joined with an earlier row of the same item")
    if first.is_addition and not row.is_addition:
        first.fields, first.is_addition, first.says = row.fields, False, row.says
        first.id, first.version = row.id, row.version
    first.standing = (first.standing or SILENT) & (row.standing or SILENT)
    first.aliases += row.aliases
    first.ids += [one for one in row.ids if one not in first.ids]
    first.categories += [one for one in row.categories if one not in first.categories]
    first.above += [code for code in row.above if code not in first.above]
    for name, references in row.links.items():
        known = first.links.setdefault(name, [])
        known += [one for one in references if one not in known]
    if row.group and first.group and row.group != first.group:
        entry.warnings.append(f"group differs from {first_entry.where} and was left out: {row.group[:80]}")
    first.group = first.group or row.group
    for name, value in row.fields.items() if not row.is_addition else ():
        earlier = first.fields.get(name)
        if name in MEETING and not earlier:
            first.fields[name] = value
        elif (
            value and value != earlier and (name != "name" or make_name_key(str(value)) != make_name_key(str(earlier)))
        ):
            entry.warnings.append(f"{name} differs from {first_entry.where} and was left out: {str(value)[:80]}")
