"""All that the faces show of one item, loaded in one place: pages, documents and the API are made of it without a query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import FETCH_RAISE, QuerySet

from articles.models import Article, Item
from articles.reading.items.attached import KINDS, Attached
from articles.reading.items.bylines import with_author_names
from articles.reading.items.holdings import Extent, Holdings, StoredHoldings
from articles.reading.items.links import CountedLinks, relations_of
from articles.reading.items.parts import PARTS, Part
from articles.reading.texts import Mentions, html_mentions, written_mentions
from articles.rendering import Reference, Targets, fill_references
from articles.snapshots import record_links

# What a face has, and none of the others wants.
PAGE = Extent(has_html=True, without={"external_ids"})
DOCUMENT = Extent(has_markdown=True, without={"external_ids", "read_on", "previous", "next"})

# Not for readers at all.
UNSHOWN = {"article": ("body_text", "source__permission", "source__contact")}


@dataclass(frozen=True, slots=True)
class ShownItem[T: Item, P = Part]:
    """item: its columns and the records that it names. targets: what readers see of what its texts refer to; hidden: the rest.

    links: by the name of the relation. part: what only its type has.
    """

    item: T
    targets: Targets = field(default_factory=Targets)
    hidden: frozenset[Reference] = frozenset()
    links: Mapping[str, CountedLinks] = field(default_factory=dict)
    attached: Attached = field(default_factory=Attached)
    part: P = None  # type: ignore[assignment]  # an item alone, without what belongs to it

    def html(self) -> dict[str, str]:
        """The rendered texts, ready to show, by the name of their Markdown column."""
        targets = self.targets
        return {
            name: fill_references(html, targets.links, targets.pictures, targets.diagrams)
            for name, html in zip(self.item.markdown_fields, rendered_texts(self.item), strict=True)
        }

    def markdown(self) -> dict[str, str]:
        """The texts as they are written, by the name of their column; with references to what is hidden."""
        return {name: getattr(self.item, name) for name in self.item.markdown_fields}


def load_shown[T: Item](item: T, at: datetime, extent: Extent) -> ShownItem[T, Any]:
    """item: a row of `item_rows`.

    At most two queries for links, one for what is attached, one for links in the texts and two for pictures there; and those of
    the type's part: for related articles, categories or figures one, for steps two.
    """
    return show(item, StoredHoldings(item, at), extent)


def show[T: Item](item: T, held: Holdings, extent: Extent) -> ShownItem[T, Any]:
    mentions = mentions_of(item, extent)
    targets = held.targets(mentions)
    relations = [one for one in relations_of(item.item_type) if extent.shows(one.name)]
    links = held.links(relations, limit=extent.limit)
    attached = held.attached([kind for kind in KINDS if extent.shows(kind)], limit=extent.attached_limit)
    make_part = PARTS.get(item.item_type)
    return ShownItem(
        item,
        targets,
        mentions.items - targets.links.keys(),
        links,
        attached,
        make_part(held, links, extent) if make_part else None,
    )


def item_rows(model: type[Item], extent: Extent) -> QuerySet[Any]:
    """All items of the type, with what `load_shown` wants; a column that the face does not show raises where it is asked for."""
    unread = [
        *UNSHOWN.get(model.item_type, ()),
        *(() if extent.has_markdown else model.markdown_fields),
        *(() if extent.has_html else (f"{name}_html" for name in model.markdown_fields)),
    ]
    rows: QuerySet[Any] = model._default_manager.select_related(*record_links(model) or (None,))
    rows = rows.defer(*unread).fetch_mode(FETCH_RAISE)
    return with_author_names(rows) if issubclass(model, Article) else rows


def mentions_of(item: Item, extent: Extent) -> Mentions:
    """Pictures and drawings of the HTML where there is one: the Markdown also names those that stand in code."""
    written = written_mentions(written_texts(item)) if extent.has_markdown else Mentions()
    if not extent.has_html:
        return written
    shown = html_mentions(rendered_texts(item))
    return Mentions(shown.items | written.items, shown.pictures, shown.diagrams)


def written_texts(item: Item) -> Sequence[str]:
    return [getattr(item, name) for name in item.markdown_fields]


def rendered_texts(item: Item) -> Sequence[str]:
    return [getattr(item, f"{name}_html") for name in item.markdown_fields]
