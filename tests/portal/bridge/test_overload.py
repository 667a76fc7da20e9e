"""A real server whose threads all wait for something: what answers, what is refused, what may wait."""

import http.client
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.bridge.application import SWITCH_SECONDS
from tests.portal.bridge.serving import served
from tests.running import DEADLINE_SECONDS

HANGING = '''
"""Whatever lies below /hang/ waits until a file is there."""

import pathlib
import sys
import time

from portal.bridge.application import Bridge, Policy

FOLDER = pathlib.Path(__file__).parent


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    (FOLDER / f"began-{environ['QUERY_STRING']}").touch()
    while environ["PATH_INFO"].startswith("/hang/") and not (FOLDER / "open").exists():
        time.sleep(0.01)
    return [environ["PATH_INFO"].encode()]


async def at_once(exchange):
    return 200, [("Content-Type", "text/plain")], b"at once"


async def turn(exchange):
    return 200, [("Content-Type", "text/plain")], str(sys.getswitchinterval()).encode()


at_once = {"/health/live": at_once, "/turn": turn}
policy = Policy(queue_seconds=1.0, light=("/light/",), at_once=at_once, session_cookie="session")
application = Bridge(application, threads=2, policy=policy)
'''


def ask(port: int, path: str, *, method: str = "GET", cookie: str = "") -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE_SECONDS)
    connection.request(method, path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    told = answer.status, answer.headers, answer.read()
    connection.close()
    return told


def wait_for(path: Path) -> None:
    for _try in range(DEADLINE_SECONDS * 100):
        if path.exists():
            return
        threading.Event().wait(0.01)
    raise AssertionError(f"{path.name} never came")


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with served(tmp_path, HANGING) as port:
        yield port


def test_full_server_refuses_and_goes_on(port: int, tmp_path: Path) -> None:
    """One start for several things."""
    with ThreadPoolExecutor(8) as pool:
        hanging: list[Future[tuple[int, http.client.HTTPMessage, bytes]]] = []
        for number in range(2):
            hanging.append(pool.submit(ask, port, f"/hang/?{number}"))
            wait_for(tmp_path / f"began-{number}")

        # What waited its time is refused, and later ones at once: neither ever begins.
        for _number in range(3):
            status, headers, _body = ask(port, "/page/?late")
            assert (status, headers["Retry-After"], len(headers["X-Request-ID"])) == (503, "2", 32)

        # What needs none of these threads answers.
        assert ask(port, "/light/")[::2] == (200, b"/light/")
        assert ask(port, "/health/live")[::2] == (200, b"at once")
        # Beside threads that compute it would wait five times as long for each of its turns.
        assert float(ask(port, "/turn")[2]) == pytest.approx(SWITCH_SECONDS)
        assert ask(port, "/light/", method="POST")[0] == 503
        assert ask(port, "/page/?late", method="POST", cookie="other=session")[0] == 503

        # An editor's form waits longer than a page.
        saving = pool.submit(ask, port, "/page/?saving", method="POST", cookie="a=1; session=abc")
        (tmp_path / "open").touch()
        assert [one.result()[0] for one in hanging] == [200, 200]
        assert saving.result()[::2] == (200, b"/page/")
        assert ask(port, "/page/?after")[0] == 200
    assert not (tmp_path / "began-late").exists()
