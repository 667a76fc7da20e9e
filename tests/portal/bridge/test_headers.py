"""What a real server makes of headers, bodies and answers: names with an underscore never reach the portal."""

import http.client
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.portal.bridge.serving import served
from tests.running import DEADLINE_SECONDS, RunningUp

ECHO = '''
"""What the server hands to a WSGI application, as JSON; some paths answer in other ways."""

import json

from portal.bridge.application import Bridge


class Streamed:
    streaming = True

    def __iter__(self):
        return iter([b"a" * 100_000] * 30)

    def close(self):
        pass


def echo(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-One", "1"), ("X-One", "2")])
    if environ["PATH_INFO"] == "/streamed/":
        return Streamed()
    if environ["PATH_INFO"] == "/failing/":
        raise ValueError("on purpose")
    if environ["PATH_INFO"] == "/unread/":
        return [b"unread"]
    body = environ["wsgi.input"]
    head = body.read(10)
    size = len(head) + sum(map(len, iter(lambda: body.read(65536), b"")))
    kept = {name: value for name, value in environ.items() if isinstance(value, str)}
    return [json.dumps({**kept, "head": head.decode("latin-1"), "size": size}).encode()]


application = Bridge(echo, threads=4)
'''


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with served(tmp_path_factory.mktemp("echo"), ECHO) as port:
        yield port


