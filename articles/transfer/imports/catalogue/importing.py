"""Imports tables into the catalogue: chooses how each is read, runs its parts in order, keeps the report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from articles.models import Picture
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.allowing import may_write, written_by
from articles.transfer.imports.catalogue.additions import import_links
from articles.transfer.imports.catalogue.categories import import_categories
from articles.transfer.imports.catalogue.figures import import_figures
from articles.transfer.imports.catalogue.items import import_items
from articles.transfer.imports.catalogue.mapping import (
    SEPARATORS,
    MappingError,
    complete_map,
    make_sheet,
    unused_columns,
)
from articles.transfer.imports.catalogue.own import in_order, kind_of, own_sheet
from articles.transfer.imports.catalogue.own_pictures import take_in_pictures
from articles.transfer.imports.catalogue.reading import one_line
from articles.transfer.imports.catalogue.records import import_records
from articles.transfer.imports.profiles import PROFILES
from articles.transfer.imports.rows import Kind, Profile, Sheet
from articles.transfer.imports.run import Run
from articles.transfer.imports.stored_reports import keep_report
from articles.transfer.imports.tables import Table

IMPORTERS: dict[Kind, Callable[[Sheet, Sequence[Table], Run], None]] = {
    "items": import_items,
    "links": import_links,
    "figures": import_figures,
    "categories": import_categories,
    "records": import_records,
}

type Part = tuple[Sheet, list[Table]]


@dataclass(frozen=True, slots=True)
class How:
    """How tables are to be read: by a profile, or as items of a type with a mapping (field to column).

    scheme: what the codes of the rows are called; "" takes the name of the first file.
    """

    profile: str = ""
    item_type: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    scheme: str = ""
    separators: tuple[str, ...] = SEPARATORS


def import_catalogue(tables: Sequence[Table], how: How, run: Run, *, paths: Sequence[Path] = ()) -> None:
    """Brings the tables in; what becomes of each row is in `run.report`. Raises ImportFormatError and MappingError.

    paths: the files that the tables were read from, for the pictures in them.
    """
    if may_write(run.by, [Picture]):
        take_in_pictures(paths, tables, run)
    import_parts(profile_parts(PROFILES[how.profile], tables) if how.profile else mapped_parts(tables, how, run), run)


def import_parts(parts: Sequence[Part], run: Run) -> None:
    """Brings in tables of which it is known how each is read."""
    for sheet, fitting in parts:
        run.report.part = sheet.title or sheet.item_type
        if may_write(run.by, written_by(sheet)):
            IMPORTERS[sheet.kind](sheet, fitting, run)
        else:
            refuse(fitting, run)
    keep_report(run)


def refuse(tables: Sequence[Table], run: Run) -> None:
    """Tells of each row that it stays out, and nothing of what is stored."""
    for table in tables:
        for row in table.rows:
            run.report.add(row.place, row.line).fail(f"this account may not import {run.report.part}")


def profile_parts(profile: Profile, tables: Sequence[Table]) -> list[Part]:
    """Each sheet of a profile with the tables that it reads. Raises ImportFormatError for a table that none reads."""
    parts = [(sheet, [table for table in tables if sheet.fits(table.columns)]) for sheet in profile.sheets]
    for table in tables:
        if not any(table in fitting for _sheet, fitting in parts):
            wanted = "; ".join(", ".join(sorted(sheet.columns)) for sheet in profile.sheets)
            raise ImportFormatError(
                f"{table.name}: the profile {profile.name} reads no table with the columns"
                f" {', '.join(table.columns[:30])}. It reads tables with: {wanted}."
            )
    return [(sheet, fitting) for sheet, fitting in parts if fitting]


def mapped_parts(tables: Sequence[Table], how: How, run: Run) -> list[Part]:
    """Our own exports need no mapping; other tables are read with one. Raises MappingError."""
    own = [(kind, table) for table in tables if not how.mapping and (kind := kind_of(table, how.item_type))]
    others = [table for table in tables if not any(table is one for _kind, one in own)]
    parts: list[Part] = [(own_sheet(kind), fitting) for kind, fitting in in_order(own)]
    if not others:
        return parts
    if not how.item_type:
        raise MappingError("Say what the rows are: --type tools, say, or --profile with the name of a known set.")
    for table in others:
        mapping = complete_map(how.mapping, table, how.item_type)
        scheme = one_line(how.scheme or f"import:{stem_of(table.name)}")
        parts.append((make_sheet(mapping, how.item_type, scheme, how.separators), [table]))
        if unused := unused_columns(mapping, table):
            run.report.notes.append(f"{table.name}: columns that were not read: {', '.join(unused)}")
    return parts


def stem_of(name: str) -> str:
    """A file's name without its endings."""
    return name.rsplit("/", 1)[-1].split(".", 1)[0][:80] or "table"
