"""Writes to an account's own row that nobody waits for."""

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model


def update_if_free(row: "Model", **values: Any) -> bool:
    """Whether the values were stored. They are not where another writes to the database, as an import on SQLite does."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        rows.update(**values)
        return True
    try:
        with no_waiting():
            rows.update(**values)
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    return True


@contextmanager
def no_waiting() -> "Iterator[None]":
    """Lets SQLite refuse at once, where it would wait for the writer for as long as the settings say."""
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before}")
