"""Lays what a row or a document says over the item that it means, whatever it was read from."""

from dataclasses import dataclass
from uuid import UUID

from articles.cleaning import clean_snapshot
from articles.editing import Edit, Imported
from articles.models import Item
from articles.snapshots import Columns, Snapshot
from articles.transfer.imports.merging import Known, combine, merge
from articles.transfer.imports.reporting import Entry
from articles.transfer.imports.run import Run
from articles.transfer.imports.standing import SILENT, Standing


@dataclass(frozen=True, slots=True)
class Arrival:
    """What was read of one item. read: what every import of it writes, clean. digest: of all that was read.

    scheme, code: by which the next import knows it; no scheme for rows of an export, which bring their past with them.
    """

    entry: Entry
    model: type[Item]
    pk: UUID
    read: Snapshot
    standing: Standing
    scheme: str
    code: str
    digest: str

    def imported(self, read: Snapshot, digest: str) -> Imported | None:
        return Imported(self.scheme, self.code, read, digest) if self.scheme else None


def make_new(arrival: Arrival, first: Columns, run: Run) -> Edit:
    """The edit that makes the item. first: fields that only a new one gets. Raises ValidationError."""
    read = arrival.read
    first = {**run.first_fields(arrival.model, read, arrival.standing, arrival.entry), **first}
    clean = clean_snapshot(arrival.model, Snapshot(fields=first))
    snapshot = Snapshot(**{**read, "fields": {**read["fields"], **clean["fields"]}})
    return Edit(arrival.model(id=arrival.pk), snapshot, 0, arrival.imported(read, arrival.digest), is_clean=True)


def lay_over(arrival: Arrival, known: Known) -> Edit | None:
    """The edit that lays what was read over what is stored; None where nothing is to change."""
    entry, read, name = arrival.entry, arrival.read, arrival.model.name_field
    is_told = note_stored(entry, known.item, arrival.standing)
    is_joined = bool(arrival.scheme) and not (known.imported and name in known.imported["fields"])
    # One that came with the code, as out of an export, and that is called so: what the import said before is not known any more.
    has_code = {"scheme": arrival.scheme, "code": arrival.code} in known.state["fields"]["external_ids"]
    if is_joined and not (has_code and read["fields"].get(name) == known.state["fields"][name]):
        read["fields"].pop(name, None)
    merged = merge(read, known)
    entry.warn_kept(known.item, merged.kept, is_joined=is_joined)
    if is_joined:
        # What the item keeps of its own is not the import's, now or later.
        for name in merged.kept:
            read["fields"].pop(name, None)
            read["links"].pop(name, None)
    # What every run has to tell, none may pass over.
    digest = "" if is_told or (merged.kept and not is_joined) else arrival.digest
    imported = arrival.imported(combine(known.imported, read), digest)
    if merged.is_empty and (imported is None or (known.imported, known.digest) == (imported.snapshot, digest)):
        return None
    return Edit(known.item, merged.wanted, known.item.version, imported)


def note_stored(entry: Entry, item: Item, standing: Standing = SILENT) -> bool:
    """Whether it had to be told that readers see the item, or will, though the file says that they do not."""
    entry.item_type, entry.item_id = item.item_type, item.pk
    entry.show_item(item)
    return entry.warn_public(item, standing)


def note_unchanged(entry: Entry, known: Known, standing: Standing = SILENT) -> None:
    """Of what says the same as at the last import: what that wrote, held against what is stored now."""
    note_stored(entry, known.item, standing)
    if known.imported:
        entry.warn_kept(known.item, merge(known.imported, known).kept)
