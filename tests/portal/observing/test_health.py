"""What `/health/ready` looks at, how often it looks, and that it answers where a look never ends."""

import asyncio
import json
import os
import threading
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from articles.operation.task_worker import beats_of_worker, has_worker_beat, sign_file, sign_of_worker
from portal.observing import health
from portal.observing.health import Readiness
from portal.observing.parts import wrong_parts
from tests.processes import run_python


@pytest.fixture(autouse=True)
def state_folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_portal_with_a_worker_is_ready() -> None:
    with sign_of_worker():
        assert wrong_parts() == []


@pytest.mark.django_db(transaction=True)
def test_worker_that_hangs_is_told(settings: LazySettings) -> None:
    with sign_of_worker():
        os.utime(sign_file(), (0, 0))
        assert wrong_parts() == ["worker"]
        with beats_of_worker(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert wrong_parts() == []


@pytest.mark.django_db
def test_missing_worker_is_missed_where_nobody_else_could_be_one() -> None:
    assert has_worker_beat() is (connection.vendor != "sqlite")


@pytest.mark.django_db(transaction=True)
def test_full_disk_is_told(settings: LazySettings) -> None:
    settings.LEAST_FREE_BYTES = 2**62
    with sign_of_worker():
        assert wrong_parts() == ["disk"]
    settings.VAR_DIR = Path("/no/such/folder")
    assert "disk" in wrong_parts()


@pytest.mark.django_db(transaction=True)
def test_migration_that_was_not_applied_is_told() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = 'undone' WHERE app = 'sessions'")
    try:
        with sign_of_worker():
            assert wrong_parts() == ["migrations"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET name = '0001_initial' WHERE app = 'sessions'")


def test_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    code = "from portal.observing.parts import wrong_parts\nprint(wrong_parts())"
    nobody = {"DATABASE_URL": "postgres://me:secret@127.0.0.1:1/portal", "PORTAL_VAR": str(tmp_path)}
    assert run_python(code, environment=nobody).stdout == "['database']\n"


def test_many_askers_share_one_check(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def look() -> list[str]:
        looks.append(1)
        return ["disk"]

    async def ask() -> None:
        readiness = Readiness(look)
        assert await asyncio.gather(*(readiness.wrong() for _number in range(50))) == [["disk"]] * 50
        assert (await readiness.wrong(), len(looks)) == (["disk"], 1)
        monkeypatch.setattr(health, "KEPT_SECONDS", 0.0)
        assert (await readiness.wrong(), len(looks)) == (["disk"], 2)

    asyncio.run(ask())


def test_check_that_hangs_is_answered_and_not_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(health, "KEPT_SECONDS", 0.0)
    looks, is_over = [], threading.Event()

    def hang() -> list[str]:
        looks.append(1)
        is_over.wait(60)
        return []

    async def ask() -> None:
        readiness = Readiness(hang)
        assert [await readiness.wrong(), await readiness.wrong(), len(looks)] == [["database"], ["database"], 1]
        is_over.set()
        assert readiness.found
        await readiness.found
        assert await readiness.wrong() == []

    asyncio.run(ask())


def test_answers_tell_which_part_and_nothing_of_it() -> None:
    status, headers, body = health.answer(["database", "worker"])
    assert (status, json.loads(body)) == (503, {"status": "unavailable", "wrong": ["database", "worker"]})
    assert dict(headers)["Cache-Control"] == "no-store"
    assert health.answer([])[::2] == (200, b'{"status": "ok"}')
