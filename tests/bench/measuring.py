"""What the measurements share: a fresh portal, a clock, a table."""

# ruff: noqa: T201 - a benchmark prints

import statistics
import time
from collections.abc import Callable, Iterable, Sequence

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext


def make_portal() -> None:
    """An empty database, and the static files that pages name."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def seconds_of(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def median_seconds(action: Callable[[], object], runs: int = 7) -> float:
    """The median of some runs after one that is not counted."""
    action()
    return statistics.median(seconds_of(action) for _run in range(runs))


def count_queries(action: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
