"""The envelope of a list: `{"next", "previous", "results"}` around one keyset page."""

from typing import Any

from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from api.exceptions import BadParameters, ParameterError
from api.parameters import MAX_PAGE_SIZE, PAGE_SIZE, ListParameters
from articles.json_objects import JsonObject
from articles.reading.lists.paging import MAX_CURSOR_LENGTH, BadCursor, Page, read_page

ADDRESS_OR_NULL = {"type": ["string", "null"], "format": "uri"}


class KeysetPagination(BasePagination):
    """The view has its checked parameters in `wanted`, and its orders in `listing`."""

    request: Request
    page: Page[Any]

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        wanted: ListParameters = view.wanted
        self.request = request
        try:
            self.page = read_page(
                queryset, wanted.ordering, wanted.cursor, wanted.page_size, is_whole=not wanted.filters
            )
        except BadCursor:
            message = f"Not a cursor of this list in the order {wanted.ordering.name}."
            raise BadParameters([ParameterError(name="cursor", message=message)]) from None
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        links = {"next": self.address_of(self.page.next), "previous": self.address_of(self.page.previous)}
        return Response({**links, "results": data})

    def address_of(self, cursor: str | None) -> str | None:
        """The address of this list with every parameter but the cursor as it was asked for."""
        if cursor is None:
            return None
        query = self.request.query_params.copy()
        query["cursor"] = cursor
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")

    def get_paginated_response_schema(self, schema: JsonObject) -> JsonObject:
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**ADDRESS_OR_NULL, "description": "The address of the next page; null on the last."},
                "previous": {**ADDRESS_OR_NULL, "description": "The address of the page before; null on the first."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[JsonObject]:
        names = [one.name for one in view.listing.orderings]
        size = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE}
        return [
            query_parameter(
                "cursor",
                "Where the page begins or ends, from `next` or `previous`; good only in the order it was made in.",
                {"type": "string", "minLength": 1, "maxLength": MAX_CURSOR_LENGTH},
            ),
            query_parameter("page_size", "Rows on a page.", size),
            query_parameter("ordering", "Order of the rows.", {"type": "string", "enum": names, "default": names[0]}),
        ]


def query_parameter(name: str, description: str, schema: JsonObject, **more: Any) -> JsonObject:
    return {"name": name, "in": "query", "description": description, "schema": schema, **more}
