"""Tries kept in a small file, which all processes of one machine share."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from articles.access.pace import Limit
from articles.access.state import MemoryFile, StateFile, code_of

SCHEMA = """
CREATE TABLE IF NOT EXISTS tries (
    key TEXT PRIMARY KEY, count INTEGER NOT NULL, next_at REAL NOT NULL, expires_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tries_expires ON tries (expires_at);
"""
MAX_BYTES = 16 * 1024 * 1024
WAIT_SECONDS = 0.5
PRUNED_AT_ONCE = 100
MADE_ROOM = 5000
READ = "SELECT count, next_at FROM tries WHERE key = ? AND expires_at > ?"
WRITE = (
    "INSERT INTO tries VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE"
    " SET count = excluded.count, next_at = excluded.next_at, expires_at = excluded.expires_at"
)
PRUNE = "DELETE FROM tries WHERE key IN (SELECT key FROM tries WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)"


class FileStore:
    """path: None for a store in the memory of this process."""

    failures: tuple[type[Exception], ...] = (sqlite3.Error, OSError)

    def __init__(self, path: Path | None) -> None:
        self.file: StateFile | MemoryFile = (
            StateFile(path, SCHEMA, wait_seconds=WAIT_SECONDS, max_bytes=MAX_BYTES)
            if path
            else MemoryFile(SCHEMA, max_bytes=MAX_BYTES)
        )

    def take(self, limits: Sequence[Limit], now: float) -> float:
        return self.write(lambda connection: take(connection, limits, now))

    def forgive(self, limits: Sequence[Limit], *, wholly: Sequence[Limit]) -> None:
        def forgive(connection: sqlite3.Connection) -> None:
            given_back = [(limit.key,) for limit in limits]
            connection.executemany("UPDATE tries SET count = max(count - 1, 0) WHERE key = ?", given_back)
            connection.executemany("DELETE FROM tries WHERE key = ?", [(limit.key,) for limit in wholly])

        self.write(forgive)

    def remember(self, key: str, seconds: float, now: float) -> None:
        self.write(lambda connection: connection.execute(WRITE, (key, 1, 0, now + seconds)))

    def remembers(self, key: str, now: float) -> bool:
        return self.file.read(lambda connection: connection.execute(READ, (key, now)).fetchone()) is not None

    def write[T](self, action: Callable[[sqlite3.Connection], T]) -> T:
        """A full file makes room: what would be forgotten first is forgotten now."""
        try:
            return self.file.run(action)
        except sqlite3.OperationalError as error:
            if code_of(error) != sqlite3.SQLITE_FULL:
                raise
        self.file.run(lambda connection: connection.execute(PRUNE, (float("inf"), MADE_ROOM)))
        return self.file.run(action)


def take(connection: sqlite3.Connection, limits: Sequence[Limit], now: float) -> float:
    connection.execute(PRUNE, (now, PRUNED_AT_ONCE))
    found = [connection.execute(READ, (limit.key, now)).fetchone() or (0, 0.0) for limit in limits]
    # A clock that was set back must not make the wait longer than the longest.
    waits = [
        min(next_at - now, limit.pace.longest_wait_seconds) for limit, (_n, next_at) in zip(limits, found, strict=True)
    ]
    if (wait := max(waits, default=0.0)) > 0:
        return wait
    for limit, (count, _next_at) in zip(limits, found, strict=True):
        pace = limit.pace
        row = (limit.key, count + 1, now + pace.wait_after(count + 1), now + pace.forgotten_after_seconds)
        connection.execute(WRITE, row)
    return 0.0
