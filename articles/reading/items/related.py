"""Articles near another one, and why they are: by what both are about, and by the words of their titles and summaries."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, IntegerField, OuterRef, Q, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from articles.models import Article
from articles.publishing import published_q
from articles.reading.expressions import COUNT
from articles.reading.items.links import NamedItem

SHARED_LINKS = ("skills", "tools", "industries")
MAX_CANDIDATES = 60
MAX_SHARING = 200
MAX_REASONS = 3
WORD = re.compile(r"[^\W\d_]{4,}")
# A word that more than one in so many candidates uses says little.
COMMON_SHARE = 5
WORDS_PER_THING = 2


@dataclass(frozen=True, slots=True)
class Related:
    """things: names of what both are about; words: such as both titles or summaries use."""

    item: NamedItem
    things: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def score(self) -> float:
        return len(self.things) + len(self.words) / WORDS_PER_THING


def load_related(
    article: Article,
    things: Mapping[str, Sequence[NamedItem]],
    at: datetime,
    *,
    chosen: Sequence[NamedItem],
    limit: int,
) -> list[Related]:
    """What editors chose, in their order, then the nearest visible articles in the same language: one query.

    things: what the article is about, by the name of the link, as far as readers see it.
    """
    chosen = chosen[:limit]
    rows = {row.pk: row for row in candidate_rows(article, things, at, chosen)}
    own, rare = words_of(article), rare_words(list(rows.values()))
    found = {
        pk: Related(named(row), tuple(shared_names(row, things)), tuple(sorted(words_of(row) & own & rare)))
        for pk, row in rows.items()
    }
    first = [found.pop(one.id, Related(one, (), ())) for one in chosen]
    rest = sorted((one for one in found.values() if one.score), key=lambda one: one.score, reverse=True)
    return (first + rest)[:limit]


def candidate_rows(
    article: Article, things: Mapping[str, Sequence[NamedItem]], at: datetime, chosen: Sequence[NamedItem]
) -> QuerySet[Any]:
    """The chosen, the articles that share most with this one, and the newest of its section."""
    ids = {name: [thing.id for thing in things[name]] for name in SHARED_LINKS}
    others = Article.objects.filter(published_q(at), language=article.language)
    others = others.exclude(Q(pk=article.pk) | Q(translation_group=article.translation_group))
    score: Any = Value(0)
    for name in SHARED_LINKS:
        score = score + Coalesce(Subquery(counted(name, ids[name])), Value(0))
    # One list of ids rather than several conditions: the database then begins with it, not with all articles.
    near, *sharers = in_section(article, others), *(sharing(name, ids[name]) for name in SHARED_LINKS)
    scored = others.filter(pk__in=near.union(*sharers)).annotate(score=Cast(score, IntegerField()))
    best = scored.order_by("-score", "-publish_at", "id")[:MAX_CANDIDATES].values("pk")
    shared = {f"shared_{name}": Subquery(joined(name, ids[name])) for name in SHARED_LINKS}
    columns = ("id", "slug", "title", "summary", "language", "sort_key", "publish_at")
    wanted = Q(pk__in=best) | Q(pk__in=[one.id for one in chosen])
    return Article.objects.filter(wanted).annotate(**shared).only(*columns).order_by("-publish_at", "id")


def in_section(article: Article, others: QuerySet[Article]) -> QuerySet[Any]:
    if not article.section_id:
        return Article.objects.filter(pk__in=[]).values("pk")
    newest = others.filter(section=article.section_id).order_by("-publish_at", "id")[:MAX_CANDIDATES]
    return Article.objects.filter(pk__in=newest.values("pk")).order_by().values("pk")


def sharing(name: str, ids: Sequence[UUID]) -> QuerySet[Any]:
    """The articles that lead to one of the ids which few lead to: what thousands share says little, and is slow to rank."""
    field: Any = Article._meta.get_field(name)
    through, target = field.remote_field.through._default_manager, field.m2m_reverse_field_name()
    rows = through.filter(**{f"{target}__in": ids}).order_by()
    few = rows.values(target).annotate(number=Count("pk")).filter(number__lte=MAX_SHARING).values(target)
    found: QuerySet[Any] = rows.filter(**{f"{target}__in": few}).values("article")
    return found


def links_to(name: str, ids: Sequence[UUID]) -> QuerySet[Any]:
    """The rows by which the article of the outer query leads to one of the ids."""
    field: Any = Article._meta.get_field(name)
    through = field.remote_field.through._default_manager
    target = field.m2m_reverse_field_name()
    rows: QuerySet[Any] = through.filter(article=OuterRef("pk"), **{f"{target}__in": ids})
    return rows.order_by().annotate(thing=F(f"{target}_id"))


def counted(name: str, ids: Sequence[UUID]) -> QuerySet[Any]:
    return links_to(name, ids).annotate(number=COUNT).values("number")


def joined(name: str, ids: Sequence[UUID]) -> QuerySet[Any]:
    """The ids that both lead to, as one text."""
    texts = links_to(name, ids).values("article").annotate(ids=StringAgg(Cast("thing", CharField()), Value(" ")))
    return texts.values("ids")


def shared_names(row: Any, things: Mapping[str, Sequence[NamedItem]]) -> list[str]:
    """At most `MAX_REASONS` names, skills before tools before industries."""
    shared = {
        UUID(text) for name in SHARED_LINKS if (ids := getattr(row, f"shared_{name}")) for text in str(ids).split()
    }
    return [thing.name for name in SHARED_LINKS for thing in things[name] if thing.id in shared][:MAX_REASONS]


def words_of(article: Any) -> set[str]:
    return {word.lower() for word in WORD.findall(f"{article.title} {article.summary}")}


def rare_words(candidates: Sequence[Any]) -> set[str]:
    numbers = Counter(word for row in candidates for word in words_of(row))
    return {word for word, number in numbers.items() if number <= max(1, len(candidates) // COMMON_SHARE)}


def named(row: Any) -> NamedItem:
    return NamedItem("article", row.pk, row.slug, row.title, row.language, row.sort_key, row.publish_at)
