"""Tries kept in Valkey (or a server that speaks the same), for several machines."""

from collections.abc import Sequence
from typing import Any

import valkey

from articles.access.pace import Limit

TIMEOUT_SECONDS = 1.0
PREFIX = "portal-access:"


class ValkeyStore:
    """Two keys a limit: how many tries there were, and one that lives as long as the next has to wait."""

    failures: tuple[type[Exception], ...] = (valkey.ValkeyError, OSError)

    def __init__(self, url: str) -> None:
        self.client: Any = valkey.Valkey.from_url(
            url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS, health_check_interval=30
        )

    def take(self, limits: Sequence[Limit], now: float) -> float:
        """Of several at once on a limit that makes them wait, one gets in: only one sets the key of the wait."""
        names = [name_of(limit) for limit in limits]
        waits = [max(int(self.client.pttl(f"{name}:wait")), 0) / 1000 for name in names]
        if (wait := max(waits, default=0.0)) > 0:
            return wait
        for limit, name in zip(limits, names, strict=True):
            count = int(self.client.incr(f"{name}:count"))
            self.client.expire(f"{name}:count", int(limit.pace.forgotten_after_seconds))
            if (seconds := limit.pace.wait_after(count)) and not self.client.set(
                f"{name}:wait", 1, px=int(1000 * seconds), nx=True
            ):
                return seconds
        return 0.0

    def forgive(self, limits: Sequence[Limit], *, wholly: Sequence[Limit]) -> None:
        for limit in limits:
            self.client.decr(f"{name_of(limit)}:count")
        if wholly:
            self.client.delete(*(f"{name_of(limit)}:{part}" for limit in wholly for part in ("count", "wait")))

    def remember(self, key: str, seconds: float, now: float) -> None:
        self.client.set(PREFIX + key, 1, ex=int(seconds))

    def remembers(self, key: str, now: float) -> bool:
        return bool(self.client.exists(PREFIX + key))


def name_of(limit: Limit) -> str:
    return PREFIX + limit.key
