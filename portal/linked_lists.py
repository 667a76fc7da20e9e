"""The lists of linked items on an item's page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from articles.models import Item
from articles.reading.items.links import MAX_COUNT, CountedLinks, NamedItem, Relation, relations_of
from articles.reading.items.shown import ShownItem
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


def shown_links(shown: ShownItem[Any, Any]) -> Mapping[str, ShownLinks]:
    """By the relation's name."""
    relations = relations_of(shown.item.item_type)
    return {one.name: to_shown(one, shown.item, shown.links[one.name]) for one in relations if one.name in shown.links}


def to_shown(relation: Relation, item: Item, linked: CountedLinks) -> ShownLinks:
    return ShownLinks(linked.items, linked.count, list_url(relation, item) if linked.has_more else "")


def list_url(relation: Relation, item: Item) -> str:
    if not relation.list_filter:
        return ""
    address = reverse(LIST_PAGES[relation.model.item_type].name)
    return f"{address}?{urlencode({relation.list_filter: item.slug})}"
