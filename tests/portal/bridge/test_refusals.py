"""What somebody reads whom a full portal refuses."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from portal.bridge.exchange import Exchange
from portal.bridge.refusals import Refusals

PER_ANSWER = {"content-type", "content-length", "cache-control", "vary", "content-language", "etag", "x-request-id"}


class Protocol:
    def __aiter__(self) -> "Protocol":
        return self

    async def __anext__(self) -> bytes:
        raise StopAsyncIteration


def make_exchange(path: str, method: str = "GET", **headers: str) -> Exchange:
    scope: Any = SimpleNamespace(method=method, path=path, headers=headers, client="192.0.2.9:5", http_version="1.1")
    protocol: Any = Protocol()
    return Exchange(scope, protocol, None)  # type: ignore[arg-type]  # the loop is not needed


def refuse(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str, Exchange]:
    exchange = make_exchange(path, method, **headers)
    status, told, body = Refusals(2.0)(exchange)
    return status, dict(told), body.decode(), exchange


@pytest.mark.django_db
def test_refusal_bears_the_headers_that_protect_all_answers(client: Client) -> None:
    page = {name.lower(): value for name, value in client.get("/about/").items()}
    _status, headers, _body, _exchange = refuse("/about/")
    told = {name.lower(): value for name, value in headers.items()}
    wanted = {name: value for name, value in page.items() if name not in PER_ANSWER}
    assert {name: told.get(name) for name in wanted} == wanted
    assert told["cache-control"] == "no-store"
    assert 2 <= int(told["retry-after"]) <= 6


def test_page_says_what_to_do_and_names_the_request() -> None:
    status, headers, body, exchange = refuse("/tools/")
    assert (status, headers["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert "Please try again in a moment." in body
    assert f"<code>{exchange.record.id}</code>" in body
    assert "Nothing was saved" not in body


def test_form_is_told_that_nothing_was_saved() -> None:
    assert "Nothing was saved" in refuse("/admin/articles/tool/add/", "POST")[2]


def test_program_gets_a_problem() -> None:
    status, headers, body, exchange = refuse("/api/v1/tools/")
    assert headers["Content-Type"] == "application/problem+json"
    assert json.loads(body) == {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": status,
        "detail": "More is asked of us now than we can answer in time. Please try again later.",
        "instance": "/api/v1/tools/",
        "request_id": exchange.record.id,
    }


def test_refusal_is_noted_with_the_client_that_the_proxy_tells(settings: LazySettings) -> None:
    settings.PROXIES = 1
    record = refuse("/", **{"x-forwarded-for": "198.51.100.7"})[3].record
    assert (record.route, record.client) == ("refused", "198.51.100.7")


def test_refusal_behind_no_proxy_is_noted_with_who_speaks_to_us(settings: LazySettings) -> None:
    settings.PROXIES = 0
    record = refuse("/", **{"x-forwarded-for": "198.51.100.7"})[3].record
    assert (record.route, record.client) == ("refused", "192.0.2.9")
