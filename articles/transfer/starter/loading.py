"""Loads the starter catalogue, through the importers that everyone's content comes in by."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from articles.editing import together
from articles.models import ITEM_MODELS, RECORD_MODELS, Change
from articles.transfer.columns import ITEM_TYPES
from articles.transfer.imports.catalogue.importing import import_parts
from articles.transfer.imports.catalogue.linking import LinkBook
from articles.transfer.imports.catalogue.plan import ItemImport, plan
from articles.transfer.imports.catalogue.reading import read_rows
from articles.transfer.imports.run import Run
from articles.transfer.imports.tables import Table, read_tables
from articles.transfer.starter.reading import sheet_of, tables_by_kind

FOLDER = Path(__file__).parent / "catalogue"
NAME = "starter catalogue"


def is_portal_empty() -> bool:
    """Whether no item and no record was ever made."""
    return not any(model._default_manager.exists() for model in (*ITEM_MODELS.values(), *RECORD_MODELS.values()))


def load_starter(*, report: Callable[[str], None], is_dry: bool = False) -> Run:
    """Brings the catalogue in, all or nothing; what is there already is changed only where nobody edited it.

    report: told, in words, what is being done.
    """
    run = Run(NAME, is_dry=is_dry, tell=lambda line: report(f"{NAME}: {line}"), reason=Change.Reason.STARTER)
    tables = tables_by_kind(read_tables(FOLDER))
    with together():
        ids = find_ids(tables)
        import_parts([(sheet_of(kind, ids), found) for kind, found in tables.items()], run)
    return run


def find_ids(tables: dict[str, list[Table]]) -> dict[tuple[str, str], UUID]:
    """The id of each item of the catalogue, by type and slug: of a stored one, or the one that it will get."""
    return {
        (ITEM_TYPES[kind].item_type, slug): pk
        for kind, found in tables.items()
        if kind in ITEM_TYPES
        for slug, pk in plan_ids(kind, found).items()
    }


def plan_ids(kind: str, tables: list[Table]) -> dict[str, UUID]:
    trial = Run(NAME, is_dry=True)
    links = LinkBook(trial)
    sheet = sheet_of(kind, {})
    work = ItemImport(sheet, trial, links.of_type(sheet.item_type), links)
    return {one.row.code: one.pk for one in plan(read_rows(tables, work), work)}
