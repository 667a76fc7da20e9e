"""The addresses of the API; the root URLs mount them under `/api/`."""

from django.urls import URLPattern, path, re_path

from api.views.items import VIEWSETS, ItemViewSet
from api.views.root import UNKNOWN, DocsView, RootView, SchemaView, UnknownView
from articles.models import ITEM_MODELS


def item_routes(prefix: str, viewset: type[ItemViewSet]) -> list[URLPattern]:
    """The list of a type, and each of its items by slug or id."""
    name = f"api-{viewset.item_type}"
    return [
        path(f"v1/{prefix}/", viewset.as_view({"get": "list"}), name=f"{name}-list"),
        path(f"v1/{prefix}/<slug:address>/", viewset.as_view({"get": "retrieve"}), name=name),
    ]


urlpatterns = [
    path("v1/", RootView.as_view(), name="api-root"),
    path("v1/schema/", SchemaView.as_view(), name="api-schema"),
    path("docs/", DocsView.as_view(), name="api-docs"),
    *(
        route
        for name, model in ITEM_MODELS.items()
        if name in VIEWSETS
        for route in item_routes(model.plural, VIEWSETS[name])
    ),
    re_path("", UnknownView.as_view(), name=UNKNOWN),
]
