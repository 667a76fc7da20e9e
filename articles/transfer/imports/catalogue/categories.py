"""Brings in names and parents of categories that tools have; branches that no tool stands in are left out."""

from collections.abc import Sequence

from articles.models import Category
from articles.transfer.imports.catalogue.reading import read_each
from articles.transfer.imports.reporting import Entry
from articles.transfer.imports.rows import CategoryName, Sheet
from articles.transfer.imports.run import Run
from articles.transfer.imports.tables import Table
from articles.transfer.imports.vocabulary import ensure_categories


def import_categories(sheet: Sheet, tables: Sequence[Table], run: Run) -> None:
    """Gives each category of the scheme its parents where it has none yet, and its name where it is called by its code."""
    known = {one.code: one for one in Category.objects.filter(scheme=sheet.scheme)}
    known |= {one.code: one for one in run.plan.records_of(Category) if one.scheme == sheet.scheme}
    wanted: list[tuple[Entry, CategoryName]] = []
    for entry, name in read_each(sheet, tables, run):
        if name.code in known:
            wanted.append((entry, name))
        else:
            entry.skip("no tool here stands in this category")
    parents = ensure_categories([name.parent for _entry, name in wanted if name.parent], run)
    complete(wanted, known, parents, run)


def complete(
    wanted: Sequence[tuple[Entry, CategoryName]],
    known: dict[str, Category],
    parents: dict[tuple[str, str], Category],
    run: Run,
) -> None:
    changed: list[tuple[Entry, Category]] = []
    for entry, name in wanted:
        category = known[name.code]
        parent = parents.get((name.parent.scheme, name.parent.code)) if name.parent else None
        before = (category.parent_id, category.name)
        category.parent = category.parent or parent
        category.name = name.name if name.name and category.name == last_of(name.code) else category.name
        if (category.parent_id, category.name) != before:
            changed.append((entry, category))
    rename_parents([name.parent for _entry, name in wanted if name.parent], parents, run)
    for entry, saved in run.save_record_rows(changed):
        entry.outcome = "changed" if run.is_dry and saved.error is None else saved.outcome


def rename_parents(names: Sequence[CategoryName], parents: dict[tuple[str, str], Category], run: Run) -> None:
    """Gives those above their names, where they are called by their codes."""
    renamed = []
    for name in {one.code: one for one in names}.values():
        category = parents.get((name.scheme, name.code))
        if category is not None and name.name and category.name == last_of(name.code) != name.name:
            category.name = name.name
            renamed.append(category)
    run.save_records(renamed)


def last_of(code: str) -> str:
    """The last part of a code that is a path."""
    return code.rsplit("/", 1)[-1]
