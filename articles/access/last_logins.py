"""When somebody last signed in, written without waiting for whoever writes content.

On SQLite an import holds the one lock of the database for seconds. What cannot be written at once is kept beside the
sessions, and stored at the next sign-in, or before a page shows it.
"""

import sqlite3
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from articles.access.state import StateFile
from articles.models import User
from articles.models.free_updates import update_if_free

SCHEMA = "CREATE TABLE IF NOT EXISTS last_logins (account TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;"
MAX_BYTES = 16 * 1024 * 1024


@cache
def kept_at(path: Path) -> StateFile:
    return StateFile(path, SCHEMA, wait_seconds=0.2, max_bytes=MAX_BYTES)


def kept() -> StateFile:
    return kept_at(Path(settings.VAR_DIR) / "last_logins.sqlite3")


def record_sign_in(user: User) -> None:
    """A date that cannot be kept anywhere is lost; the sign-in is not."""
    user.last_login = timezone.now()
    if update_if_free(user, last_login=user.last_login):
        store_kept_dates()
        return
    row = (str(user.pk), user.last_login.isoformat())
    with suppress(sqlite3.Error, OSError):
        kept().run(lambda connection: connection.execute("INSERT OR REPLACE INTO last_logins VALUES (?, ?)", row))


def store_kept_dates() -> None:
    """Writes what had to wait, unless it still has to."""
    if not kept().path.exists():
        return
    with suppress(sqlite3.Error, OSError):
        rows = kept().read(lambda connection: connection.execute("SELECT account, at FROM last_logins").fetchall())
        done = [row for row in rows if store_date(row[0], datetime.fromisoformat(row[1]))]
        delete = "DELETE FROM last_logins WHERE account = ? AND at = ?"
        kept().run(lambda connection: connection.executemany(delete, done))


def store_date(account: str, at: datetime) -> bool:
    """Whether nothing is left to do: an account that is gone, or signed in later, needs no date."""
    user = User.objects.filter(pk=account).first()
    if user is None or (user.last_login and user.last_login >= at):
        return True
    return update_if_free(user, last_login=at)
