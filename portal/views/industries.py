"""What only the pages of industries and occupations show: figures about both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from articles.models import Figure, Industry, Item, Occupation
from articles.reading.items.figures import Cell, Comparison, compare_industries
from articles.reading.items.parts import FiguresPart
from articles.reading.items.shown import ShownItem

EMPLOYMENT = Figure.Measure.EMPLOYMENT


@dataclass(frozen=True, slots=True)
class Row:
    """What one source says about a counterpart in one year.

    figures: one for each measure shown, or None. width: of the bar of people employed, in percent; empty for no bar.
    """

    item: Item
    year: int
    source: str
    figures: list[Figure | None]
    width: str


@dataclass(frozen=True, slots=True)
class FiguresContext:
    """figure_rows: the newest first, then the largest. figures_year, figures_source: what all rows share, else None."""

    figures: Sequence[Figure]
    figure_rows: Sequence[Row]
    measures: Sequence[Figure.Measure]
    figures_year: int | None
    figures_source: str | None


@dataclass(frozen=True, slots=True)
class OverviewContext:
    """comparison_rows: each industry with (its cell, the width of a bar) for each occupation."""

    comparison: Comparison
    comparison_rows: Sequence[tuple[Industry, Sequence[tuple[Cell, str]]]]


def figures_context(shown: ShownItem[Industry | Occupation, FiguresPart]) -> FiguresContext:
    figures = shown.part.figures
    measures = [one for one in Figure.Measure if any(figure.measure == one for figure in figures)]
    rows = figure_rows(figures, measures, "occupation" if isinstance(shown.item, Industry) else "industry")
    return FiguresContext(figures, rows, measures, only({row.year for row in rows}), only({row.source for row in rows}))


def only[T](values: set[T]) -> T | None:
    """The single value; None where there are several."""
    return next(iter(values)) if len(values) == 1 else None


def figure_rows(figures: list[Figure], measures: list[Figure.Measure], counterpart: str) -> list[Row]:
    """figures: the newest first. Bars compare the people employed of the newest year, where there is something to compare."""
    by_row: dict[tuple[Item, int, str], dict[str, Figure]] = {}
    for figure in figures:
        key = getattr(figure, counterpart), figure.year, figure.source
        by_row.setdefault(key, {})[figure.measure] = figure
    employed = {key: found[EMPLOYMENT].value or Decimal(0) for key, found in by_row.items() if EMPLOYMENT in found}
    ordered = sorted(by_row, key=lambda key: (-key[1], -employed.get(key, -1), key[0].sort_key))
    newest = [key for key in ordered if key[1] == ordered[0][1] and employed.get(key)]
    widths = {key: percent(employed[key], employed[newest[0]]) for key in newest if len(newest) > 1}
    return [Row(*key, [by_row[key].get(one) for one in measures], widths.get(key, "")) for key in ordered]


def width_of(figure: Figure | None, longest: Decimal | None) -> str:
    if figure is None or not figure.value or not longest:
        return "0"
    return percent(figure.value, longest)


def percent(value: Decimal, longest: Decimal) -> str:
    """The width of a bar, with a point, which SVG wants in every language."""
    return f"{100 * value / longest:.1f}"


def load_overview(at: datetime) -> OverviewContext:
    """All industries side by side, with a bar in each cell."""
    comparison = compare_industries(at)
    longest = [longest_in(column) for column in zip(*(cells for _industry, cells in comparison.rows), strict=True)]
    rows = [
        (industry, [(cell, width_of(cell.employment, most)) for cell, most in zip(cells, longest, strict=True)])
        for industry, cells in comparison.rows
    ]
    return OverviewContext(comparison, rows)


def longest_in(cells: tuple[Cell, ...]) -> Decimal | None:
    values = [cell.employment.value for cell in cells if cell.employment and cell.employment.value]
    return max(values, default=None)
