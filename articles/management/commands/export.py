"""`manage.py export OUT --format json`: writes content into a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from articles.publishing import Status
from articles.transfer.exports import FORMATS, TYPES, ExportError, export_items


class Command(BaseCommand):
    help = (
        "Writes items and the records that they refer to into a file that an import brings back, into an empty portal"
        " too, with the pictures: json holds them in its rows; md is a .zip with a file for each item and each picture;"
        " csv is a .csv of one type and xlsx a .xlsx of all, or with pictures either is a .zip of the tables and"
        " pictures/. Accounts are not written. Items in the trash are, with their status."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path, metavar="OUT", help="the file to write")
        parser.add_argument("--format", required=True, choices=list(FORMATS), dest="file_format")
        parser.add_argument("--type", nargs="+", default=[], choices=list(TYPES), dest="types", help="else all types")
        parser.add_argument("--status", nargs="+", default=[], choices=Status.values, help="of items; else all")
        parser.add_argument("--force", action="store_true", help="replace a file that is there already")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            counts = export_items(
                options["out"],
                options["file_format"],
                types=options["types"],
                statuses=options["status"],
                replace=options["force"],
            )
        except ExportError as error:
            raise CommandError(str(error)) from None
        except (OperationalError, ProgrammingError) as error:
            reason = next(iter(str(error).splitlines()), "")
            raise CommandError(f"The database is not ready ({reason}). Run `manage.py migrate` first.") from None
        for kind, count in counts.items():
            self.stdout.write(f"{kind}: {count}")
        self.stdout.write(f"{sum(counts.values())} rows written to {options['out']}")
