"""Threads of one kind of request, and who may wait for them: what would wait too long is refused at once."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

type Action = Callable[[float], None]

# A new hold counts for a tenth of the mean, so that the estimate follows within some tens of requests.
WEIGHT = 0.1
# What a page takes while all threads compute, which share one processor.
FIRST_GUESS_SECONDS = 0.25
# Beyond the limit, for those that must not lose what they send. Few, since anyone can look like one of them.
RESERVED = 8
# Of the limit: the estimate is one, and whoever is let in and then not served has waited in vain. With three quarters one refusal in
# hundreds came so late; no more pages are answered when more of them wait.
ADMITTED_SHARE = 0.5


class Overloaded(Exception):
    """The request would wait, or has waited, longer than the lane lets anyone."""


class Work:
    """A request in the queue. Claimed once: by the thread that does it, or by the event loop that gives it up."""

    def __init__(self, action: Action, done: asyncio.Future[None]) -> None:
        self.action, self.done = action, done
        self.came_at = time.monotonic()
        self._claim = threading.Lock()

    def claim(self) -> bool:
        return self._claim.acquire(blocking=False)

    def finish(self) -> None:
        if not self.done.done():
            self.done.set_result(None)


class Lane:
    """limit_seconds: how long a request may wait for one of the threads. All but `_run` runs on the event loop."""

    def __init__(self, name: str, *, threads: int, limit_seconds: float) -> None:
        self.name, self.threads, self.limit_seconds = name, threads, limit_seconds
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self.hold_seconds = min(FIRST_GUESS_SECONDS, limit_seconds)
        self._queue: set[Work] = set()
        self._started: dict[Work, float] = {}

    @property
    def waiting(self) -> int:
        return len(self._queue)

    @property
    def busy(self) -> int:
        return len(self._started)

    def close(self) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)

    async def do(self, action: Action, *, is_reserved: bool = False) -> None:
        """Runs the action, which is told how many seconds it waited, in a thread of the lane. Raises Overloaded."""
        if not self.admits(is_reserved=is_reserved):
            raise Overloaded
        loop = asyncio.get_running_loop()
        work = Work(action, loop.create_future())
        self._queue.add(work)
        self.pool.submit(self._run, work, loop)
        # One that the estimate let in all the same never starts after its time: nobody waits for that answer any more.
        patience_seconds = 2 * self.limit_seconds if is_reserved else self.limit_seconds
        timer = loop.call_later(patience_seconds, self._give_up, work)
        try:
            await work.done
        finally:
            timer.cancel()

    def admits(self, *, is_reserved: bool = False) -> bool:
        waiting = self.waiting - RESERVED if is_reserved else self.waiting
        return self.wait_seconds(waiting) <= ADMITTED_SHARE * self.limit_seconds

    def wait_seconds(self, waiting: int) -> float:
        """How long one more would wait behind as many as are waiting; 0 where a thread is free."""
        started = list(self._started.values())
        if waiting + len(started) < self.threads:
            return 0.0
        # Where all threads hang, none ends, and the mean knows nothing of it: the youngest of them tells.
        hang_seconds = time.monotonic() - max(started) if len(started) == self.threads else 0.0
        return (waiting + 1) * max(self.hold_seconds, hang_seconds) / self.threads

    def _give_up(self, work: Work) -> None:
        if work.claim():
            self._queue.discard(work)
            work.done.set_exception(Overloaded())

    def _run(self, work: Work, loop: asyncio.AbstractEventLoop) -> None:
        if not work.claim():
            return
        began_at = time.monotonic()
        self._started[work] = began_at
        self._queue.discard(work)
        try:
            work.action(began_at - work.came_at)
        finally:
            self._learn(time.monotonic() - began_at)
            del self._started[work]
            loop.call_soon_threadsafe(work.finish)

    def _learn(self, seconds: float) -> None:
        """Only from what ran while all threads were busy: alone, a request is a few times as fast.

        One long export says little of the next request, so that it counts no more than the limit.
        """
        if self.busy == self.threads:
            self.hold_seconds += WEIGHT * (min(seconds, self.limit_seconds) - self.hold_seconds)
