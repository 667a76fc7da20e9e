"""Something that stops working for a while, and how the log tells of it. Imports nothing of Django: backends use it."""

import logging
import threading
import time
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

REMIND_SECONDS = 60.0


@dataclass
class Outage:
    """Told once when it begins, once a minute, and once when it is over.

    began, lasts, ended: what is logged, with %s for the reason and %d for the seconds since it began.
    """

    began: str
    lasts: str
    ended: str
    since: float | None = None
    _told_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_on(self) -> bool:
        return self.since is not None

    def begin(self, reason: str) -> None:
        """Also called while it lasts, which then is told once a minute."""
        now = time.monotonic()
        with self._lock:
            if self.since is None:
                self.since = self._told_at = now
                logger.error(self.began, reason)
            elif now - self._told_at >= REMIND_SECONDS:
                self._told_at = now
                logger.error(self.lasts, now - self.since)

    def end(self) -> None:
        with self._lock:
            if self.since is not None:
                logger.warning(self.ended, time.monotonic() - self.since)
                self.since = None
