"""The task worker of django-tasks-db, which shows that it runs, and waits where the database goes away.

Pages that wait for it say so where it does not run.
"""

import tempfile
import time
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django_tasks_db.management.commands import db_worker

from articles.management.broken_tasks import end_broken_tasks
from articles.management.printing import Options
from articles.operation.failures import failure_of
from articles.operation.outages import Outage
from articles.operation.releases import NewerDatabaseError, refuse_newer_database
from articles.operation.task_worker import beats_of_worker, sign_of_worker

PAUSE_SECONDS = 1.0
ROOM_BYTES = 64 * 1024


class Command(db_worker.Command):
    outage = Outage(
        "The task worker waits for the database (%s).",
        "The task worker has waited for the database for %d s.",
        "The task worker goes on after %d s.",
    )

    def handle(self, **options: Any) -> None:
        with sign_of_worker(), beats_of_worker():
            while not self.has_worked(options):
                time.sleep(PAUSE_SECONDS)

    def has_worked(self, options: Options) -> bool:
        """Whether it came to its end; else the database failed it, and answers again."""
        try:
            refuse_newer_database(connection)
            super().handle(**options)
        except NewerDatabaseError as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            if failure_of(error) is None:
                raise
            self.recover(options["worker_id"], error)
            return False
        return True

    def recover(self, worker_id: str, error: Exception) -> None:
        """Waits for the database. A signal to stop ends it too: the worker that was left behind has no task, and exits."""
        self.outage.begin(next(iter(str(error).splitlines()), ""))
        while not is_recovered(worker_id, error):
            time.sleep(PAUSE_SECONDS)
            self.outage.begin("")
        self.outage.end()


def is_recovered(worker_id: str, error: Exception) -> bool:
    """Whether the database can be written, and its disk, where it is ours, has room; then what broke is noted there."""
    connection.close()
    try:
        with tempfile.TemporaryFile(dir=settings.VAR_DIR) as file:
            file.write(bytes(ROOM_BYTES))
        with transaction.atomic():
            end_broken_tasks(worker_id, error)
    except (DatabaseError, OSError):
        return False
    return True