def ask(port: int, path: str, headers: list[tuple[str, str]], *, method: str = "GET", body: bytes = b"") -> Any:
    """The answer, its body read; the headers go out as given, in their order."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE_SECONDS)
    names = {name for name, _value in headers}
    connection.putrequest(method, path, skip_host="Host" in names, skip_accept_encoding=True)
    for name, value in [*headers, *([("Content-Length", str(len(body)))] if body else [])]:
        connection.putheader(name, value)
    with suppress(
        BrokenPipeError
    ):  # of a body that nobody reads: the answer may come, and the connection end, before its end
        connection.endheaders(body or None)
    response = connection.getresponse()
    response.text = response.read()  # type: ignore[attr-defined]
    connection.close()
    return response


def environ(port: int, *headers: tuple[str, str], **options: Any) -> dict[str, Any]:
    return json.loads(ask(port, "/caf%C3%A9/%2F?q=%FF&q=2", list(headers), **options).text)


TRUE, FALSE = ("X-Forwarded-For", "192.0.2.1"), ("X_Forwarded_For", "6.6.6.6")


@pytest.mark.parametrize("headers", [[TRUE, FALSE], [FALSE, TRUE]], ids=["before", "after"])
def test_header_with_underscores_replaces_nothing(port: int, headers: list[tuple[str, str]]) -> None:
    assert environ(port, *headers)["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"


@pytest.mark.parametrize(
    "name", ["X_Forwarded_Proto", "X-Forwarded_Proto", "x_forwarded-proto", "_X-Forwarded-Proto", "X__"]
)
def test_header_with_an_underscore_is_dropped(port: int, name: str) -> None:
    seen = environ(port, (name, "evil"), ("X-Kept", "kept"))
    assert (seen["HTTP_X_KEPT"], "evil" in seen.values()) == ("kept", False)


def test_content_headers_with_underscores_are_dropped(port: int) -> None:
    seen = environ(port, ("Content_Length", "1"), ("Content_Type", "evil"), method="POST", body=b"abc")
    assert (seen["CONTENT_LENGTH"], seen["size"], "evil" in seen.values()) == ("3", 3, False)


def test_headers_sent_twice_are_joined(port: int) -> None:
    seen = environ(port, TRUE, ("X-Forwarded-For", "192.0.2.2"), ("Cookie", "a=1"), ("Cookie", "b=2"))
    assert (seen["HTTP_X_FORWARDED_FOR"], seen["HTTP_COOKIE"]) == ("192.0.2.1,192.0.2.2", "a=1; b=2")


def test_two_hosts_are_none(port: int) -> None:
    """Django refuses the pair, which is no name of a host."""
    assert environ(port, ("Host", "a.example"), ("Host", "b.example"))["HTTP_HOST"] == "a.example,b.example"


def test_request_is_told_as_wsgi_has_it(port: int) -> None:
    seen = environ(port)
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/café//"
    assert seen["QUERY_STRING"] == "q=%FF&q=2"
    assert (seen["REQUEST_METHOD"], seen["REMOTE_ADDR"], seen["SERVER_PROTOCOL"]) == ("GET", "127.0.0.1", "HTTP/1.1")
    assert (seen["SERVER_PORT"], seen["wsgi.url_scheme"]) == (str(port), "http")


def test_long_body_is_read_whole(port: int) -> None:
    seen = environ(port, method="POST", body=b"0123456789" * 700_000)
    assert (seen["head"], seen["size"]) == ("0123456789", 7_000_000)


def test_long_answer_is_sent_whole_with_all_its_headers(port: int) -> None:
    response = ask(port, "/streamed/", [])
    assert (response.text, response.headers.get_all("X-One")) == (b"a" * 3_000_000, ["1", "2"])


def test_body_may_stay_unread_and_a_failure_is_an_answer(port: int) -> None:
    assert ask(port, "/unread/", [], method="POST", body=b"x" * 3_000_000).text == b"unread"
    assert ask(port, "/failing/", []).status == 500
    assert ask(port, "/unread/", []).status == 200


def test_client_that_leaves_during_an_answer_holds_no_thread(port: int) -> None:
    for _number in range(12):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"GET /streamed/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
            connection.recv(10)
    assert ask(port, "/unread/", []).status == 200


@pytest.fixture
def up(tmp_path: Path, new_database: Callable[[], dict[str, str]]) -> Iterator[RunningUp]:
    """A portal behind a proxy of https."""
    running = RunningUp(tmp_path, "--no-starter", PORTAL_PUBLIC_URL="https://portal.example", **new_database())
    running.get("/health/live")
    yield running
    running.stop()


def test_portal_believes_its_proxy_alone(up: RunningUp) -> None:
    """One start for several things: a start costs seconds."""
    host, http_said = ("Host", "portal.example"), ("X-Forwarded-Proto", "http")
    secure = [host, ("X-Forwarded-Proto", "https")]
    assert ask(up.port, "/about/", [host, http_said, ("X_Forwarded_Proto", "https")]).status == 301
    assert ask(up.port, "/about/", [*secure, ("X_Forwarded_Proto", "http")]).status == 200

    # A watchdog on the machine knows neither the host's name nor https.
    live = ask(up.port, "/health/live", [("Host", "10.0.0.1")])
    assert (live.status, live.text, live.headers["Cache-Control"]) == (200, b'{"status": "ok"}', "no-store")
    up.wait_for_child("db_worker")
    assert up.get("/health/ready") in {200, 503}
    assert ask(up.port, "/health/live", [], method="HEAD").text == b""

    # What the proxy calls a request is what the answer calls it.
    told = ask(up.port, "/about/", [*secure, ("X-Request-ID", "4bf92f3577b34da6")])
    assert told.headers["X-Request-ID"] == "4bf92f3577b34da6"

    # Tries to sign in are counted by the address that the proxy tells, in all workers and at each new header of the client.
    page = ask(up.port, "/admin/login/", secure)
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    token = page.text.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert cookie.startswith("__Host-csrftoken=")
    body = f"csrfmiddlewaretoken={token}&username=erin&password=wrong".encode()
    kind = ("Content-Type", "application/x-www-form-urlencoded")
    from_one = [*secure, kind, ("Cookie", cookie), ("Referer", "https://portal.example/"), TRUE]
    answers = [
        ask(
            up.port, "/admin/login/", [*from_one, ("X_Forwarded_For", f"6.6.6.{number}")], method="POST", body=body
        ).status
        for number in range(6)
    ]
    assert answers == [200] * 5 + [429]
