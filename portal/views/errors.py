"""Pages that say why there is nothing to read. They tell nothing about the item: not even its name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from articles.publishing import PublicState
from portal.views.caching import mark_public


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    return mark_public(render(request, f"{status}.html", status=status))


def absent_page(request: HttpRequest, state: PublicState) -> HttpResponse:
    """404, 410 or 451."""
    return error_page(request, state.value)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Made without context, database or session: any of them may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500, headers={"Cache-Control": "no-store"})
