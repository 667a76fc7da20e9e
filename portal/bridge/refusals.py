"""What those read whom an overloaded portal refuses. Made once, so that the event loop only fills in an id and a path."""

import json
import math
import random
from functools import cached_property
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.template.loader import render_to_string

from portal.bridge.exchange import Exchange, Headers
from portal.protection import ProtectionMiddleware

type Answer = tuple[int, Headers, bytes]

BUSY = int(HTTPStatus.SERVICE_UNAVAILABLE)
API_PATH = "/api/"
PLACE_OF_ID = "{request-id}"
# Those who are refused at the same moment come back at different ones.
LATEST_RETRY = 3


def no_refusal(_exchange: Exchange) -> Answer:
    """What a bridge without a portal says."""
    return BUSY, [("Content-Type", "text/plain"), ("Retry-After", "2")], b"Busy\n"


class Refusals:
    """limit_seconds: how long requests may wait, and the least that those refused are asked to wait."""

    def __init__(self, limit_seconds: float) -> None:
        self.least_seconds = max(1, math.ceil(limit_seconds))

    def __call__(self, exchange: Exchange) -> Answer:
        exchange.tell("refused")
        retry_seconds = random.randint(self.least_seconds, LATEST_RETRY * self.least_seconds)  # noqa: S311  no secret
        is_program = exchange.scope.path.startswith(API_PATH)
        kind = "application/problem+json" if is_program else "text/html; charset=utf-8"
        headers = [*self.headers, ("Content-Type", kind), ("Retry-After", str(retry_seconds))]
        return BUSY, headers, self.problem(exchange) if is_program else self.page(exchange)

    def page(self, exchange: Exchange) -> bytes:
        before, after = self.form_parts if exchange.scope.method == "POST" else self.page_parts
        return before + exchange.record.id.encode() + after

    def problem(self, exchange: Exchange) -> bytes:
        problem = {
            "type": "about:blank",
            "title": HTTPStatus(BUSY).phrase,
            "status": BUSY,
            "detail": "More is asked of us now than we can answer in time. Please try again later.",
            "instance": exchange.scope.path,
            "request_id": exchange.record.id,
        }
        return json.dumps(problem).encode()

    @cached_property
    def page_parts(self) -> tuple[bytes, bytes]:
        return render_parts(has_form=False)

    @cached_property
    def form_parts(self) -> tuple[bytes, bytes]:
        return render_parts(has_form=True)

    @cached_property
    def headers(self) -> Headers:
        return protective_headers()


def protective_headers() -> Headers:
    """Of an answer that no cache keeps, as the middleware that stands outermost sets them on all."""
    request = HttpRequest()
    request.META["wsgi.url_scheme"] = "https" if settings.IS_SECURE else "http"
    request.META["HTTP_X_FORWARDED_PROTO"] = request.META["wsgi.url_scheme"]
    response = HttpResponse(headers={"Cache-Control": "no-store"})
    del response.headers["Content-Type"]
    ContentSecurityPolicyMiddleware(unused).process_response(request, response)
    XFrameOptionsMiddleware(unused).process_response(request, response)
    ProtectionMiddleware(unused).process_response(request, response)
    return list(response.items())


def unused(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def render_parts(*, has_form: bool) -> tuple[bytes, bytes]:
    """The page before and after the id of the request."""
    text = render_to_string("503_overload.html", {"request_id": PLACE_OF_ID, "has_form": has_form})
    before, _place, after = text.partition(PLACE_OF_ID)
    return before.encode(), after.encode()
