"""Where tries are kept: shared by processes, in a file that may be absent, damaged, unwritable, locked or full, or in Valkey."""

import contextlib
import logging
import socketserver
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from articles.access import file_store, stores
from articles.access.file_store import FileStore
from articles.access.pace import Limit, Pace, Store
from articles.access.state import StateFile, keep_log
from articles.access.stores import Tries
from articles.access.valkey_store import ValkeyStore
from tests.processes import run_together

type Rows = dict[str, tuple[int, float]]

PACE = Pace(free_tries=3, first_wait_seconds=10, longest_wait_seconds=60, forgotten_after_seconds=3600)
LIMIT, OTHER = Limit("one", PACE), Limit("other", PACE)


class FakeValkey(socketserver.StreamRequestHandler):
    """Speaks as much of Valkey's protocol as the store needs; the network is what tests may replace."""

    def handle(self) -> None:
        while line := self.rfile.readline():
            words = [self.read_word() for _number in range(int(line[1:]))]
            self.wfile.write(self.answer(words[0].upper(), words[1:]))

    def read_word(self) -> str:
        size = int(self.rfile.readline()[1:])
        return self.rfile.read(size + 2)[:-2].decode()

    def answer(self, command: str, words: list[str]) -> bytes:
        rows: Rows = self.server.rows  # type: ignore[attr-defined]  # set by the fixture
        now = time.monotonic()
        for gone in [key for key, (_value, ends_at) in rows.items() if ends_at <= now]:
            del rows[gone]
        found = getattr(self, f"do_{command.lower()}", None)
        return found(rows, now, *words) if found else b"+OK\r\n"

    def do_ping(self, _rows: Rows, _now: float) -> bytes:
        return b"+PONG\r\n"

    def do_incrby(self, rows: Rows, _now: float, key: str, number: str) -> bytes:
        value, ends_at = rows.get(key, (0, float("inf")))
        rows[key] = (value + int(number), ends_at)
        return b":%d\r\n" % rows[key][0]

    def do_decrby(self, rows: Rows, now: float, key: str, number: str) -> bytes:
        return self.do_incrby(rows, now, key, f"-{number}")

    def do_expire(self, rows: Rows, now: float, key: str, seconds: str) -> bytes:
        rows[key] = (rows[key][0], now + int(seconds))
        return b":1\r\n"

    def do_set(self, rows: Rows, now: float, key: str, _value: str, *options: str) -> bytes:
        if "NX" in options and key in rows:
            return b"$-1\r\n"
        unit, number = ("PX", 0.001) if "PX" in options else ("EX", 1)
        rows[key] = (1, now + number * int(options[options.index(unit) + 1]))
        return b"+OK\r\n"

    def do_pttl(self, rows: Rows, now: float, key: str) -> bytes:
        return b":%d\r\n" % (round(1000 * (rows[key][1] - now)) if key in rows else -2)

    def do_exists(self, rows: Rows, _now: float, key: str) -> bytes:
        return b":%d\r\n" % (key in rows)

    def do_del(self, rows: Rows, _now: float, *keys: str) -> bytes:
        return b":%d\r\n" % sum(rows.pop(key, None) is not None for key in keys)


@pytest.fixture
def valkey_url() -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), FakeValkey) as server:
        server.daemon_threads = True
        server.rows = {}  # type: ignore[attr-defined]  # what the handler reads
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"valkey://127.0.0.1:{server.server_address[1]}/0?protocol=2"
        server.shutdown()


@pytest.fixture(params=["file", "memory", "valkey"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "valkey":
        return ValkeyStore(request.getfixturevalue("valkey_url"))
    return FileStore(tmp_path / "limits.sqlite3" if request.param == "file" else None)


def take(store: Store, times: int, *limits: Limit, now: float | None = None) -> list[int]:
    now = time.time() if now is None else now
    return [round(store.take(limits or (LIMIT,), now)) for _number in range(times)]


def test_free_tries_then_waits(store: Store) -> None:
    assert take(store, 5) == [0, 0, 0, 10, 10]


def test_refused_try_counts_against_nothing(store: Store) -> None:
    take(store, 3)
    assert take(store, 1, LIMIT, OTHER) == [10]
    assert take(store, 4, OTHER) == [0, 0, 0, 10]


def test_forgiven_try_was_none(store: Store) -> None:
    take(store, 2)
    store.forgive([LIMIT], wholly=[])
    assert take(store, 3) == [0, 0, 10]
    store.forgive([], wholly=[LIMIT])
    assert take(store, 1) == [0]


def test_known_place_is_remembered(store: Store) -> None:
    now = time.time()
    assert not store.remembers("place", now)
    store.remember("place", 100, now)
    assert store.remembers("place", now)
    assert not store.remembers("elsewhere", now)


def test_waits_double_up_to_the_longest() -> None:
    assert [PACE.wait_after(tries) for tries in (0, 2, 3, 4, 5, 6, 10_000)] == [0, 0, 10, 20, 40, 60, 60]


def test_file_forgets_after_a_quiet_time_and_stays_small(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "limits.sqlite3")
    for number in range(300):
        take(store, 1, Limit(str(number), PACE), now=number)
    take(store, 4, now=10_000), take(store, 4, now=20_000)
    with sqlite3.connect(tmp_path / "limits.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM tries").fetchone() == (1,)


def test_clock_set_back_makes_no_longer_wait(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "limits.sqlite3")
    take(store, 3, now=1_000_000)
    assert take(store, 1, now=0) == [60]


def test_full_file_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_store, "MAX_BYTES", 64 * 1024)
    monkeypatch.setattr(file_store, "MADE_ROOM", 200)
    store = FileStore(tmp_path / "limits.sqlite3")
    for number in range(2_000):
        assert take(store, 1, Limit(f"{number:040}", PACE), now=number / 1000) == [0]
    assert (tmp_path / "limits.sqlite3").stat().st_size <= 64 * 1024


def test_file_is_private(tmp_path: Path) -> None:
    take(FileStore(tmp_path / "limits.sqlite3"), 1)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "content", [b"no database" * 500, b"SQLite format 3\x00" + b"\xff" * 9000], ids=["text", "header"]
)
def test_damaged_file_is_set_aside(tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "limits.sqlite3").write_bytes(content)
    assert take(FileStore(tmp_path / "limits.sqlite3"), 4) == [0, 0, 0, 10]
    assert (tmp_path / "limits.sqlite3.damaged").read_bytes() == content
    assert "is damaged" in caplog.text


