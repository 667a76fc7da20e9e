"""Who may wait for a thread, who is refused at once, and who has waited in vain."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from portal.bridge.lane import RESERVED, Lane, Overloaded


class Gate:
    """An action that holds its thread until it is opened, and remembers how often it began."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.waits: list[float] = []

    def __call__(self, waited_seconds: float) -> None:
        self.waits.append(waited_seconds)
        self.open.wait(60)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not is_so():
            await asyncio.sleep(0.001)


def with_lane(story: Callable[[Lane, Gate], Awaitable[None]], *, threads: int = 2, limit_seconds: float = 60) -> None:
    lane, gate = Lane("test", threads=threads, limit_seconds=limit_seconds), Gate()

    async def run() -> None:
        try:
            await story(lane, gate)
        finally:
            gate.open.set()
            lane.close()

    asyncio.run(run())


async def hold_all(lane: Lane, gate: Gate) -> list[asyncio.Task[None]]:
    tasks = [asyncio.create_task(lane.do(gate)) for _number in range(lane.threads)]
    await until(lambda: lane.busy == lane.threads)
    return tasks


def test_free_thread_is_given_at_once_and_comes_back() -> None:
    async def story(lane: Lane, gate: Gate) -> None:
        gate.open.set()
        for _number in range(5):
            await lane.do(gate)
        assert (len(gate.waits), lane.waiting, lane.busy) == (5, 0, 0)

    with_lane(story)


def test_requests_wait_up_to_the_limit_and_one_more_is_refused() -> None:
    async def story(lane: Lane, gate: Gate) -> None:
        lane.hold_seconds = 15.0
        tasks = await hold_all(lane, gate)
        while lane.admits():
            tasks.append(asyncio.create_task(lane.do(gate)))
            await asyncio.sleep(0)
        with pytest.raises(Overloaded):
            await lane.do(gate)
        # Two threads, 15 s each: a fourth one that waits would wait 30 s, half of the limit.
        assert lane.waiting == 4
        gate.open.set()
        await asyncio.gather(*tasks)
        assert (len(gate.waits), lane.waiting) == (6, 0)

    with_lane(story)


def test_some_saves_may_wait_beyond_the_limit() -> None:
    async def story(lane: Lane, gate: Gate) -> None:
        lane.hold_seconds = 1000.0
        tasks = await hold_all(lane, gate)
        assert not lane.admits()
        while lane.admits(is_reserved=True):
            tasks.append(asyncio.create_task(lane.do(gate, is_reserved=True)))
            await asyncio.sleep(0)
        assert lane.waiting == RESERVED
        gate.open.set()
        await asyncio.gather(*tasks)

    with_lane(story)


def test_request_that_waited_too_long_is_refused_and_never_starts() -> None:
    async def story(lane: Lane, gate: Gate) -> None:
        tasks = await hold_all(lane, gate)
        lane.hold_seconds = 0.0
        with pytest.raises(Overloaded):
            await lane.do(gate)
        gate.open.set()
        await asyncio.gather(*tasks)
        await lane.do(gate)
        assert (len(gate.waits), lane.waiting) == (3, 0)

    with_lane(story, limit_seconds=0.2)


def test_threads_that_hang_are_told_by_the_youngest() -> None:
    async def story(lane: Lane, gate: Gate) -> None:
        await hold_all(lane, gate)
        lane.hold_seconds = 0.0
        await until(lambda: not lane.admits())

    with_lane(story, limit_seconds=0.2)


def test_estimate_learns_from_busy_times_alone() -> None:
    async def story(lane: Lane, gate: Gate) -> None:
        lane.hold_seconds = 20.0
        await lane.do(lambda _waited: None)
        assert lane.hold_seconds == 20.0
        tasks = await hold_all(lane, gate)
        gate.open.set()
        await asyncio.gather(*tasks)
        assert lane.hold_seconds < 20.0

    with_lane(story)


def test_failing_action_frees_its_thread() -> None:
    def fail(_waited: float) -> None:
        raise ValueError

    async def story(lane: Lane, gate: Gate) -> None:
        await lane.do(fail)
        assert lane.busy == 0

    with_lane(story)
