"""`manage.py import_articles PATH...`: brings Markdown files in as articles."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from articles.management.printing import ImportCommand, Options, add_import_options
from articles.models import ImportBatch
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.articles.importing import ArticleOptions, import_articles
from articles.transfer.imports.articles.sources import check_options
from articles.transfer.imports.files import read_files
from articles.transfer.imports.planned import Plan
from articles.transfer.imports.run import Run


class Command(ImportCommand):
    help = "Imports folders and zip archives of Markdown files as articles. A second run changes only what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder, a .zip archive or a file")
        parser.add_argument("--set", default="", help="what the set is called; else the name of the folder")
        parser.add_argument("--language", default="en", help="of documents that do not say theirs")
        parser.add_argument("--publisher", default="", help="whose text it is; makes the articles syndicated")
        parser.add_argument("--licence", default="")
        parser.add_argument("--source-url", default="")
        add_import_options(parser)

    def run_import(self, options: Options) -> None:
        chosen = ArticleOptions.of(options)
        try:
            check_options(chosen)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        # A dry run of several paths counts with what it has planned for those before.
        plan, problems, failed = Plan(), [], 0
        for path in options["paths"]:
            try:
                failed += self.import_one(path, chosen, options, plan)
            except ImportFormatError as error:
                problems.append(str(error))
        if failed:
            problems.append(f"{failed} files failed.")
        if problems:
            raise CommandError("\n".join(problems))

    def import_one(self, path: Path, chosen: ArticleOptions, options: Options, plan: Plan) -> int:
        """How many files failed. Raises ImportFormatError for a path that cannot be read."""
        files = read_files(path, options["set"])
        run = Run(
            files.name,
            ImportBatch.Kind.ARTICLES,
            is_dry=options["dry_run"],
            status=options["status"],
            tell=self.stdout.write,
            plan=plan,
        )
        import_articles(files, chosen, run)
        self.print_run(run)
        return run.report.counts["failed"]
