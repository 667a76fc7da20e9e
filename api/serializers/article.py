"""Articles."""

from typing import Any

from rest_framework import serializers

from api.serializers.base import (
    ArticleLinkSerializer,
    AttachedSerializer,
    DatedSerializer,
    HeadingSerializer,
    LinkSerializer,
    LoadedList,
    LoadedText,
)
from articles.models import Article


class PictureAddressField(serializers.URLField):
    def to_representation(self, value: Any) -> str:
        return str(self.context["addresses"].picture(value))


class CoverSerializer(serializers.Serializer):
    url = PictureAddressField(source="*")
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField(help_text="What it shows; empty for mere decoration.")


class SourceSerializer(serializers.Serializer):
    """Where a syndicated text comes from; what is not known is empty or null."""

    publisher = serializers.CharField()
    author = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    published_on = serializers.DateField(allow_null=True)
    licence = serializers.CharField()
    disclaimer = serializers.CharField()


class ArticleRowSerializer(ArticleLinkSerializer, DatedSerializer):
    language = serializers.CharField()
    section = HeadingSerializer(allow_null=True)
    reading_minutes = serializers.IntegerField()
    is_featured = serializers.BooleanField()
    origin = serializers.ChoiceField(Article.Origin.choices)
    source = SourceSerializer(allow_null=True)  # type: ignore[assignment]
    cover = CoverSerializer(allow_null=True)
    skills = LinkSerializer(many=True)
    tools = LinkSerializer(many=True)
    industries = LinkSerializer(many=True)


class AuthorSerializer(serializers.Serializer):
    name = serializers.CharField(source="*")


class TextHeadingSerializer(serializers.Serializer):
    level = serializers.IntegerField(min_value=2, max_value=6)
    id = serializers.CharField(help_text="The anchor in `body_html`.")
    text = serializers.CharField()


class TranslationSerializer(ArticleLinkSerializer):
    language = serializers.CharField()


class ArticleSerializer(ArticleRowSerializer, AttachedSerializer):
    authors = LoadedList(child=AuthorSerializer())
    related = ArticleLinkSerializer(many=True)
    translations = TranslationSerializer(many=True)
    paths = LinkSerializer(many=True, help_text="Learning paths with a step that points here.")
    headings = TextHeadingSerializer(many=True)
    body_markdown = LoadedText()
    body_html = LoadedText(help_text="Ready to show; its links to this site, and its pictures, have no host.")
