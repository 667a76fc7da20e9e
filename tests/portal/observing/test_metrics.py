"""Counts that several processes keep, and how they are told."""

import asyncio
import http.client
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings

from portal.observing import metrics
from portal.observing.counts import Counts, read_sums
from portal.observing.metrics import count_request, write_metrics
from portal.request_record import Record
from tests.running import DEADLINE_SECONDS, ROOT, free_port
from tests.waiting import wait_until

COUNT = """
import sys
from pathlib import Path
from portal.observing.counts import Counts
counts = Counts(Path(sys.argv[1]))
sys.stdin.readline()
for _number in range(1000):
    counts.add("portal_refused_total")
counts.set("portal_now_waiting", 5.0)
"""


def test_counts_of_processes_add_up_and_outlive_them(tmp_path: Path) -> None:
    command = [sys.executable, "-c", COUNT, str(tmp_path)]
    processes = [subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) for _number in range(2)]
    wait_until(lambda: len(list(tmp_path.iterdir())) == len(processes))
    for process in processes:
        process.communicate(b"\n", timeout=DEADLINE_SECONDS)
    assert read_sums(tmp_path) == {"portal_refused_total": 2000.0}

    # The next process counts on in a file that is free: no sum falls, and no file is added.
    counts = Counts(tmp_path)
    counts.add("portal_refused_total")
    counts.set("portal_now_waiting", 1.0)
    assert read_sums(tmp_path) == {"portal_refused_total": 2001.0, "portal_now_waiting": 1.0}
    assert len(list(tmp_path.iterdir())) == 2


def test_series_too_long_or_too_many_are_left_out(tmp_path: Path) -> None:
    counts = Counts(tmp_path)
    counts.add("x" * 500)
    for number in range(5000):
        counts.add(f"series_{number}")
    assert len(read_sums(tmp_path)) == 4096


def make_counts(folder: Path) -> Counts:
    counts = Counts(folder)
    record = Record(id="1" * 32, method="GET", path="/secret/path", route="home", status=200)
    record.waited_seconds, record.database_seconds = 0.25, 0.5
    count_request(counts, record)
    count_request(counts, Record(id="2" * 32, method="GET", path="/x", route="refused", status=503))
    count_request(counts, Record(id="3" * 32, method="GET", path="/x", route='odd"\\', status=200))
    return counts


def test_requests_are_told_by_route_and_status(tmp_path: Path) -> None:
    counts = make_counts(tmp_path)
    lines = write_metrics(read_sums(tmp_path)).splitlines()
    assert counts.places
    for line in (
        "# TYPE portal_requests_total counter",
        'portal_requests_total{route="home",status="200"} 1',
        'portal_requests_total{route="odd\\"\\\\",status="200"} 1',
        'portal_request_seconds_bucket{route="home",le="+Inf"} 1',
        'portal_request_seconds_count{route="home"} 1',
        "portal_wait_seconds_sum 0.25",
        "portal_database_seconds_sum 0.5",
        "portal_refused_total 1",
    ):
        assert line in lines
    assert "secret" not in "\n".join(lines)


@pytest.mark.django_db(transaction=True)
def test_metrics_are_told_at_their_address_alone(tmp_path: Path, settings: LazySettings) -> None:
    settings.VAR_DIR, port = tmp_path, free_port()
    counts = make_counts(tmp_path / "metrics")
    backup = tmp_path / "backups" / "daily-1.backup"
    backup.parent.mkdir()
    backup.touch()
    os.utime(backup, (1_000_000_000, 1_000_000_000))

    def get(path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    async def ask() -> list[tuple[int, str]]:
        await metrics.listen("127.0.0.1", port)
        return [await asyncio.to_thread(get, path) for path in ("/metrics", "/")]

    (status, text), (other, _text) = asyncio.run(ask())
    assert (status, other) == (200, 404)
    assert "portal_tasks_waiting 0\n" in text
    assert "portal_refused_total 1\n" in text
    assert "portal_last_backup_timestamp_seconds 1000000000\n" in text
    assert counts.places


def test_taken_address_is_told_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    async def ask() -> None:
        await metrics.listen("192.0.2.1", 9)

    asyncio.run(ask())
    assert [record.levelname for record in caplog.records] == ["ERROR"]
