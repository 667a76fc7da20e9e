"""`manage.py undo_import ID`: takes an import back."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from articles.management.printing import ImportCommand, Options
from articles.models import ImportBatch
from articles.transfer.imports.undoing import UndoError, undo_import


class Command(ImportCommand):
    help = "Takes an import back: what nobody changed since goes to the trash, or back to what it was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=int, metavar="ID", help="the number that the import gave when it ended")

    def run_import(self, options: Options) -> None:
        batch = ImportBatch.objects.filter(pk=options["id"]).first()
        if batch is None:
            known = ", ".join(f"{one.pk} ({one.name})" for one in ImportBatch.objects.order_by("-pk")[:10])
            raise CommandError(f"There is no import {options['id']}. The last ones are: {known or 'none'}.")
        try:
            report = undo_import(batch, by=None, tell=self.stdout.write)
        except UndoError as error:
            raise CommandError(str(error)) from None
        for entry in report.with_outcome("skipped"):
            self.stdout.write(f"stays: {entry.place} {entry.name}: {entry.text}")
        for entry in report.with_outcome("failed"):
            self.stderr.write(f"failed: {entry.place} {entry.name}: {entry.text}")
        counts = report.counts
        self.stdout.write(
            f"{batch}: {counts['changed']} taken back, {counts['skipped']} left as they are, {counts['failed']} failed."
        )
        if counts["failed"]:
            raise CommandError(f"{counts['failed']} could not be taken back.")
