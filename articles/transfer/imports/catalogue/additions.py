"""Brings in rows that add to items: links between two of them, further names of one.

They only add. What an editor took out since the last import stays out; what is missing from a later file stays, for it
may have been a part of the set.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from articles.editing import Edit, Imported
from articles.graphs import closing_links
from articles.models import ITEM_MODELS, Item
from articles.naming import make_name_key
from articles.snapshots import AliasRow, Snapshot, read_pairs
from articles.transfer.imports.catalogue.linking import LinkBook
from articles.transfer.imports.catalogue.reading import read_each
from articles.transfer.imports.merging import Known, combine, merge_rows, row_key
from articles.transfer.imports.planned import Plan
from articles.transfer.imports.reporting import Entry, FieldChange, describe_error, in_short
from articles.transfer.imports.rows import LinkRow, Ref, Sheet
from articles.transfer.imports.run import Run
from articles.transfer.imports.tables import Table

NAME_LENGTH = 200
TAKEN_OUT = "taken out here since the last import; it stays out"


@dataclass
class Addition:
    """One row on its way. value: the id linked to, or the name added, as snapshots hold it."""

    entry: Entry
    part: str
    value: Any
    shown: str

    def take(self) -> None:
        self.entry.outcome = "created"
        self.entry.changes = [FieldChange(self.part, "", in_short(self.shown))]


@dataclass
class Source:
    """An item with what rows add to it."""

    ref: Ref
    pk: UUID
    additions: list[Addition] = field(default_factory=list)


def import_links(sheet: Sheet, tables: Sequence[Table], run: Run) -> None:
    """Adds what the rows of all tables say to the items that they name."""
    book = LinkBook(run)
    sources = read_sources(sheet, tables, book, run)
    refuse_cycles(sources.values(), run.plan)
    for batch in run.in_batches(sheet.title or "links", sources.values()):
        save_sources(batch, sheet.item_type, run)


def read_sources(sheet: Sheet, tables: Sequence[Table], book: LinkBook, run: Run) -> dict[UUID, Source]:
    sources: dict[UUID, Source] = {}
    owners: dict[str, UUID] = {}
    for entry, row in read_each(sheet, tables, run):
        read_link(row, entry, sources, owners, book)
    return sources


def read_link(row: LinkRow, entry: Entry, sources: dict[UUID, Source], owners: dict[str, UUID], book: LinkBook) -> None:
    pk = book.find_named(row.source)
    if pk is None:
        entry.skip(f"no {row.source.item_type} with the code {row.source.code} is here")
        return
    value = read_alias(row, pk, entry, owners, book) if row.part == "aliases" else read_target(row, pk, entry, book)
    if value:
        source = sources.setdefault(pk, Source(row.source, pk))
        source.additions.append(Addition(entry, row.part, value, row.added))


def read_target(row: LinkRow, pk: UUID, entry: Entry, book: LinkBook) -> str:
    """The id to link to; "" where the row is left out."""
    found = book.find_named(row.target) if row.target else None
    if found is None:
        entry.skip(f"no {row.target.item_type if row.target else 'target'} of that code is here")
        return ""
    if found == pk:
        entry.skip("a link from an item to itself")
        return ""
    return str(found)


def read_alias(row: LinkRow, pk: UUID, entry: Entry, owners: dict[str, UUID], book: LinkBook) -> AliasRow | None:
    """The name to add; None where another item has it."""
    key = make_name_key(row.alias)
    owner = owners.get(key) or book.of_type(row.source.item_type).owner_of_alias(row.alias)
    if not key:
        entry.skip("an empty name")
        return None
    if len(row.alias) > NAME_LENGTH:
        entry.fail(f"a name of more than {NAME_LENGTH} characters")
        return None
    if owner not in (None, pk):
        entry.skip("another item has this name")
        entry.warnings.append(f"the alias “{row.alias}” stays with the item that has it")
        return None
    if book.of_type(row.source.item_type).names.get(key) == pk:
        entry.skip("the item's own name")
        return None
    owners[key] = pk
    return {"name": row.alias, "language": "en"}


def refuse_cycles(sources: Iterable[Source], plan: Plan) -> None:
    """Leaves out each link that would close a cycle where the type of link allows none."""
    added: dict[tuple[str, str], list[tuple[Source, Addition]]] = defaultdict(list)
    for source in sources:
        for one in source.additions:
            if one.part in ITEM_MODELS[source.ref.item_type].acyclic_links:
                added[source.ref.item_type, one.part].append((source, one))
    for (item_type, part), additions in added.items():
        links = [(str(source.pk), one.value) for source, one in additions]
        closing = set(closing_links(load_graph(ITEM_MODELS[item_type], part, plan), links))
        for (source, one), link in zip(additions, links, strict=True):
            if link in closing:
                one.entry.fail("the link would close a circle")
                source.additions.remove(one)


def load_graph(model: type[Item], part: str, plan: Plan) -> dict[str, set[str]]:
    """Every link of one kind, stored or planned."""
    graph: dict[str, set[str]] = defaultdict(set)
    for start, end in read_pairs(model, part, model._default_manager.values("pk")):
        graph[str(start)].add(str(end))
    planned = plan.items_of(model.item_type)
    return graph | {str(pk): set(state["links"][part]) for pk, state in planned}


def save_sources(batch: Sequence[Source], item_type: str, run: Run) -> None:
    known = load_sources(batch, item_type, run.plan)
    present = [(source, known[source.pk]) for source in batch if source.pk in known]
    edits = [(source, edit) for source, stored in present if (edit := make_edit(source, stored))]
    for (source, _edit), saved in zip(edits, run.save_edits([edit for _source, edit in edits]), strict=True):
        if saved.error is not None:
            for one in source.additions:
                one.entry.fail(describe_error(saved.error))


def load_sources(batch: Sequence[Source], item_type: str, plan: Plan) -> dict[UUID, Known]:
    [scheme] = {source.ref.scheme for source in batch} or {""}
    known = plan.load_known(item_type, scheme, [source.ref.code for source in batch if source.ref.code])
    found = {one.item.pk: one for one in known.values()}
    return found | plan.load_items(item_type, [source.pk for source in batch if source.pk not in found])


def make_edit(source: Source, known: Known) -> Edit | None:
    """The edit that adds what is new; notes in each row what becomes of it."""
    wanted, read = Snapshot(fields={}, links={}), Snapshot(fields={}, links={})
    last = known.imported or Snapshot(fields={}, links={})
    for part in dict.fromkeys(one.part for one in source.additions):
        add_entries(source, part, known.state, last, wanted, read)
    imported = combine(known.imported, read)
    if not (wanted["fields"] or wanted["links"]) and imported == known.imported:
        return None
    kept = Imported(source.ref.scheme, source.ref.code, imported, known.lasting_digest) if source.ref.code else None
    return Edit(known.item, wanted, known.item.version, kept)


def add_entries(source: Source, part: str, state: Snapshot, last: Snapshot, wanted: Snapshot, read: Snapshot) -> None:
    """Lays what the rows add to one list over what it holds. state: what is stored; last: what imports added before."""
    where: Literal["fields", "links"] = "fields" if part == "aliases" else "links"
    # Of two rows with one key the first is right.
    added = {row_key(one.value): one.value for one in reversed(source.additions) if one.part == part}
    before, earlier = state[where][part], last[where].get(part, [])
    merged = merge_rows([*added.values()], before, [entry for entry in earlier if row_key(entry) in added])
    if merged != before:
        wanted[where][part] = merged
    read[where][part] = merge_rows([*added.values()], earlier, [])
    note_outcomes(source, part, set(map(row_key, before)), set(map(row_key, merged)))


def note_outcomes(source: Source, part: str, before: set[Any], after: set[Any]) -> None:
    """created: the row added something; same: it was there; a row that repeats an earlier one is skipped."""
    seen: set[Any] = set()
    for one in source.additions:
        if one.part != part:
            continue
        key = row_key(one.value)
        one.entry.item_id = source.pk
        if key in seen:
            one.entry.skip("says the same as an earlier row")
        elif key in before:
            one.entry.outcome = "same"
        elif key in after:
            one.take()
        else:
            one.entry.skip(TAKEN_OUT)
            one.entry.warnings.append(TAKEN_OUT)
        seen.add(key)
