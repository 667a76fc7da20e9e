"""The description of the API as OpenAPI 3.1: what drf-spectacular reads from the views, and what it cannot know."""

from functools import cache
from http import HTTPStatus
from typing import Any, cast

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import OpenApiParameter

from api.exceptions import PROBLEM_MEDIA_TYPE
from api.pagination import query_parameter
from articles.json_objects import JsonObject
from articles.reading.lists.filter_kinds import Filter

SCHEMA_RENDERERS = (OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer)

MEANINGS = {
    301: "It is found at another address now.",
    304: "Nothing changed since the client read it.",
    400: "A parameter is unknown or out of bounds.",
    404: "There is nothing at this address.",
    406: "The client accepts nothing that can be given.",
    410: "It was public once and is no longer.",
    429: "Too many requests from one network address.",
    451: "It was public once and is on legal hold.",
    500: "A fault on our side.",
    503: "Too busy to answer in time, or its database does not answer.",
}
ADDRESS = "^[-a-zA-Z0-9_]+$"
EVERYWHERE = (304, 400, 406, 429, 500, 503)
AT_AN_ITEM = (301, 404, 410, 451)
HEADERS: dict[int, JsonObject] = {
    200: {"ETag": "Changes with the body; send it back as `If-None-Match`."},
    301: {"Location": "Where it is now."},
    304: {"ETag": "The one the client holds."},
    429: {"Retry-After": "Seconds to wait."},
    503: {"Retry-After": "Seconds to wait."},
}
PROBLEM: JsonObject = {
    "type": "object",
    "description": "What went wrong, as RFC 9457 has it.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "const": "about:blank"},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference", "description": "The path that was asked for."},
        "request_id": {"type": "string", "description": "Of a fault of ours: what to name when you report it."},
    },
}
PARAMETER_ERRORS: JsonObject = {
    "type": "array",
    "description": "What is wrong with each parameter.",
    "items": {
        "type": "object",
        "required": ["name", "message"],
        "properties": {"name": {"type": "string"}, "message": {"type": "string"}},
    },
}


class PortalSchema(AutoSchema):
    """Reads the parameters of our own lists and items; components are named after the content, not the class."""

    def get_summary(self) -> str:
        view = cast("Any", self.view)
        action = getattr(view, "action", "")
        if action == "list":
            return f"List {view.model._meta.verbose_name_plural}"
        return f"Read one {view.model._meta.verbose_name}" if action == "retrieve" else str(view.summary)

    def get_description(self) -> str:  # type: ignore[override]
        return ""

    def get_override_parameters(self) -> list[Any]:
        if getattr(self.view, "action", "") != "retrieve":
            return []
        return [
            OpenApiParameter("address", str, OpenApiParameter.PATH, description="The slug or the id.", pattern=ADDRESS)
        ]

    def _get_filter_parameters(self) -> list[JsonObject]:
        is_list = getattr(self.view, "action", "") == "list"
        return [filter_parameter(one) for one in cast("Any", self.view).listing.filters] if is_list else []

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name.removesuffix('Row')}Page"


def filter_parameter(one: Filter) -> JsonObject:
    label = str(one.label).capitalize()
    if one.kind.is_single:
        return query_parameter(one.name, f"{label}: {one.kind.wanted}.", one.kind.schema())
    return query_parameter(
        one.name,
        f"{label}: rows that have one of the values, repeated or with commas between them.",
        {"type": "array", "items": one.kind.schema(), "minItems": 1, "maxItems": one.kind.max_values},
        style="form",
        explode=True,
    )


def describe_answers(result: JsonObject, generator: Any, request: Any, public: bool) -> JsonObject:  # noqa: FBT001
    """A post-processing hook: gives each operation its other answers, every error with a schema of its own."""
    schemas = result["components"]["schemas"]
    schemas["Problem"] = PROBLEM
    for status in (*EVERYWHERE, *AT_AN_ITEM):
        if status >= HTTPStatus.BAD_REQUEST:
            schemas[problem_name(status)] = problem_schema(status)
    for path, operations in result["paths"].items():
        statuses = (*EVERYWHERE, *AT_AN_ITEM) if path.endswith("{address}/") else EVERYWHERE
        for operation in operations.values():
            operation["responses"] |= {str(status): answer(status) for status in sorted(statuses)}
            operation["responses"]["200"] |= {"description": "As asked for.", **headers(200)}
    return result


def problem_name(status: int) -> str:
    return f"{HTTPStatus(status).phrase.title().replace(' ', '')}Problem"


def problem_schema(status: int) -> JsonObject:
    fixed: JsonObject = {"status": {"const": status}, "title": {"const": HTTPStatus(status).phrase}}
    if status == HTTPStatus.BAD_REQUEST:
        fixed["errors"] = PARAMETER_ERRORS
    return {"allOf": [{"$ref": "#/components/schemas/Problem"}, {"type": "object", "properties": fixed}]}


def answer(status: int) -> JsonObject:
    response: JsonObject = {"description": MEANINGS[status], **headers(status)}
    if status >= HTTPStatus.BAD_REQUEST:
        reference = {"$ref": f"#/components/schemas/{problem_name(status)}"}
        response["content"] = {PROBLEM_MEDIA_TYPE: {"schema": reference}}
    return response


def headers(status: int) -> JsonObject:
    described = HEADERS.get(status, {})
    shown = {name: {"description": text, "schema": {"type": "string"}} for name, text in described.items()}
    return {"headers": shown} if shown else {}


@cache
def build_schema() -> JsonObject:
    """The whole description. It holds no address of a host and no content, so once for each process is enough."""
    with translation.override("en"):
        schema: JsonObject = SchemaGenerator().get_schema(request=None, public=True)
    return schema


@cache
def render_schema(media_type: str) -> bytes:
    renderer = next(one for one in SCHEMA_RENDERERS if one.media_type == media_type)
    with translation.override("en"):
        return cast("bytes", renderer().render(build_schema(), renderer_context={}))
