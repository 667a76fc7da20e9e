"""Whether a restart under load fails a request: `python -m tests.bench restart`.

Two web processes, eight clients, 10,000 requests, kept connections and new ones; `up` is asked to restart as often as it can.
"""

# ruff: noqa: T201 - a measurement prints

import signal
import sys
import tempfile
import threading
from pathlib import Path

from tests.bench.loading import HEAD, Load, run_loads
from tests.bench.measuring import print_table
from tests.running import RunningUp

REQUESTS = 10_000
PAUSE_SECONDS = 3.0
PATHS = ("/robots.txt", "/about/")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        up = RunningUp(Path(name), "--no-starter", "--workers", "2")
        try:
            up.get("/")
            up.wait_for_child("db_worker")
            failed = sum(measure(up, keeps=keeps) for keeps in (True, False))
        finally:
            up.stop()
    sys.exit(f"{failed} requests failed." if failed else 0)


def measure(up: RunningUp, *, keeps: bool) -> int:
    """How many requests failed."""
    is_over = threading.Event()
    before = taken_over(up)
    asking = threading.Thread(target=ask_restarts, args=(up, is_over))
    asking.start()
    [tally] = run_loads(Load(up.port, PATHS, 8, seconds=600, limit=REQUESTS, keeps=keeps))
    is_over.set()
    asking.join()
    print(f"\nconnections {'kept' if keeps else 'new for each request'}, {taken_over(up) - before} restarts")
    print_table(HEAD, tally.rows("requests"))
    return tally.total - len(tally.seconds.get(200, []))


def taken_over(up: RunningUp) -> int:
    return sum("The new web server answers." in line for line in up.lines)


def ask_restarts(up: RunningUp, is_over: threading.Event) -> None:
    while not is_over.wait(PAUSE_SECONDS):
        up.process.send_signal(signal.SIGUSR2)
