"""`manage.py restore FILE`: makes an empty place the portal of a backup; with `--check`, only looks at the file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.backups.checking import checked_backup
from portal.backups.errors import BackupError
from portal.backups.manifest import Manifest
from portal.backups.restoring import restore_backup
from portal.up.locking import sole_user
from portal.up.plan import Refusal


class Command(BaseCommand):
    help = (
        "Restores a backup, of SQLite or PostgreSQL, into the database and state folder of the settings, which have to"
        " hold no portal yet. Everything is checked before anything is written."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="what `backup` wrote")
        parser.add_argument(
            "--check", action="store_true", help="only say whether the file is whole and can be restored"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                with checked_backup(options["file"]) as backup:
                    self.tell(backup.manifest)
                return
            with sole_user(Path(settings.VAR_DIR), "restores a backup"):
                restore_backup(options["file"], report=self.stdout.write)
            self.stdout.write("Restored. Start the portal with `manage.py up`; everybody signs in again.")
        except (BackupError, Refusal) as error:
            raise CommandError(str(error)) from None

    def tell(self, manifest: Manifest) -> None:
        rows = sum(table.rows for table in manifest.tables.values())
        files = sum(1 for name in manifest.members if name.startswith("media/"))
        for name in manifest.missing:
            self.stderr.write(f"warning: {name} was not there when the backup was made.")
        self.stdout.write(
            f"The backup is whole: made {manifest.made_at} by version {manifest.version} on {manifest.database},"
            f" {rows} rows and {files} media files."
        )
