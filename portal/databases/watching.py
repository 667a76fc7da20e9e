"""Asks the database twice a second, on a connection of its own, whether it answers; one thread in each process that serves.

A query that hangs cannot tell a database that is gone from one that works hard, and a frozen server keeps none of the limits
that it was told. The watch can: `SELECT 1` never takes a second. It sets the state that `portal.databases.outage` holds.
"""

import os
import threading
from typing import Protocol

from django.db import connections
from django.db.utils import DEFAULT_DB_ALIAS

from portal.databases.outage import answers, process, writes

PAUSE_SECONDS = 0.5


class Probe(Protocol):
    def ask(self) -> None:
        """Sets the state of what it asks after. Raises nothing."""


class Watch(threading.Thread):
    def __init__(self, probe: Probe) -> None:
        super().__init__(name="database watch", daemon=True)
        self.probe = probe
        self.pid = os.getpid()
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            self.probe.ask()
            self.stopping.wait(PAUSE_SECONDS)

    def stop(self) -> None:
        self.stopping.set()
        self.join()
        answers.end()
        writes.end()


class Guard:
    """The watch of this process; a fork has none until it starts its own."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.watch: Watch | None = None

    def start(self) -> None:
        if self.watch is not None and self.watch.pid == os.getpid():
            return
        with self.lock:
            if self.watch is None or self.watch.pid != os.getpid():
                process.is_serving = True
                self.watch = Watch(connections[DEFAULT_DB_ALIAS].make_probe())  # type: ignore[attr-defined]  # of our backends
                self.watch.start()

    def stop(self) -> None:
        """For tests, which share a process."""
        if self.watch is not None:
            self.watch.stop()
        self.watch = None
        process.is_serving = False


guard = Guard()


def start() -> None:
    """From now on this process serves readers. Called for each request, after the fork of the server's processes."""
    guard.start()


def stop() -> None:
    guard.stop()
