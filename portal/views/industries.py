"""What only the pages of industries and occupations show: figures about both."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from articles.models import Figure, Industry, Item, Occupation
from articles.reading.items.figures import Cell, compare_industries, load_figures

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


def load_more(item: Industry | Occupation, at: datetime) -> dict[str, Any]:
    """Figures, also as a table: the newest first, then the largest. figures_year, figures_source: what all rows share."""
    figures = load_figures(item, at)
    measures = [one for one in Figure.Measure if any(figure.measure == one for figure in figures)]
    rows = figure_rows(figures, measures, "occupation" if isinstance(item, Industry) else "industry")
    return {
        "figures": figures,
        "figure_rows": rows,
        "measures": measures,
        "figures_year": only({row.year for row in rows}),
        "figures_source": only({row.source for row in rows}),
    }


def only(values: set[Any]) -> Any:
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


def load_overview(at: datetime) -> dict[str, Any]:
    """All industries side by side, with a bar in each cell."""
    comparison = compare_industries(at)
    longest = [longest_in(column) for column in zip(*(cells for _industry, cells in comparison.rows), strict=True)]
    rows = [
        (industry, [(cell, width_of(cell.employment, most)) for cell, most in zip(cells, longest, strict=True)])
        for industry, cells in comparison.rows
    ]
    return {"comparison": comparison, "comparison_rows": rows}


def longest_in(cells: tuple[Cell, ...]) -> Decimal | None:
    values = [cell.employment.value for cell in cells if cell.employment and cell.employment.value]
    return max(values, default=None)
