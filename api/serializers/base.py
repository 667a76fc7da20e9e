"""What all types have in common: links, dates, and the parts that stand in other tables.

They only give out. The context holds `addresses` (`api.absolute_urls.Addresses`) and, for one whole item, `whole`
(`api.details.WholeItem`): what is no attribute of the instance.
"""

from collections.abc import Sequence
from datetime import UTC
from typing import Any, override

from rest_framework import serializers

from api.details import WholeItem
from articles.models import Resource
from articles.reading.items.links import NamedItem


class PageAddressField(serializers.URLField):
    """The absolute address of the item's page on the site."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"source": "*", "help_text": "The page on the site.", **kwargs})

    def to_representation(self, value: Any) -> str:
        return str(self.context["addresses"].page(value.item_type, value.slug))


class InstantField(serializers.DateTimeField):
    """A time in ISO 8601, UTC, ending in Z."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"default_timezone": UTC, **kwargs})


class LoadedText(serializers.CharField):
    """A text of a whole item."""

    @override
    def get_attribute(self, instance: Any) -> Any:
        return self.context["whole"].texts[self.field_name]


class LoadedList(serializers.ListSerializer):
    """Rows of a whole item that are no columns of it."""

    @override
    def get_attribute(self, instance: Any) -> Any:
        return self.context["whole"].rows[self.field_name]


class LinkList(serializers.ListSerializer):
    """Linked items: those that were loaded beside a whole item, else those that came with the row."""

    @override
    def get_attribute(self, instance: Any) -> Any:
        found = links_of(self, instance)
        return super().get_attribute(instance) if found is None else found


# One linked item, or many. (A docstring would become the description of all that have links.)
class AnyLinkSerializer(serializers.Serializer):
    class Meta:
        list_serializer_class = LinkList

    @override
    def get_attribute(self, instance: Any) -> Any:
        found = links_of(self, instance)
        return super().get_attribute(instance) if found is None else next(iter(found), None)


def links_of(field: serializers.Field[Any, Any, Any, Any], instance: Any) -> Sequence[NamedItem] | None:
    """None where the instance is no whole item, or has no such relation."""
    whole: WholeItem | None = field.context.get("whole")
    return whole.links.get(field.field_name or "") if whole and whole.item is instance else None


class LinkSerializer(AnyLinkSerializer):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    url = PageAddressField()


class ArticleLinkSerializer(AnyLinkSerializer):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField(source="display_name")
    url = PageAddressField()


class DatedSerializer(serializers.Serializer):
    summary = serializers.CharField(help_text="One or two sentences of plain text; may be empty.")
    published_at = InstantField(source="publish_at", help_text="From when readers see it.")
    updated_at = InstantField(help_text="When it was last saved.")
    version = serializers.IntegerField(help_text="One more with each saved state.")


class CatalogueRowSerializer(LinkSerializer, DatedSerializer):
    pass


class HeadingSerializer(serializers.Serializer):
    """A section of articles or a group of skills."""

    slug = serializers.CharField()
    name = serializers.CharField()


class ResourceSerializer(serializers.Serializer):
    """A link to something outside that helps."""

    kind = serializers.ChoiceField(Resource.Kind.choices)
    title = serializers.CharField()
    url = serializers.URLField()
    language = serializers.CharField(help_text="A language code, or empty.")


class ExternalIdSerializer(serializers.Serializer):
    """What another classification calls it."""

    scheme = serializers.CharField()
    code = serializers.CharField()


class AliasSerializer(serializers.Serializer):
    """Another name of it."""

    name = serializers.CharField()
    language = serializers.CharField(help_text="A language code, or empty.")


# What every whole item has beside its own fields. (A docstring would become the description of all of them.)
class AttachedSerializer(serializers.Serializer):
    resources = LoadedList(child=ResourceSerializer())
    external_ids = LoadedList(child=ExternalIdSerializer())


class DescribedSerializer(AttachedSerializer):
    description_markdown = LoadedText()
    description_html = LoadedText(help_text="Ready to show; its links to this site have no host.")
