"""What an import may write and show, and whether the account that asked for it may: the upload form, each page of an
import and the run itself ask here.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from articles.models import (
    ITEM_MODELS,
    Article,
    Category,
    Figure,
    Industry,
    Occupation,
    Picture,
    Section,
    Skill,
    SkillGroup,
    Source,
    Tool,
    User,
)
from articles.rights import Right, may
from articles.transfer.columns import KINDS
from articles.transfer.imports.rows import Sheet

type Models = list[type[Model]]

# What comes in along with items of a type: headings and categories that are missing, sources, pictures.
ALONG: dict[Any, Models] = {Article: [Section, Source, Picture], Skill: [SkillGroup], Tool: [Category]}
EVERYTHING: Models = [*KINDS.values()]


def written_with(models: Iterable[type[Model]]) -> Models:
    """The models, and those of which an import makes rows along with theirs."""
    return list(dict.fromkeys(one for model in models for one in (model, *ALONG.get(model, ()))))


def written_by(sheet: Sheet) -> Models:
    """All that the rows of a sheet may become."""
    if sheet.kind == "figures":
        return [Figure, Industry, Occupation]
    if sheet.kind == "categories":
        return [Category]
    model = ITEM_MODELS.get(sheet.item_type) or KINDS[sheet.item_type]
    return written_with([model])


def may_write(user: User | None, models: Iterable[type[Model]]) -> bool:
    return all(may(user, right, model) for model in models for right in (Right.ADD, Right.CHANGE))


def may_see(user: User, models: Iterable[type[Model]]) -> bool:
    return all(may(user, Right.VIEW, model) for model in models)