def test_file_that_was_deleted_is_begun_anew(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "limits.sqlite3")
    take(store, 3)
    for path in tmp_path.iterdir():
        path.unlink()
    assert take(store, 4) == [0, 0, 0, 10]
    assert take(FileStore(tmp_path / "limits.sqlite3"), 1) == [10]


def told(caplog: pytest.LogCaptureFixture) -> int:
    return caplog.text.count("their store fails")


def test_locked_file_leaves_limits_to_the_process(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_store, "WAIT_SECONDS", 0)
    store = FileStore(tmp_path / "limits.sqlite3")
    take(store, 1, now=0)
    tries = Tries(store)
    with sqlite3.connect(tmp_path / "limits.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert [round(tries.ask(lambda one: one.take([LIMIT], 0))) for _number in range(5)] == [0, 0, 0, 10, 10]
        other.execute("ROLLBACK")
    assert told(caplog) == 1
    assert tries.ask(lambda one: one.take([LIMIT], 0)) == 0
    assert "works again" in caplog.text


def test_file_that_was_locked_when_first_asked_is_used_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_store, "WAIT_SECONDS", 0)
    store = FileStore(tmp_path / "limits.sqlite3")
    with sqlite3.connect(tmp_path / "limits.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError):
            take(store, 1)
        other.execute("ROLLBACK")
    assert take(store, 4) == [0, 0, 0, 10]


@pytest.mark.parametrize("kind", ["folder", "no folder", "valkey"])
def test_store_that_cannot_be_used_leaves_limits_to_the_process(
    tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    (tmp_path / "folder").mkdir()
    stores: dict[str, Store] = {
        "folder": FileStore(tmp_path / "folder"),
        "no folder": FileStore(tmp_path / "absent" / "limits.sqlite3"),
        "valkey": ValkeyStore("valkey://127.0.0.1:1/0"),
    }
    tries = Tries(stores[kind])
    assert [round(tries.ask(lambda one: one.take([LIMIT], 0))) for _number in range(5)] == [0, 0, 0, 10, 10]
    assert told(caplog) == 1


TAKE = """
import time
from pathlib import Path
from articles.access.file_store import FileStore
from articles.access.pace import Limit, Pace
store, limit = FileStore(Path(arguments[0])), Limit("one", Pace(10, 60, 60, 3600))
wait_for_start()
print(sum(not store.take([limit], time.time()) for _number in range(8)))
"""


@pytest.mark.django_db(transaction=True)
def test_processes_count_together(tmp_path: Path) -> None:
    results = run_together([(TAKE, tmp_path / "limits.sqlite3")] * 3)
    assert sum(int(result.stdout) for result in results) == 10


def test_those_who_begin_a_file_together_all_write(tmp_path: Path) -> None:
    """Seen failing in 30 of 300 files where the write-ahead log was turned on without a second try."""
    path, all_there = tmp_path / "limits.sqlite3", threading.Barrier(4)

    def begin() -> None:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            all_there.wait()
            keep_log(connection, wait_seconds=5)

    with ThreadPoolExecutor(4) as pool:
        for _file in range(200):
            for writer in [pool.submit(begin) for _writer in range(4)]:
                writer.result()
            path.unlink()


def test_store_that_fails_slowly_is_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now, asked = [1000.0], []
    monkeypatch.setattr(stores.time, "monotonic", lambda: now[0])

    class Slow(ValkeyStore):
        def remembers(self, key: str, moment: float) -> bool:
            asked.append(key)
            now[0] += 1
            raise OSError("silent")

    tries = Tries(Slow("valkey://127.0.0.1:1/0"))
    assert [tries.ask(lambda one: one.remembers("key", 0)) for _number in range(8)] == [False] * 8
    assert len(asked) == 1
    now[0] += stores.REST_SECONDS
    tries.ask(lambda one: one.remembers("key", 0))
    assert len(asked) == 2


def test_lock_that_was_waited_for_in_vain_is_only_looked_at_until_it_is_gone(tmp_path: Path) -> None:
    file = StateFile(
        tmp_path / "state.sqlite3", "CREATE TABLE IF NOT EXISTS kept (at REAL);", wait_seconds=0.2, max_bytes=10**6
    )
    waits = []

    def write(connection: sqlite3.Connection) -> None:
        waits.append(connection.execute("PRAGMA busy_timeout").fetchone()[0])

    file.run(write)
    with sqlite3.connect(file.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        for _twice in range(2):
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                file.run(write)
        other.execute("ROLLBACK")
    for _twice in range(2):
        file.run(write)
    assert waits == [200, 50, 200]
