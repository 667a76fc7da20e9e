"""`manage.py import_catalogue FILE...`: brings tables in as skills, tools, industries, occupations and figures."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from django.core.management.base import CommandError

from articles.management.printing import ImportCommand, Options, add_import_options
from articles.models import ITEM_MODELS
from articles.transfer.columns import OWN_TABLES
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.catalogue.importing import How, import_catalogue
from articles.transfer.imports.catalogue.mapping import SEPARATORS, MappingError, parse_map
from articles.transfer.imports.profiles import PROFILES
from articles.transfer.imports.run import Run
from articles.transfer.imports.tables import read_tables


class Command(ImportCommand):
    help = (
        "Imports CSV (.gz too), XLSX, YAML and JSON files into the catalogue, and exports of a portal with their pictures"
        " (JSON, or a .zip as it came). A second run changes only what differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.epilog = "profiles:\n" + "\n".join(f"  {one.name:24} {one.title}" for one in PROFILES.values())
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--profile", choices=sorted(PROFILES), default="", help="a published set, see below")
        parser.add_argument("--type", choices=sorted(OWN_TABLES), default="", help="what the rows are")
        parser.add_argument(
            "--map", action="append", default=[], metavar="FIELD=COLUMN", help="which column holds a field"
        )
        parser.add_argument("--set", default="", help="what the set is called; else the name of the file")
        parser.add_argument(
            "--separator",
            action="append",
            default=[],
            help="between the entries of a list in a cell; else | and ; and lines",
        )
        add_import_options(parser)

    def run_import(self, options: Options) -> None:
        files: list[Path] = options["files"]
        run = Run(
            options["set"] or options["profile"] or files[0].name,
            is_dry=options["dry_run"],
            status=options["status"],
            tell=self.stdout.write,
        )
        try:
            how = read_how(options)
            tables = [table for file in files for table in read_tables(file)]
            import_catalogue(tables, how, run, paths=files)
        except (ImportFormatError, MappingError) as error:
            raise CommandError(str(error)) from None
        if how.profile:
            self.stdout.write(PROFILES[how.profile].notice)
        self.print_run(run)
        if failed := run.report.counts["failed"]:
            raise CommandError(f"{failed} rows failed.")


def read_how(options: Options) -> How:
    """Raises MappingError."""
    if options["profile"]:
        if options["type"] or options["map"]:
            raise MappingError("A profile knows its types and columns; --type and --map are for other files.")
        return How(profile=options["profile"])
    item_type = OWN_TABLES[options["type"]].item_type if options["type"] else ""
    mapping = parse_map(options["map"], item_type) if item_type in ITEM_MODELS else {}
    separators = tuple(one.replace("\\n", "\n") for one in options["separator"]) or SEPARATORS
    scheme = f"import:{options['set']}" if options["set"] else ""
    return How(item_type=item_type, mapping=mapping, scheme=scheme, separators=separators)
