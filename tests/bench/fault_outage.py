"""A minute without the database at ten requests a second: what readers, programs and an editor get, and how soon it is over.

Three outages: PostgreSQL frozen (connections stay, nothing is answered), PostgreSQL stopped, a file of SQLite locked by another
program. Requests are sent at their time, whether or not earlier ones were answered.
"""

# ruff: noqa: T201 - a benchmark prints

import math
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.measuring import print_table
from tests.outages import Outage, postgres_outages, sqlite_outage
from tests.portal.up.test_outage import ADD, Editor
from tests.postgres import Cluster
from tests.running import RunningUp

RATE, BEFORE_SECONDS, AFTER_SECONDS = 10, 5, 30


@dataclass
class Answer:
    """sent_at, seconds: since the outage began, and until the answer was there. status: 0 where there was none."""

    kind: str
    sent_at: float
    seconds: float
    status: int
    may_retry: bool


class Load:
    def __init__(self, up: RunningUp, editor: Editor, form: dict[str, str]) -> None:
        self.up, self.editor, self.form = up, editor, form
        stylesheet = re.findall(r'"(/static/css/site[^"]+)"', editor.ask("/")[2])[0]
        self.paths = [("page", "/"), ("static", stylesheet), ("page", "/articles/"), ("robots", "/robots.txt")]
        self.paths += [
            ("api", "/api/v1/articles/"),
            ("live", "/health/live"),
            ("editor", ADD),
            ("missing", "/nowhere/"),
        ]
        self.answers: list[Answer] = []

    def run(self, way: Outage, seconds: float) -> None:
        """Requests in turn, at their times; the outage begins and ends between two of them."""
        began = time.monotonic() + BEFORE_SECONDS
        steps: list[tuple[float, Callable[[], Any]]] = [(began, way.begin), (began + seconds, way.end)]
        with ThreadPoolExecutor(400) as pool:
            for number in range(int(RATE * (BEFORE_SECONDS + seconds + AFTER_SECONDS))):
                at = began - BEFORE_SECONDS + number / RATE
                while steps and steps[0][0] <= at:
                    pool.submit(steps.pop(0)[1])
                time.sleep(max(0.0, at - time.monotonic()))
                pool.submit(self.ask, began, *self.paths[number % len(self.paths)])

    def ask(self, began: float, kind: str, path: str) -> None:
        before = time.monotonic()
        try:
            status, headers, _text = self.editor.ask(path, {**self.form, "_save": "Save"} if kind == "editor" else None)
            may_retry = headers["Retry-After"] is not None
        except OSError:
            status, may_retry = 0, False
        now = time.monotonic()
        self.answers.append(Answer(kind, before - began, now - before, status, may_retry))


def percentile(seconds: list[float], part: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, math.ceil(part * len(ordered)) - 1)] if ordered else math.nan


def measure(way: Outage, folder: Path, seconds: float, **environment: str) -> list[tuple[Any, ...]]:
    up = RunningUp(folder, **environment)
    try:
        up.wait_for_line("is at")
        editor = Editor(up)
        editor.sign_in()
        load = Load(up, editor, {**editor.form_at(ADD), "body": "Words."})
        lines_before = len(up.lines)
        load.run(way, seconds)
        print(f"\n{way.name}: {len(up.lines) - lines_before} lines logged, {traces(up.lines)} tracebacks")
        for line in up.lines[lines_before:][:12]:
            print(f"  {line[:160]}")
    finally:
        up.stop()
    return rows_of(way.name, load.answers, seconds)


def traces(lines: list[str]) -> int:
    return sum("Traceback" in line for line in lines)


def rows_of(name: str, answers: list[Answer], seconds: float) -> list[tuple[Any, ...]]:
    during = [one for one in answers if 0.2 <= one.sent_at < seconds - 0.2]
    after = [one for one in answers if one.sent_at + one.seconds >= seconds and one.status == 200]
    back = {
        kind: min((one.sent_at + one.seconds for one in after if one.kind == kind), default=math.nan)
        for kind in ("page", "api")
    }
    rows = []
    for kind in dict.fromkeys(one.kind for one in answers):
        found = [one for one in during if one.kind == kind]
        times = [one.seconds for one in found]
        counts = sorted(Counter(one.status for one in found).items())
        statuses = ", ".join(f"{number} × {status}" for status, number in counts)
        shares = (f"{percentile(times, 0.5):.3f}", f"{percentile(times, 0.99):.3f}", f"{max(times):.2f}")
        first = f"{back.get(kind, math.nan) - seconds:.1f}" if kind in {"page", "api"} else ""
        rows.append((name, kind, statuses, sum(one.may_retry for one in found), *shares, first))
    return rows


def main() -> None:
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 60.0
    rows: list[tuple[Any, ...]] = []
    for number in range(3):
        with tempfile.TemporaryDirectory(prefix="portal-outage-") as folder:
            if number == 2:
                rows += measure(sqlite_outage(Path(folder) / "portal.sqlite3"), Path(folder), seconds)
                continue
            cluster = Cluster.start()
            try:
                rows += measure(postgres_outages(cluster)[number], Path(folder), seconds, DATABASE_URL=cluster.url)
            finally:
                cluster.stop()
    print_table(
        ("outage", "what", "answers", "Retry-After", "median s", "p99 s", "longest s", "first 200 after s"), rows
    )
