"""The RSGI application: a fixed number of threads that answer requests."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from granian.rsgi import HTTPProtocol, Scope

from portal.bridge.environ import WSGIApplication
from portal.bridge.exchange import Exchange


class Bridge:
    """An RSGI application. threads: how many requests the application answers at once in this process."""

    def __init__(self, application: WSGIApplication, *, threads: int) -> None:
        self.application = application
        self.threads = threads

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.pool = ThreadPoolExecutor(self.threads, thread_name_prefix="request")

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        exchange = Exchange(scope, protocol, asyncio.get_running_loop())
        await exchange.loop.run_in_executor(self.pool, exchange.answer, self.application)
