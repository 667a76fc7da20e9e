"""Databases that can be made to fall silent: a PostgreSQL of its own, or a file of SQLite that another process locks."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import Cluster

LOCKER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
for statement in sys.argv[2:]:
    connection.execute(statement).fetchall()
print("locked", flush=True)
sys.stdin.read()
"""
# The first locks out readers too; it waits until nobody has the file open.
EVERYTHING = ("PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "PRAGMA user_version = 1")
WRITES = ("BEGIN IMMEDIATE",)


class Locker:
    """Another program that holds a lock of a file of SQLite until it is told to let go."""

    def __init__(self, path: Path, *statements: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", LOCKER, str(path), *statements], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == b"locked\n"

    def let_go(self) -> None:
        self.process.communicate()


@dataclass
class Outage:
    """How a database goes and comes back."""

    name: str
    begin: Callable[[], None]
    end: Callable[[], None]


def postgres_outages(cluster: Cluster) -> list[Outage]:
    return [
        Outage("frozen", cluster.freeze, cluster.thaw),
        Outage("refused", cluster.halt, cluster.resume),
    ]


def sqlite_outage(path: Path) -> Outage:
    lockers: list[Locker] = []
    return Outage(
        "locked",
        lambda: lockers.append(Locker(path, *EVERYTHING)),
        lambda: lockers.pop().let_go(),
    )
