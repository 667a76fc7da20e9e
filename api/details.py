"""A whole item as the API gives it out, made of what is shown of it. Asks the database nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rest_framework.serializers import BaseSerializer

from api.absolute_urls import Addresses
from api.texts import public_texts
from articles.json_objects import JsonObject
from articles.models import Figure, Item
from articles.reading.items.holdings import Extent
from articles.reading.items.links import NamedItem
from articles.reading.items.parts import ArticlePart, FiguresPart, Part, PathPart, ToolPart
from articles.reading.items.shown import ShownItem


@dataclass(frozen=True, slots=True)
class WholeItem:
    """What the serializer of an item shows beside its columns.

    texts: by the field that shows them. links: from A to Z, by the relation's name. rows: by the field that shows them.
    """

    item: Item
    texts: Mapping[str, str]
    links: Mapping[str, Sequence[NamedItem]]
    rows: Mapping[str, Sequence[object]]


def extent_of(fields: Collection[str]) -> Extent:
    """All of what a serializer with these fields shows."""
    return Extent(has_html=True, has_markdown=True, only=frozenset(fields), limit=None, attached_limit=None)


def item_detail(shown: ShownItem[Any, Any], serializer: type[BaseSerializer[Any]], addresses: Addresses) -> JsonObject:
    """What the address of the item answers. shown: of the extent of the serializer's fields."""
    data: JsonObject = serializer(shown.item, context={"addresses": addresses, "whole": whole_item(shown)}).data
    return data


def whole_item(shown: ShownItem[Any, Any]) -> WholeItem:
    links = {name: sorted(found.items, key=lambda one: (one.sort_key, one.id)) for name, found in shown.links.items()}
    attached = shown.attached
    lists: dict[str, Sequence[object]] = {
        "aliases": attached.aliases,
        "resources": attached.resources,
        "external_ids": attached.external_ids,
    }
    return WholeItem(shown.item, public_texts(shown), links, {**lists, **lists_of(shown)})


def lists_of(shown: ShownItem[Any, Any]) -> dict[str, Sequence[object]]:
    """What only its type has."""
    part: Part = shown.part
    match part:
        case ArticlePart(authors=authors):
            return {"authors": authors}
        case ToolPart(categories=categories):
            return {"categories": categories}
        case FiguresPart(figures=figures):
            ordered: list[Figure] = sorted(figures, key=order_of_figures)
            return {"figures": ordered}
        case PathPart(steps=steps):
            return {"steps": steps}
    return {}


def order_of_figures(figure: Figure) -> tuple[int, str, str, UUID]:
    return -figure.year, figure.measure, figure.occupation.sort_key, figure.pk
