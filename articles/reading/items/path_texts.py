"""The texts behind the steps of a learning path, as many as one document holds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Length

from articles.models import Article, Skill
from articles.reading.items.bylines import with_author_names
from articles.reading.items.links import NamedItem

MAX_TEXTS = 500
MAX_CHARACTERS = 500_000
"""Of the Markdown as it is written. All texts of the starter catalogue have 0.4 million, and parse in 0.2 s; texts of nothing
but list items or table cells take up to 5 s.
"""

type Text = Article | Skill


@dataclass(frozen=True, slots=True)
class PathTexts:
    """items: by id, with what a document tells of them. left_out: what did not fit. What is in neither is hidden by now."""

    items: dict[UUID, Text]
    left_out: list[NamedItem]


def load_path_texts(named: Iterable[NamedItem], at: datetime, *, taken: int = 0) -> PathTexts:
    """The articles and skills in the order given, as far as they fit; what is too long makes room for shorter ones.

    taken: characters that the document holds already. At most three queries: lengths, articles, skills.
    """
    unique = list({one.id: one for one in named}.values())
    candidates, left_out = unique[:MAX_TEXTS], unique[MAX_TEXTS:]
    lengths = load_lengths(candidates, at)
    fitting: list[NamedItem] = []
    too_long: list[NamedItem] = []
    for one in candidates:
        length = lengths.get(one.id, 0)
        fits = taken + length <= MAX_CHARACTERS
        taken += length if fits else 0
        (fitting if fits else too_long).append(one)
    return PathTexts(load_items(fitting, at), [*too_long, *left_out])


def load_lengths(named: Sequence[NamedItem], at: datetime) -> dict[UUID, int]:
    """Characters of each text, without reading any."""
    parts = [
        model._default_manager.published(at).filter(pk__in=ids).order_by().values_list("pk", Length(column))
        for model, column, ids in ids_by_model(named)
    ]
    return dict(parts[0].union(*parts[1:], all=True)) if parts else {}


def load_items(named: Sequence[NamedItem], at: datetime) -> dict[UUID, Text]:
    return {
        item.pk: item
        for model, _column, ids in ids_by_model(named)
        for item in ROWS[model](model._default_manager.published(at).filter(pk__in=ids))
    }


def ids_by_model(named: Sequence[NamedItem]) -> list[tuple[type[Any], str, list[UUID]]]:
    """(model, column of its text, ids) of the models that occur."""
    found: list[tuple[type[Any], str, list[UUID]]] = [
        (model, model.markdown_fields[0], [one.id for one in named if one.type == model.item_type])
        for model in (Article, Skill)
    ]
    return [part for part in found if part[2]]


def article_rows(rows: QuerySet[Article]) -> QuerySet[Article]:
    return with_author_names(rows.select_related("section", "source").defer("body_html", "body_text", "headings"))


def skill_rows(rows: QuerySet[Skill]) -> QuerySet[Skill]:
    return rows.select_related("group").defer("description_html")


ROWS: dict[type[Any], Callable[[QuerySet[Any]], QuerySet[Any]]] = {Article: article_rows, Skill: skill_rows}
