"""Finds the rows in a JSON or YAML document: a list, a list below a key, nested lists, or our own export. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from articles.json_objects import JsonObject
from articles.transfer.columns import PLURALS
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.tables.rowsets import (
    Problem,
    Table,
    TableRow,
    check_columns,
    check_count,
    clean_name,
    tidy,
)

EXPORT_KEYS = {"format", "records", "items"}
# Lists so called hold rows; lists inside these belong to the rows.
ROW_LISTS = {"items", "rows", "records", "data", "results", "entries"}


def read_nested(document: Any, name: str) -> list[Table]:
    """The tables of a document. Raises ImportFormatError where it has no list of named values."""
    if isinstance(document, dict) and document.keys() <= EXPORT_KEYS and "format" in document:
        return read_export(document, name)
    found = find_rows(document, {}, "")
    if found is None:
        raise ImportFormatError(f"{name} has no list of names and values.")
    return [table_of_rows(name, found)]


def read_export(document: Mapping[str, Any], name: str) -> list[Table]:
    """A table for each type in the document that `articles.transfer.exports` writes, records first."""
    groups: dict[str, Iterable[Any]] = {}
    records, items = document.get("records", {}), document.get("items", [])
    if document["format"] != 1 or not isinstance(records, dict) or not isinstance(items, list):
        raise ImportFormatError(f"{name} is no export in format 1.")
    groups |= {kind: rows for kind, rows in records.items() if isinstance(rows, list) and rows}
    for row in items:
        kind = str(row.get("type")) if isinstance(row, dict) else ""
        groups.setdefault(PLURALS.get(kind, kind), []).append(row)  # type: ignore[attr-defined]
    return [table_of_rows(f"{name}: {kind}", rows) for kind, rows in groups.items()]


def table_of_rows(name: str, rows: Iterable[Any]) -> Table:
    """Columns in the order in which rows bring them. What is no mapping is a problem."""
    columns: dict[str, None] = {}
    made: list[TableRow] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        values = {clean_name(key): value for key, value in row.items()} if isinstance(row, dict) else {}
        if isinstance(row, dict) and len(values) == len(row):
            columns |= dict.fromkeys(values)
            made.append(TableRow(number, values, name))
        else:
            problems.append(Problem(number, "is no list of names and values, or has a name twice"))
        check_count(name, number)
    check_columns(name, tuple(columns))
    return tidy(Table(name, tuple(columns), made, tuple(problems)), ())


def find_rows(document: Any, above: JsonObject, key: str) -> list[Any] | None:
    """The rows of the deepest list that all branches share; None where there is no list of mappings."""
    if isinstance(document, list):
        return list(descend(document, above, key)) if any(isinstance(entry, dict) for entry in document) else None
    if not isinstance(document, dict):
        return None
    lists = {name: value for name, value in document.items() if is_row_list(value)}
    if len(lists) == 1:
        [(name, rows)] = lists.items()
        return find_rows(rows, above, name)
    return find_rows(document["items"], above, "items") if "items" in lists else None


def is_row_list(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(entry, dict) for entry in value)


def descend(entries: Sequence[Any], above: JsonObject, key: str) -> Iterator[Any]:
    """The rows below; entries themselves where they are the rows. A list without a key is never gone into."""
    inner = inner_list(entries) if key and key not in ROW_LISTS else ""
    for entry in entries:
        if not isinstance(entry, dict):
            yield entry
        elif not inner:
            yield {**above, **(drop_empty(entry) if key else entry)}
        else:
            own = {f"{key}.{name}": value for name, value in scalars(entry)}
            yield from descend(entry.get(inner) or (), above | own, inner)


def inner_list(entries: Sequence[Any]) -> str:
    """The key under which entries hold lists of rows: the only one, and most have it; "" for rows themselves."""
    mappings = [entry for entry in entries if isinstance(entry, dict)]
    names = {name for entry in mappings for name, value in entry.items() if is_row_list(value)}
    if len(names) != 1:
        return ""
    [name] = names
    return name if all(name in entry for entry in mappings) else ""


def scalars(entry: JsonObject) -> Iterator[tuple[str, Any]]:
    """The single values of an entry; those of a mapping in it under both names, `name.en`."""
    for name, value in entry.items():
        if is_scalar(value):
            yield name, value
        elif isinstance(value, dict):
            yield from ((f"{name}.{inner}", one) for inner, one in value.items() if is_scalar(one))


def drop_empty(row: JsonObject) -> JsonObject:
    return {name: value for name, value in row.items() if value is not None}


def is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float)
