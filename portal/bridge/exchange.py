"""One request and its answer. Bodies are read, and long answers are sent, piece by piece while the thread of the request waits."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from itertools import chain
from typing import Any

from granian.rsgi import HTTPProtocol, ProtocolClosed, ProtocolError, Scope

from articles.access.clients import address_behind_proxies
from portal.bridge.environ import WSGIApplication, environ_of, split_address
from portal.bridge.turns import Turns
from portal.request_record import RECORD_KEY, REQUEST_ID_HEADER, Record, current_record, request_id_of

logger = logging.getLogger(__name__)

type Headers = list[tuple[str, str]]


class Exchange:
    """One request and its answer, seen from the thread that works on it, or from the event loop that answers at once."""

    def __init__(
        self, scope: Scope, protocol: HTTPProtocol, loop: asyncio.AbstractEventLoop, *, is_last: bool = False
    ) -> None:
        """is_last: whether the connection ends with the answer."""
        self.scope, self.protocol, self.loop = scope, protocol, loop
        self.body = aiter(protocol)
        self.status, self.headers = 500, [("content-type", "text/plain")]
        # HTTP/2 knows no such header.
        self.farewell = [("Connection", "close")] if is_last and scope.http_version.startswith("1") else []
        sent_id = scope.headers.get("x-request-id")
        self.record = Record(id=request_id_of(sent_id), method=scope.method, path=scope.path)

    def start_response(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        self.status, self.headers = int(status.split(" ", 1)[0]), headers

    def wait_for[T](self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Waits for the client, and meanwhile gives its turn to another request."""
        self.turns.release()
        try:
            return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()
        finally:
            self.turns.acquire()

    def answer(self, application: WSGIApplication, waited_seconds: float, turns: Turns) -> None:
        """turns: as many requests as it lets in may work at once."""
        self.record.waited_seconds, self.turns = waited_seconds, turns
        token = current_record.set(self.record)
        try:
            with turns:
                self.run(application)
        finally:
            current_record.reset(token)

    def run(self, application: WSGIApplication) -> None:
        try:
            environ = environ_of(self.scope, self.read) | {RECORD_KEY: self.record}
            parts = application(environ, self.start_response)
        except Exception:  # the last that could tell of it; Django itself lets none through
            logger.exception("500: %s %s", self.record.method, self.record.escaped_path)
            self.answer_at_once(500, self.headers, b"Server error\n")
            return
        try:
            self.send(parts)
        except (ProtocolClosed, ProtocolError, ConnectionError):
            pass  # the client is gone
        finally:
            if hasattr(parts, "close"):
                parts.close()

    def tell(self, route: str) -> None:
        """Notes what Django would have noted, without a request of Django's, which took half of the time of a refusal."""
        forwarded = ",".join(value for name, value in self.scope.headers.items() if name == "x-forwarded-for")
        address = address_behind_proxies(forwarded, split_address(self.scope.client)[0])
        self.record.route, self.record.client = route, str(address or "")

    def answer_at_once(self, status: int, headers: Headers, body: bytes) -> None:
        """An answer without Django, which also gives the id of the request to those that come from it."""
        self.status, self.headers = status, [*headers, (REQUEST_ID_HEADER, self.record.id)]
        self.send_whole(body)

    def send(self, parts: Any) -> None:
        """What is whole goes at once, which spares the loop; so does a file that is one piece."""
        if not getattr(parts, "streaming", False):
            self.send_whole(b"".join(parts))
            return
        pieces = iter(parts)
        first, second = next(pieces, b""), next(pieces, None)
        if second is None:
            self.send_whole(first)
            return
        self.record.status = self.status
        transport = self.protocol.response_stream(self.status, [*self.headers, *self.farewell])
        for piece in chain((first, second), pieces):
            self.record.sent_bytes += len(piece)
            self.wait_for(send_piece(transport, piece))

    def send_whole(self, body: bytes) -> None:
        self.record.status, self.record.sent_bytes = self.status, len(body)
        self.protocol.response_bytes(self.status, [*self.headers, *self.farewell], body)

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
