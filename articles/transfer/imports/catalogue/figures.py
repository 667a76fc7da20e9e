"""Brings in figures: measured numbers about an occupation in an industry. Industries and occupations that are missing
are made first, since their codes and names stand in the rows.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from uuid import UUID

from articles.models import Change, Figure
from articles.transfer.imports.catalogue.items import import_items
from articles.transfer.imports.catalogue.linking import LinkBook
from articles.transfer.imports.catalogue.reading import read_each
from articles.transfer.imports.reporting import Entry, FieldChange
from articles.transfer.imports.rows import FigureRow, ItemRow, Ref, Sheet
from articles.transfer.imports.run import Run, make_id
from articles.transfer.imports.tables import Table, TableRow


def import_figures(sheet: Sheet, tables: Sequence[Table], run: Run) -> None:
    """Writes the numbers of all rows; one row may hold several measures."""
    rows: list[tuple[Entry, FigureRow]] = list(read_each(sheet, tables, run))
    for item_type in ("industry", "occupation"):
        make_missing(item_type, [getattr(row, item_type) for _entry, row in rows], run)
    book = LinkBook(run)
    planned = without_repeats([(entry, figure) for entry, row in rows for figure in make_figures(entry, row, book)])
    for batch in run.in_batches(sheet.title or "figures", planned):
        save_figures(batch, run)


def without_repeats(planned: Sequence[tuple[Entry, Figure]]) -> list[tuple[Entry, Figure]]:
    """The first figure of each industry, occupation, measure, year and source; of two the first is right."""
    first: dict[object, tuple[Entry, Figure]] = {}
    for entry, figure in planned:
        earlier_entry, earlier = first.setdefault(key_of(figure), (entry, figure))
        if earlier is figure:
            continue
        entry.skip(f"about the same as {earlier_entry.where}")
        if earlier.value != figure.value:
            entry.warnings.append(
                f"{figure.measure} differs from {earlier_entry.where} and was left out: {figure.value}"
            )
    return list(first.values())


def make_missing(item_type: str, refs: Sequence[Ref], run: Run) -> None:
    """Makes the items that the rows name and nobody knows, as an import of their own in the same report."""
    book = LinkBook(run)
    missing = {(ref.scheme, ref.code): ref for ref in refs if find(ref, book) is None}
    run.report.made[f"{item_type} items"] += 0
    for scheme in dict.fromkeys(scheme for scheme, _code in missing):
        make_items(item_type, scheme, [ref for ref in missing.values() if ref.scheme == scheme], run)


def make_items(item_type: str, scheme: str, refs: Sequence[Ref], run: Run) -> None:
    rows = [TableRow(line=0, values={"code": ref.code, "name": ref.name}, place="figures") for ref in refs]
    table = Table(name="figures", columns=("code", "name"), rows=rows, problems=(), warnings=())
    sheet = Sheet("items", frozenset(), read_item, item_type, scheme)
    before = len(run.report.entries)
    import_items(sheet, [table], run)
    made = run.report.entries[before:]
    # They are no rows of the file: told as what was made beside it.
    del run.report.entries[before:]
    run.report.made[f"{item_type} items"] += sum(entry.outcome == "created" for entry in made)
    told = [(entry.name, text) for entry in made for text in (entry.text, *entry.warnings) if text]
    run.report.notes += [f"{name}: {text}" for name, text in told]


def read_item(row: TableRow) -> ItemRow:
    return ItemRow(row.values["code"], {"name": row.values["name"]})


def find(ref: Ref, book: LinkBook) -> UUID | None:
    return book.find_ref(ref) or book.of_type(ref.item_type).by_name(ref.name, with_aliases=False)


def make_figures(entry: Entry, row: FigureRow, book: LinkBook) -> list[Figure]:
    """One figure for each measure of a row; none, with the reason in the entry, where an end is not here."""
    industry, occupation = (find(ref, book) for ref in (row.industry, row.occupation))
    if industry is None or occupation is None:
        entry.fail("its industry or its occupation could not be made")
        return []
    figures = []
    for measure, text in row.values.items():
        try:
            value = None if text is None else Decimal(text.replace(",", ""))
        except InvalidOperation:
            entry.fail(f"{measure}: “{text[:50] if text else ''}” is no number")
            return []
        figure = Figure(
            pk=figure_id(industry, occupation, measure, row),
            industry_id=industry,
            occupation_id=occupation,
            measure=measure,
            value=value,
            year=row.year,
            source=row.source,
        )
        figures.append(figure)
    return figures


def figure_id(industry: UUID, occupation: UUID, measure: str, row: FigureRow) -> UUID:
    return make_id("figure", f"{industry}/{occupation}/{measure}/{row.year}/{row.source}")


def save_figures(batch: Sequence[tuple[Entry, Figure]], run: Run) -> None:
    """Writes what is new or differs; a value that an editor changed stays."""
    stored = load_stored_figures([figure for _entry, figure in batch])
    edited = edited_here("figure", [*(one.pk for one in stored.values()), *(figure.pk for _entry, figure in batch)])
    wanted: list[tuple[Entry, Figure]] = []
    for entry, figure in batch:
        twin = stored.get(key_of(figure))
        if twin is None and figure.pk in edited:
            entry.warnings.append(f"{figure.measure} was deleted here and stays away")
        elif twin is None:
            wanted.append((entry, figure))
        elif twin.value != figure.value and twin.pk in edited:
            entry.warnings.append(f"{figure.measure} was edited here and stays")
        elif twin.value != figure.value:
            entry.changes.append(FieldChange(figure.measure, str(twin.value), str(figure.value)))
            twin.value = figure.value
            wanted.append((entry, twin))
    for entry, saved in run.save_record_rows(wanted):
        if entry.outcome == "same" or (entry.outcome == "created" and saved.outcome == "changed"):
            entry.outcome = saved.outcome


def key_of(figure: Figure) -> tuple[UUID, UUID, str, int, str]:
    return figure.industry_id, figure.occupation_id, figure.measure, figure.year, figure.source


def load_stored_figures(figures: Sequence[Figure]) -> dict[tuple[UUID, UUID, str, int, str], Figure]:
    rows = Figure.objects.filter(
        industry__in={figure.industry_id for figure in figures},
        occupation__in={figure.occupation_id for figure in figures},
        year__in={figure.year for figure in figures},
    )
    return {key_of(figure): figure for figure in rows}


def edited_here(record_type: str, ids: Sequence[UUID]) -> set[UUID]:
    """Of some records, deleted ones among them, those whose last change was made by hand."""
    changes = Change.objects.filter(item_type=record_type, item_id__in=ids)
    rows = changes.order_by("number").values_list("item_id", "reason")
    return {pk for pk, reason in dict(rows).items() if reason == Change.Reason.EDIT}
