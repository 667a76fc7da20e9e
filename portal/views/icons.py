"""What browsers ask for at fixed addresses, and the manifest that says how the portal looks as an app of its own."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from portal.context import SITE_NAME
from portal.protection import CROSS_ORIGIN_RESOURCE_POLICY
from portal.views.caching import public_page

FOLDER = Path(__file__).parent.parent / "static" / "img" / "icons"
ICON_TYPES = {".ico": "image/x-icon", ".png": "image/png"}
MAX_AGE_SECONDS = 86_400
# Those of `css/site.css`, light.
BACKGROUND, THEME = "#ffffff", "#0b655d"


@csrf_exempt  # so that the method is refused, not a missing token
@require_safe
def icon(_request: HttpRequest, name: str) -> FileResponse:
    """A browser asks for it at the root where a page names none, as a feed or a picture does."""
    path = FOLDER / name
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=ICON_TYPES[path.suffix])
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    response.headers[CROSS_ORIGIN_RESOURCE_POLICY] = "cross-origin"
    return response


@public_page
def manifest(_request: HttpRequest) -> HttpResponse:
    content = {
        "name": SITE_NAME,
        "short_name": _("AI Engineering"),
        "description": _("What AI engineers do, what they know and work with, and how to become one."),
        "lang": get_language(),
        "id": reverse("home"),
        "start_url": reverse("home"),
        "scope": reverse("home"),
        "display": "minimal-ui",
        "background_color": BACKGROUND,
        "theme_color": THEME,
        "icons": [
            app_icon("favicon.svg", "any", "image/svg+xml"),
            app_icon("icons/icon-192.png", "192x192"),
            app_icon("icons/icon-512.png", "512x512"),
            app_icon("icons/maskable-512.png", "512x512", purpose="maskable"),
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


def app_icon(name: str, sizes: str, media_type: str = "image/png", *, purpose: str = "any") -> dict[str, str]:
    return {"src": static(f"img/{name}"), "sizes": sizes, "type": media_type, "purpose": purpose}
