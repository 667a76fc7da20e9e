"""Brings rows in as items of the catalogue: lays each over what is stored, and saves in batches."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import batched
from uuid import UUID

from django.core.exceptions import ValidationError

from articles.cleaning import clean_snapshot
from articles.editing import Edit, Imported
from articles.models import Item, SkillGroup
from articles.snapshots import Snapshot
from articles.transfer.imports.catalogue.linking import LinkBook
from articles.transfer.imports.catalogue.ordering import order_by_parent
from articles.transfer.imports.catalogue.plan import ItemImport, Planned, plan
from articles.transfer.imports.catalogue.reading import read_rows
from articles.transfer.imports.catalogue.values import first_values, read_values
from articles.transfer.imports.catalogue.vocabulary import ensure_categories, ensure_headings
from articles.transfer.imports.merging import Known, combine, merge
from articles.transfer.imports.reporting import describe_error
from articles.transfer.imports.rows import ItemRow, Sheet
from articles.transfer.imports.run import BATCH, Run
from articles.transfer.imports.standing import SILENT
from articles.transfer.imports.tables import Table

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
    edits: list[tuple[Planned, Edit]] = []
    for one, values in fresh:
        try:
            edit = make_edit(one, values, stored.get(one.pk), work)
        except ValidationError as error:
            one.entry.fail(describe_error(error))
            continue
        if edit is not None:
            edits.append((one, edit))
    work.run.save_rows([(one.entry, edit) for one, edit in edits])
    for one, _edit in edits:
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
            note_item(one, item, work)
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
    digest = digest_of(values)
    if known is not None and known.imported is not None and known.digest == digest:
        note_item(one, known.item, work)
        one.entry.warn_kept(known.item, merge(known.imported, known).kept)
        return None
    read = clean_values(one, values, work)
    if known is None:
        first = clean_snapshot(work.model, Snapshot(fields=first_values(one, read, work)))
        snapshot = Snapshot(**{**read, "fields": {**read["fields"], **first["fields"]}})
        return Edit(work.model(id=one.pk), snapshot, 0, imported_by(one, read, digest, work), is_clean=True)
    return make_merging_edit(one, read, digest, known, work)


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


def note_item(one: Planned, item: Item, work: ItemImport) -> None:
    one.entry.item_type, one.entry.item_id = work.sheet.item_type, one.pk
    one.entry.show_item(item)
    if not one.is_linked_later:
        one.entry.warn_public(item, one.row.standing or SILENT)


def make_merging_edit(one: Planned, read: Snapshot, digest: str, known: Known, work: ItemImport) -> Edit | None:
    note_item(one, known.item, work)
    name = work.model.name_field
    is_joined = bool(work.sheet.scheme) and not (known.imported and name in known.imported["fields"])
    if is_joined:
        read["fields"].pop(name, None)
    merged = merge(read, known)
    one.entry.warn_kept(known.item, merged.kept, is_joined=is_joined)
    if is_joined:
        # What the item keeps of its own is not the import's, now or later.
        for name in merged.kept:
            read["fields"].pop(name, None)
            read["links"].pop(name, None)
    elif merged.kept:
        # Every run has to tell it, so none may pass the row over.
        digest = ""
    imported = imported_by(one, combine(known.imported, read), digest, work)
    if merged.is_empty and (imported is None or (known.imported, known.digest) == (imported.snapshot, digest)):
        return None
    return Edit(known.item, merged.wanted, known.item.version, imported)


def imported_by(one: Planned, read: Snapshot, digest: str, work: ItemImport) -> Imported | None:
    """What to keep for the next import; rows of an export bring their own past with them."""
    return Imported(work.sheet.scheme, one.row.code, read, digest) if work.sheet.scheme else None


def link_later(planned: Sequence[Planned], work: ItemImport) -> None:
    """Sets the links among items of the type, now that all of them are stored."""
    for batch in batched(planned, BATCH, strict=False):
        for one in batch:
            one.is_new, one.is_keyed, one.is_linked_later = False, bool(work.sheet.scheme), True
        stored = load_known_items(batch, work)
        edits = []
        for one in batch:
            known = stored.get(one.pk)
            if known is None:
                continue
            read = clean_snapshot(work.model, Snapshot(fields={}, links=one.later_links))
            known = replace(known, digest=known.lasting_digest)
            if (edit := make_merging_edit(one, read, known.digest, known, work)) is not None:
                edits.append((one, edit))
        for (one, _edit), saved in zip(edits, work.run.save_edits([edit for _one, edit in edits]), strict=True):
            if saved.error is not None:
                one.entry.warnings.append(f"links: {describe_error(saved.error)}")
