"""The parts without which the portal cannot do its work, each looked at for real."""

import shutil
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from articles.operation.task_worker import has_worker_beat


def wrong_parts() -> list[str]:
    """The names of those that are wrong. Where the database does not answer, what needs it is not asked."""
    parts: dict[str, Callable[[], bool]] = {"disk": has_room}
    try:
        connection.ensure_connection()
        parts |= {"migrations": is_migrated, "worker": has_worker_beat}
        return sorted(name for name, is_right in parts.items() if not is_right())
    except DatabaseFailure:
        return sorted(["database", *(name for name in ("disk",) if not has_room())])
    finally:
        connection.close()


def is_migrated() -> bool:
    applied = MigrationRecorder(connection).applied_migrations()
    return all(migration in applied for migration in known_migrations())


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Those of the code that runs, as it was when the process began."""
    return frozenset(MigrationLoader(None).disk_migrations)


def has_room() -> bool:
    try:
        free_bytes = shutil.disk_usage(settings.VAR_DIR).free
    except OSError:
        return False
    return free_bytes >= settings.LEAST_FREE_BYTES
