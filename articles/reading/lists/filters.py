"""What lists of each type offer on every face: which rows, which filters, which orders."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Industry, Item, LearningPath, Occupation, Skill, Tool
from articles.reading.lists.paging import Ordering
from articles.snapshots import is_many

MAX_FILTER_VALUES = 50
HEAVY_COLUMNS = (
    "body",
    "body_html",
    "body_text",
    "headings",
    "description",
    "description_html",
    "ai_use",
    "ai_use_html",
)

BY_NAME = Ordering("name", "sort_key", _("A to Z"))
BY_NAME_BACKWARD = Ordering("-name", "sort_key", _("Z to A"), is_descending=True)
NEWEST = Ordering("-published_at", "publish_at", _("newest first"), is_descending=True)
OLDEST = Ordering("published_at", "publish_at", _("oldest first"))
LAST_UPDATED = Ordering("-updated_at", "updated_at", _("last updated"), is_descending=True)
FIRST_UPDATED = Ordering("updated_at", "updated_at", _("longest unchanged"))


@dataclass(frozen=True, slots=True)
class Filter:
    """A way to narrow a list. Several values widen it; a value that no row has gives an empty list.

    condition(values, at): the rows that have one of the values.
    """

    name: str
    label: Any
    condition: Callable[[Sequence[str], datetime], Q]


@dataclass(frozen=True, slots=True)
class Listing:
    model: type[Item]
    filters: tuple[Filter, ...]
    orderings: tuple[Ordering, ...]

    def ordering(self, name: str) -> Ordering | None:
        """The order of that name, the first one for an empty name, None for an unknown one."""
        return next((one for one in self.orderings if one.name == name or not name), None)

    def narrowed(self, chosen: Mapping[str, Sequence[str]], at: datetime, *, without: str = "") -> QuerySet[Any]:
        """Published rows. chosen: filter name to its values; unknown names are ignored, and the one named `without`."""
        queryset = self.model._default_manager.published(at)
        for one in self.filters:
            if (values := list(chosen.get(one.name, ()))[:MAX_FILTER_VALUES]) and one.name != without:
                queryset = queryset.filter(one.condition(values, at))
        return queryset

    def rows(self, chosen: Mapping[str, Sequence[str]], at: datetime) -> QuerySet[Any]:
        """The same rows without their long texts."""
        heavy = [name for name in HEAVY_COLUMNS if hasattr(self.model, name)]
        return self.narrowed(chosen, at).defer(*heavy)


def by_items(model: type[Item], name: str, label: Any) -> Filter:
    """Rows that link by `name` to a visible item with the slug: a hidden item cannot be found by filtering."""
    field: Any = model._meta.get_field(name)
    target = field.related_model

    def condition(slugs: Sequence[str], at: datetime) -> Q:
        ids = target._default_manager.published(at).filter(slug__in=slugs).values("id")
        if not is_many(model, name):
            return Q(**{f"{name}__in": ids})
        # IN, not EXISTS: SQLite then begins with the links. Among 100,000 articles a rare tool took 500 ms, now 2 ms.
        rows = field.remote_field.through._default_manager.filter(**{f"{field.m2m_reverse_field_name()}__in": ids})
        return Q(pk__in=rows.values(field.m2m_field_name()))

    return Filter(name, label, condition)


def by_column(name: str, label: Any, lookup: str) -> Filter:
    return Filter(name, label, lambda values, _at: Q(**{f"{lookup}__in": values}))


def by_category(values: Sequence[str], _at: datetime) -> Q:
    return Q(pk__in=Tool.categories.through._default_manager.filter(category__code__in=values).values("tool"))


SKILLS, TOOLS, INDUSTRIES = _("skill"), _("tool"), _("industry")

ARTICLES = Listing(
    Article,
    (
        by_items(Article, "skills", SKILLS),
        by_items(Article, "tools", TOOLS),
        by_items(Article, "industries", INDUSTRIES),
        by_column("section", _("section"), "section__slug"),
        by_column("language", _("language"), "language"),
    ),
    (NEWEST, OLDEST, BY_NAME, BY_NAME_BACKWARD, LAST_UPDATED, FIRST_UPDATED),
)
CATALOGUE_ORDERINGS = (BY_NAME, BY_NAME_BACKWARD, NEWEST, OLDEST, LAST_UPDATED, FIRST_UPDATED)
LISTINGS: dict[str, Listing] = {
    "article": ARTICLES,
    "skill": Listing(
        Skill,
        (
            by_column("group", _("group"), "group__slug"),
            by_items(Skill, "tools", TOOLS),
            by_items(Skill, "broader", _("part of")),
        ),
        CATALOGUE_ORDERINGS,
    ),
    "tool": Listing(Tool, (Filter("categories", _("category"), by_category),), CATALOGUE_ORDERINGS),
    "industry": Listing(
        Industry,
        (
            by_items(Industry, "skills", SKILLS),
            by_items(Industry, "tools", TOOLS),
            by_items(Industry, "parent", _("part of")),
        ),
        CATALOGUE_ORDERINGS,
    ),
    "occupation": Listing(
        Occupation, (by_items(Occupation, "skills", SKILLS), by_items(Occupation, "tools", TOOLS)), CATALOGUE_ORDERINGS
    ),
    "path": Listing(LearningPath, (), CATALOGUE_ORDERINGS),
}
