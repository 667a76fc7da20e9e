"""Django's backend for SQLite, with a waiting for locks of its own.

SQLite's waiting ends after a set time and knows nothing of the one waited for. Here a process that serves readers waits for a
writer that gets on, as an import does from part to part, as long as the settings say, but for one that is silent only a
second: it may be frozen, or a program that locks the file for its own ends.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.db.backends.sqlite3 import base

from portal.databases import outage
from portal.databases.outage import process, refuse_if_down

# What SQLite itself waits at once; then we look round.
STEP_SECONDS = 0.1
SILENCE_SECONDS = 1.2
BEAT_SECONDS = 0.25
READS = ("SELECT", "PRAGMA", "EXPLAIN")


class Beat:
    """A file that a long transaction touches, so that those who wait see that it gets on: its pages reach the disk late."""

    def __init__(self, database: str) -> None:
        self.path = Path(f"{database}-writer")
        self.watched = [Path(database), Path(f"{database}-wal"), self.path]
        self.at = 0.0

    def begin(self) -> None:
        self.at = time.monotonic()

    def tick(self) -> None:
        now = time.monotonic()
        if now - self.at < BEAT_SECONDS:
            return
        self.at = now
        with suppress(OSError):
            try:
                os.utime(self.path)
            except FileNotFoundError:
                self.path.touch(mode=0o600)

    def look(self) -> list[tuple[int, int]]:
        """Changes with each commit of anyone, and with each beat."""
        seen = []
        for path in self.watched:
            with suppress(OSError):
                status = path.stat()
                seen.append((status.st_mtime_ns, status.st_size))
        return seen


class Patience:
    """How long one statement waits for the lock. total_seconds: where others make progress."""

    def __init__(self, beat: Beat, total_seconds: float, *, is_read: bool) -> None:
        self.beat, self.total_seconds, self.is_read = beat, total_seconds, is_read
        self.seen: list[tuple[int, int]] | None = None

    def is_over(self) -> bool:
        """Whether to give up, asked after each try that was in vain. Elsewhere SQLite itself has waited long enough."""
        now = time.monotonic()
        state = outage.answers if self.is_read else outage.writes
        if not process.is_serving or state.is_on:
            return True
        if self.seen is None:
            self.began = self.moved = now - STEP_SECONDS
            self.seen = self.beat.look()
        elif (seen := self.beat.look()) != self.seen:
            self.seen, self.moved = seen, now
        if now - self.moved >= SILENCE_SECONDS:
            state.begin("its file is locked by a program that does nothing")
            return True
        return now - self.began >= self.total_seconds


class Cursor(base.SQLiteCursorWrapper):
    wrapper: "DatabaseWrapper"

    def execute(self, query: str, params: Any = None) -> Any:
        return self.wrapper.wait_for_lock(lambda: super(Cursor, self).execute(query, params), query)

    def executemany(self, query: str, param_list: Any) -> Any:
        rows = list(param_list)  # may be read twice
        return self.wrapper.wait_for_lock(lambda: super(Cursor, self).executemany(query, rows), query)


class Probe:
    """Asks only while something is wrong: whoever reads or writes finds out by itself, and locks last no longer for it."""

    def __init__(self, database: str) -> None:
        self.database = database

    def ask(self) -> None:
        for state, question in (
            (outage.answers, "SELECT 1 FROM sqlite_master LIMIT 1"),
            (outage.writes, "BEGIN IMMEDIATE"),
        ):
            if state.is_on:
                self.ask_for(state, question)

    def ask_for(self, state: outage.Outage, question: str) -> None:
        try:
            connection = sqlite3.connect(self.database, timeout=STEP_SECONDS, isolation_level=None, uri=True)
            try:
                connection.execute(question).fetchall()
            finally:
                connection.close()
        except sqlite3.Error as error:
            state.begin(str(error))
        else:
            state.end()


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
        self.total_seconds = float(min(parameters.get("timeout", 5), settings.DATABASE_LIMITS["lock_seconds"]))
        self.beat = Beat(str(parameters["database"]))
        return {**parameters, "timeout": STEP_SECONDS} if process.is_serving else parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        return self.wait_for_lock(lambda: super(DatabaseWrapper, self).get_new_connection(conn_params), "PRAGMA")

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = self.connection.cursor(factory=Cursor)
        cursor.wrapper = self
        return cursor

    def _cursor(self, name: str | None = None) -> Any:
        refuse_if_down()
        return super()._cursor(name)  # type: ignore[misc]  # the stubs leave it out

    def _commit(self) -> Any:
        return self.wait_for_lock(super()._commit, "COMMIT")  # type: ignore[misc]  # the stubs leave it out

    def make_probe(self) -> Probe:
        return Probe(str(self.get_connection_params()["database"]))

    def wait_for_lock[R](self, action: Callable[[], R], query: str) -> R:
        """What the action returns, tried anew while the file is locked: a statement that met a lock did nothing."""
        if self.in_atomic_block:
            self.beat.tick()
        else:
            self.beat.begin()
        patience: Patience | None = None
        while True:
            try:
                result = action()
            except (sqlite3.OperationalError, OperationalError) as error:
                if not is_locked(error) or not self.may_wait():
                    raise
                is_read = query.lstrip().upper().startswith(READS)
                patience = patience or Patience(self.beat, self.total_seconds, is_read=is_read)
                if patience.is_over():
                    raise
            else:
                return result

    def may_wait(self) -> bool:
        """Whoever set SQLite's own waiting to nothing wants none of ours either; a transaction on older data has lost."""
        if self.connection is None:
            return True
        return bool(self.connection.execute("PRAGMA busy_timeout").fetchone()[0])


def is_locked(error: Exception) -> bool:
    """Not of the table alone, and not because the transaction began on older data: waiting would mend neither."""
    cause = error.__cause__ if isinstance(error, OperationalError) else error
    code = getattr(cause, "sqlite_errorcode", 0)
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY)
