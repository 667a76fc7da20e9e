"""The lists of linked items on an item's page."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from articles.models import Item
from articles.reading.items.links import (
    MAX_COUNT,
    NEIGHBOURS,
    RELATIONS,
    Linked,
    NamedItem,
    Relation,
    count_linked,
    load_linked,
)
from portal.list_pages import LIST_PAGES


@dataclass(frozen=True, slots=True)
class ShownLinks:
    """The first linked items. all_url: the list of all of them, empty where all are shown or no list has them."""

    items: list[NamedItem]
    count: int
    all_url: str = ""

    def __bool__(self) -> bool:
        return bool(self.items)

    @property
    def hidden_count(self) -> int:
        return self.count - len(self.items)

    @property
    def is_beyond_counting(self) -> bool:
        return self.count > MAX_COUNT


def shown_links(item: Item, at: datetime) -> dict[str, ShownLinks]:
    """By the relation's name. One query, and a second one where a relation has more items than are shown."""
    linked = load_linked(item, at, has_neighbours=True)
    counts = count_linked(item, [name for name, links in linked.items() if links.has_more], at)
    item_type = item.item_type
    relations = (*RELATIONS[item_type], *NEIGHBOURS.get(item_type, ()))
    return {one.name: to_shown(one, item, linked[one.name], counts) for one in relations}


def to_shown(relation: Relation, item: Item, linked: Linked, counts: dict[str, int]) -> ShownLinks:
    count = counts.get(relation.name, len(linked.items))
    return ShownLinks(linked.items, count, list_url(relation, item) if linked.has_more else "")


def list_url(relation: Relation, item: Item) -> str:
    if not relation.list_filter:
        return ""
    address = reverse(LIST_PAGES[relation.model.item_type].name)
    return f"{address}?{urlencode({relation.list_filter: item.slug})}"
