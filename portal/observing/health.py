"""`/health/live` and `/health/ready`: whether this process answers, and whether the portal can do its work.

Both answer on the event loop: no queue, no host name, no redirect stands before them. Strangers may ask, and learn which part
is wrong and nothing about it.
"""

import asyncio
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from http import HTTPStatus

from portal.bridge.exchange import Exchange, Headers
from portal.bridge.refusals import Answer, protective_headers
from portal.observing.parts import wrong_parts

KEPT_SECONDS = 1.0
PATIENCE_SECONDS = 1.5
DATABASE = "database"


class Readiness:
    """What the last real check found: at most one runs at a time, and begins at most once a second, however often asked.

    check: the names of the parts that are wrong; it may take long, or hang.
    """

    def __init__(self, check: Callable[[], list[str]]) -> None:
        self.check = check
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="health")
        self.began_at = float("-inf")
        self.found: asyncio.Future[list[str]] | None = None

    async def wrong(self) -> list[str]:
        """Waits for the check, but not for ever: one that hangs does so at the database."""
        if self.found is None or (self.found.done() and time.monotonic() - self.began_at >= KEPT_SECONDS):
            self.began_at = time.monotonic()
            self.found = asyncio.get_running_loop().run_in_executor(self.pool, self.check)
        try:
            return await asyncio.wait_for(asyncio.shield(self.found), PATIENCE_SECONDS)
        except TimeoutError:
            return [DATABASE]


readiness = Readiness(wrong_parts)


async def live(exchange: Exchange) -> Answer:
    exchange.tell("health-live")
    return answer([])


async def ready(exchange: Exchange) -> Answer:
    exchange.tell("health-ready")
    return answer(await readiness.wrong())


def answer(wrong: list[str]) -> Answer:
    if wrong:
        return HTTPStatus.SERVICE_UNAVAILABLE, headers(), json.dumps({"status": "unavailable", "wrong": wrong}).encode()
    return HTTPStatus.OK, headers(), b'{"status": "ok"}'


@cache
def headers() -> Headers:
    return [*protective_headers(), ("Content-Type", "application/json"), ("X-Robots-Tag", "noindex")]
