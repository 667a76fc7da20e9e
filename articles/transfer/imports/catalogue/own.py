"""Reads the portal's own exports: their columns name every field, their rows know which item they were made of.

An item that nobody changed since the export takes on what the file says; where somebody did, only what the file changed
against the export is taken over, and the rest stays and is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from articles.ids import read_uuid
from articles.models import Item, Picture
from articles.publishing import Status
from articles.snapshots import Columns
from articles.transfer.columns import ITEM_TYPES, KINDS, PICTURE_CONTENT, columns_of, decode_cell, long_text_of
from articles.transfer.imports.rows import ItemRow, RecordRow, Sheet
from articles.transfer.imports.standing import read_standing
from articles.transfer.imports.tables import Table, TableRow

BESIDES = {"type", "body", "file"}


def kind_of(table: Table, item_type: str = "") -> str:
    """The plural name of what an export's table holds; "" for a table that is none of ours."""
    named = PurePosixPath(table.name.rsplit(": ", 1)[-1]).name.split(".", 1)[0]
    asked = next((name for name, model in ITEM_TYPES.items() if model.item_type == item_type), "")
    for kind in (asked, named):
        if kind in KINDS and is_own(table, KINDS[kind]):
            return kind
    # The admin names files by the day, and people by what they like.
    alike = [kind for kind, model in KINDS.items() if set(columns_of(model)) == set(table.columns) - BESIDES]
    return alike[0] if len(alike) == 1 and not item_type else ""


def is_own(table: Table, model: Any) -> bool:
    columns = set(table.columns)
    needed = {"id", "version"}
    besides = {PICTURE_CONTENT} if model is Picture else BESIDES
    return needed <= columns <= {*columns_of(model), *besides}


def own_sheet(kind: str) -> Sheet:
    if kind not in ITEM_TYPES:
        return Sheet("records", frozenset(), RecordReader(kind).read, item_type=kind, title=kind)
    model = ITEM_TYPES[kind]
    return Sheet("items", frozenset(), OwnReader(model).read, model.item_type, title=kind, joins_by_name=False)


def in_order(kinds: Sequence[tuple[str, Table]]) -> list[tuple[str, list[Table]]]:
    """The tables by kind, in the order in which they can be taken."""
    return [
        (kind, [table for one, table in kinds if one == kind])
        for kind in KINDS
        if any(one == kind for one, _t in kinds)
    ]


@dataclass(frozen=True, slots=True)
class OwnReader:
    model: type[Item]

    def read(self, row: TableRow) -> ItemRow:
        """Raises ValueError for a cell that cannot be read."""
        model = self.model
        given = dict(row.values)
        if "body" in given and long_text_of(model) not in given:
            given[long_text_of(model)] = given.pop("body")
        values = {name: decode_cell(model, name, given[name]) for name in columns_of(model) if name in given}
        slug = str(values.get("slug") or "")
        item = ItemRow(
            code=slug or str(values["id"]), id=read_id(values["id"]), version=read_version(values["version"])
        )
        item.fields = {name: values[name] for name in model.snapshot_fields if name in values and name != "status"}
        item.links = {name: list_of(values[name]) for name in model.snapshot_links if name in values}
        item.needs = [one for name in model.acyclic_links for one in item.links.get(name, [])]
        item.ids = [(one["scheme"], one["code"]) for one in rows_in_cell(values, "external_ids")]
        item.aliases = rows_in_cell(values, "aliases")
        item.says = frozenset({"aliases"} & values.keys())
        item.resources = rows_in_cell(values, "resources") if "resources" in values else None
        item.steps = rows_in_cell(values, "steps") if "steps" in values else None
        said = read_standing({"status": values.get("status")}, is_row=True)
        item.standing = replace(said, is_quiet=values.get("status") in Status.values)
        return item


def read_id(value: Any) -> UUID | None:
    """None for a row that was added by hand. Raises ValueError."""
    found = read_uuid(str(value)) if value else None
    if value and found is None:
        raise ValueError(f"“{str(value)[:60]}” is no id; leave it empty for a new item")
    return found


def read_version(value: Any) -> int:
    """0 where none is given. Raises ValueError."""
    text = str(value or 0)
    if not text.isdecimal() or len(text) > len("999999999"):
        raise ValueError(f"“{text[:60]}” is no version")
    return int(text)


def list_of(value: Any) -> list[str]:
    """Raises ValueError for what is no list of references."""
    if isinstance(value, str):
        return [value] if value else []
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, str | int) for one in value):
        raise ValueError("a list of references is wanted here")
    return [str(one) for one in value]


def rows_in_cell(values: Columns, name: str) -> list[Any]:
    """Raises ValueError for what is no list of rows with names and values."""
    rows = values.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(f"{name}: a list of rows is wanted here")
    wanted = {"external_ids": ("scheme", "code"), "aliases": ("name",)}.get(name, ())
    if any(not isinstance(row.get(key), str) for row in rows for key in wanted):
        raise ValueError(f"{name}: each row needs {' and '.join(wanted)}")
    return rows


@dataclass(frozen=True, slots=True)
class RecordReader:
    kind: str

    def read(self, row: TableRow) -> RecordRow:
        """Raises ValueError."""
        model: Any = KINDS[self.kind]
        values = {name: decode_cell(model, name, row.values[name]) for name in columns_of(model) if name in row.values}
        return RecordRow(read_id(values.pop("id", None)), read_version(values.pop("version", None)), values)
