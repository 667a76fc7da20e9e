"""What lists of each type offer on every face: which rows, which filters, which orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Industry, Item, LearningPath, Occupation, Skill, Tool
from articles.reading.lists.filter_kinds import Filter, by_column, by_items, by_record
from articles.reading.lists.paging import Ordering
from articles.reading.lists.value_kinds import LANGUAGE

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
NAME_INDEX, DATE_INDEX, UPDATE_INDEX = "%(class)s_by_name", "%(class)s_by_date", "%(class)s_list_by_update"

BY_NAME = Ordering("name", "sort_key", _("A to Z"), NAME_INDEX)
BY_NAME_BACKWARD = Ordering("-name", "sort_key", _("Z to A"), NAME_INDEX, is_descending=True)
NEWEST = Ordering("-published_at", "publish_at", _("newest first"), DATE_INDEX, is_descending=True)
OLDEST = Ordering("published_at", "publish_at", _("oldest first"), DATE_INDEX)
LAST_UPDATED = Ordering("-updated_at", "updated_at", _("last updated"), UPDATE_INDEX, is_descending=True)
FIRST_UPDATED = Ordering("updated_at", "updated_at", _("longest unchanged"), UPDATE_INDEX)


@dataclass(frozen=True, slots=True)
class Listing:
    model: type[Item]
    filters: tuple[Filter, ...]
    orderings: tuple[Ordering, ...]

    def ordering(self, name: str) -> Ordering | None:
        """The order of that name, the first one for an empty name, None for an unknown one."""
        return next((one for one in self.orderings if one.name == name or not name), None)

    def filter(self, name: str) -> Filter:
        """Raises KeyError for an unknown one."""
        return {one.name: one for one in self.filters}[name]

    def narrowed(self, chosen: Mapping[str, Sequence[str]], at: datetime, *, without: str = "") -> QuerySet[Any]:
        """Published rows. chosen: filter name to its values; unknown names are ignored, and the one named `without`."""
        queryset = self.model._default_manager.published(at)
        for one in self.filters:
            if (values := chosen.get(one.name)) and one.name != without:
                queryset = queryset.filter(one.narrow(values, at))
        return queryset

    def rows(self, chosen: Mapping[str, Sequence[str]], at: datetime) -> QuerySet[Any]:
        """The same rows without their long texts."""
        heavy = [name for name in HEAVY_COLUMNS if hasattr(self.model, name)]
        return self.narrowed(chosen, at).defer(*heavy)


SKILLS, TOOLS, INDUSTRIES = _("skill"), _("tool"), _("industry")

ARTICLES = Listing(
    Article,
    (
        by_items(Article, "skills", SKILLS),
        by_items(Article, "tools", TOOLS),
        by_items(Article, "industries", INDUSTRIES),
        by_record(Article, "section", _("section")),
        by_column("language", _("language"), LANGUAGE),
    ),
    (NEWEST, OLDEST, BY_NAME, BY_NAME_BACKWARD, LAST_UPDATED, FIRST_UPDATED),
)
CATALOGUE_ORDERINGS = (BY_NAME, BY_NAME_BACKWARD, NEWEST, OLDEST, LAST_UPDATED, FIRST_UPDATED)
LISTINGS: dict[str, Listing] = {
    "article": ARTICLES,
    "skill": Listing(
        Skill,
        (
            by_record(Skill, "group", _("group")),
            by_items(Skill, "tools", TOOLS),
            by_items(Skill, "broader", _("part of")),
        ),
        CATALOGUE_ORDERINGS,
    ),
    "tool": Listing(Tool, (by_record(Tool, "categories", _("category"), "code"),), CATALOGUE_ORDERINGS),
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
