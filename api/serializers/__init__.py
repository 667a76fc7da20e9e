"""What the API gives out of each type of content: a row in lists, and all of it at its own address."""

from api.serializers.article import ArticleRowSerializer, ArticleSerializer
from api.serializers.catalogue import (
    IndustryRowSerializer,
    IndustrySerializer,
    OccupationRowSerializer,
    OccupationSerializer,
    SkillRowSerializer,
    SkillSerializer,
    ToolRowSerializer,
    ToolSerializer,
)
from api.serializers.path import PathRowSerializer, PathSerializer

__all__ = [
    "ArticleRowSerializer",
    "ArticleSerializer",
    "IndustryRowSerializer",
    "IndustrySerializer",
    "OccupationRowSerializer",
    "OccupationSerializer",
    "PathRowSerializer",
    "PathSerializer",
    "SkillRowSerializer",
    "SkillSerializer",
    "ToolRowSerializer",
    "ToolSerializer",
]
