"""Counts of all web processes together, each in a file of its own that outlives it.

A process takes a file that no other holds, and counts on where the last one stopped: sums never fall, whatever ends or
starts anew, and there are never more files than there were processes at once. A file is rows of a series' name, padded, and
its value, a double; a row is written once, and its value changes in place.
"""

import fcntl
import mmap
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

NAME_BYTES = 192
ROW = struct.Struct(f"={NAME_BYTES}sd")
VALUE = struct.Struct("=d")
MAX_ROWS = 4096
MAX_PROCESSES = 1024
# What is so now, and no more once its process has gone.
GAUGE_PREFIX = "portal_now_"


class Counts:
    """Raises OSError where no file can be made."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self.file = take_file(folder)
        self.file.truncate(ROW.size * MAX_ROWS)
        self.map = mmap.mmap(self.file.fileno(), ROW.size * MAX_ROWS)
        self.places = {name: number * ROW.size for number, (name, _value) in enumerate(rows(self.map))}
        self.lock = threading.Lock()
        for name in self.places:
            if name.startswith(GAUGE_PREFIX):
                self.set(name, 0.0)

    def add(self, name: str, amount: float = 1.0) -> None:
        with self.lock:
            place = self._place(name)
            if place is not None:
                value = VALUE.unpack_from(self.map, place + NAME_BYTES)[0]
                VALUE.pack_into(self.map, place + NAME_BYTES, value + amount)

    def set(self, name: str, value: float) -> None:
        with self.lock:
            place = self._place(name)
            if place is not None:
                VALUE.pack_into(self.map, place + NAME_BYTES, value)

    def _place(self, name: str) -> int | None:
        """Where the row is; None where there is no room for a new one, of which there are a few hundred."""
        if name not in self.places:
            if len(self.places) >= MAX_ROWS or len(name.encode()) > NAME_BYTES:
                return None
            place = len(self.places) * ROW.size
            ROW.pack_into(self.map, place, name.encode(), 0.0)
            self.places[name] = place
        return self.places[name]


def take_file(folder: Path) -> BinaryIO:
    for number in range(MAX_PROCESSES):
        file = (folder / f"counts-{number}").open("a+b")
        if hold(file):
            return file
        file.close()
    raise OSError("every file of counts is held")


def hold(file: BinaryIO) -> bool:
    """Whether nobody held it; it is held from now on, until it is closed."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def rows(data: mmap.mmap | bytes) -> Iterator[tuple[str, float]]:
    for number in range(len(data) // ROW.size):
        name, value = ROW.unpack_from(data, number * ROW.size)
        if not name[0]:
            return
        yield name.rstrip(b"\0").decode(), value


def read_sums(folder: Path) -> dict[str, float]:
    """The sum over all processes for each series; gauges of those alone that still run."""
    sums: dict[str, float] = {}
    for path in sorted(folder.glob("counts-*")):
        with path.open("rb") as file:
            is_gone = hold(file)
            for name, value in rows(file.read()):
                if not (is_gone and name.startswith(GAUGE_PREFIX)):
                    sums[name] = sums.get(name, 0.0) + value
    return sums
