"""Reads the starter's files: the rows of the portal's own exports, written by hand and known by their slugs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from uuid import UUID

from articles.models import Category, Item
from articles.rendering import rewrite_references
from articles.transfer.columns import ITEM_TYPES, TYPES
from articles.transfer.imports.catalogue.own import OwnReader, RecordReader
from articles.transfer.imports.rows import ItemRow, RecordRow, Sheet
from articles.transfer.imports.tables import Table, TableRow

CATEGORY_SCHEME = "portal"
BY_HAND = {"id": "", "version": 0}

type Ids = Mapping[tuple[str, str], UUID]


def kind_of(table: Table) -> str:
    """The plural name of what a file holds, which is its own name or that of its folder."""
    path = PurePosixPath(table.name.rsplit(": ", 1)[-1])
    return path.parts[0].removesuffix(path.suffix)


def tables_by_kind(tables: list[Table]) -> dict[str, list[Table]]:
    """In the order in which they can be taken."""
    return {kind: found for kind in TYPES if (found := [table for table in tables if kind_of(table) == kind])}


def sheet_of(kind: str, ids: Ids) -> Sheet:
    """ids: of every item that texts name, by type and slug."""
    if kind not in ITEM_TYPES:
        return Sheet("records", frozenset(), StarterRecords(kind).read, item_type=kind, title=kind)
    model = ITEM_TYPES[kind]
    reader = StarterItems(model, ids)
    item_type = model.item_type
    return Sheet("items", frozenset(), reader.read, item_type, f"starter:{item_type}", title=kind)


@dataclass(frozen=True, slots=True)
class StarterItems:
    """ids: none where the rows are read to plan them; their texts stay as written then."""

    model: type[Item]
    ids: Ids

    def read(self, row: TableRow) -> ItemRow:
        values = {**row.values, **BY_HAND}
        values.setdefault("slug", PurePosixPath(values.get("file", "")).stem)
        if "categories" in values:
            values["categories"] = [in_scheme(code) for code in values["categories"]]
        item = OwnReader(self.model).read(replace(row, values=values))
        for name in self.model.markdown_fields if self.ids else ():
            if text := item.fields.get(name):
                item.fields[name] = rewrite_references(text, self.find)
        return item

    def find(self, item_type: str, slug: str) -> str | None:
        """None for what is no item here; saving the text refuses it by its name."""
        found = self.ids.get((item_type, slug))
        return str(found) if found else None


@dataclass(frozen=True, slots=True)
class StarterRecords:
    kind: str

    def read(self, row: TableRow) -> RecordRow:
        values = {**row.values, **BY_HAND}
        columns = {field.name for field in TYPES[self.kind]._meta.fields}
        if "position" in columns:
            values.setdefault("position", row.line - 1)
        if TYPES[self.kind] is Category:
            values["scheme"] = CATEGORY_SCHEME
            values["parent"] = in_scheme(values["parent"]) if values.get("parent") else None
        return RecordReader(self.kind).read(replace(row, values=values))


def in_scheme(code: str) -> str:
    """The reference to a category of the portal's own scheme."""
    return f"{CATEGORY_SCHEME}={code}"
