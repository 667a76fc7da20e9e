"""“The portal is at …” is said of an address that answers, and of no other."""

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from tests.running import ROOT, free_port


@pytest.fixture
def port() -> Iterator[int]:
    """Of a server that answers; with an error, which will do."""
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def announce(port: int, url: str) -> str:
    words = ["127.0.0.1", str(port), url, str(os.getpid())]
    command = [sys.executable, "-m", "portal.up.announcing", *words]
    return subprocess.check_output(command, cwd=ROOT, text=True)


def test_address_that_answers_is_told(port: int) -> None:
    assert announce(port, f"http://localhost:{port}") == (
        f"The portal is at http://localhost:{port}/ (Ctrl-C stops it).\n"
    )


def test_address_behind_a_proxy_is_told_once_the_port_answers(port: int) -> None:
    assert announce(port, "https://portal.example") == "The portal is at https://portal.example/ (Ctrl-C stops it).\n"


def test_address_where_nothing_answers_is_told_as_such(port: int) -> None:
    other = free_port()
    assert announce(port, f"http://localhost:{other}") == (
        f"The portal answers on 127.0.0.1 port {port}, but nothing does at http://localhost:{other}/.\n"
    )
