"""The portal's models, by content type."""

from django.db.models import Model

from articles.models.announcement import Announcement
from articles.models.article import Article, ArticleAuthor, RelatedArticle
from articles.models.attached import Alias, ExternalId, ImportedState, Redirect, Resource
from articles.models.history import Change, ChangeCounter, Revision
from articles.models.importing import ImportBatch, ImportRow
from articles.models.industry import Figure, Industry, Occupation
from articles.models.item import ITEM_MODELS, CatalogueItem, Item, Record
from articles.models.mass import MassAction, MassActionItem
from articles.models.path import LearningPath, Step
from articles.models.picture import Picture, PictureUse
from articles.models.skill import Skill, SkillPrerequisite
from articles.models.source import Source
from articles.models.tool import Tool
from articles.models.user import User
from articles.models.vocabulary import Category, Section, SkillGroup

RECORD_MODELS: dict[str, type[Record]] = {
    "section": Section,
    "group": SkillGroup,
    "category": Category,
    "source": Source,
    "picture": Picture,
    "figure": Figure,
    "announcement": Announcement,
}


def type_of(model: type[Model] | None) -> str:
    """The name of a type of items or records; "" for accounts and whatever else has no type."""
    return next((name for name, one in {**ITEM_MODELS, **RECORD_MODELS}.items() if one is model), "")


__all__ = [
    "ITEM_MODELS",
    "RECORD_MODELS",
    "Alias",
    "Announcement",
    "Article",
    "ArticleAuthor",
    "CatalogueItem",
    "Category",
    "Change",
    "ChangeCounter",
    "ExternalId",
    "Figure",
    "ImportBatch",
    "ImportRow",
    "ImportedState",
    "Industry",
    "Item",
    "LearningPath",
    "MassAction",
    "MassActionItem",
    "Occupation",
    "Picture",
    "PictureUse",
    "Record",
    "Redirect",
    "RelatedArticle",
    "Resource",
    "Revision",
    "Section",
    "Skill",
    "SkillGroup",
    "SkillPrerequisite",
    "Source",
    "Step",
    "Tool",
    "User",
    "type_of",
]
