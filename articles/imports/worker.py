"""Whether a task worker runs. Each holds a lock on a file of the state folder as long as it lives, however it ends."""

import contextlib
import fcntl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import ImportBatch

STATES = ImportBatch.State
STOPPED_AFTER = timedelta(minutes=10)
# A worker asks for tasks every second.
PATIENCE = timedelta(seconds=15)


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
