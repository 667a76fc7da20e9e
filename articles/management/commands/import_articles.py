"""`manage.py import_articles PATH...`: brings Markdown files in as articles."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from articles.imports.articles import ImportReport, Options, import_articles
from articles.imports.files import ImportFormatError, read_files
from articles.imports.sources import find_or_make_source
from articles.publishing import Status


class Command(BaseCommand):
    help = "Imports folders and zip archives of Markdown files as articles. A second run changes only what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder or a .zip archive")
        parser.add_argument("--set", default="", help="what the set is called; else the name of the folder")
        parser.add_argument("--status", choices=[Status.DRAFT.value, Status.PUBLISHED.value], default=Status.PUBLISHED)
        parser.add_argument("--language", default="en", help="of documents that do not say theirs")
        parser.add_argument("--publisher", default="", help="whose text it is; makes the articles syndicated")
        parser.add_argument("--licence", default="")
        parser.add_argument("--source-url", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self.run_import(options)
        except (OperationalError, ProgrammingError) as error:
            reason = next(iter(str(error).splitlines()), "")
            message = f"The database is not ready ({reason}). Run `manage.py up` or `manage.py migrate` first."
            raise CommandError(message) from None

    def run_import(self, options: dict[str, Any]) -> None:
        source = find_or_make_source(options["publisher"], options["licence"], options["source_url"])
        chosen = Options(status=options["status"], language=options["language"], source=source)
        failed = 0
        for path in options["paths"]:
            try:
                files = read_files(path, options["set"])
            except ImportFormatError as error:
                raise CommandError(str(error)) from None
            result = import_articles(files, chosen, self.stdout.write)
            self.print_report(files.name, result)
            failed += len(result.failed)
        if failed:
            raise CommandError(f"{failed} files failed.")

    def print_report(self, name: str, result: ImportReport) -> None:
        for warning in result.warnings:
            self.stdout.write(f"warning: {warning}")
        for path, reason in result.failed.items():
            self.stderr.write(f"failed: {path}: {reason}")
        self.stdout.write(
            f"{name}: {result.read} read = {len(result.created)} created + {len(result.changed)} changed"
            f" + {len(result.same)} same + {len(result.failed)} failed;"
            f" {len(result.warnings)} warnings, {result.pictures} pictures"
        )
