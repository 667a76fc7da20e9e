"""`manage.py load_starter`: brings the starter catalogue in, or up to date."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from articles.management.printing import ImportCommand, Options
from articles.transfer.starter.loading import load_starter


class Command(ImportCommand):
    help = (
        "Brings in the starter catalogue. What is here already keeps its editors' changes and its status;"
        " a second run changes only what differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")

    def run_import(self, options: Options) -> None:
        run = load_starter(report=self.stdout.write, is_dry=options["dry_run"])
        self.print_run(run)
        if failed := run.report.counts["failed"]:
            raise CommandError(f"{failed} rows failed.")
