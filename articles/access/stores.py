"""Where tries are kept: the file or Valkey as set, and the memory of the process while that fails."""

import logging
import time
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path

from django.conf import settings

from articles.access.file_store import FileStore
from articles.access.pace import Store

logger = logging.getLogger(__name__)

# A sign-in asks several times: a store that fails slowly is left alone for a while.
SLOW_SECONDS, REST_SECONDS = 0.3, 5.0


class Tries:
    """The store as set. While it fails, that is told once, and a process counts for itself: slower than none, never open."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.is_failing = False
        self.rests_until = 0.0

    @cached_property
    def spare(self) -> Store:
        return FileStore(None)

    def ask[T](self, question: Callable[[Store], T]) -> T:
        began = time.monotonic()
        if began < self.rests_until:
            return question(self.spare)
        try:
            answer = question(self.store)
        except self.store.failures as error:
            if not self.is_failing:
                logger.error("Sign-ins are counted by each process for itself, for their store fails: %s", error)
            self.is_failing = True
            now = time.monotonic()
            self.rests_until = now + REST_SECONDS if now - began >= SLOW_SECONDS else 0.0
            return question(self.spare)
        if self.is_failing:
            logger.warning("The store of sign-ins works again.")
        self.is_failing = False
        return answer


@cache
def tries_at(url: str, path: Path) -> Tries:
    return Tries(valkey_store(url) if url else FileStore(path))


def valkey_store(url: str) -> Store:
    # Loaded only where it is used: it is large, and most portals have one machine.
    from articles.access.valkey_store import ValkeyStore

    return ValkeyStore(url)


def tries() -> Tries:
    """As the settings say: Valkey at LIMITS_URL, else the file in the state folder."""
    return tries_at(settings.LIMITS_URL, Path(settings.VAR_DIR) / "limits.sqlite3")
