"""Delivers picture files: to everybody those that visible content shows, to editors of pictures the others as well."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.media.shown_pictures import visible_pictures
from articles.models import Picture, User
from portal.protection import CROSS_ORIGIN_RESOURCE_POLICY

MAX_AGE_SECONDS = 300


@csrf_exempt  # so that the method is refused, not a missing token
@require_safe
def picture(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Readers may see an old copy for as long as `MAX_AGE_SECONDS` after a picture was hidden."""
    if found := visible_pictures().filter(pk=pk).first():
        response = send_picture(request, found)
        patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
        # Previews of links and readers of feeds show it on pages of their own.
        response.headers[CROSS_ORIGIN_RESOURCE_POLICY] = "cross-origin"
        return response
    if is_picture_editor(request) and (found := Picture.objects.filter(pk=pk).first()):
        response = send_picture(request, found)
        patch_cache_control(response, private=True, no_store=True)
        return response
    raise Http404


def is_picture_editor(request: HttpRequest) -> bool:
    """Costs no query where there is no session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = cast("User", request.user)
    may_see = user.has_perm("articles.view_picture") or user.has_perm("articles.change_picture")
    return user.is_active and user.is_staff and may_see


def send_picture(request: HttpRequest, found: Picture) -> HttpResponseBase:
    """The file, or 304 where the reader has it. Raises Http404 where the file is missing."""
    etag = f'"{found.digest}"'
    response = get_conditional_response(request, etag=etag) or open_file(found)
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def open_file(found: Picture) -> HttpResponseBase:
    try:
        return FileResponse(found.file.open("rb"), content_type=found.media_type)
    except FileNotFoundError:
        raise Http404 from None
