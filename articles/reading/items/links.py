"""What an item is linked with, in both directions, as far as readers may see it: names and addresses, no texts.

`RELATIONS` says which links each type has; all links of an item take one query, and their full numbers one more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from articles.models import (
    Article,
    Industry,
    Item,
    LearningPath,
    Occupation,
    RelatedArticle,
    Skill,
    Step,
    Tool,
)
from articles.publishing import published_q
from articles.reading.expressions import COUNT
from articles.reading.texts import item_url

DEFAULT_LIMIT = 24
MAX_COUNT = 1000
NAMED_COLUMNS = ("named_type", "named_id", "named_slug", "named_name", "named_language", "named_key", "named_at")


@dataclass(frozen=True, slots=True)
class NamedItem:
    """A visible item as others mention it. language: of an article, else empty."""

    type: str
    id: UUID
    slug: str
    name: str
    language: str
    sort_key: str
    published_at: datetime

    @property
    def url(self) -> str:
        return item_url(self.type, self.slug)

    # As items have them, so that one serializer writes both.
    @property
    def item_type(self) -> str:
        return self.type

    @property
    def display_name(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Linked:
    """The first items of one relation, in its order. has_more: there are others behind them."""

    items: list[NamedItem] = field(default_factory=list)
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class CountedLinks:
    """The first items of one relation, in its order, and how many there are; above `MAX_COUNT`: more than that."""

    items: list[NamedItem] = field(default_factory=list)
    count: int = 0
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """One kind of link. condition(item): the rows of `model` that are linked with it.

    list_filter: the filter of the model's list (`articles.reading.lists.filters`) that shows the same rows, where there is one.
    limit, order_by: 0 and empty for those of all relations. others(item): where either side may hold the link, the rows that do.
    """

    name: str
    model: type[Item]
    condition: Callable[[Any], Q]
    list_filter: str = ""
    limit: int = 0
    order_by: tuple[str, ...] = ()
    others: Callable[[Any], Q] | None = None

    def rows(self, item: Item, at: datetime) -> QuerySet[Any]:
        return self.model._default_manager.filter(self.condition(item), published_q(at))

    @property
    def order(self) -> str:
        return "-publish_at" if self.model is Article else "sort_key"


def by(lookup: str) -> Callable[[Item], Q]:
    return lambda item: Q(**{lookup: item.pk})


def same_as(column: str) -> Callable[[Item], Q]:
    """The one row that a foreign key of the item names; none where it is empty."""
    return lambda item: Q(pk__in=[getattr(item, column)] if getattr(item, column) else [])


def paths_with(link: str) -> Callable[[Item], Q]:
    return lambda item: Q(Exists(Step.objects.filter(**{"path": OuterRef("pk"), link: item.pk})))


def related_from(article: Item) -> Q:
    return Q(pk__in=RelatedArticle.objects.filter(related=article.pk).values("article"))


def related_either_way(article: Item) -> Q:
    return Q(pk__in=RelatedArticle.objects.filter(article=article.pk).values("related")) | related_from(article)


def beside(side: str) -> Callable[[Article], Q]:
    """The articles of the same section and language on one side of an article: "lt" before it, "gt" after it."""

    def condition(article: Article) -> Q:
        if not article.section_id:
            return Q(pk__in=[])
        at, key = article.publish_at, article.sort_key
        later = Q(**{f"publish_at__{side}": at}) | Q(**{"publish_at": at, f"sort_key__{side}": key})
        later |= Q(**{"publish_at": at, "sort_key": key, f"id__{side}": article.pk})
        return later & Q(section=article.section_id, language=article.language)

    return condition


def translations_of(article: Article) -> Q:
    return Q(translation_group=article.translation_group) & ~Q(pk=article.pk)


RELATIONS: dict[str, tuple[Relation, ...]] = {
    "article": (
        Relation("skills", Skill, by("articles")),
        Relation("tools", Tool, by("articles")),
        Relation("industries", Industry, by("articles")),
        Relation("related", Article, related_either_way, others=related_from),
        Relation("translations", Article, translations_of),
        Relation("paths", LearningPath, paths_with("articles")),
    ),
    "skill": (
        Relation("broader", Skill, same_as("broader_id")),
        Relation("narrower", Skill, by("broader"), "broader"),
        Relation("prerequisites", Skill, by("leads_to")),
        Relation("leads_to", Skill, by("prerequisites")),
        Relation("tools", Tool, by("skills")),
        Relation("articles", Article, by("skills"), "skills"),
        Relation("paths", LearningPath, paths_with("skills")),
        Relation("industries", Industry, by("skills"), "skills"),
        Relation("occupations", Occupation, by("skills"), "skills"),
    ),
    "tool": (
        Relation("skills", Skill, by("tools"), "tools"),
        Relation("articles", Article, by("tools"), "tools"),
        Relation("industries", Industry, by("tools"), "tools"),
        Relation("occupations", Occupation, by("tools"), "tools"),
    ),
    "industry": (
        Relation("parent", Industry, same_as("parent_id")),
        Relation("children", Industry, by("parent"), "parent"),
        Relation("skills", Skill, by("industries")),
        Relation("tools", Tool, by("industries")),
        Relation("articles", Article, by("industries"), "industries"),
    ),
    "occupation": (
        Relation("skills", Skill, by("occupations")),
        Relation("tools", Tool, by("occupations")),
    ),
    "path": (),
}


# What stands before and after an article in its section, in its language: for pages that lead on.
ORDER_IN_SECTION = ("publish_at", "sort_key", "id")
NEIGHBOURS: dict[str, tuple[Relation, ...]] = {
    "article": (
        Relation(
            "previous", Article, beside("lt"), limit=1, order_by=tuple(f"-{column}" for column in ORDER_IN_SECTION)
        ),
        Relation("next", Article, beside("gt"), limit=1, order_by=ORDER_IN_SECTION),
    )
}


def relations_of(item_type: str) -> tuple[Relation, ...]:
    """All that a page shows."""
    return (*RELATIONS[item_type], *NEIGHBOURS.get(item_type, ()))


def load_linked(
    item: Item,
    at: datetime | None = None,
    *,
    relations: Sequence[Relation] | None = None,
    limit: int | None = DEFAULT_LIMIT,
) -> dict[str, Linked]:
    """The visible items behind each relation, by its name: one query, none for no relation.

    relations: without them, all of the item's type but `NEIGHBOURS`. limit: of each; None for all items.
    """
    at = at or timezone.now()
    relations = RELATIONS[item.item_type] if relations is None else relations
    found: dict[str, list[NamedItem]] = {relation.name: [] for relation in relations}
    for name, named in union_rows([first_rows(relation, item, at, limit) for relation in relations]):
        found[name].append(named)
    return {relation.name: to_linked(relation, found[relation.name], relation.limit or limit) for relation in relations}


def load_counted(
    item: Item, relations: Sequence[Relation], at: datetime, *, limit: int | None
) -> dict[str, CountedLinks]:
    """As `load_linked`, with the numbers of all: a second query where there are more items than those."""
    linked = load_linked(item, at, relations=relations, limit=limit)
    counts = count_linked(item, [one for one in relations if linked[one.name].has_more], at)
    return {
        name: CountedLinks(found.items, counts.get(name, len(found.items)), found.has_more)
        for name, found in linked.items()
    }


def first_rows(relation: Relation, item: Item, at: datetime, limit: int | None) -> QuerySet[Any, Any]:
    """The first rows and one more, or all. The limit stands in a subquery: SQLite takes none within a union."""
    rows = relation.rows(item, at)
    if number := relation.limit or (limit and limit + 1):
        first = rows.order_by(*(relation.order_by or (relation.order, "id")))[:number].values("pk")
        rows = relation.model._default_manager.filter(pk__in=first)
    return named_values(rows, relation.model, Value(relation.name, output_field=CharField()))


def to_linked(relation: Relation, found: list[NamedItem], limit: int | None) -> Linked:
    """found: in any order, which becomes the relation's."""
    found.sort(key=lambda one: one.id)
    if relation.model is Article:
        found.sort(key=lambda one: one.published_at, reverse=True)
    else:
        found.sort(key=lambda one: one.sort_key)
    return Linked(found[:limit], limit is not None and len(found) > limit)


