"""Finds items of all types by their titles, names and aliases. `search_items` is all that faces know of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from articles.models import ITEM_MODELS, Alias, Article, Item
from articles.naming import make_name_key
from articles.reading.texts import item_url

MAX_QUERY_LENGTH = 200
MAX_WORDS = 8
MAX_HITS = 20
# How a name fits, the best first. An alias stands behind a name of the item's own that fits alike: one number more.
EXACT, PREFIX, WORD, WITHIN = range(0, 8, 2)
COLUMNS = ("hit_type", "hit_id", "hit_slug", "hit_name", "hit_summary", "hit_language", "hit_name_key", "hit_sort_key")


@dataclass(frozen=True, slots=True)
class Hit:
    """alias: the other name by which it was found; empty where its own name fits as well. language: of an article."""

    type: str
    slug: str
    name: str
    summary: str
    language: str
    alias: str = ""

    @property
    def url(self) -> str:
        return item_url(self.type, self.slug)


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The best hits of one type. has_more: there are others."""

    type: str
    hits: list[Hit]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: the key of the whole text, and its words, each of which a name has to hold."""

    key: str
    words: list[str]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Of the text, the first `MAX_QUERY_LENGTH` characters and `MAX_WORDS` words count."""
        key = make_name_key(text[:MAX_QUERY_LENGTH].replace("\x00", " "))
        return cls(key, key.split()[:MAX_WORDS])

    def condition(self) -> Q:
        return Q(*(Q(name_key__contains=word) for word in self.words))

    def rank(self, name_key: str) -> int:
        """How well a name fits, the lowest number best; the twin of `best_rank`."""
        if name_key == self.key:
            return EXACT
        if name_key.startswith(self.key):
            return PREFIX
        return WORD if f" {self.key}" in name_key else WITHIN


def search_items(text: str, at: datetime | None = None, *, limit: int = MAX_HITS) -> list[HitGroup]:
    """The visible items whose names hold every word of the text, by type: two queries, none for a blank text.

    First the type with the best hit; in a type equal names come first, then those that begin with the text.
    """
    wanted = Wanted.parse(text)
    if not wanted.words:
        return []
    at = at or timezone.now()
    parts = [found_rows(model, wanted, at, limit) for model in ITEM_MODELS.values()]
    rows = list(parts[0].union(*parts[1:], all=True).order_by())
    return group_hits(rows, find_aliases([row[1] for row in rows], wanted), wanted, limit)


def found_rows(model: type[Item], wanted: Wanted, at: datetime, limit: int) -> QuerySet[Any, Any]:
    """The columns of the best rows and one more; the limit stands in a subquery, as SQLite wants it in a union."""
    aliases = fitting_aliases(model, wanted)
    rows = model._default_manager.published(at).filter(fits(wanted, aliases))
    best = rows.order_by(best_rank(aliases, wanted), "sort_key", "pk")[: limit + 1]
    language: Any = F("language") if model is Article else Value("", output_field=CharField())
    type_name = Value(model.item_type, output_field=CharField())
    values = (type_name, F("id"), F("slug"), F(model.name_field), F("summary"), language, F("name_key"), F("sort_key"))
    first = model._default_manager.filter(pk__in=best.values("pk")).order_by()
    return first.annotate(**dict(zip(COLUMNS, values, strict=True))).values_list(*COLUMNS)


def names_hold(model: type[Item], text: str) -> Q:
    """The condition under which a name or an alias of an item holds every word of the text; none does where it has no words."""
    wanted = Wanted.parse(text)
    return fits(wanted, fitting_aliases(model, wanted)) if wanted.words else Q(pk__in=[])


def fitting_aliases(model: type[Item], wanted: Wanted) -> QuerySet[Alias] | None:
    """None for a type that has no aliases."""
    if not model.has_aliases:
        return None
    return Alias.objects.filter(wanted.condition(), item_type=model.item_type)


def fits(wanted: Wanted, aliases: QuerySet[Alias] | None) -> Q:
    return wanted.condition() if aliases is None else wanted.condition() | Q(pk__in=aliases.values("item_id"))


def best_rank(aliases: QuerySet[Alias] | None, wanted: Wanted) -> Case:
    """The rank of an item's name, or of an alias that fits better."""
    steps = {
        EXACT: Q(name_key=wanted.key),
        PREFIX: Q(name_key__startswith=wanted.key),
        WORD: Q(name_key__contains=f" {wanted.key}"),
    }
    whens = []
    for rank, fits in steps.items():
        whens.append(When(fits, then=Value(rank)))
        if aliases is not None:
            whens.append(When(pk__in=aliases.filter(fits).values("item_id"), then=Value(rank + 1)))
    whens.append(When(wanted.condition(), then=Value(WITHIN)))
    return Case(*whens, default=Value(WITHIN + 1), output_field=IntegerField())


def find_aliases(ids: list[UUID], wanted: Wanted) -> dict[UUID, list[Alias]]:
    """The aliases that fit, of the items found."""
    found: dict[UUID, list[Alias]] = defaultdict(list)
    for alias in Alias.objects.filter(wanted.condition(), item_id__in=ids).order_by("name_key", "pk"):
        found[alias.item_id].append(alias)
    return found


def group_hits(rows: list[Any], aliases: dict[UUID, list[Alias]], wanted: Wanted, limit: int) -> list[HitGroup]:
    by_type: dict[str, list[tuple[int, str, str, Hit]]] = defaultdict(list)
    for kind, pk, slug, name, summary, language, name_key, sort_key in rows:
        rank, alias = rank_names(name_key, aliases[pk], wanted)
        by_type[kind].append((rank, sort_key, str(pk), Hit(kind, slug, name, summary, language, alias)))
    ordered = sorted(by_type.items(), key=lambda one: (min(one[1])[0], ITEM_MODELS[one[0]].search_rank))
    return [
        HitGroup(kind, [row[-1] for row in sorted(found, key=lambda row: row[:3])][:limit], len(found) > limit)
        for kind, found in ordered
    ]


def rank_names(name_key: str, aliases: list[Alias], wanted: Wanted) -> tuple[int, str]:
    """The best rank among an item's name and the aliases that fit, and the alias where it is one."""
    ranks = [(wanted.rank(alias.name_key) + 1, alias.name) for alias in aliases]
    if all(word in name_key for word in wanted.words):
        ranks.append((wanted.rank(name_key), ""))
    return min(ranks)
