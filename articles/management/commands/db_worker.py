"""The task worker of django-tasks-db, which shows that it runs: pages that wait for it say so where it does not."""

from typing import Any

from django_tasks_db.management.commands import db_worker

from articles.imports.worker import sign_of_worker


class Command(db_worker.Command):
    def handle(self, **options: Any) -> None:
        with sign_of_worker():
            super().handle(**options)
