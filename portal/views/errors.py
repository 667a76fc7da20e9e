"""Pages that say why there is nothing to read. They tell nothing about the item: not even its name."""

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from articles.publishing import PublicState
from portal.views.caching import mark_public

logger = logging.getLogger(__name__)


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    return mark_public(render(request, f"{status}.html", status=status))


def absent_page(request: HttpRequest, state: PublicState) -> HttpResponse:
    """404, 410 or 451."""
    return error_page(request, state.value)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for a form beyond the limits, which an editor may well send; 400 for all else. Reads nothing of the form."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    logger.warning("%s: %s", status, type(exception).__name__)
    context = {"status": status, "limit": settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
    return HttpResponse(
        render_to_string(f"{status}.html", context), status=status, headers={"Cache-Control": "no-store"}
    )


def server_error(_request: HttpRequest) -> HttpResponse:
    """Made without context, database or session: any of them may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500, headers={"Cache-Control": "no-store"})
