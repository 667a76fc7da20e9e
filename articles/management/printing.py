"""What the import commands share: their options for every import, and how they tell what happened."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from articles.publishing import Status
from articles.transfer.imports.reporting import Entry, Report
from articles.transfer.imports.run import Run

# The arguments of a command by name, as Django has parsed them.
type Options = dict[str, Any]

SHOWN_REASONS = 20


def add_import_options(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="say what would happen to each row, and write nothing")
    parser.add_argument(
        "--status",
        choices=[Status.DRAFT.value, Status.PUBLISHED.value],
        default="",
        help="of new items that do not say themselves that they are not public; otherwise published."
        " The status of known items never changes",
    )


class ImportCommand(BaseCommand):
    """A command that ends with the sum of its rows, and with exit code 1 where rows failed."""

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self.run_import(options)
        except (OperationalError, ProgrammingError) as error:
            reason = next(iter(str(error).splitlines()), "")
            message = f"The database is not ready ({reason}). Run `manage.py up` or `manage.py migrate` first."
            raise CommandError(message) from None

    def run_import(self, options: Options) -> None:
        raise NotImplementedError

    def print_run(self, run: Run) -> None:
        report = run.report
        if run.is_dry:
            self.print_rows(report)
        self.print_problems(report)
        for line in report.sums():
            self.stdout.write(line)
        if run.is_dry:
            self.stdout.write("This was a dry run: nothing was written.")
        elif run.batch is None:
            self.stdout.write("Nothing was different, so nothing was written.")
        else:
            self.stdout.write(f"Import {run.batch.pk}; `manage.py undo_import {run.batch.pk}` takes it back.")

    def print_rows(self, report: Report) -> None:
        for entry in report.entries:
            self.stdout.write(describe(entry))
            for change in entry.changes if entry.outcome == "changed" else ():
                self.stdout.write(f"    {change.name}: {change.before or '(nothing)'} → {change.after or '(nothing)'}")

    def print_problems(self, report: Report) -> None:
        for note in report.notes:
            self.stdout.write(f"warning: {note}")
        for entry in report.entries:
            for warning in entry.warnings:
                self.stdout.write(f"warning: {entry.where}: {warning}")
        for reason, number in list(report.skip_reasons().items())[:SHOWN_REASONS]:
            self.stdout.write(f"skipped: {number}: {reason}")
        for entry in report.with_outcome("failed"):
            self.stderr.write(f"failed: {entry.where}: {entry.text}")


def describe(entry: Entry) -> str:
    reason = f" ({entry.text})" if entry.text else ""
    readers = f": {entry.visibility}" if entry.visibility else ""
    return f"{entry.outcome} {entry.where} {entry.name}{readers}{reason}"
