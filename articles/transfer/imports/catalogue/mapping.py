"""Reads tables of people's own: which column gives which field is said by `--map`, or by columns that bear a field's name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles.models import ITEM_MODELS, Article, Item, Tool
from articles.naming import make_name_key
from articles.snapshots import is_many
from articles.transfer.cells import split_list
from articles.transfer.imports.profiles.texts import as_markdown, in_brief, text_of
from articles.transfer.imports.rows import CategoryName, ItemRow, Sheet
from articles.transfer.imports.standing import Standing, read_standing
from articles.transfer.imports.tables import Table, TableRow

SEPARATORS = ("|", ";", "\n")
SUMMARY_LIMIT = 500
# What stands for a value that was not released.
EMPTY = frozenset({"*", "**", "#", "-", "n/a", "N/A"})
NO_TEXT = frozenset({"aliases", "categories", "code", "external_ids", "resources", "steps", "status", "slug"})


class MappingError(ValueError):
    """A mapping that no table can be read with; the message says why."""


def targets_of(model: type[Item]) -> tuple[str, ...]:
    """Every field that a column can be mapped to."""
    fields = [name for name in model.snapshot_fields if name not in ("publish_at", "expire_at", "translation_group")]
    extra = ["code", "external_ids", *(["aliases"] if model.has_aliases else [])]
    return (*fields, *extra, *model.snapshot_links)


def parse_map(words: Sequence[str], item_type: str) -> dict[str, str]:
    """`field=Column` words as field to column. Raises MappingError."""
    targets = targets_of(ITEM_MODELS[item_type])
    mapping: dict[str, str] = {}
    for word in words:
        name, equals, column = word.partition("=")
        if not equals or not column.strip():
            raise MappingError(f"“{word}”: write it as field=Column.")
        if name.strip() not in targets:
            raise MappingError(f"There is no field “{name.strip()}”. Fields are: {', '.join(targets)}.")
        mapping[name.strip()] = column.strip()
    return mapping


def complete_map(mapping: Mapping[str, str], table: Table, item_type: str) -> dict[str, str]:
    """The mapping, with columns that bear the name of a field for what it leaves out. Raises MappingError."""
    model = ITEM_MODELS[item_type]
    if not table.columns:
        told = f": line {table.problems[0].line} {table.problems[0].text}" if table.problems else ""
        raise MappingError(f"{table.name} has no columns that can be read{told}.")
    if missing := [column for column in mapping.values() if column not in table.columns]:
        raise MappingError(f"{table.name} has no column “{missing[0]}”. Its columns are: {', '.join(table.columns)}.")
    used = set(mapping.values())
    by_key = {make_name_key(column).replace(" ", "_"): column for column in table.columns if column not in used}
    found = {name: by_key[name] for name in targets_of(model) if name in by_key and name not in mapping}
    whole = {**found, **mapping}
    if model.name_field not in whole:
        raise MappingError(
            f"Say which column holds the {model.name_field}, such as --map {model.name_field}=“{table.columns[0]}”."
        )
    return whole


def unused_columns(mapping: Mapping[str, str], table: Table) -> list[str]:
    return [column for column in table.columns if column not in mapping.values()]


def make_sheet(
    mapping: Mapping[str, str], item_type: str, scheme: str, separators: Sequence[str] = SEPARATORS
) -> Sheet:
    """How rows are read with a whole mapping."""
    reader = RowReader(dict(mapping), ITEM_MODELS[item_type], scheme, tuple(separators))
    by_alias = item_type == Tool.item_type
    return Sheet("items", frozenset(), reader.read, item_type, scheme, joins_by_alias=by_alias)


@dataclass(frozen=True, slots=True)
class RowReader:
    mapping: dict[str, str]
    model: type[Item]
    scheme: str
    separators: tuple[str, ...]

    def read(self, row: TableRow) -> ItemRow:
        item = ItemRow(code=self.text(row, "code"), says=frozenset(self.mapping))
        for name, column in self.mapping.items():
            if name not in NO_TEXT and name in self.model.snapshot_fields:
                item.fields[name] = self.value(row, column)
        self.read_lists(row, item)
        self.read_links(row, item)
        self.keep_long_summary(item)
        item.standing = self.standing(row)
        if slug := self.text(row, "slug"):
            item.fields["slug"] = slug
        return item

    def standing(self, row: TableRow) -> Standing:
        """By the column that is the status, and by any that is no other field's."""
        used = {column for name, column in self.mapping.items() if name != "status"}
        values = {name: value for name, value in row.values.items() if name not in used}
        if column := self.mapping.get("status"):
            values = {"status": values.pop(column, None), **values}
        if self.model.item_type != Article.item_type:
            values = {name: value for name, value in values.items() if name.casefold() != "date"}
        return read_standing(values, is_row=True)

    def text(self, row: TableRow, name: str) -> str:
        return text_of(row, self.mapping[name]) if name in self.mapping else ""

    def value(self, row: TableRow, column: str) -> Any:
        value = row.values.get(column)
        if isinstance(value, str):
            return "" if value.strip() in EMPTY else value.strip()
        return "" if value is None else value if isinstance(value, bool) else str(value)

    def entries(self, row: TableRow, name: str) -> list[str]:
        """The entries of a cell that holds a list."""
        value = row.values.get(self.mapping[name]) if name in self.mapping else None
        if isinstance(value, list):
            return [str(entry) for entry in value if entry is not None]
        return [entry for entry in split_list(self.text(row, name), self.separators) if entry not in EMPTY]

    def read_lists(self, row: TableRow, item: ItemRow) -> None:
        item.aliases = [{"name": name, "language": ""} for name in self.entries(row, "aliases")]
        for entry in self.entries(row, "external_ids"):
            scheme, equals, code = entry.partition("=")
            if equals:
                item.ids.append((scheme.strip(), code.strip()))
            else:
                item.warnings.append(f"external_ids: “{entry}” is not of the form scheme=code")

    def read_links(self, row: TableRow, item: ItemRow) -> None:
        for name in self.mapping:
            if name not in self.model.snapshot_links:
                continue
            entries = self.entries(row, name) if is_many(self.model, name) else [self.text(row, name)]
            entries = [entry for entry in entries if entry and entry not in EMPTY]
            if name == "categories":
                item.categories = [self.category(entry) for entry in entries]
            elif name == "group":
                item.group = entries[0] if entries else ""
            elif name in ("parent", "broader"):
                item.above = entries if "code" in self.mapping else [make_name_key(entry) for entry in entries]
            else:
                item.links[name] = entries

    def category(self, name: str) -> CategoryName:
        return CategoryName(self.scheme[:60], make_name_key(name)[:120], name)

    def keep_long_summary(self, item: ItemRow) -> None:
        """A summary that is too long is cut; the whole text goes into an empty description."""
        summary = str(item.fields.get("summary") or "")
        if len(summary) <= SUMMARY_LIMIT:
            return
        item.fields["summary"] = in_brief(summary)
        if not item.fields.get("description") and "description" in self.model.snapshot_fields:
            item.fields["description"] = as_markdown(summary)
        item.warnings.append("the summary was shortened")
