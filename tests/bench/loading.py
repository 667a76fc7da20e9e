"""A client of many connections: what a portal under load answers, and how fast each kind of answer comes."""

# ruff: noqa: S311 - nothing here is secret

import asyncio
import multiprocessing
import random
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

# Until processes that are to begin together have loaded their program.
START_SECONDS = 2.0


@dataclass
class Tally:
    """seconds: of each answer, by its status; a failed request has the status 0."""

    seconds: dict[int, list[float]] = field(default_factory=dict)

    def add(self, status: int, seconds: float) -> None:
        self.seconds.setdefault(status, []).append(seconds)

    def rows(self, name: str) -> Iterable[tuple[object, ...]]:
        for status, seconds in sorted(self.seconds.items()):
            ordered = sorted(seconds)
            at = [ordered[min(len(ordered) - 1, int(part * len(ordered)))] for part in (0.5, 0.95, 0.99)]
            yield (name, status or "failed", len(ordered), *(f"{1000 * value:.0f}" for value in (*at, ordered[-1])))

    @property
    def total(self) -> int:
        return sum(map(len, self.seconds.values()))


HEAD = ("what", "status", "answers", "median ms", "95 % ms", "99 % ms", "slowest ms")


@dataclass
class Load:
    """connections: as many clients, each of which asks again as soon as it has its answer.

    keeps: whether a connection is kept for the next request. pause_seconds: how long a client that was refused waits, up to
    twice as long; 0 for one that does not care. rest_seconds: the same after each answer. limit: ends after as many.
    settle_seconds: answers that came so soon after the start, when all connect at once, are told apart, in `early`.
    """

    port: int
    paths: tuple[str, ...]
    connections: int
    seconds: float = 10.0
    keeps: bool = True
    pause_seconds: float = 0.0
    rest_seconds: float = 0.0
    limit: int | None = None
    settle_seconds: float = 0.0
    tally: Tally = field(default_factory=Tally)
    early: Tally = field(default_factory=Tally)

    async def run(self) -> Tally:
        self.settles_at = time.monotonic() + self.settle_seconds
        self.ends_at = time.monotonic() + self.seconds
        await asyncio.gather(*(self.client(number) for number in range(self.connections)))
        return self.tally

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self.ends_at or (self.limit is not None and self.tally.total >= self.limit)

    async def client(self, number: int) -> None:
        # Not all at the same moment, as readers do not come either.
        await asyncio.sleep(random.random() * min(1.0, self.connections / 500))
        pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        while not self.is_over:
            began_at = time.monotonic()
            try:
                pipe = pipe or await asyncio.open_connection("127.0.0.1", self.port)
                status, is_kept = await self.ask(pipe, random.choice(self.paths))
            except (OSError, asyncio.IncompleteReadError, ValueError):
                status, is_kept = 0, False
            tally = self.early if time.monotonic() < self.settles_at else self.tally
            tally.add(status, time.monotonic() - began_at)
            if pipe and not is_kept:
                pipe[1].close()
                pipe = None
            await self.rest(status)
        if pipe:
            pipe[1].close()

    async def rest(self, status: int) -> None:
        seconds = self.pause_seconds if status == 503 else self.rest_seconds
        if seconds or not status:
            await asyncio.sleep((seconds or 0.1) * (1 + random.random()))

    async def ask(self, pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter], path: str) -> tuple[int, bool]:
        """The status, and whether the connection may be used again."""
        reader, writer = pipe
        closing = "" if self.keeps else "Connection: close\r\n"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{closing}\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        return int(head.split(b" ", 2)[1]), self.keeps and b"connection: close" not in head


def run_loads(*loads: Load) -> list[Tally]:
    async def together() -> list[Tally]:
        return await asyncio.gather(*(load.run() for load in loads))

    return asyncio.run(together())


def run_apart(*groups: list[Load]) -> list[list[Load]]:
    """Each group in a process of its own: what a few connections wait for is not the queue of a client that has a thousand."""
    starts_at = time.monotonic() + START_SECONDS
    with ProcessPoolExecutor(len(groups), multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(run_group, [starts_at] * len(groups), groups))


def run_group(starts_at: float, loads: list[Load]) -> list[Load]:
    time.sleep(max(0.0, starts_at - time.monotonic()))
    run_loads(*loads)
    return loads
