"""One request and its answer. Bodies are read, and long answers are sent, piece by piece while the thread of the request waits."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from itertools import chain
from typing import Any

from granian.rsgi import HTTPProtocol, ProtocolClosed, ProtocolError, Scope

from portal.bridge.environ import WSGIApplication, environ_of

logger = logging.getLogger(__name__)


class Exchange:
    """One request and its answer, seen from the thread that works on it."""

    def __init__(self, scope: Scope, protocol: HTTPProtocol, loop: asyncio.AbstractEventLoop) -> None:
        self.scope, self.protocol, self.loop = scope, protocol, loop
        self.body = aiter(protocol)
        self.status, self.headers = 500, [("content-type", "text/plain")]

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status, self.headers = int(status.split(" ", 1)[0]), headers

    def wait_for[T](self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    def answer(self, application: WSGIApplication) -> None:
        try:
            parts = application(environ_of(self.scope, self.read), self.start_response)
        except Exception:  # the last that could tell of it; Django itself lets none through
            logger.exception("500: %s %s", self.scope.method, self.scope.path)
            self.protocol.response_bytes(500, self.headers, b"Server error\n")
            return
        try:
            self.send(parts)
        except (ProtocolClosed, ProtocolError, ConnectionError):
            pass  # the client is gone
        finally:
            if hasattr(parts, "close"):
                parts.close()

    def send(self, parts: Any) -> None:
        """What is whole goes at once, which spares the loop; so does a file that is one piece."""
        if not getattr(parts, "streaming", False):
            self.protocol.response_bytes(self.status, self.headers, b"".join(parts))
            return
        pieces = iter(parts)
        first, second = next(pieces, b""), next(pieces, None)
        if second is None:
            self.protocol.response_bytes(self.status, self.headers, first)
            return
        transport = self.protocol.response_stream(self.status, self.headers)
        for piece in chain((first, second), pieces):
            self.wait_for(send_piece(transport, piece))

    def read(self) -> bytes:
        """The next piece of the body; empty at its end, and where the client is gone."""
        return self.wait_for(next_piece(self.body))


async def send_piece(transport: Any, piece: bytes) -> None:
    await transport.send_bytes(piece)


async def next_piece(body: AsyncIterator[bytes]) -> bytes:
    try:
        return bytes(await anext(body))
    except (StopAsyncIteration, ProtocolClosed, ProtocolError):
        return b""
