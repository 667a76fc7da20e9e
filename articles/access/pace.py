"""How fast somebody may go on trying: at once for a while, then with waits that double.

Stores keep, by key, how many tries were taken and until when the next has to wait. No key is ever shut for good: the wait
has a longest, and all is forgotten after a quiet time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Pace:
    free_tries: int
    first_wait_seconds: float
    longest_wait_seconds: float
    forgotten_after_seconds: float

    def wait_after(self, tries: int) -> float:
        """Seconds until the next, after so many."""
        doubled = tries - self.free_tries
        if doubled < 0:
            return 0.0
        return min(self.first_wait_seconds * 2.0 ** min(doubled, 32), self.longest_wait_seconds)


@dataclass(frozen=True, slots=True)
class Limit:
    """What is counted, and at which pace."""

    key: str
    pace: Pace


class Store(Protocol):
    failures: tuple[type[Exception], ...]
    """What is raised where the store does not work."""

    def take(self, limits: Sequence[Limit], now: float) -> float:
        """Counts a try against all of them and returns 0; or counts none, and returns how many seconds to wait.

        It is counted before its outcome is known, so that many at once do not all get in. now: seconds since the epoch.
        """

    def forgive(self, limits: Sequence[Limit], *, wholly: Sequence[Limit]) -> None:
        """Takes back one try of each; and all tries and the wait of those of `wholly`."""

    def remember(self, key: str, seconds: float, now: float) -> None: ...

    def remembers(self, key: str, now: float) -> bool: ...
