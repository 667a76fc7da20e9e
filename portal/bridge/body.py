"""What a request sends and what an answer reads from a file, piece by piece."""

import io
from collections.abc import Callable, Iterator
from typing import Any

PIECE_BYTES = 256 * 1024


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
