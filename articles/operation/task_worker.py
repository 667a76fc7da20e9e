"""Whether a task worker runs. Each holds a lock on a file of the state folder as long as it lives, however it ends.

It also renews the file's time as the database answers it, which it asks for tasks each second. A worker that hangs holds the
lock, but its beat stops.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import ImportBatch

STATES = ImportBatch.State
STOPPED_AFTER = timedelta(minutes=10)
# A worker asks for tasks every second.
PATIENCE = timedelta(seconds=15)
BEAT_SECONDS = 2.0
# A task may compute for a while, or wait for another writer, before it asks the database again.
LATE_SECONDS = 60.0


def sign_file() -> Path:
    return Path(settings.VAR_DIR) / "worker.lock"


@contextlib.contextmanager
def sign_of_worker() -> Iterator[None]:
    """Shows that a worker runs; without a state folder to write in it runs unseen."""
    try:
        file = sign_file().open("ab")
    except OSError:
        yield
        return
    with file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def beat() -> None:
    with contextlib.suppress(OSError):
        os.utime(sign_file())


@contextlib.contextmanager
def beats_of_worker() -> Iterator[None]:
    """Beats whenever the database has answered this thread, at most every other second."""
    last_at = 0.0

    def answered(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal last_at
        result = execute(*arguments)
        if time.monotonic() - last_at >= BEAT_SECONDS:
            last_at = time.monotonic()
            beat()
        return result

    with connection.execute_wrapper(answered):
        yield


def has_worker_beat() -> bool:
    """Whether a worker that is not hanging uses this state folder, or another one is at work elsewhere."""
    if has_worker_here():
        return time.time() - sign_file().stat().st_mtime < LATE_SECONDS
    return is_worker_running()


def has_worker_here() -> bool:
    """Whether a worker uses this state folder."""
    try:
        with sign_file().open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def is_worker_running() -> bool:
    """On several machines that share PostgreSQL the worker may be elsewhere: it is missed when a task waits in vain."""
    if has_worker_here():
        return True
    return connection.vendor != "sqlite" and (is_task_at_work() or not is_task_waiting())


def is_task_at_work() -> bool:
    since = timezone.now() - STOPPED_AFTER
    moving = ImportBatch.objects.filter(state__in=(STATES.CHECKING, STATES.RUNNING), progress_at__gt=since)
    return moving.exists() or DBTaskResult.objects.running().filter(started_at__gt=since).exists()


def is_task_waiting() -> bool:
    return DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - PATIENCE).exists()


def import_before(batch: ImportBatch) -> ImportBatch | None:
    """The import that the worker is at while this one waits."""
    if batch.state not in (STATES.WAITING, STATES.QUEUED):
        return None
    at_work = ImportBatch.objects.filter(state__in=(STATES.CHECKING, STATES.RUNNING)).exclude(file="")
    return at_work.filter(progress_at__gt=timezone.now() - STOPPED_AFTER).order_by("pk").first()


def waits_in_vain(batch: ImportBatch) -> bool:
    """Whether the import needs a worker and none runs; those of the command line, which have no file, need none."""
    needs_one = batch.state in (STATES.WAITING, STATES.CHECKING, STATES.QUEUED, STATES.RUNNING) and bool(batch.file)
    return needs_one and not is_worker_running()
