"""The start of the API, its description, and the answer at every address that is not there."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import resolve, reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override
from django.views.generic import TemplateView
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from api.exceptions import NotFound
from api.parameters import Reader, refuse_unknown
from api.schema import SCHEMA_RENDERERS, render_schema
from api.views.base import PublicView
from articles.models import ITEM_MODELS

UNKNOWN = "api-unknown"
SCHEMA_FORMATS = {"json": "json", "yaml": "yaml"}


def root_addresses() -> dict[str, str]:
    """The names of the views, by the words that the API's start has for them."""
    lists = {model.plural: f"api-{name}-list" for name, model in ITEM_MODELS.items()}
    return {**lists, "schema": "api-schema", "docs": "api-docs"}


class RootSerializer(serializers.Serializer):
    def get_fields(self) -> dict[str, serializers.Field]:
        return {name: serializers.URLField() for name in root_addresses()}


class RootView(PublicView):
    summary = "The addresses of the API"

    @extend_schema(responses=RootSerializer, tags=["about"])
    def get(self, request: Request) -> Response:
        refuse_unknown(request.query_params)
        return Response({name: request.build_absolute_uri(reverse(view)) for name, view in root_addresses().items()})


class SchemaNegotiation(DefaultContentNegotiation):
    """By the Accept header, or by `?format=json` and `?format=yaml`."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        if "format" in request.query_params:
            reader = Reader(request.query_params)
            format_suffix = reader.read_choice("format", SCHEMA_FORMATS)
            reader.check()
        return super().select_renderer(request, renderers, format_suffix)


class SchemaView(PublicView):
    """What this API offers, as OpenAPI 3.1."""

    renderer_classes = SCHEMA_RENDERERS
    content_negotiation_class = SchemaNegotiation
    schema = None

    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request.query_params, ["format"])
        media_type = request.accepted_renderer.media_type
        return HttpResponse(render_schema(media_type), content_type=media_type)


@method_decorator(csp_override({**settings.SECURE_CSP, "img-src": [CSP.SELF, "data:"]}), name="dispatch")
class DocsView(TemplateView):
    """The description for people. Its only script stands in a file; its stylesheet has pictures within."""

    template_name = "api/docs.html"


class UnknownView(PublicView):
    """Whatever has no other view: a known address without its last slash is sent there, the rest is a 404."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD") or not leads_somewhere(request):
            raise NotFound

    def get(self, request: Request) -> HttpResponseBase:
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))


def leads_somewhere(request: Request) -> bool:
    """Whether the address is known once a slash is put behind it."""
    return not request.path_info.endswith("/") and resolve(f"{request.path_info}/").view_name != UNKNOWN
