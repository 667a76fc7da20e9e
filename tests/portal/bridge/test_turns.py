"""How many requests work at a time, and that one which waits for its client keeps none of the others from it."""

import http.client
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.bridge.turns import Turns
from tests.portal.bridge.serving import served
from tests.waiting import wait_until

PATIENCE_SECONDS = 20

COUNTING = '''
"""Tells how many requests it worked at together at most, and reads the bodies of those that have one."""

import pathlib
import threading
import time

from portal.bridge.application import Bridge

lock, working, most = threading.Lock(), 0, 0


def application(environ, start_response):
    global working, most
    start_response("200 OK", [("Content-Type", "text/plain")])
    while environ["PATH_INFO"] == "/slow/" and not pathlib.Path("open").exists():
        time.sleep(0.02)
    if environ["REQUEST_METHOD"] == "POST":
        return [environ["wsgi.input"].read()]
    with lock:
        working += 1
        most = max(most, working)
    time.sleep(0.02)
    with lock:
        working -= 1
    return [str(most).encode()]


application = Bridge(application, threads=4, working=2, turn_seconds={turn_seconds})
'''


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Of a bridge whose turns last longer than any test."""
    with served(tmp_path_factory.mktemp("counting"), COUNTING.replace("{turn_seconds}", "600")) as port:
        yield port


def ask(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    connection.request("GET", "/")
    told = int(connection.getresponse().read())
    connection.close()
    return told


def send_half(port: int) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
    client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 10\r\n\r\n01234")
    return client


def read_all(client: socket.socket) -> bytes:
    with client, client.makefile("rb") as answer:
        return answer.read()


def test_no_more_requests_work_at_a_time_than_may(port: int) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert max(pool.map(ask, [port] * 32)) == 2


def test_requests_that_wait_for_their_clients_stand_in_nobody_s_way(port: int) -> None:
    slow = [send_half(port) for _number in range(3)]
    assert ask(port) <= 2
    for client in slow:
        client.sendall(b"56789")
        assert read_all(client).endswith(b"0123456789")


def test_requests_that_work_for_long_stand_in_nobody_s_way(tmp_path: Path) -> None:
    with served(tmp_path, COUNTING.replace("{turn_seconds}", "0.2")) as port:
        slow = [socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) for _number in range(2)]
        for client in slow:
            client.sendall(b"GET /slow/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        try:
            assert ask(port) == 1
        finally:
            (tmp_path / "open").touch()
            for client in slow:
                client.close()


def test_who_came_first_begins_first() -> None:
    turns, began = Turns(1, longest_seconds=600), []

    def work(number: int) -> None:
        with turns:
            began.append(number)

    with ThreadPoolExecutor(4) as pool:
        turns.acquire()
        try:
            tasks = []
            for number in range(3):
                tasks.append(pool.submit(work, number))
                wait_until(lambda: turns.waiting == len(tasks))
        finally:
            turns.release()
        # The thread that ends its turn asks for the next one at once, as one does that takes a further request.
        work(3)
    assert began == [0, 1, 2, 3]
