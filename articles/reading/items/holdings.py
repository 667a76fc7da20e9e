"""What stands behind one item: what it holds itself, and what others say of it, as far as readers may see that.

`StoredHoldings` reads the tables; `articles.reading.items.from_snapshot` reads a snapshot.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from articles.models import Category, Figure
from articles.reading.items.attached import MAX_ATTACHED, Attached, load_attached
from articles.reading.items.bylines import author_names
from articles.reading.items.figures import load_figures
from articles.reading.items.links import DEFAULT_LIMIT, CountedLinks, NamedItem, Relation, load_counted
from articles.reading.items.related import Related, load_related
from articles.reading.items.steps import ShownStep, load_steps
from articles.reading.texts import Mentions, load_targets
from articles.rendering import Targets


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of an item a face shows, so that nothing else is loaded.

    only: its parts and relations by name, None for all but `without`. limit: of each list; None for whole lists.
    """

    has_html: bool = False
    has_markdown: bool = False
    only: Collection[str] | None = None
    without: Collection[str] = ()
    limit: int | None = DEFAULT_LIMIT
    attached_limit: int | None = MAX_ATTACHED

    def shows(self, name: str) -> bool:
        return name not in self.without and (self.only is None or name in self.only)


class Holdings(Protocol):
    """Answers for one item at one instant; what readers do not see is left out of every answer."""

    def targets(self, mentions: Mentions) -> Targets: ...

    def links(self, relations: Sequence[Relation], *, limit: int | None) -> dict[str, CountedLinks]: ...

    def attached(self, kinds: Collection[str], *, limit: int | None) -> Attached:
        """kinds: of "aliases", "resources", "notes" and "external_ids"."""

    def authors(self) -> list[str]: ...

    def categories(self) -> list[Category]: ...

    def steps(self) -> list[ShownStep]: ...

    def figures(self, *, limit: int | None) -> list[Figure]: ...

    def related(
        self, things: Mapping[str, Sequence[NamedItem]], *, chosen: Sequence[NamedItem], limit: int
    ) -> list[Related]: ...


@dataclass(frozen=True, slots=True)
class StoredHoldings:
    """From the tables. item: a row of `articles.reading.items.shown.item_rows`, or one that is built from a snapshot."""

    item: Any
    at: datetime

    def targets(self, mentions: Mentions) -> Targets:
        return load_targets(mentions, self.at)

    def links(self, relations: Sequence[Relation], *, limit: int | None) -> dict[str, CountedLinks]:
        return load_counted(self.item, relations, self.at, limit=limit)

    def attached(self, kinds: Collection[str], *, limit: int | None) -> Attached:
        return load_attached(self.item, kinds, limit=limit)

    def authors(self) -> list[str]:
        return author_names(self.item)

    def categories(self) -> list[Category]:
        return list(self.item.categories.all())

    def steps(self) -> list[ShownStep]:
        return load_steps(self.item, self.at)

    def figures(self, *, limit: int | None) -> list[Figure]:
        return load_figures(self.item, self.at, limit=limit)

    def related(
        self, things: Mapping[str, Sequence[NamedItem]], *, chosen: Sequence[NamedItem], limit: int
    ) -> list[Related]:
        return load_related(self.item, things, self.at, chosen=chosen, limit=limit)
