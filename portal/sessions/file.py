"""Sessions in a SQLite file of their own, so that they never wait for whoever writes content."""

import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.utils import timezone

from articles.access.state import StateFile
from portal.sessions.keys import OurKeys

SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires_at REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_expire ON sessions (expires_at);
"""
WAIT_SECONDS = 1.0
MAX_BYTES = 1024 * 1024 * 1024
INSERT = "INSERT INTO sessions VALUES (?, ?, ?)"
UPDATE = "UPDATE sessions SET data = ?2, expires_at = ?3 WHERE key = ?1"
PRUNE = "DELETE FROM sessions WHERE expires_at <= ?"


@cache
def file_at(path: Path) -> StateFile:
    return StateFile(path, SCHEMA, wait_seconds=WAIT_SECONDS, max_bytes=MAX_BYTES)


def session_file() -> StateFile:
    return file_at(Path(settings.SESSION_FILE))


class SessionStore(OurKeys):
    def exists(self, session_key: str | None) -> bool:
        return self.find("SELECT 1 FROM sessions WHERE key = ?", session_key) is not None

    def load(self) -> dict[str, Any]:
        now = timezone.now().timestamp()
        row = self.find("SELECT data FROM sessions WHERE key = ? AND expires_at > ?", self.session_key, now)
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def create(self) -> None:
        """Also forgets sessions that have expired, so that the file does not grow with them."""
        session_file().run(lambda connection: connection.execute(PRUNE, (timezone.now().timestamp(),)))
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # the stubs leave it out
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  as Django has it
        if self.session_key is None:
            self.create()
            return
        data = self.encode(self._get_session(no_load=must_create))  # type: ignore[attr-defined]  # the stubs leave it out
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]  # the stubs leave it out
        row = (key, data, self.get_expiry_date().timestamp())
        try:
            written = session_file().run(lambda connection: connection.execute(INSERT if must_create else UPDATE, row))
        except sqlite3.IntegrityError:
            raise CreateError from None
        if not written.rowcount:
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            session_file().run(lambda connection: connection.execute("DELETE FROM sessions WHERE key = ?", (key,)))

    @classmethod
    def clear_expired(cls) -> None:
        session_file().run(lambda connection: connection.execute(PRUNE, (timezone.now().timestamp(),)))

    def find(self, query: str, *values: Any) -> Any:
        return session_file().read(lambda connection: connection.execute(query, values).fetchone())
