"""A database that does not answer: whoever waits is sent away, whoever comes is refused, and all goes on when it is back."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from articles.operation.outages import Outage as TellingOutage
from portal.databases import outage, watching
from portal.databases.outage import DatabaseDown
from portal.environment import SQLITE
from tests.outages import WRITES, Locker, Outage, postgres_outages, sqlite_outage
from tests.postgres import Cluster
from tests.waiting import wait_until


@pytest.fixture
def connect(django_db_blocker: Any) -> Iterator[Callable[[dict[str, Any]], BaseDatabaseWrapper]]:
    """Connections to a database of the test's own, in a process that serves readers."""
    django_db_blocker.unblock()
    made: list[ConnectionHandler] = []
    before = connections["default"]

    def connect(database: dict[str, Any]) -> BaseDatabaseWrapper:
        handler = ConnectionHandler({"default": database})
        if not made:
            connections["default"] = handler["default"]
            watching.start()
        made.append(handler)
        return handler["default"]

    yield connect
    watching.stop()
    for handler in made:
        handler["default"].close()
    connections["default"] = before
    django_db_blocker.restore()


def file_database(path: Path) -> dict[str, Any]:
    return {"ENGINE": SQLITE, "NAME": str(path), "OPTIONS": settings.SQLITE_OPTIONS}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    cluster = Cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture
def outages(request: pytest.FixtureRequest, tmp_path: Path, new_database: Any) -> tuple[dict[str, Any], list[Outage]]:
    """The database under test's like, and the ways in which it goes."""
    if settings.IS_SQLITE:
        return file_database(tmp_path / "own.sqlite3"), [sqlite_outage(tmp_path / "own.sqlite3")]
    cluster = request.getfixturevalue("cluster")
    given = {"ENGINE": settings.DATABASES["default"]["ENGINE"], "NAME": "postgres", "USER": "portal"}
    return {**given, "HOST": str(cluster.folder), "CONN_HEALTH_CHECKS": True}, postgres_outages(cluster)


def ask(connection: BaseDatabaseWrapper, query: str = "SELECT count(*) FROM kept") -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def fill(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS kept (number INTEGER)")
        cursor.execute("DELETE FROM kept")
    connection.close()


def insert(connection: BaseDatabaseWrapper) -> None:
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO kept VALUES (1)")


def break_amid(connection: BaseDatabaseWrapper, way: Outage) -> None:
    with transaction.atomic():
        ask(connection)
        way.begin()
        ask(connection)


def test_query_in_an_outage_ends_new_ones_are_refused_and_all_goes_on_after_it(
    outages: Any, connect: Any, caplog: pytest.LogCaptureFixture
) -> None:
    database, ways = outages
    connection = connect(database)
    fill(connection)
    for way in ways:
        caplog.clear()
        way.begin()
        with pytest.raises(OperationalError):  # it waits, until the outage is found out
            ask(connection)
        wait_until(outage.is_down)
        with pytest.raises(DatabaseDown):
            ask(connection)
        connection.close_if_unusable_or_obsolete()
        way.end()
        wait_until(lambda: not outage.is_down())
        assert ask(connection) == 0
        connection.close()
        began, ended = [record.getMessage() for record in caplog.records if record.name == "articles.operation.outages"]
        assert began.startswith("The database does not answer (")
        assert ended.startswith("The database answers again after ")


def test_connection_that_breaks_amid_a_transaction_is_made_anew(outages: Any, connect: Any) -> None:
    database, ways = outages
    connection = connect(database)
    fill(connection)
    way = ways[-1]
    if settings.IS_SQLITE:
        way.begin()
        with pytest.raises(OperationalError):
            insert(connection)
    else:
        with pytest.raises(OperationalError):
            break_amid(connection, way)
    way.end()
    wait_until(lambda: not outage.is_down())
    connection.close_if_unusable_or_obsolete()  # as the end of the request does

    insert(connection)

    assert ask(connection) == 1


def test_queries_of_commands_have_no_limit(outages: Any, django_db_blocker: Any) -> None:
    connection = ConnectionHandler({"default": outages[0]})["default"]
    with django_db_blocker.unblock():
        limit = ask(connection, "PRAGMA busy_timeout" if settings.IS_SQLITE else "SHOW statement_timeout")
        connection.close()
    assert limit == (20_000 if settings.IS_SQLITE else "0")


def test_web_processes_bound_queries(outages: Any, connect: Any) -> None:
    connection = connect(outages[0])
    names = ("busy_timeout",) if settings.IS_SQLITE else ("statement_timeout", "lock_timeout")
    limits = [ask(connection, f"{'PRAGMA' if settings.IS_SQLITE else 'SHOW'} {name}") for name in names]
    assert limits == ([100] if settings.IS_SQLITE else ["30s", "20s"])


def hold(path: Path, began: threading.Event, statements: int) -> None:
    """A writer that gets on: it holds the lock and says so by statements."""
    connection = ConnectionHandler({"default": file_database(path)})["default"]
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    connection.in_atomic_block = True
    for number in range(statements):
        ask(connection, f"SELECT {number}")
        began.set()
        time.sleep(0.1)
    connection.in_atomic_block = False
    connection.rollback()
    connection.close()


def test_save_waits_for_a_writer_that_gets_on_but_not_for_one_that_is_silent(
    tmp_path: Path, connect: Any, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "own.sqlite3"
    connection = connect(file_database(path))
    fill(connection)

    locker = Locker(path, *WRITES)
    with pytest.raises(OperationalError, match="locked"):
        insert(connection)
    assert (ask(connection), outage.is_down(), outage.writes.is_on) == (0, False, True)
    locker.let_go()
    wait_until(lambda: not outage.writes.is_on)

    began = threading.Event()
    writer = threading.Thread(target=hold, args=(path, began, 30))
    writer.start()
    began.wait()
    insert(connection)
    writer.join()
    assert ask(connection) == 1
    assert [record.getMessage().partition(" (")[0] for record in caplog.records] == [
        "The database cannot be written",
        "The database can be written again after 0 s.",
    ]


def test_outage_is_told_once_and_then_once_a_minute(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    state = TellingOutage("gone: %s", "gone for %d s", "back after %d s")
    state.end()
    for _half_second in range(260):
        state.begin("cable")
        now[0] += 0.5
    state.end()
    state.end()
    told = [record.getMessage() for record in caplog.records]
    assert told == ["gone: cable", "gone for 60 s", "gone for 120 s", "back after 130 s"]
