"""`manage.py rerender`: after an update of the portal, makes the HTML anew that an older renderer made."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.editing import rerender_all


class Command(BaseCommand):
    help = "Renders every text anew that an older version of the renderer made. Safe to stop and run again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        count = rerender_all(report=self.stdout.write)
        self.stdout.write(f"{count} items were out of date.")
