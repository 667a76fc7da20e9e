"""A web server that leaves: it answers on the connections that it has, and leaves new ones to the others at the same socket."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.up import listening
from tests.running import DEADLINE_SECONDS, ROOT

SERVE = """
import os, socket
from portal.bridge.application import Bridge
from portal.up import listening
from portal.up.serving import Server

def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]

bridge = Bridge(application, threads=2, stop_accepting=listening.stop_accepting)
server = Server(listening.given_or_bound("", 0), interface="rsgi", websockets=False)
server.serve(target_loader=lambda: bridge, wrap_loader=False)
"""


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Held by this process as `up` and the next web server hold it."""
    with listening.bind("127.0.0.1", 0) as listener:
        listener.settimeout(30)
        listening.listen(listener, "127.0.0.1", 0)
        yield listener


@contextlib.contextmanager
def served(listener: socket.socket) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        cwd=ROOT,
        env={**os.environ, listening.VARIABLE: str(listener.fileno())},
        pass_fds=[listener.fileno()],
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(DEADLINE_SECONDS)


def connect(listener: socket.socket) -> http.client.HTTPConnection:
    host, port = listener.getsockname()
    connection = http.client.HTTPConnection(host, port, timeout=DEADLINE_SECONDS)
    connection.connect()
    return connection


def ask(connection: http.client.HTTPConnection) -> tuple[int, str | None]:
    """The process that answers, and whether it ends the connection."""
    connection.request("GET", "/")
    answer = connection.getresponse()
    return int(answer.read()), answer.headers["Connection"]


def test_server_that_leaves_takes_no_connection_and_answers_on_those_it_has(listener: socket.socket) -> None:
    with served(listener):
        first, second = connect(listener), connect(listener)
        server, _kept = ask(first)
        assert ask(second) == (server, None)

        os.kill(server, signal.SIGUSR2)
        deadline = time.monotonic() + DEADLINE_SECONDS
        while ask(first) == (server, None):
            assert time.monotonic() < deadline

        # Where the server took one of them, this process would wait for it in vain.
        waiting = [connect(listener) for _number in range(20)]
        taken = [listener.accept() for _one in waiting]
        assert {place for _taken, place in taken} == {one.sock.getsockname() for one in waiting}
        assert ask(second) == (server, "close")


@pytest.mark.parametrize("given", ["", "none", "a file", "1000000"])
def test_process_without_a_socket_of_up_keeps_its_own(
    listener: socket.socket, given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "file").open("w") as file:
        monkeypatch.setenv(listening.VARIABLE, str(file.fileno()) if "file" in given else given)
        listening.stop_accepting()
    waiting = connect(listener)
    assert listener.accept()[1] == waiting.sock.getsockname()


def test_every_copy_of_the_socket_is_replaced(listener: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    with listener.dup() as copy, socket.create_server(("127.0.0.1", 0)) as other:
        address, untouched = listener.getsockname(), other.getsockname()
        monkeypatch.setenv(listening.VARIABLE, str(listener.fileno()))

        listening.stop_accepting()

        assert address not in {listener.getsockname(), copy.getsockname()}
        assert other.getsockname() == untouched
        for one in (listener, copy):
            one.setblocking(False)
            with pytest.raises(BlockingIOError):
                one.accept()
