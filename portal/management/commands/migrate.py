"""Django's `migrate`, which refuses a database of a newer version instead of passing over what it does not know."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from articles.operation.releases import NewerDatabaseError, refuse_newer_database


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            refuse_newer_database(connections[options["database"]])
        except NewerDatabaseError as error:
            raise CommandError(str(error)) from None
        super().handle(*args, **options)
