"""What failed beneath the portal: a database that does not answer, a full disk. Told from the exception, with no query.

Such a failure is nobody's mistake and no bug. It is answered with 503 or 507 and a word on when to try again, and logged in
one line where a bug would be logged with its traceback.
"""

import errno
import logging
import os
import sqlite3
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

TELL_AGAIN_SECONDS = 60.0
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Failure:
    """status: of a request that wanted to write. retry_seconds: when it is worth while to try again."""

    name: str
    status: int
    title: Promise
    text: Promise
    retry_seconds: int

    def status_for(self, request: HttpRequest | Any) -> int:
        """A page that cannot be read for want of room is not there for a while; only what was sent finds no room."""
        return 503 if request.method in SAFE_METHODS else self.status


DOWN = Failure(
    "down",
    503,
    _("The portal cannot answer just now"),
    _("Its database does not answer. Please try again in a few seconds."),
    5,
)
BUSY = Failure(
    "busy",
    503,
    _("The portal is busy"),
    _("Something else is being written, and it takes too long to wait for. Please try again in a few seconds."),
    3,
)
FULL = Failure(
    "full",
    507,
    _("There is no room left to save this"),
    _("The disk of the portal is full. Whoever runs the portal has to make room; until then it can only be read."),
    60,
)
READ_ONLY = Failure(
    "read-only",
    503,
    _("Nothing can be saved just now"),
    _(
        "The portal cannot write to its disk. Whoever runs the portal has to look at it; until then it can only be read."
    ),
    60,
)

FAILED_CALLS = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EIO: READ_ONLY,
}
SQLITE_CODES = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_IOERR: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: READ_ONLY,
}
UNCLEAR_CODES = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
# Of the index that SQLite keeps beside a file in use.
ROOM_BYTES = 64 * 1024
PRIMARY_CODE = 0xFF
# SQLSTATE, or its first characters. 57014 is a query that took longer than its limit.
SQL_STATES = {
    "53100": FULL,
    "25006": READ_ONLY,
    "58030": READ_ONLY,
    "57014": BUSY,
    "55P03": BUSY,
    "40P01": BUSY,
    "40001": BUSY,
    "08": DOWN,
    "53": DOWN,
    "57P": DOWN,
    "25P": DOWN,
}


def failure_of(error: BaseException) -> Failure | None:
    """None for what may be a bug. Django's exceptions of a database name the driver's as their cause."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    if isinstance(cause, sqlite3.Error):
        return failure_of_sqlite(getattr(cause, "sqlite_errorcode", 0) & PRIMARY_CODE)
    if isinstance(cause, psycopg.Error):
        return failure_of_postgres(cause)
    if isinstance(cause, OSError):
        return FAILED_CALLS.get(cause.errno or 0)
    if isinstance(error, OperationalError | InterfaceError):
        return BUSY if "locked" in str(error) else DOWN
    return None


def failure_of_sqlite(code: int) -> Failure | None:
    """Where SQLite finds no room for its own small files, it speaks of an error of the disk."""
    found = SQLITE_CODES.get(code)
    return FULL if code in UNCLEAR_CODES and is_full(Path(settings.VAR_DIR)) else found


def is_full(folder: Path) -> bool:
    try:
        status = os.statvfs(folder)
    except OSError:
        return False
    return status.f_bavail * status.f_frsize < ROOM_BYTES


def failure_of_postgres(error: psycopg.Error) -> Failure | None:
    if error.sqlstate is None:  # the connection broke, or there was none
        return DOWN if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) else None
    return next((found for start, found in SQL_STATES.items() if error.sqlstate.startswith(start)), None)


@cache
def told_at() -> dict[str, float]:
    return {}


def tell(failure: Failure, error: BaseException, request: HttpRequest | Any) -> None:
    """One line in a minute for each kind; none for a database that is down or locked, which its backend tells."""
    now = time.monotonic()
    is_told = failure is DOWN or (failure is BUSY and isinstance(error.__cause__, sqlite3.Error))
    if is_told or now - told_at().get(failure.name, float("-inf")) < TELL_AGAIN_SECONDS:
        return
    told_at()[failure.name] = now
    reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
    logger.error("%s: %s: %s", failure.status_for(request), request.path, reason)
