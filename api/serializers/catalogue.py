"""Skills, tools, industries and occupations."""

from rest_framework import serializers

from api.serializers.base import (
    AliasSerializer,
    CatalogueRowSerializer,
    DescribedSerializer,
    HeadingSerializer,
    LinkSerializer,
    LoadedList,
    LoadedText,
)
from articles.models import Figure


class SkillRowSerializer(CatalogueRowSerializer):
    group = HeadingSerializer(allow_null=True)
    broader = LinkSerializer(allow_null=True)


class SkillSerializer(SkillRowSerializer, DescribedSerializer):
    aliases = LoadedList(child=AliasSerializer())
    narrower = LinkSerializer(many=True)
    prerequisites = LinkSerializer(many=True, help_text="What to know first.")
    leads_to = LinkSerializer(many=True, help_text="What this is a prerequisite of.")
    tools = LinkSerializer(many=True)
    paths = LinkSerializer(many=True, help_text="Learning paths with a step that points here.")


class CategorySerializer(serializers.Serializer):
    scheme = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()


class ToolRowSerializer(CatalogueRowSerializer):
    vendor = serializers.CharField()
    licence = serializers.CharField()
    homepage = serializers.CharField()
    categories = CategorySerializer(many=True)


class ToolSerializer(ToolRowSerializer, DescribedSerializer):
    repository = serializers.CharField()
    categories = LoadedList(child=CategorySerializer())  # type: ignore[assignment]  # the same, loaded otherwise
    aliases = LoadedList(child=AliasSerializer())


class IndustryRowSerializer(CatalogueRowSerializer):
    parent = LinkSerializer(allow_null=True)


class FigureSerializer(serializers.Serializer):
    occupation = LinkSerializer()
    measure = serializers.ChoiceField(Figure.Measure.choices)
    value = serializers.FloatField(allow_null=True, help_text="Null: not released.")
    year = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]


class IndustrySerializer(IndustryRowSerializer, DescribedSerializer):
    ai_use_markdown = LoadedText(help_text="What AI does there.")
    ai_use_html = LoadedText()
    children = LinkSerializer(many=True)
    skills = LinkSerializer(many=True)
    tools = LinkSerializer(many=True)
    figures = LoadedList(child=FigureSerializer())


class OccupationRowSerializer(CatalogueRowSerializer):
    pass


class OccupationSerializer(OccupationRowSerializer, DescribedSerializer):
    aliases = LoadedList(child=AliasSerializer())
    skills = LinkSerializer(many=True)
    tools = LinkSerializer(many=True)
