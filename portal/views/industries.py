"""What only the pages of industries and occupations show: figures about both."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from articles.figures import Cell, compare_industries, latest_employment, load_figures
from articles.models import Figure, Industry, Item, Occupation

MAX_BARS = 25


@dataclass(frozen=True, slots=True)
class Bar:
    """width: of the longest bar, in percent."""

    item: Item
    value: Decimal
    width: str


def load_more(item: Industry | Occupation, at: datetime) -> dict[str, Any]:
    figures = load_figures(item, at)
    employment = latest_employment(figures)[:MAX_BARS]
    return {
        "figures": figures,
        "figures_source": only_source(figures),
        "bars": make_bars(employment, "occupation" if isinstance(item, Industry) else "industry"),
        "bars_year": employment[0].year if employment else None,
    }


def only_source(figures: list[Figure]) -> str:
    """The source that all figures share; empty where there are several."""
    sources = {figure.source for figure in figures}
    return sources.pop() if len(sources) == 1 else ""


def make_bars(figures: list[Figure], counterpart: str) -> list[Bar]:
    """figures: with values, the largest first."""
    longest = figures[0].value if figures else None
    return [Bar(getattr(figure, counterpart), figure.value, width_of(figure, longest)) for figure in figures]  # type: ignore[arg-type]


def width_of(figure: Figure | None, longest: Decimal | None) -> str:
    """Of a bar, as a percentage with a point, which SVG wants in every language."""
    if figure is None or not figure.value or not longest:
        return "0"
    return f"{100 * figure.value / longest:.1f}"


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
