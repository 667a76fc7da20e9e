"""What a portal answers that is asked for more than it can do: `python -m tests.bench overload [--port PORT | --postgres]`.

Starts `up` with the starter catalogue, or takes the one at PORT, and asks for pages with 128 and with 1,000 connections, kept
and new for each request ("the crowd"). A client that was refused comes back after one to two seconds. Beside it a small
process, whose own queue is short, asks for pages with four connections, and as readers of files and watchdogs do for
`/robots.txt` and `/health/ready`. The first two seconds, when all connect at once, are told apart. Then the plain speed of a
file, a page and a list with four connections.
"""

# ruff: noqa: T201 - a measurement prints

import argparse
import contextlib
import sys
import tempfile
from pathlib import Path

from tests.bench.loading import HEAD, Load, run_apart, run_loads
from tests.bench.measuring import print_table
from tests.postgres import Cluster
from tests.running import RunningUp

PAGES = ("/", "/tools/", "/skills/")
SECONDS = 12.0
SETTLE_SECONDS = 2.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench overload")
    parser.add_argument("--port", type=int)
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args(sys.argv[2:])
    if asked.port:
        measure(asked.port)
        return
    with contextlib.ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        variables = {}
        if asked.postgres:
            cluster = Cluster.start()
            ends.callback(cluster.stop)
            variables["DATABASE_URL"] = cluster.url
        up = RunningUp(folder, **variables)
        ends.callback(up.stop)
        up.get("/")
        measure(up.port)


def measure(port: int) -> None:
    for connections in (128, 1000):
        for keeps in (True, False):
            overload(port, connections, keeps=keeps)
    rows = [(path, f"{speed(port, path):.0f}") for path in ("/robots.txt", "/", "/tools/")]
    print_table(("path", "answers a second"), rows)


def overload(port: int, connections: int, *, keeps: bool) -> None:
    crowd = Load(port, PAGES, connections, SECONDS, keeps=keeps, pause_seconds=1.0, settle_seconds=SETTLE_SECONDS)
    beside = [
        Load(port, PAGES, 4, SECONDS, keeps=keeps, pause_seconds=0.05, settle_seconds=SETTLE_SECONDS),
        Load(port, ("/robots.txt",), 2, SECONDS, rest_seconds=0.05, settle_seconds=SETTLE_SECONDS),
        Load(port, ("/health/ready",), 1, SECONDS, rest_seconds=0.1, settle_seconds=SETTLE_SECONDS),
    ]
    [[crowd], beside] = run_apart([crowd], beside)
    print(f"\n{connections} connections, {'kept' if keeps else 'new for each request'}")
    loads = list(zip(("crowd", "pages", "robots", "ready"), (crowd, *beside), strict=True))
    first = [row for name, load in loads for row in load.early.rows(f"{name}, first {SETTLE_SECONDS:.0f} s")]
    print_table(HEAD, [*first, *(row for name, load in loads for row in load.tally.rows(name))])


def speed(port: int, path: str) -> float:
    [tally] = run_loads(Load(port, (path,), 4, seconds=4.0))
    return len(tally.seconds.get(200, [])) / 4.0
