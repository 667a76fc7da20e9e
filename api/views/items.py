"""Lists and single items of each type."""

from collections.abc import Sequence
from typing import Any

from django.db.models import FETCH_RAISE, Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from api import serializers
from api.absolute_urls import Addresses
from api.details import extent_of, item_detail
from api.exceptions import REFUSALS
from api.loading import step_sizes, visible_links
from api.pagination import KeysetPagination
from api.parameters import ListParameters, read_list_parameters, refuse_unknown
from api.views.base import PublicView
from articles.models import Item
from articles.reading.items.lookup import find_item
from articles.reading.items.shown import UNSHOWN, item_rows, load_shown
from articles.reading.lists.filters import LISTINGS, Listing

type Prefetches = Sequence[str | Prefetch]

# By the type of items; a viewset joins by naming its type.
VIEWSETS: dict[str, type["ItemViewSet"]] = {}


class ItemViewSet(PublicView, GenericViewSet):
    """The visible items of one type.

    records: foreign keys to what has no visibility of its own. row_links: relations to other items that rows of lists show, of
    which readers are given the visible ones; a whole item has all that its serializer names.
    """

    item_type: str
    row_serializer: type[BaseSerializer[Any]]
    item_serializer: type[BaseSerializer[Any]]
    records: tuple[str, ...] = ()
    row_links: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    pagination_class = KeysetPagination
    wanted: ListParameters

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "item_type" in vars(cls):
            VIEWSETS[cls.item_type] = cls

    @property
    def listing(self) -> Listing:
        return LISTINGS[self.item_type]

    @property
    def model(self) -> type[Item]:
        return self.listing.model

    def list(self, request: Request) -> Response:
        self.wanted = read_list_parameters(request.query_params, self.listing)
        rows = self.paginate_queryset(self.with_records(self.listing.rows(self.wanted.filters, self.at)))
        prefetch_related_objects(rows or [], *self.row_prefetches())
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, address: str) -> HttpResponseBase:
        refuse_unknown(request.query_params)
        extent = extent_of(self.item_serializer().fields.keys())  # type: ignore[attr-defined]  # one with fields
        found = find_item(item_rows(self.model, extent), address, at=self.at, by_id=True)
        if found.moved_to:
            return HttpResponsePermanentRedirect(reverse(f"api-{self.item_type}", args=[found.moved_to]))
        if found.item is None:
            raise REFUSALS[found.state]
        shown = load_shown(found.item, self.at, extent)
        return Response(item_detail(shown, self.item_serializer, Addresses(self.request)))

    def with_records(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        related = rows.select_related(*self.records) if self.records else rows
        return related.defer(*self.unread).fetch_mode(FETCH_RAISE)

    def row_prefetches(self) -> Prefetches:
        return [visible_links(self.model, name, self.at) for name in self.row_links]

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return self.row_serializer if self.action == "list" else self.item_serializer

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "addresses": Addresses(self.request)}


class ArticleViewSet(ItemViewSet):
    item_type = "article"
    row_serializer = serializers.ArticleRowSerializer
    item_serializer = serializers.ArticleSerializer
    records = ("section", "source", "cover")
    row_links = ("skills", "tools", "industries")
    unread = UNSHOWN["article"]


class SkillViewSet(ItemViewSet):
    item_type = "skill"
    row_serializer = serializers.SkillRowSerializer
    item_serializer = serializers.SkillSerializer
    records = ("group",)
    row_links = ("broader",)


class ToolViewSet(ItemViewSet):
    item_type = "tool"
    row_serializer = serializers.ToolRowSerializer
    item_serializer = serializers.ToolSerializer

    def row_prefetches(self) -> Prefetches:
        return ["categories"]


class IndustryViewSet(ItemViewSet):
    item_type = "industry"
    row_serializer = serializers.IndustryRowSerializer
    item_serializer = serializers.IndustrySerializer
    row_links = ("parent",)


class OccupationViewSet(ItemViewSet):
    item_type = "occupation"
    row_serializer = serializers.OccupationRowSerializer
    item_serializer = serializers.OccupationSerializer


class PathViewSet(ItemViewSet):
    item_type = "path"
    row_serializer = serializers.PathRowSerializer
    item_serializer = serializers.PathSerializer

    def row_prefetches(self) -> Prefetches:
        return [step_sizes()]
