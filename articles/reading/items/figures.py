"""Figures as readers may see them: about one item, and of all industries side by side."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from articles.models import Figure, Industry, Item, Occupation
from articles.publishing import published_q

# Of an import of all occupations those that the catalogue knows most about are compared.
MAX_COMPARED = 4
MAX_FIGURES = 2_000


@dataclass(frozen=True, slots=True)
class Cell:
    """The latest numbers about an occupation in an industry; None: not released, or not told."""

    employment: Figure | None = None
    share: Figure | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """rows: each industry with a cell for each occupation. sources: with their years."""

    occupations: list[Occupation]
    rows: list[tuple[Industry, list[Cell]]]
    sources: list[tuple[str, int]]


def load_figures(item: Industry | Occupation, at: datetime | None = None, *, limit: int | None = None) -> list[Figure]:
    """Figures about the item, the newest first; one about a hidden counterpart is left out. One query."""
    other: type[Item] = Occupation if isinstance(item, Industry) else Industry
    name = other.item_type
    visible = Figure.objects.filter(published_q(at or timezone.now(), f"{name}__"), **{item.item_type: item.pk})
    ordered = visible.order_by("-year", f"{name}__sort_key", "measure", "pk")
    return list(ordered.select_related(name).defer(*heavy_columns(name, other))[:limit])


def heavy_columns(prefix: str, model: type[Item]) -> list[str]:
    return [f"{prefix}__{column}{ending}" for column in model.markdown_fields for ending in ("", "_html")]


def compare_industries(at: datetime | None = None) -> Comparison:
    """People employed and their share of each industry, by the occupations that most is known about. Two queries."""
    at = at or timezone.now()
    occupations = compared_occupations(at)
    figures = latest(load_compared(occupations, at)) if occupations else {}
    industries = {figure.industry_id: figure.industry for figure in figures.values()}
    ordered = sorted(industries.values(), key=lambda industry: (industry.sort_key, str(industry.pk)))
    rows = [(industry, [cell_of(industry, occupation, figures) for occupation in occupations]) for industry in ordered]
    sources = Counter((figure.source, figure.year) for figure in figures.values())
    return Comparison(occupations if rows else [], rows, [source for source, _number in sources.most_common()])


def compared_occupations(at: datetime) -> list[Occupation]:
    """Those with figures, and first those with most skills; neither shows by what readers do not see."""
    counted = Figure.objects.filter(
        published_q(at, "industry__"), occupation=OuterRef("pk"), measure=Figure.Measure.EMPLOYMENT
    )
    visible = Occupation.objects.published(at).filter(Exists(counted))
    ranked = visible.annotate(known=Count("skills", filter=published_q(at, "skills__"))).order_by(
        "-known", "sort_key", "pk"
    )
    return list(ranked.only("slug", "name")[:MAX_COMPARED])


def load_compared(occupations: Sequence[Occupation], at: datetime) -> list[Figure]:
    rows = Figure.objects.filter(
        published_q(at, "industry__"),
        occupation__in=occupations,
        measure__in=(Figure.Measure.EMPLOYMENT, Figure.Measure.SHARE),
    ).select_related("industry")
    return list(rows.defer(*heavy_columns("industry", Industry)).order_by("-year", "source", "pk")[:MAX_FIGURES])


def latest(figures: Sequence[Figure]) -> dict[tuple[UUID, UUID, str], Figure]:
    """The first of each industry, occupation and measure. figures: the newest first."""
    found: dict[tuple[UUID, UUID, str], Figure] = {}
    for figure in figures:
        found.setdefault((figure.industry_id, figure.occupation_id, figure.measure), figure)
    return found


def cell_of(industry: Industry, occupation: Occupation, figures: dict[tuple[UUID, UUID, str], Figure]) -> Cell:
    key = industry.pk, occupation.pk
    return Cell(figures.get((*key, Figure.Measure.EMPLOYMENT)), figures.get((*key, Figure.Measure.SHARE)))
