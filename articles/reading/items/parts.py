"""What only the items of one type show beside what all show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from articles.models import Category, Figure
from articles.reading.items.holdings import Extent, Holdings
from articles.reading.items.links import CountedLinks
from articles.reading.items.related import SHARED_LINKS, Related
from articles.reading.items.steps import ShownStep

MAX_RELATED = 6
MAX_CATEGORIES = 100
MAX_FIGURES = 200

type Links = Mapping[str, CountedLinks]


@dataclass(frozen=True, slots=True)
class ArticlePart:
    """authors: by their public names. read_on: articles to read next; empty where the face shows none."""

    authors: list[str]
    read_on: list[Related]


@dataclass(frozen=True, slots=True)
class ToolPart:
    """categories: from A to Z."""

    categories: list[Category]


@dataclass(frozen=True, slots=True)
class FiguresPart:
    """Of industries and occupations. figures: the newest first."""

    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class PathPart:
    steps: list[ShownStep]

    @property
    def hours(self) -> int:
        return sum(one.step.hours for one in self.steps)

    @property
    def required_hours(self) -> int:
        return sum(one.step.hours for one in self.steps if one.step.is_required)


type Part = ArticlePart | ToolPart | FiguresPart | PathPart | None


def article_part(held: Holdings, links: Links, extent: Extent) -> ArticlePart:
    authors = held.authors()
    if not extent.shows("read_on"):
        return ArticlePart(authors, [])
    things = {name: links[name].items for name in SHARED_LINKS}
    return ArticlePart(authors, held.related(things, chosen=links["related"].items, limit=MAX_RELATED))


def tool_part(held: Holdings, _links: Links, extent: Extent) -> ToolPart:
    # Sorted here: databases order text by their locale.
    found = sorted(held.categories(), key=lambda one: (one.name, one.pk))
    return ToolPart(found if extent.limit is None else found[:MAX_CATEGORIES])


def figures_part(held: Holdings, _links: Links, extent: Extent) -> FiguresPart:
    limit = None if extent.limit is None else MAX_FIGURES
    return FiguresPart(held.figures(limit=limit) if extent.shows("figures") else [])


def path_part(held: Holdings, _links: Links, _extent: Extent) -> PathPart:
    return PathPart(held.steps())


# A type that is not here has none.
PARTS: dict[str, Callable[[Holdings, Links, Extent], Part]] = {
    "article": article_part,
    "tool": tool_part,
    "industry": figures_part,
    "occupation": figures_part,
    "path": path_part,
}
