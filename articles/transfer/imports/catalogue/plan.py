"""Which item each row means: one that is stored, or a new one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from articles.models import Category, Item, SkillGroup
from articles.naming import make_name_key
from articles.transfer.imports.catalogue.linking import LinkBook
from articles.transfer.imports.names import Names
from articles.transfer.imports.reporting import Entry
from articles.transfer.imports.rows import ItemRow, Sheet
from articles.transfer.imports.run import Run, make_id


@dataclass
class Planned:
    """A row on its way: the item it means, and whether that is new."""

    entry: Entry
    row: ItemRow
    pk: UUID
    is_new: bool
    is_keyed: bool
    later_links: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class ItemImport:
    """One sheet of one run."""

    sheet: Sheet
    run: Run
    names: Names
    links: LinkBook
    groups: dict[str, SkillGroup] = field(default_factory=dict)
    categories: dict[tuple[str, str], Category] = field(default_factory=dict)
    # Names and aliases that belong to a row of this run.
    claimed: dict[str, UUID] = field(default_factory=dict)
    # Aliases alone: what an own export may hold though another item bears it as its name.
    claimed_aliases: dict[str, UUID] = field(default_factory=dict)
    # What the row of each id is called, for those who read why another one failed.
    called: dict[str, str] = field(default_factory=dict)

    @property
    def model(self) -> type[Item]:
        return self.names.model

    def owner_of_alias(self, key: str) -> UUID | None:
        """Who keeps an alias from others: who holds it or, to tables that are no export of ours, bears it as its name."""
        holder = self.claimed_aliases.get(key) or self.names.aliases.get(key)
        return holder if not self.sheet.scheme else self.claimed.get(key) or self.names.names.get(key) or holder

    def claim_alias(self, key: str, pk: UUID) -> None:
        self.claimed.setdefault(key, pk)
        self.claimed_aliases[key] = pk


def plan(rows: Sequence[tuple[Entry, ItemRow]], work: ItemImport) -> list[Planned]:
    """Which item each row means. Codes come first, so that no name takes what a code stands for."""
    scheme = work.sheet.scheme
    held = {pk for (known, _code), pk in work.names.codes.items() if known == scheme}
    planned = []
    for entry, row in rows:
        pk, is_keyed = find_item(row, held, work)
        is_new = pk is None
        pk = pk or row.id or make_id(f"{work.sheet.item_type}:{scheme}", row.code)
        if is_new and pk in work.names.ids:
            entry.skip("the item that this row made has another code here now; it stays as it is")
            continue
        name = free_name(row, entry, pk, work)
        held.add(pk)
        work.names.add(pk, name=name, slug=str(row.fields.get("slug") or ""))
        work.claimed.setdefault(make_name_key(name), pk)
        work.called[str(pk)] = f"“{name}” ({row.code})"
        planned.append(Planned(entry, row, pk, is_new, is_keyed))
    for one in planned:
        work.names.codes.setdefault((scheme, one.row.code), one.pk)
    return planned


def free_name(row: ItemRow, entry: Entry, pk: UUID, work: ItemImport) -> str:
    """The row's name; with its code where another item of the type has that name and names are unique."""
    name = str(row.fields[work.model.name_field])
    owner = work.claimed.get(make_name_key(name)) or work.names.names.get(make_name_key(name))
    if owner not in (None, pk) and work.names.are_unique and work.sheet.scheme:
        entry.warnings.append(f"another {work.sheet.item_type} is called “{name}”; this one is told apart by its code")
        name = row.fields[work.model.name_field] = f"{name} ({row.code})"
    return name


def find_item(row: ItemRow, held: set[UUID], work: ItemImport) -> tuple[UUID | None, bool]:
    """(the stored item that a row means, whether by its code)."""
    if row.id in work.names.ids:
        return row.id, (work.sheet.scheme, row.code) in work.names.codes
    if found := work.names.codes.get((work.sheet.scheme, row.code)):
        return found, True
    if row.id is not None:
        return None, False
    for scheme, code in row.ids:
        if (found := work.names.codes.get((scheme, code))) and found not in held:
            return found, False
    if not work.sheet.joins_by_name:
        return None, False
    found = work.names.by_name(row.fields[work.model.name_field], with_aliases=work.sheet.joins_by_alias)
    return (found, False) if found is not None and found not in held else (None, False)