def named_values(
    rows: QuerySet[Any], model: type[Item], group: Any, *, prefix: str = "", at: datetime | None = None
) -> QuerySet[Any, Any]:
    """(group, columns of a NamedItem) of rows that are items of `model`, or that lead to them by `prefix`.

    at: leaves out what readers do not see at that instant; None for rows that are visible already.
    """
    language: Any = F(f"{prefix}language") if model is Article else Value("", output_field=CharField())
    columns = {
        "named_type": Value(model.item_type, output_field=CharField()),
        "named_id": F(f"{prefix}id"),
        "named_slug": F(f"{prefix}slug"),
        "named_name": F(f"{prefix}{model.name_field}"),
        "named_language": language,
        "named_key": F(f"{prefix}sort_key"),
        "named_at": F(f"{prefix}publish_at"),
    }
    visible = rows.filter(published_q(at, prefix)) if at else rows
    return visible.order_by().annotate(named_group=group, **columns).values_list("named_group", *NAMED_COLUMNS)


def union_rows(parts: Sequence[QuerySet[Any, Any]]) -> list[tuple[Any, NamedItem]]:
    """(group, item) of all rows of the querysets from `named_values`: one query, none for no queryset."""
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True).order_by()
    return [(group, NamedItem(*columns)) for group, *columns in rows]


def count_linked(item: Item, relations: Sequence[Relation], at: datetime | None = None) -> dict[str, int]:
    """How many visible items stand behind each of the relations, by its name: one query, none for no relation.

    Counting ends at `MAX_COUNT` + 1, which hence means "more than `MAX_COUNT`".
    """
    at = at or timezone.now()
    if not relations:
        return {}
    counts = {f"count_{relation.name}": count_first_rows(relation, item, at) for relation in relations}
    row = type(item)._default_manager.filter(pk=item.pk).annotate(**counts).values(*counts).get()
    return {relation.name: row[f"count_{relation.name}"] for relation in relations}


def count_first_rows(relation: Relation, item: Item, at: datetime) -> Subquery:
    """The number of rows, as a column of another query."""
    first = relation.rows(item, at).order_by()[: MAX_COUNT + 1].values("pk")
    return Subquery(relation.model._default_manager.filter(pk__in=first).annotate(number=COUNT).values("number"))
