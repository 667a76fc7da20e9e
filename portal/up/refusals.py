"""What `up` needs before it changes anything. Each check raises Refusal with one line that says what to do."""

import tempfile
from pathlib import Path

from django.core.checks import run_checks
from django.db import Error as DatabaseFailure
from django.db import connection, transaction

from articles.operation.failures import FULL, failure_of
from articles.operation.releases import NewerDatabaseError, refuse_newer_database
from portal.up.plan import Refusal

# What a start may need at once: static files, and the database's own small files.
ROOM_BYTES = 1024 * 1024


def check_settings() -> None:
    """Runs the portal's own system checks only: all of them would load every page, which costs a second."""
    for message in run_checks(tags=["portal"]):
        if message.is_serious():
            raise Refusal(f"{message.msg} {message.hint or ''} ({message.id})")


def check_folder(folder: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(ROOM_BYTES))
    except OSError as error:
        raise Refusal(explain_folder(folder, error)) from None


def explain_folder(folder: Path, error: OSError) -> str:
    advice = "Make room, or set" if failure_of(error) is FULL else "Set"
    return f"Cannot write in {folder}: {error.strerror}. {advice} PORTAL_VAR to another folder."


def check_database() -> None:
    """Opens the database and, on SQLite, takes the write lock, which fails where the file cannot be written.

    A database of a newer version is refused too: this one would not know what it breaks.
    """
    try:
        with transaction.atomic():
            connection.ensure_connection()
        refuse_newer_database(connection)
    except NewerDatabaseError as error:
        raise Refusal(str(error)) from None
    except DatabaseFailure as error:
        raise Refusal(explain_database(error)) from None


def explain_database(error: DatabaseFailure) -> str:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    if connection.vendor == "sqlite":
        return f"Cannot use the database file {connection.settings_dict['NAME']}: {reason}."
    return f"The database in DATABASE_URL does not answer: {reason}."
