"""Rows of a table as lines of JSON and back, one line a row, never many in memory."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import batched, count, islice
from typing import IO, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.sql import InsertQuery

from portal.backups.errors import BackupError
from portal.backups.manifest import short
from portal.backups.schema import columns_of

CHUNK = 200
# A row holds a text of up to 3 MB several times: source, HTML, plain.
MAX_LINE_BYTES = 512 * 1024 * 1024
PIECE_CHARACTERS = 1_000_000

type Row = list[Any]


def stored_rows(model: Any) -> Iterator[Row]:
    """The values of each row in the order of `columns_of`, by primary key."""
    names = [field.attname for field in columns_of(model)]
    rows = model._default_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        yield list(row)


def to_line(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=to_text).encode() + b"\n"


def to_text(value: object) -> str:
    """As both databases give it back: times keep their microseconds and zone, numbers all their digits."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} in a row")


def read_rows(source: IO[bytes], model: Any) -> Iterator[Row]:
    """The values of each line as the fields want them. Raises BackupError, with the line's number."""
    fields = columns_of(model)
    table = model._meta.db_table
    for number in count(1):
        line = source.readline(MAX_LINE_BYTES)
        if not line:
            return
        try:
            yield from_line(line, fields)
        except (ValueError, TypeError, ValidationError, ArithmeticError, RecursionError):
            raise BackupError(f"Row {number} of {short(table)} in it cannot be read.") from None


def from_line(line: bytes, fields: Sequence[models.Field[Any, Any]]) -> Row:
    values = json.loads(line)
    if not isinstance(values, list) or len(values) != len(fields) or not line.endswith(b"\n"):
        raise ValueError("not as many values as columns")
    return [from_json(field, value) for field, value in zip(fields, values, strict=True)]


def from_json(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None and not field.null:
        raise ValueError("no value where one has to be")
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(value, list | dict):
        raise TypeError("a structure where a value has to be")
    return field.to_python(value)


def insert_rows(model: Any, rows: Iterator[Row]) -> int:
    """Writes the rows as they are, with no default, no new time and no check of ours; returns how many."""
    fields = columns_of(model)
    names = [field.attname for field in fields]
    number = 0
    while first := list(islice(rows, CHUNK)):
        objects = [model(**dict(zip(names, row, strict=True))) for row in first]
        size = max(1, connection.ops.bulk_batch_size(fields, objects))
        for part in batched(objects, size, strict=False):
            query = InsertQuery(model)
            query.insert_values(fields, list(part), raw=True)
            query.get_compiler(using=DEFAULT_DB_ALIAS).execute_sql()
        number += len(objects)
    return number


def in_pieces(lines: Iterator[bytes], add: Callable[[bytes], None]) -> None:
    """Adds lines in larger pieces, which saves most of the time of packing them."""
    kept: list[bytes] = []
    size = 0
    for line in lines:
        kept.append(line)
        size += len(line)
        if size > PIECE_CHARACTERS:
            add(b"".join(kept))
            kept, size = [], 0
    add(b"".join(kept))
