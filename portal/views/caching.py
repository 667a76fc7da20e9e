"""How caches may keep public pages."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

type View = Callable[..., HttpResponse]

SHARED_HEADERS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link"}


def mark_public(response: HttpResponse) -> HttpResponse:
    """Lets caches keep the answer, and ask before each use: what readers may see changes with the clock.

    The interface's language follows a cookie, then the header.
    """
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


def public_page(view: View) -> View:
    """Marks what the view answers as public, answers 304 where the reader has it already, and compresses the rest.

    The view may not look at `request.user`, nor at the session: no answer holds a secret that its length could tell.
    Such a page takes no form: the exemption only lets the method be refused (405) before a missing token (403).
    """

    @wraps(view)
    def public_view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return mark_public(view(request, *args, **kwargs))

    # Compressed last: the padding that hides lengths would make every ETag a new one.
    return csrf_exempt(require_safe(gzip_page(conditional_page(public_view))))


def shared_page(view: View) -> View:
    """A public page for programs, which those that run in the pages of other sites may read too."""
    public_view = public_page(view)

    @wraps(public_view)
    def shared_view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = public_view(request, *args, **kwargs)
        for name, value in SHARED_HEADERS.items():
            response.headers[name] = value
        return response

    return shared_view
