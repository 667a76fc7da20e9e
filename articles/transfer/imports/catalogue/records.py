"""Brings in records from the portal's own exports: sections, groups, categories, sources, figures."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import models

from articles.models import type_of
from articles.snapshots import Columns
from articles.transfer.columns import KINDS, refer
from articles.transfer.imports.catalogue.figures import edited_here
from articles.transfer.imports.catalogue.linking import LinkBook
from articles.transfer.imports.catalogue.reading import read_each
from articles.transfer.imports.reporting import Entry, FieldChange, describe_error, in_short
from articles.transfer.imports.rows import RecordRow, Sheet
from articles.transfer.imports.run import Run
from articles.transfer.imports.tables import Table

# By what a record is known where its id is not.
NATURAL_KEYS = {
    "sections": ("slug",),
    "groups": ("slug",),
    "categories": ("scheme", "code"),
    "pictures": ("digest",),
    "figures": ("industry_id", "occupation_id", "measure", "year", "source"),
}


def import_records(sheet: Sheet, tables: Sequence[Table], run: Run) -> None:
    """New records come in; a stored one takes on what differs where nobody changed it since the export."""
    rows: list[tuple[Entry, RecordRow]] = list(read_each(sheet, tables, run))
    for batch in run.in_batches(sheet.title, rows):
        save_batch(batch, sheet.item_type, run)


def save_batch(batch: Sequence[tuple[Entry, RecordRow]], kind: str, run: Run) -> None:
    # Loaded for each batch: a category may stand under one of the batch before.
    book = LinkBook(run)
    model: Any = KINDS[kind]
    made: dict[str, UUID] = {}
    wanted: list[tuple[Entry, Any]] = []
    for entry, row in batch:
        try:
            columns = read_columns(model, row.columns, book, made)
        except ValidationError as error:
            entry.fail(describe_error(error))
            continue
        record = find_stored(model, kind, row.id, columns) or find_coming(kind, row.id, columns, run)
        if record is None and kind == "pictures":
            entry.skip("a picture needs its file, and this import does not hold it")
            continue
        if record is None:
            record = model(pk=row.id or uuid4(), **columns)
        elif not take_over(record, columns, seen_version(record, row.version), entry):
            continue
        if kind == "categories":
            made[refer(model, (record.scheme, record.code))] = record.pk
        wanted.append((entry, record))
    for entry, saved in run.save_record_rows(wanted):
        entry.outcome = saved.outcome


def read_columns(model: Any, given: Columns, book: LinkBook, made: Mapping[str, UUID]) -> Columns:
    """Columns of the record with references by id. Raises ValidationError for a reference to what is not here."""
    columns = {}
    for name, value in given.items():
        if name == "digest" and not value:
            continue
        field = model._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            columns[f"{name}_id"] = find_target(field, value, book, made)
        else:
            columns[name] = field.to_python(value) if value not in (None, "") or not field.null else None
    return columns


def find_target(field: Any, value: Any, book: LinkBook, made: Mapping[str, UUID]) -> UUID | None:
    if not value:
        return None
    found = made.get(str(value)) or book.find_one(field.related_model, str(value))
    if found is None:
        raise ValidationError({field.name: f"“{str(value)[:100]}” is not here"})
    return found


def find_stored(model: Any, kind: str, pk: UUID | None, columns: Columns) -> Any:
    if "digest" in columns:  # what a picture shows is what it is, whatever its id
        return model._default_manager.filter(digest=columns["digest"]).first()
    if pk and (known := model._default_manager.filter(pk=pk).first()):
        return known
    keys = {name: columns[name] for name in NATURAL_KEYS.get(kind, ()) if name in columns}
    return model._default_manager.filter(**keys).first() if len(keys) == len(NATURAL_KEYS.get(kind, "-")) else None


def find_coming(kind: str, pk: UUID | None, columns: Columns, run: Run) -> Any:
    """The picture that a dry run would have made of the file beside the row."""
    if kind != "pictures":
        return None
    pk = run.plan.pictures.get(str(columns["digest"])) if "digest" in columns else pk
    return run.plan.records.get(pk) if pk else None


def seen_version(record: Any, version: int) -> int:
    """The version that a row knows; one that says none, being written by hand, knows all but editors' changes."""
    return version or (0 if record.pk in edited_here(type_of(type(record)), [record.pk]) else record.version)


def take_over(record: Any, columns: Columns, version: int, entry: Entry) -> bool:
    """Whether the stored record has taken on what differs; it stays as it is where it was changed since the export."""
    changes = [
        FieldChange(name, in_short(getattr(record, name)), in_short(value))
        for name, value in columns.items()
        if getattr(record, name) != value
    ]
    if changes and version != record.version:
        entry.warnings.append(f"edited here and kept: {', '.join(change.name for change in changes)}")
        return False
    for name, value in columns.items():
        setattr(record, name, value)
    entry.changes += changes
    return bool(changes)
