"""Pages of imports say that no worker runs when none does, and only then."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.admin.site import admin_url
from articles.models import ImportBatch
from articles.operation.task_worker import has_worker_here, sign_of_worker
from tests.factories import make_user
from tests.processes import environment_of_test_database

pytestmark = pytest.mark.django_db(transaction=True)

NO_WORKER = "No task worker is running"
DEADLINE_SECONDS = 180  # loading the portal takes a second, and a minute on a machine that does much else
ENDED = "The task worker ended while it was at this"


@contextmanager
def running_worker() -> Iterator[None]:
    """A task worker as `up` starts it, once it looks for tasks; killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--no-startup-delay", "--skip-checks"],
        cwd=Path(__file__).parents[3],
        env={**environment_of_test_database(), "DJANGO_SETTINGS_MODULE": "portal.settings"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(process)
        yield
    finally:
        process.kill()
        process.wait()


def wait_for(process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not has_worker_here():
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(autouse=True)
def signed_in(client: Client) -> None:
    client.force_login(make_user("erin"))


def make_batch(state: str, *, file: str = "imports/x/set.csv", **values: Any) -> ImportBatch:
    options = {"files": [file], "type": "tool"}
    return ImportBatch.objects.create(kind="catalogue", name="Set", state=state, file=file, options=options, **values)


def make_task(*, waited_seconds: int, **values: Any) -> None:
    task = DBTaskResult.objects.create(
        args_kwargs={}, task_path="x", backend_name="other", run_after=timezone.now(), **values
    )
    at = timezone.now() - timedelta(seconds=waited_seconds)
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=at)


def page_of(client: Client, batch: ImportBatch) -> str:
    return str(client.get(admin_url(ImportBatch, "change", batch.pk)).content.decode())


def test_pages_know_a_real_worker_as_long_as_it_lives(client: Client) -> None:
    make_task(waited_seconds=60)
    waiting, stopped = make_batch("waiting"), make_batch("running")
    ImportBatch.objects.update(progress_at=timezone.now() - timedelta(hours=1))

    def told() -> list[bool]:
        return [has_worker_here(), NO_WORKER in page_of(client, waiting), ENDED in page_of(client, stopped)]

    assert told() == [False, True, True]
    with running_worker():
        assert told() == [True, False, False]
    assert told() == [False, True, True]


def test_two_workers_may_run_and_one_is_enough() -> None:
    with sign_of_worker():
        with sign_of_worker():
            assert has_worker_here()
        assert has_worker_here()
    assert not has_worker_here()


@pytest.mark.parametrize("state", ["checked", "finished", "failed", "undone"])
def test_import_that_waits_for_nobody_is_silent_about_workers(client: Client, state: str) -> None:
    page = page_of(client, make_batch(state))
    assert NO_WORKER not in page and ENDED not in page


def test_import_of_the_command_line_needs_no_worker(client: Client) -> None:
    page = page_of(client, make_batch("running", file=""))
    assert NO_WORKER not in page and ENDED not in page


def test_import_behind_another_one_says_for_which_it_waits(client: Client) -> None:
    first, second = make_batch("running"), make_batch("queued")
    with sign_of_worker():
        page = page_of(client, second)
        assert "It waits for the import before it" in page
        assert admin_url(ImportBatch, "change", first.pk) in page
        ImportBatch.objects.filter(pk=first.pk).update(state="finished")
        assert "It waits for the import before it" not in page_of(client, second)


@pytest.mark.parametrize(
    ("waited_seconds", "values", "is_told"), [(5, {}, False), (60, {}, True), (60, {"status": "RUNNING"}, False)]
)
def test_worker_of_another_machine_is_missed_when_a_task_waits_in_vain(
    client: Client, waited_seconds: int, values: dict[str, Any], is_told: bool
) -> None:
    make_task(waited_seconds=waited_seconds, started_at=timezone.now(), **values)
    is_one_machine = connection.vendor == "sqlite"
    assert (NO_WORKER in page_of(client, make_batch("waiting"))) == (is_told or is_one_machine)
