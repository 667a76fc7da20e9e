"""Runs the WSGI application on granian's RSGI interface, which shows the names of headers as they were sent.

Granian's WSGI interface makes `X-Forwarded-For` and `X_Forwarded_For` one key of the environment, in which the last one
wins: what a client sent would replace what the proxy says of it. Here a header with an underscore in its name is dropped
before anything could take it for another, as nginx, Apache and gunicorn do. Bodies are read, and long answers are sent, piece
by piece while the thread of the request waits.
"""

import asyncio
import io
import logging
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any

from granian.rsgi import HTTPProtocol, ProtocolClosed, ProtocolError, Scope

logger = logging.getLogger(__name__)

type Environ = dict[str, Any]
type WSGIApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

PIECE_BYTES = 256 * 1024
UNPREFIXED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


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


class FilePieces:
    """A file in larger pieces than Django's, as `wsgi.file_wrapper`."""

    streaming = True

    def __init__(self, file: Any, _block_size: int = 0) -> None:
        self.file = file
        self.close = file.close

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(PIECE_BYTES), b"")


class Body(io.RawIOBase):
    """Asks for the next piece only when the application reads: what it refuses unread is never taken in."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._rest = self._rest or self._read()
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def environ_of(scope: Scope, read: Callable[[], bytes]) -> Environ:
    """What PEP 3333 asks for."""
    server, port = split_address(scope.server)
    return {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": split_address(scope.client)[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BufferedReader(Body(read)),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.file_wrapper": FilePieces,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **header_variables(scope.headers.items(), scope.authority),
    }


def split_address(address: str) -> tuple[str, str]:
    """Host and port, the host without the brackets of IPv6."""
    host, _colon, port = address.rpartition(":")
    return host.strip("[]"), port


def header_variables(headers: Iterable[tuple[str, str]], authority: str | None) -> dict[str, str]:
    """The variables of the headers; those sent more than once are joined, and names with an underscore are dropped."""
    values: dict[str, list[str]] = {}
    for name, value in headers:
        if "_" not in name:
            values.setdefault(name.lower(), []).append(value)
    if authority and "host" not in values:  # as HTTP/2 sends it
        values["host"] = [authority]
    return {
        UNPREFIXED.get(name, "HTTP_" + name.upper().replace("-", "_")): ("; " if name == "cookie" else ",").join(given)
        for name, given in values.items()
    }
