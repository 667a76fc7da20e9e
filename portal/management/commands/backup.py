"""`manage.py backup FILE`: writes the whole portal into one file, while people use it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.backups.errors import BackupError
from portal.backups.keeping import DAILY, keep_backup
from portal.backups.making import Made, make_backup
from portal.environment import DAYS_KEPT

SHOWN_MISSING = 20


class Command(BaseCommand):
    help = (
        "Writes content, history, accounts and media into one file that `restore` makes a portal of, on SQLite or"
        " PostgreSQL. It may run while people write. Sessions and static files are not in it."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", metavar="FILE", help="the file to write; one that is there is not replaced"
        )
        parser.add_argument(
            "--with-secret-key",
            action="store_true",
            help="the key that signs sessions and addresses too; keep FILE safe",
        )

        parser.add_argument(
            "--daily", action="store_true", help="instead of FILE: into the state folder, of which the newest stay"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if bool(options["file"]) == options["daily"]:
            raise CommandError("Name a FILE to write, or say --daily.")
        try:
            if options["daily"]:
                self.tell(keep_backup(DAILY, kept=settings.DAILY_BACKUPS or DAYS_KEPT))
                return
            self.tell(make_backup(options["file"], with_secret_key=options["with_secret_key"]))
        except BackupError as error:
            raise CommandError(str(error)) from None

    def tell(self, made: Made) -> None:
        for name in made.missing[:SHOWN_MISSING]:
            self.stderr.write(f"warning: {name} is not there, or was removed meanwhile; the backup goes without it.")
        if len(made.missing) > SHOWN_MISSING:
            self.stderr.write(f"warning: so are {len(made.missing) - SHOWN_MISSING} others.")
        size = f"{made.size / 1024**2:.1f} MB"
        self.stdout.write(f"{made.path}: {made.rows} rows and {made.files} media files, {size}.")
