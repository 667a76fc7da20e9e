"""Django's backend for PostgreSQL, whose queries end at once when the database is found to be down."""

import time
from collections.abc import Callable, Generator
from types import SimpleNamespace
from typing import Any, Self, cast

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base
from psycopg.abc import PQGen, PQGenConn

from portal.databases.outage import DatabaseDown, answers, is_down, process, refuse_if_down

WAIT_INTERVAL = 0.1
PROBE_SECONDS = 1.0
# A peer that vanished is given up after 5 s idle and 3 tries, or where what was sent stays unanswered for 10 s.
KEEPALIVES = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
IDLE_TRANSACTION_SECONDS = 60


def interruptible[Y, S, R](steps: Generator[Y, S, R], check: Callable[[], None]) -> Generator[Y, S, R]:
    """The steps of psycopg, with a look at `check`, which may raise, each time that waiting brought nothing.

    psycopg waits in intervals and then sends READY_NONE, so that a look costs nothing while answers come.
    """
    try:
        wanted = next(steps)
        while True:
            ready = yield wanted
            if not ready:
                check()
            wanted = steps.send(ready)
    except StopIteration as end:
        return cast("R", end.value)


class Connection(psycopg.Connection[Any]):
    """Ends its waiting when the database is down; what it was at is lost then, and so is the connection."""

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> PQGenConn[Self]:
        return (yield from interruptible(super()._connect_gen(conninfo), refuse_if_down))

    def wait[R](self, gen: PQGen[R], interval: float = WAIT_INTERVAL, timeout: float | None = None) -> R:
        try:
            return super().wait(interruptible(gen, refuse_if_down), interval, timeout)
        except DatabaseDown:
            self.pgconn.finish()
            raise


class ProbeConnection(psycopg.Connection[Any]):
    """Raises TimeoutError for an answer that takes longer than a second."""

    def wait[R](self, gen: PQGen[R], interval: float = WAIT_INTERVAL, timeout: float | None = None) -> R:
        deadline = time.monotonic() + PROBE_SECONDS

        def check() -> None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"no answer within {PROBE_SECONDS:.0f} s")

        return super().wait(interruptible(gen, check), interval, timeout)


class Probe:
    """parameters: how to connect. Silence is an outage at once; a connection that broke is first tried anew."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        self.parameters = parameters
        self.connection: ProbeConnection | None = None

    def ask(self) -> None:
        try:
            try:
                self.ask_once()
            except psycopg.Error:
                if self.connection is None:
                    raise
                self.close()
                self.ask_once()
        except (psycopg.Error, OSError) as error:  # TimeoutError is one
            self.close()
            answers.begin(reason_of(error))
        else:
            answers.end()

    def ask_once(self) -> None:
        if self.connection is None:
            self.connection = ProbeConnection.connect(**self.parameters, autocommit=True)
        self.connection.execute("SELECT 1")

    def close(self) -> None:
        """Says nothing to a server that would not hear it."""
        if self.connection is not None:
            self.connection.pgconn.finish()
        self.connection = None


def reason_of(error: Exception) -> str:
    """One line, without the address and the account that psycopg names first."""
    line = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
    return line.rpartition("failed: ")[2].removeprefix("FATAL:  ").rstrip(".")


def limits() -> dict[str, Any]:
    """What a process that serves readers asks of each connection; the address of the database may say otherwise."""
    given = settings.DATABASE_LIMITS
    timeouts = {
        "statement_timeout": given["statement_seconds"],
        "lock_timeout": given["lock_seconds"],
        "idle_in_transaction_session_timeout": IDLE_TRANSACTION_SECONDS,
    }
    options = " ".join(f"-c {name}={1000 * seconds}" for name, seconds in timeouts.items())
    return {"connect_timeout": given["connect_seconds"], "options": options, **KEEPALIVES}


class DatabaseWrapper(base.DatabaseWrapper):
    # The driver, but for what `get_new_connection` calls.
    Database = SimpleNamespace(**{**vars(psycopg), "connect": Connection.connect})  # type: ignore[assignment]  # no module

    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
        return {**limits(), **parameters} if process.is_serving else {"connect_timeout": 5, **parameters}

    def make_probe(self) -> Probe:
        given = self.get_connection_params()
        left_out = ("cursor_factory", "context", "prepare_threshold", "options")
        return Probe({name: value for name, value in given.items() if name not in left_out} | {"connect_timeout": 2})

    def _cursor(self, name: str | None = None) -> Any:
        refuse_if_down()
        return super()._cursor(name)  # type: ignore[misc]  # the stubs leave it out

    def is_usable(self) -> bool:
        """Asked at the end of a request too, where nothing may be raised; no connection outlives an outage."""
        if is_down():
            return False
        try:
            return bool(super().is_usable())
        except DatabaseDown:
            return False
