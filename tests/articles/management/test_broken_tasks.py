"""The task worker while the database is away: it waits, says so once, and ends what it was at in a known state."""

from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.management.broken_tasks import end_broken_tasks
from articles.management.commands import db_worker
from articles.models import ImportBatch, MassAction
from tests.factories import make_user

ERROR = OperationalError("the connection is closed")


def make_task(path: str, worker: str, *args: int) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path=path,
        args_kwargs={"args": list(args), "kwargs": {}},
        backend_name="default",
        run_after=timezone.now(),
        status="RUNNING",
        worker_ids=[worker],
        exception_class_path="",
        traceback="",
    )


@pytest.mark.django_db
def test_task_that_broke_ends_as_failed_and_so_does_what_it_was_for() -> None:
    action = MassAction.objects.create(item_type="tool", status="archived", state="running", total=9, by=make_user())
    batch = ImportBatch.objects.create(kind="catalogue", name="x", state="running")
    done = ImportBatch.objects.create(kind="catalogue", name="y", state="finished")
    mine = [
        make_task("articles.mass.jobs.run_mass_action", "me", action.pk),
        make_task("articles.transfer.imports.jobs.run_import", "me", batch.pk),
        make_task("articles.transfer.imports.jobs.try_import", "me", done.pk),
    ]
    other = make_task("articles.transfer.imports.jobs.run_import", "another", done.pk)

    end_broken_tasks("me", ERROR)

    for row in (action, batch, done, other, *mine):
        row.refresh_from_db()
    assert [row.status for row in (*mine, other)] == ["FAILED", "FAILED", "FAILED", "RUNNING"]
    assert (action.state, batch.state, done.state) == ("failed", "failed", "finished")
    assert "it can go on from there" in action.message
    assert "it can go on from there" in batch.message


@pytest.mark.django_db(transaction=True)
def test_worker_waits_for_the_database_and_then_goes_on(monkeypatch: Any, caplog: Any) -> None:
    answers = iter([ERROR, None])
    slept: list[float] = []

    def handle(self: Any, **options: Any) -> None:
        if error := next(answers):
            raise error

    monkeypatch.setattr(db_worker.db_worker.Command, "handle", handle)
    monkeypatch.setattr(db_worker.time, "sleep", slept.append)
    task = make_task("articles.transfer.imports.jobs.run_import", "me", 0)

    db_worker.Command().handle(worker_id="me")

    task.refresh_from_db()
    assert (task.status, slept) == ("FAILED", [1.0])
    assert [record.getMessage() for record in caplog.records if record.name == "articles.operation.outages"] == [
        "The task worker waits for the database (the connection is closed).",
        "The task worker goes on after 0 s.",
    ]


@pytest.mark.django_db
def test_worker_does_not_wait_where_the_program_is_wrong(monkeypatch: Any) -> None:
    def handle(self: Any, **options: Any) -> None:
        raise ValueError("bug")

    monkeypatch.setattr(db_worker.db_worker.Command, "handle", handle)
    with pytest.raises(ValueError, match="bug"):
        db_worker.Command().handle(worker_id="me")
