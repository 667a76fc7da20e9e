"""Small SQLite files beside the content, each with connections of its own: writing there never waits for the content's writer."""

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

logger = logging.getLogger(__name__)

DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
PRIMARY_CODE = 0xFF
PAGE_BYTES = 4096
RETRY_SECONDS = 0.01
# Once a lock was waited for in vain, the next ones only look whether it still is there.
LOOK_SECONDS = 0.05


class StateFile:
    """schema: statements that make the tables where they are missing. The file is made, for its owner only, when first used."""

    def __init__(self, path: Path, schema: str, *, wait_seconds: float, max_bytes: int) -> None:
        self.path, self.schema = path, schema
        self.wait_seconds, self.max_bytes = wait_seconds, max_bytes
        self.is_stuck = False
        self._kept = threading.local()

    def run[T](self, action: Callable[[sqlite3.Connection], T]) -> T:
        """What the action returns, which ran in a transaction. A damaged file is set aside, and a new one begun.

        Raises sqlite3.Error or OSError where the file cannot be used.
        """
        with self._noting_locks():
            try:
                return self._run_once(action)
            except sqlite3.DatabaseError as error:
                if code_of(error) not in DAMAGED:
                    raise
                self._set_aside()
                return self._run_once(action)

    def _run_once[T](self, action: Callable[[sqlite3.Connection], T]) -> T:
        connection = self._connect()
        try:
            connection.execute("BEGIN IMMEDIATE")
            result = action(connection)
            connection.execute("COMMIT")
        except BaseException:
            self._drop()
            raise
        return result

    def read[T](self, action: Callable[[sqlite3.Connection], T]) -> T:
        """As `run`, without a transaction: readers wait for nobody."""
        with self._noting_locks():
            try:
                return action(self._connect())
            except sqlite3.DatabaseError as error:
                self._drop()
                if code_of(error) not in DAMAGED:
                    raise
                self._set_aside()
                return action(self._connect())

    @contextmanager
    def _noting_locks(self) -> Iterator[None]:
        """Of many requests that meet the lock of another program, each would else hold its thread for the whole wait."""
        try:
            yield
        except sqlite3.OperationalError as error:
            self.is_stuck = code_of(error) == sqlite3.SQLITE_BUSY
            raise
        self.is_stuck = False

    def _connect(self) -> sqlite3.Connection:
        """The thread's connection; a new one after a fork, and where another file stands at the path now."""
        kept: sqlite3.Connection | None = getattr(self._kept, "connection", None)
        wait_seconds = min(self.wait_seconds, LOOK_SECONDS) if self.is_stuck else self.wait_seconds
        if kept is not None and self._kept.identity == self._identity():
            kept.execute(f"PRAGMA busy_timeout={int(1000 * wait_seconds)}")
            return kept
        self._drop()
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(self.path, timeout=wait_seconds, isolation_level=None)
        try:
            self._prepare(connection, wait_seconds)
        except BaseException:
            connection.close()
            raise
        self._kept.connection, self._kept.identity = connection, self._identity()
        return connection

    def _prepare(self, connection: sqlite3.Connection, wait_seconds: float) -> None:
        keep_log(connection, wait_seconds)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(f"PRAGMA max_page_count={self.max_bytes // PAGE_BYTES}")
        connection.executescript(self.schema)

    def _identity(self) -> tuple[int, int, int] | None:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return os.getpid(), status.st_dev, status.st_ino

    def _drop(self) -> None:
        kept: sqlite3.Connection | None = getattr(self._kept, "connection", None)
        self._kept.connection = self._kept.identity = None
        if kept is not None:
            with suppress(sqlite3.Error):
                kept.close()

    def _set_aside(self) -> None:
        self._drop()
        logger.error("%s is damaged; it was renamed to %s.damaged, and a new one begun.", self.path, self.path.name)
        with suppress(FileNotFoundError):
            self.path.replace(self.path.with_name(f"{self.path.name}.damaged"))
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)


def keep_log(connection: sqlite3.Connection, wait_seconds: float) -> None:
    """Turns on the write-ahead log. Of those that begin a new file together, SQLite lets all but one fail, without its wait.

    Raises sqlite3.OperationalError.
    """
    gives_up_at = time.monotonic() + wait_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if code_of(error) != sqlite3.SQLITE_BUSY or time.monotonic() > gives_up_at:
                raise
            time.sleep(RETRY_SECONDS)
        else:
            return


def code_of(error: sqlite3.Error) -> int:
    """SQLite's primary code of what went wrong; 0 where it is none of SQLite's."""
    return getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE


class MemoryFile:
    """What stands in for a file while it cannot be used: the same tables, in the memory of one process."""

    def __init__(self, schema: str, *, max_bytes: int) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._connection.execute(f"PRAGMA max_page_count={max_bytes // PAGE_BYTES}")
        self._connection.executescript(schema)

    def run[T](self, action: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            return action(self._connection)

    read = run
