"""How many requests work at a time. One that takes long counts no more, so that nobody waits for it."""

import threading
import time
from collections import deque

# Most pages take a tenth of it; what goes on for longer waits for a lock, or writes a large file.
LONGEST_SECONDS = 0.25


class Turns:
    """number: of those that work at once, as far as none of them works longer than `longest_seconds`. Who came first begins first.

    Without that order the thread that ends a request takes the next one, and its turn, before another that waits has woken:
    pages that waited so came last by a second.
    """

    def __init__(self, number: int, *, longest_seconds: float = LONGEST_SECONDS) -> None:
        self.number, self.longest_seconds = number, longest_seconds
        self._changed = threading.Condition()
        self._waiting: deque[int] = deque()
        self._began_at: dict[int, float] = {}

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def acquire(self) -> None:
        me = threading.get_ident()
        with self._changed:
            self._waiting.append(me)
            while self._waiting[0] != me:
                self._changed.wait()
            while (seconds := self._seconds_left()) > 0:
                self._changed.wait(seconds)
            self._waiting.popleft()
            self._began_at[me] = time.monotonic()
            self._changed.notify_all()

    def release(self) -> None:
        with self._changed:
            self._began_at.pop(threading.get_ident(), None)
            self._changed.notify_all()

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_error: object) -> None:
        self.release()

    def _seconds_left(self) -> float:
        """Until one of those that count has worked for so long that it counts no more; 0 where another may begin now."""
        since = time.monotonic() - self.longest_seconds
        counted = sorted(began for began in self._began_at.values() if began > since)
        return counted[len(counted) - self.number] - since if len(counted) >= self.number else 0.0
