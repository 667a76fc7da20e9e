"""Puts two or three items of a type side by side, as far as readers may see them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import Alias, Article, Skill, Tool
from articles.naming import make_name_key
from articles.reading.expressions import text_value
from articles.reading.items.links import (
    DEFAULT_LIMIT,
    RELATIONS,
    Linked,
    NamedItem,
    Relation,
    named_values,
    to_linked,
    union_rows,
)
from articles.reading.lists.filters import HEAVY_COLUMNS

MAX_COMPARED = 3
MAX_COMMON = 12
MAX_SUGGESTED = 8
MAX_OFFERED = 300
COMPARED: dict[str, type[Skill] | type[Tool]] = {"skill": Skill, "tool": Tool}


type Compared = Skill | Tool


@dataclass(frozen=True, slots=True)
class Comparison:
    """found: by each name asked for, in order, what readers see of it; None for a name that leads to nothing.

    links: by id of the item, then by relation. shared: ids of linked items that stand in two columns of one relation.
    articles: those that are linked with every item, the newest first. suggested: what a single item may be compared with.
    """

    found: dict[str, Compared | None] = field(default_factory=dict)
    links: dict[UUID, dict[str, Linked]] = field(default_factory=dict)
    shared: set[tuple[str, UUID]] = field(default_factory=set)
    articles: list[NamedItem] = field(default_factory=list)
    suggested: list[Compared] = field(default_factory=list)

    @property
    def items(self) -> list[Compared]:
        """What was found, each once, in the order asked for."""
        return list(dict.fromkeys(item for item in self.found.values() if item))

    @property
    def is_incomplete(self) -> bool:
        return None in self.found.values()


def compare_items(item_type: str, names: Sequence[str], at: datetime | None = None) -> Comparison:
    """names: slugs, names or aliases, the first `MAX_COMPARED` of which count. Five queries, none for no names."""
    at = at or timezone.now()
    names = list(names)[:MAX_COMPARED]
    if not names:
        return Comparison()
    found = find_named(item_type, names, at)
    items = Comparison(found).items
    if not items:
        return Comparison(found)
    links = load_links(items, at)
    return Comparison(
        found,
        links,
        find_shared(links),
        articles_in_common(items, at) if len(items) > 1 else [],
        suggest(items[0], at) if len(items) == 1 else [],
    )


def find_named(item_type: str, names: Sequence[str], at: datetime) -> dict[str, Compared | None]:
    """The visible item that each name leads to, None where there is none; two names may lead to one item."""
    keys = {name: make_name_key(name) for name in names}
    aliases = dict(
        Alias.objects.filter(item_type=item_type, name_key__in=keys.values()).values_list("name_key", "item_id")
    )
    model = COMPARED[item_type]
    fits = Q(slug__in=names) | Q(name_key__in=keys.values()) | Q(pk__in=aliases.values())
    by_name: dict[object, Compared] = {}
    for item in with_facts(model._default_manager.published(at).filter(fits)):
        by_name |= {item.pk: item, ("name", item.name_key): item, ("slug", item.slug): item}
    return {
        name: by_name.get(("slug", name)) or by_name.get(("name", key)) or by_name.get(aliases.get(key))
        for name, key in keys.items()
    }


def with_facts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Loads what is shown of an item itself, and no long texts."""
    rows = rows.defer(*(name for name in HEAVY_COLUMNS if hasattr(rows.model, name)))
    return rows.select_related("group") if rows.model is Skill else rows.prefetch_related("categories")


def load_links(items: Sequence[Compared], at: datetime) -> dict[UUID, dict[str, Linked]]:
    """The visible items behind each relation of each item, by its id and the relation's name: one query."""
    relations = RELATIONS[items[0].item_type]
    found: dict[str, list[NamedItem]] = defaultdict(list)
    for group, named in union_rows([first_links(one, item, at) for item in items for one in relations]):
        found[group].append(named)
    return {
        item.pk: {one.name: to_linked(one, found[f"{one.name} {item.pk}"], DEFAULT_LIMIT) for one in relations}
        for item in items
    }


def first_links(relation: Relation, item: Compared, at: datetime) -> QuerySet[Any, Any]:
    first = relation.rows(item, at).order_by(relation.order, "id")[: DEFAULT_LIMIT + 1].values("pk")
    rows = relation.model._default_manager.filter(pk__in=first)
    return named_values(rows, relation.model, text_value(f"{relation.name} {item.pk}"))


def find_shared(links: dict[UUID, dict[str, Linked]]) -> set[tuple[str, UUID]]:
    counted = Counter(
        (name, target.id)
        for relations in links.values()
        for name, linked in relations.items()
        for target in linked.items
    )
    return {key for key, number in counted.items() if number > 1}


def articles_in_common(items: Sequence[Compared], at: datetime) -> list[NamedItem]:
    """The visible articles that are linked with every item, the newest first."""
    rows = Article._default_manager.published(at)
    for item in items:
        rows = rows.filter(**{f"{item.item_type}s": item.pk})
    rows = Article._default_manager.filter(pk__in=rows.order_by("-publish_at", "-id")[:MAX_COMMON].values("pk"))
    found = [named for _group, named in union_rows([named_values(rows, Article, text_value(""))])]
    return sorted(found, key=lambda named: (named.published_at, named.id), reverse=True)


def suggest(item: Compared, at: datetime) -> list[Compared]:
    """Other items of the same group, or of the same categories."""
    if isinstance(item, Skill):
        alike = Q(group__isnull=False, group=item.group_id)
    else:
        categories = [category.pk for category in item.categories.all()]
        alike = Q(pk__in=Tool.categories.through._default_manager.filter(category__in=categories).values("tool"))
    rows = COMPARED[item.item_type]._default_manager.published(at).filter(alike).exclude(pk=item.pk)
    return list(rows.only("slug", "name").order_by("sort_key", "id")[:MAX_SUGGESTED])


def offered_names(item_type: str, at: datetime | None = None) -> list[str]:
    """Names to choose from, A to Z: one query. Not one that holds a comma, which parts names."""
    rows = COMPARED[item_type]._default_manager.published(at or timezone.now()).order_by("sort_key", "id")
    return [name for name in rows.values_list("name", flat=True)[:MAX_OFFERED] if "," not in name]
