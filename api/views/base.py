"""What every address of the API does alike: who may ask, how often, and how answers are cached and shared."""

import hashlib
from datetime import datetime
from http import HTTPStatus
from typing import Any, override

from django.http import HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import parse_etags
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

REVALIDATE = "public, max-age=0, must-revalidate"
KEPT_STATUSES = frozenset({200, 301, 304, 404, 410, 451})
CORS_HEADERS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Retry-After"}
PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class PublicView(APIView):
    """Reading for everybody, from any site. `at` is the one instant at which a request looks at content."""

    permission_classes = (AllowAny,)
    http_method_names = ("get", "head", "options")
    at: datetime

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.at = timezone.now()
        super().initial(request, *args, **kwargs)

    @override
    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        return HttpResponse(status=204, headers=PREFLIGHT_HEADERS)

    @override
    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == HTTPStatus.OK:
            response = answer_conditionally(request, response)
        response["Cache-Control"] = REVALIDATE if response.status_code in KEPT_STATUSES else "no-store"
        for name, value in CORS_HEADERS.items():
            response[name] = value
        return response


def answer_conditionally(request: Request, response: HttpResponse) -> HttpResponseBase:
    """The response with its ETag, or 304 where the client has it already."""
    if isinstance(response, Response):
        response.render()
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    held = {etag.removeprefix("W/") for etag in parse_etags(request.headers.get("If-None-Match", ""))}
    if not held & {"*", response["ETag"]}:
        return response
    kept = {name: response[name] for name in ("ETag", "Vary") if response.has_header(name)}
    return HttpResponseNotModified(headers=kept)
