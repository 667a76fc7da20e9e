"""One consistent state of the database, while others go on writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from portal.backups.errors import BackupError

LOCK_SECONDS = 60


@contextmanager
def frozen_database(folder: Path) -> Iterator[None]:
    """The portal's database stands still for this thread: a copy of SQLite in `folder`, a snapshot of PostgreSQL.

    Raises BackupError where the copy is damaged.
    """
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        copy = folder / "database.sqlite3"
        copy_sqlite(Path(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]), copy)
        with file_as_database(copy):
            yield
    else:
        with postgres_snapshot():
            yield


def copy_sqlite(path: Path, copy: Path) -> None:
    """All pages in one step: writers go on in the write-ahead log meanwhile, and the copy never begins anew."""
    if not path.exists():
        raise BackupError(f"There is no database at {path}.")
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(path, timeout=LOCK_SECONDS)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        problems = target.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if problems != "ok":
        raise BackupError(f"The database {path} is damaged: {problems.splitlines()[0]}.")


@contextmanager
def file_as_database(file: Path) -> Iterator[None]:
    """The portal's database is that file of SQLite for this thread meanwhile.

    Not an alias of its own: migrations of other packages know no second database.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    connection.close()
    before = connection.settings_dict
    connection.settings_dict = {**before, "NAME": str(file)}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before


@contextmanager
def postgres_snapshot() -> Iterator[None]:
    with transaction.atomic(durable=True):
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # A large portal takes longer than a page may.
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield
