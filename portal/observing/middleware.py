"""Gives each request its record, and notes in it what only Django knows: which route answers, and for whom."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from articles.access.clients import client_address
from portal.observing.database import timed_database
from portal.request_record import (
    RECORD_KEY,
    REQUEST_ID_HEADER,
    REQUEST_ID_KEY,
    Record,
    current_record,
    request_id_of,
)


class RecordMiddleware:
    """Stands outermost: whatever answers, its answer bears the id. A server without the bridge gets records too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        record = request.META.get(RECORD_KEY) or new_record(request)
        request.META[REQUEST_ID_KEY] = record.id
        record.client = str(client_address(request) or "")
        token = current_record.set(record)
        try:
            with timed_database(connection, record):
                response = self.get_response(request)
            note(record, request)
        finally:
            current_record.reset(token)
        response.headers[REQUEST_ID_HEADER] = record.id
        return response


def new_record(request: HttpRequest) -> Record:
    sent = request.META.get("HTTP_X_REQUEST_ID")
    return Record(id=request_id_of(sent), method=request.method or "", path=request.path_info)


def note(record: Record, request: HttpRequest) -> None:
    record.route = route_of(request)
    # Only of who was looked at already: a line in the log is not worth a query.
    user: Any = request.__dict__.get("_cached_user")
    record.user_id = str(user.pk) if user is not None and user.is_authenticated else ""


def route_of(request: HttpRequest) -> str:
    """The name of the address's pattern, of which there are a few dozen; never the address itself."""
    if request.resolver_match:
        return request.resolver_match.view_name or request.resolver_match.route
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"
