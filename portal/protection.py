"""The headers that protect readers, on every answer: pages, files, redirects, refusals."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from django.utils.csp import CSP

CROSS_ORIGIN_RESOURCE_POLICY = "Cross-Origin-Resource-Policy"
# Drawings and icons, which previews of links and readers of feeds show on pages of their own.
PICTURE_FILE = re.compile(r"\.(?:svg|png|ico)$")

CONTENT_SECURITY_POLICY = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}


class ProtectionMiddleware(SecurityMiddleware):
    """Stands outermost, so that what any other one refuses bears the headers too; Django's own further in redirects to https."""

    def process_request(self, request: HttpRequest) -> None:
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault(CROSS_ORIGIN_RESOURCE_POLICY, who_may_embed(request))
        return super().process_response(request, response)


def who_may_embed(request: HttpRequest) -> str:
    """By the address, since a 304 says nothing of its kind and a browser takes its headers over into what it keeps."""
    is_picture = request.path_info.startswith(settings.STATIC_URL) and PICTURE_FILE.search(request.path_info)
    return "cross-origin" if is_picture else "same-origin"
