"""`manage.py load_starter`: fills an empty portal with the starter catalogue."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.starter.loading import is_portal_empty, load_starter


class Command(BaseCommand):
    help = "Fills an empty portal with the starter catalogue."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not is_portal_empty():
            raise CommandError("The portal has content already; the starter catalogue goes into an empty one only.")
        load_starter(report=self.stdout.write)
