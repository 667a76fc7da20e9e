"""What Prometheus is told, and from where it asks: an address of its own, which only `PORTAL_METRICS` opens.

Series are named by routes, of which there are a few dozen, never by addresses. Every web process listens at the address, and
each tells the sums of all.
"""

import asyncio
import contextlib
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import connection
from django_tasks_db.models import DBTaskResult

from portal.backups.keeping import last_backup
from portal.observing.counts import Counts, read_sums
from portal.request_record import Record

logger = logging.getLogger(__name__)

BUCKETS = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
FAMILIES = {
    "portal_requests_total": ("counter", "Requests by route and status."),
    "portal_request_seconds": ("histogram", "Time from a request's arrival to its answer, by route."),
    "portal_wait_seconds": ("summary", "Time that requests waited for a thread."),
    "portal_database_seconds": ("summary", "Time that requests waited for the database."),
    "portal_refused_total": ("counter", "Requests refused because they would have waited too long."),
    "portal_now_waiting": ("gauge", "Requests that wait for a thread."),
    "portal_now_busy": ("gauge", "Threads at work."),
    "portal_tasks_waiting": ("gauge", "Background tasks that wait for the task worker."),
    "portal_last_backup_timestamp_seconds": ("gauge", "When the newest backup in the state folder was made."),
}
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PATIENCE_SECONDS = 1.0
MAX_HEAD_BYTES = 8192


def folder() -> Path:
    return Path(settings.VAR_DIR) / "metrics"


def count_request(counts: Counts, record: Record) -> None:
    route, seconds = quoted(record.route or "none"), record.seconds
    counts.add(f'portal_requests_total{{route="{route}",status="{record.status}"}}')
    for bound in BUCKETS:
        if seconds <= bound:
            counts.add(f'portal_request_seconds_bucket{{route="{route}",le="{bound}"}}')
    counts.add(f'portal_request_seconds_bucket{{route="{route}",le="+Inf"}}')
    counts.add(f'portal_request_seconds_sum{{route="{route}"}}', seconds)
    counts.add(f'portal_request_seconds_count{{route="{route}"}}')
    for name, waited in (("wait", record.waited_seconds), ("database", record.database_seconds)):
        counts.add(f"portal_{name}_seconds_sum", waited)
        counts.add(f"portal_{name}_seconds_count")
    if record.route == "refused":
        counts.add("portal_refused_total")


def quoted(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def write_metrics(sums: dict[str, float]) -> str:
    """The text format of Prometheus: families in their order, their series by name."""
    return "".join(line for family in FAMILIES for line in write_family(family, sums))


def write_family(family: str, sums: dict[str, float]) -> Iterable[str]:
    kind, told = FAMILIES[family]
    names = {family, *(f"{family}_{part}" for part in ("bucket", "sum", "count"))}
    series = sorted(name for name in sums if name.partition("{")[0] in names)
    if series:
        yield f"# HELP {family} {told}\n# TYPE {family} {kind}\n"
    for name in series:
        yield f"{name} {sums[name]:.10g}\n"


def count_tasks() -> dict[str, float]:
    """Empty where the database does not answer: no figure is better than a wrong one."""
    try:
        return {"portal_tasks_waiting": float(DBTaskResult.objects.ready().count())}
    except DatabaseFailure:
        return {}
    finally:
        connection.close()


class Tasks:
    """Asks the database in a thread of its own, once at a time: where it hangs, it is not asked again."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="metrics")
        self.asked: asyncio.Future[dict[str, float]] | None = None

    async def count(self) -> dict[str, float]:
        if self.asked is None or self.asked.done():
            self.asked = asyncio.get_running_loop().run_in_executor(self.pool, count_tasks)
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(self.asked), PATIENCE_SECONDS)
        return {}


tasks = Tasks()


async def collect() -> str:
    return write_metrics(read_sums(folder()) | date_backup() | await tasks.count())


def date_backup() -> dict[str, float]:
    made_at = last_backup()
    return {"portal_last_backup_timestamp_seconds": made_at.timestamp()} if made_at else {}


async def listen(host: str, port: int) -> None:
    try:
        await asyncio.start_server(answer, host, port, reuse_port=True, limit=MAX_HEAD_BYTES)
    except OSError as error:
        logger.error("PORTAL_METRICS: nothing can be told at %s port %s: %s", host, port, error.strerror)


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_SECONDS)
        is_known = head.split(b" ", 2)[:2] == [b"GET", b"/metrics"]
        status, body = ("200 OK", await collect()) if is_known else ("404 Not Found", "Ask for /metrics\n")
        sent = body.encode()
        kind = MEDIA_TYPE if is_known else "text/plain"
        writer.write(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(sent)}\r\n".encode())
        writer.write(b"Connection: close\r\n\r\n" + sent)
        await writer.drain()
    except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass  # nobody there who could ask
    finally:
        writer.close()
