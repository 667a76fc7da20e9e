"""Brings rows in as items of the catalogue: lays each over what is stored, and saves in batches."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import batched
from uuid import UUID

from articles.cleaning import clean_snapshot
from articles.editing import Edit
from articles.models import SkillGroup
from articles.snapshots import Snapshot
from articles.transfer.imports.arriving import Arrival, lay_over, make_new, note_stored, note_unchanged
from articles.transfer.imports.catalogue.linking import LinkBook
from articles.transfer.imports.catalogue.ordering import order_by_parent
from articles.transfer.imports.catalogue.plan import ItemImport, Planned, plan
from articles.transfer.imports.catalogue.reading import read_rows
from articles.transfer.imports.catalogue.values import first_values, read_values
from articles.transfer.imports.merging import Known
from articles.transfer.imports.reporting import describe_error
from articles.transfer.imports.rows import ItemRow, Sheet
from articles.transfer.imports.run import BATCH, Run
from articles.transfer.imports.standing import SILENT, Standing
from articles.transfer.imports.tables import Table
from articles.transfer.imports.vocabulary import ensure_categories, ensure_headings

UUID_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def import_items(sheet: Sheet, tables: Sequence[Table], run: Run) -> None:
    """Brings the rows of all tables in; what becomes of each is in the run's report."""
    links = LinkBook(run)
    work = ItemImport(sheet, run, links.of_type(sheet.item_type), links)
    rows = read_rows(tables, work)
    planned = plan(order_by_parent(rows, work.model.acyclic_links), work)
    ensure_vocabulary([one.row for one in planned], work)
    title = sheet.title or str(work.model._meta.verbose_name_plural)
    for batch in run.in_batches(title, planned):
        save_batch(batch, work)
    link_later([one for one in planned if one.later_links], work)


def ensure_vocabulary(rows: Sequence[ItemRow], work: ItemImport) -> None:
    if groups := {row.group for row in rows if row.group}:
        work.groups = ensure_headings(SkillGroup, groups, work.run)
    if categories := [one for row in rows for one in row.categories]:
        work.categories = ensure_categories(categories, work.run)


def save_batch(batch: Sequence[Planned], work: ItemImport) -> None:
    fresh = without_unchanged(batch, work)
    stored = load_known_items([one for one, _values in fresh], work)
    work.run.bring_in(
        [(one.entry, (one, values)) for one, values in fresh],
        lambda row: make_edit(*row, stored.get(row[0].pk), work),
    )
    for one, _values in fresh:
        if one.entry.outcome == "failed":
            one.entry.text = UUID_TEXT.sub(lambda match: work.called.get(match.group(), match.group()), one.entry.text)


def without_unchanged(batch: Sequence[Planned], work: ItemImport) -> list[tuple[Planned, Snapshot]]:
    """The rows with what they write, but for those that say what they said and whose items nobody saved since."""
    keyed = [one.row.code for one in batch if one.is_keyed]
    item_type, scheme = work.sheet.item_type, work.sheet.scheme
    untouched = work.run.plan.load_untouched(item_type, scheme, keyed) if keyed and scheme else {}
    fresh = []
    for one in batch:
        values = read_values(one, work)
        digest, item = untouched.get(one.row.code, ("", None))
        if item is not None and item.pk == one.pk and digest == digest_of(values):
            note_stored(one.entry, item, one.row.standing or SILENT)
        else:
            fresh.append((one, values))
    return fresh


def load_known_items(batch: Sequence[Planned], work: ItemImport) -> dict[UUID, Known]:
    item_type, scheme, stored = work.sheet.item_type, work.sheet.scheme, work.run.plan
    if not scheme:
        return stored.load_exported(item_type, {one.pk: one.row.version for one in batch if not one.is_new})
    known = stored.load_known(item_type, scheme, [one.row.code for one in batch if one.is_keyed])
    found = {one.item.pk: one for one in known.values()}
    others = [one.pk for one in batch if not one.is_new and one.pk not in found]
    return found | (stored.load_items(item_type, others) if others else {})


def make_edit(one: Planned, values: Snapshot, known: Known | None, work: ItemImport) -> Edit | None:
    """The edit that brings a row in; None where nothing is to change. Raises ValidationError."""
    digest, standing = digest_of(values), one.row.standing or SILENT
    if known is not None and known.was_read(digest):
        note_unchanged(one.entry, known, standing)
        return None
    arrival = arrival_of(one, clean_values(one, values, work), standing, digest, work)
    return lay_over(arrival, known) if known else make_new(arrival, first_values(one, work), work.run)


def arrival_of(one: Planned, read: Snapshot, standing: Standing, digest: str, work: ItemImport) -> Arrival:
    return Arrival(one.entry, work.model, one.pk, read, standing, work.sheet.scheme, one.row.code, digest)


def clean_values(one: Planned, values: Snapshot, work: ItemImport) -> Snapshot:
    """What the row writes, clean: of its fields those alone are cleaned that reading it did not. Raises ValidationError."""
    fields = values["fields"]
    clean = {name: made for name, (given, made) in one.row.clean.items() if fields.get(name) is given}
    rest = {name: value for name, value in fields.items() if name not in clean}
    read = clean_snapshot(work.model, Snapshot(**{**values, "fields": rest}))
    read["fields"] = {name: clean[name] if name in clean else read["fields"][name] for name in fields}
    return read


def digest_of(values: Snapshot) -> str:
    """Of what a row says, so that a later run need not look at it again."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()


def link_later(planned: Sequence[Planned], work: ItemImport) -> None:
    """Sets the links among items of the type, now that all of them are stored."""
    for batch in batched(planned, BATCH, strict=False):
        for one in batch:
            one.is_new, one.is_keyed = False, bool(work.sheet.scheme)
        stored = load_known_items(batch, work)
        edits = []
        for one in batch:
            known = stored.get(one.pk)
            if known is None:
                continue
            read = clean_snapshot(work.model, Snapshot(fields={}, links=one.later_links))
            known = replace(known, digest=known.lasting_digest)
            if edit := lay_over(arrival_of(one, read, SILENT, known.digest, work), known):
                edits.append((one, edit))
        for (one, _edit), saved in zip(edits, work.run.save_edits([edit for _one, edit in edits]), strict=True):
            if saved.error is not None:
                one.entry.warnings.append(f"links: {describe_error(saved.error)}")
