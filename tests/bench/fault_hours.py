"""Hours of mixed load: `python -m tests.bench faults hours [MINUTES] [--postgres]`, 120 minutes; how memory and open files go.

People read pages, files, feeds, the API and searches that nobody asked before; four save, with uploads and imports, at a pace
that leaves the machine air. Each process of `up` is looked at once a minute. Told are its first and last figures after the
first 15 minutes, its highest one, and how fast memory grows along the straight line that fits best.
"""

# ruff: noqa: T201 - a benchmark prints

import re
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.fault_outage import traces
from tests.bench.loading import HEAD, Load, run_loads
from tests.bench.measuring import print_table
from tests.killing.clients import Progress
from tests.killing.story import Importer, make_clients
from tests.postgres import Cluster
from tests.running import DEADLINE_SECONDS, RunningUp, clean_environment

MINUTES, WARM_MINUTES, LOOK_SECONDS = 120, 15, 60.0
READERS, READ_REST_SECONDS, SAVE_REST_SECONDS = 10, 5.0, 3.0
OTHER_PATHS = ("/robots.txt", "/api/v1/changes/", "/api/v1/tools/?count=1&facets=1", "/feeds/articles.atom", "/map/")
SEARCHES = 5_000
LINES_SHOWN = 40
TOLD = "{} of {} minutes, {} saves"


@dataclass(frozen=True)
class Look:
    """One process at one moment. minutes: since the load began."""

    minutes: float
    process: str
    megabytes: float
    files: int


def process_name(pid: int, command: str) -> str:
    words = re.search(r"manage\.py (.*)", command)
    return f"{words[1][:40] if words else command[:40]} ({pid})"


def look(up: RunningUp, minutes: float) -> Iterable[Look]:
    """At each process below `up` that still lives, and at `up`."""
    for pid, command in {up.process.pid: "manage.py up", **up.children()}.items():
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
        except (FileNotFoundError, ProcessLookupError):
            continue
        if kilobytes := re.search(r"VmRSS:\s+(\d+)", status):
            yield Look(minutes, process_name(pid, command), int(kilobytes[1]) / 1024, files)


def watch(up: RunningUp, minutes: float, progress: Progress) -> list[Look]:
    """Once a minute, until the time is over or something went wrong."""
    began, looks = time.monotonic(), list[Look]()
    while (passed := (time.monotonic() - began) / 60) < minutes and not progress.is_over:
        looks += look(up, passed)
        if round(passed) % 10 == 0:
            print(TOLD.format(round(passed), round(minutes), progress.saves), flush=True)
        time.sleep(LOOK_SECONDS)
    return looks


def rows_of(looks: list[Look], warm_minutes: float) -> Iterable[tuple[object, ...]]:
    """Of each process that was seen more than twice after the time to warm up; of the others, how many there were."""
    warm = [one for one in looks if one.minutes >= warm_minutes]
    seen = Counter(one.process for one in warm)
    for process, times in seen.items():
        if times < 3:
            continue
        own = [one for one in warm if one.process == process]
        memory, files = [one.megabytes for one in own], [one.files for one in own]
        slope = statistics.linear_regression([one.minutes / 60 for one in own], memory).slope
        figures = [f"{value:.1f}" for value in (memory[0], memory[-1], max(memory), slope)]
        yield process, times, *figures, files[0], files[-1], max(files)


def paths_of(up: RunningUp) -> tuple[str, ...]:
    """Every page that the sitemaps name, and what is not in them."""
    maps = re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", read(up, "/sitemap.xml"))
    pages = [path for one in maps for path in re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", read(up, one))] or maps
    items = [path for path in pages if path.count("/") == 3]
    texts = [f"{path[:-1]}.md" for path in items]
    details = [f"/api/v1{path}" for path in items]
    searches = [f"/search/?q=word{number}+learning" for number in range(SEARCHES)]
    # As many searches as pages, each of them once or twice.
    return (*searches, *((*pages, *texts, *details, *OTHER_PATHS) * (SEARCHES // max(1, len(pages) * 3))))


def read(up: RunningUp, path: str) -> str:
    with urllib.request.urlopen(up.url + path, timeout=DEADLINE_SECONDS) as answer:
        text: str = answer.read().decode()
        return text


def measure(folder: Path, variables: dict[str, str], minutes: float) -> None:
    up, progress = RunningUp(folder, **variables), Progress(rest_seconds=SAVE_REST_SECONDS)
    try:
        up.wait_for_line("is at")
        writers, uploader = make_clients(up, progress)
        importer = Importer(folder, clean_environment(folder, **variables), progress, may_fail=False)
        load = Load(
            up.port,
            paths_of(up),
            READERS,
            seconds=60 * minutes,
            rest_seconds=READ_REST_SECONDS,
            pause_seconds=READ_REST_SECONDS,
        )
        reading = threading.Thread(target=run_loads, args=(load,), daemon=True)
        for one in (*writers, uploader, importer, reading):
            one.start()
        looks = watch(up, minutes, progress)
        progress.end()
        reading.join(DEADLINE_SECONDS)
    finally:
        up.stop()
    print_table(HEAD, load.tally.rows("read"))
    print(
        f"{progress.saves} saves, {len(uploader.saved)} uploads, {importer.finished} imports, {traces(up.lines)} tracebacks"
    )
    head = ("process", "looks", "MB first", "MB last", "MB most", "MB an hour", "files first", "last", "most")
    print_table(head, rows_of(looks, min(WARM_MINUTES, minutes / 4)))
    told = [line for line in up.lines if " ERROR " in line or " WARNING " in line]
    for line in (*progress.faults, *told[:LINES_SHOWN]):
        print(line[:160])


def main() -> None:
    parser = ArgumentParser("python -m tests.bench faults hours")
    parser.add_argument("minutes", type=float, nargs="?", default=MINUTES)
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args(sys.argv[3:])
    cluster = Cluster.start() if asked.postgres else None
    try:
        with tempfile.TemporaryDirectory(prefix="portal-hours-") as name:
            measure(Path(name), {"DATABASE_URL": cluster.url} if cluster else {}, asked.minutes)
    finally:
        if cluster:
            cluster.stop()
