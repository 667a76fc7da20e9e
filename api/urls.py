"""The addresses of the API; the root URLs mount them under `/api/`."""

from django.urls import URLPattern, path, re_path

from api.views.items import (
    ArticleViewSet,
    IndustryViewSet,
    ItemViewSet,
    OccupationViewSet,
    PathViewSet,
    SkillViewSet,
    ToolViewSet,
)
from api.views.root import UNKNOWN, DocsView, RootView, SchemaView, UnknownView


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
    *item_routes("articles", ArticleViewSet),
    *item_routes("skills", SkillViewSet),
    *item_routes("tools", ToolViewSet),
    *item_routes("industries", IndustryViewSet),
    *item_routes("occupations", OccupationViewSet),
    *item_routes("paths", PathViewSet),
    re_path("", UnknownView.as_view(), name=UNKNOWN),
]
