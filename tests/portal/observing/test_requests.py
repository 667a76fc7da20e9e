"""Ids of requests, and what is logged of them: by a real middleware, logger and formatter."""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from articles.models import User
from portal.logging import JsonLine, NameRequest, TextLine, make_logging
from portal.observing.middleware import RecordMiddleware
from portal.observing.requests import RequestObserver
from portal.observing.requests import logger as request_logger
from portal.request_record import RECORD_KEY, Record, current_record, request_id_of
from portal.views import errors

GOOD = "4bf92f3577b34da6a3ce929d0e0e4736"
FORMAT = "{levelname} {name}: {message}"


class Kept(logging.Handler):
    """Keeps lines as the portal's own handlers would write them."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(formatter)
        self.addFilter(NameRequest())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[list[str]]:
    handler = Kept(JsonLine())
    level = request_logger.level
    request_logger.addHandler(handler)
    request_logger.setLevel("INFO")
    yield handler.lines
    request_logger.removeHandler(handler)
    request_logger.setLevel(level)


def make_record(**values: Any) -> Record:
    return Record(**{"id": GOOD, "method": "GET", "path": "/", **values})


def given(record: Record) -> dict[str, Any]:
    """As the bridge hands it on."""
    return {RECORD_KEY: record}


@pytest.mark.parametrize(
    ("sent", "proxies", "is_taken"),
    [
        (GOOD, 1, True),
        ("0d4f1c3e-5b1a-4c57-9a3b-27a5e3a1c111", 1, True),
        (GOOD, 0, False),
        ("short", 1, False),
        ("x" * 65, 1, False),
        ("<script>alert(1)</script>", 1, False),
        ("two\nlines-of-log", 1, False),
        (None, 1, False),
    ],
    ids=["hexadecimal", "uuid", "no proxy", "short", "long", "markup", "line break", "none"],
)
def test_id_is_taken_from_a_trusted_proxy_alone(
    settings: LazySettings, sent: str | None, proxies: int, is_taken: bool
) -> None:
    settings.PROXIES = proxies
    assert (request_id_of(sent) == sent) is is_taken
    assert len(request_id_of(sent)) >= 8


@pytest.mark.django_db
def test_answers_bear_an_id_of_their_own(client: Client) -> None:
    ids = {client.get(path).headers["X-Request-ID"] for path in ("/about/", "/no-such-page/", "/api/v1/tools/", "/")}
    assert len(ids) == 4


@pytest.mark.django_db
def test_page_of_a_failure_names_the_request_and_a_missing_page_does_not() -> None:
    def answer(request: HttpRequest, view: Any) -> HttpResponse:
        return RecordMiddleware(view)(request)

    failed = answer(RequestFactory().get("/"), errors.server_error)
    assert f"<code>{failed.headers['X-Request-ID']}</code>" in failed.content.decode()
    for view in (errors.bad_request, errors.permission_denied):
        refused = answer(RequestFactory().get("/"), lambda request, view=view: view(request, ValueError()))
        assert refused.headers["X-Request-ID"] in refused.content.decode()
    # Caches keep this one, and one that was never there must look like one that is hidden.
    missing = answer(RequestFactory().get("/x/"), lambda request: errors.not_found(request, ValueError()))
    assert missing.headers["X-Request-ID"] not in missing.content.decode()


@pytest.mark.django_db
def test_middleware_notes_route_user_client_and_database(rf: RequestFactory, client: Client) -> None:
    user = User.objects.create_superuser(username="erin", password="correct horse")
    client.force_login(user)
    record = make_record(path="/admin/")
    client.get("/admin/", **given(record))
    assert (record.route, record.user_id, record.client) == ("admin:index", str(user.pk), "127.0.0.1")
    assert record.database_seconds > 0
    others = {"/tools/x/": "tool", "/static/x.css": "static", "/nowhere/": "none"}
    for path, route in others.items():
        record = make_record(path=path)
        client.get(path, **given(record))
        assert (record.route, record.user_id) == (route, "")


def test_line_of_a_request_has_its_figures_and_no_secret(lines: list[str]) -> None:
    record = make_record(
        path="/a b\n\x1b[31m/é", status=200, sent_bytes=5, route="home", client="192.0.2.1", user_id="7"
    )
    RequestObserver().ended(record)
    told = json.loads(lines[0])
    assert {name: told[name] for name in ("method", "path", "route", "status", "bytes", "client", "user")} == {
        "method": "GET",
        "path": "/a%20b%0A%1B%5B31m/%C3%A9",
        "route": "home",
        "status": 200,
        "bytes": 5,
        "client": "192.0.2.1",
        "user": "7",
    }
    assert told["request_id"] == GOOD
    assert {"ms", "waited_ms", "database_ms"} <= set(told)


def test_no_line_where_none_is_asked_for(lines: list[str]) -> None:
    request_logger.setLevel("CRITICAL")
    RequestObserver().ended(make_record())
    assert lines == []


def failure(message: str) -> logging.LogRecord:
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        return logging.LogRecord("portal", logging.ERROR, __file__, 1, "%s", (message,), sys.exc_info())


def test_json_is_one_line_with_the_traceback_within() -> None:
    record = failure("what\nhappened")
    token = current_record.set(make_record())
    NameRequest().filter(record)
    current_record.reset(token)
    line = JsonLine().format(record)
    told = json.loads(line)
    assert "\n" not in line
    assert (told["message"], told["level"], told["request_id"]) == ("what\nhappened", "ERROR", GOOD)
    assert told["traceback"].endswith("ValueError: first\nsecond")


def test_text_ends_no_line_that_a_stranger_wrote() -> None:
    formatter = TextLine(FORMAT, style="{")
    record = logging.LogRecord("portal", logging.ERROR, __file__, 1, "%s", ("a\r\nERROR forged\x1b[2J\u202e é",), None)
    record.request_id = GOOD
    assert formatter.format(record) == f"ERROR portal: a\\r\\nERROR forged\\x1b[2J\\u202e é [{GOOD}]"


def test_line_outside_of_a_request_names_none() -> None:
    record = failure("plain")
    NameRequest().filter(record)
    assert "request_id" not in json.loads(JsonLine().format(record))


def test_log_has_two_forms_alone() -> None:
    assert make_logging("INFO", form="json")["handlers"]["stderr"]["formatter"] == "json"
    with pytest.raises(Exception, match="PORTAL_LOG='xml' is none of text, json"):
        make_logging("INFO", form="xml")
