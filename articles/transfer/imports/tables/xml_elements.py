"""Reads XML piece by piece and lets go of what was read, so that memory stays flat whatever a file says. Pure."""

from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element, XMLPullParser

CHUNK = 16 * 1024
MAX_DEPTH = 100
# Of one element that is asked for. A row has 16,384 cells where all of them bear a format.
MAX_PARTS = 100_000
MAX_BYTES = 64 * 1024**2
# Besides those that are asked for: they take no memory, but time.
MAX_OTHERS = 1_000_000


def elements(source: IO[bytes], tag: str) -> Iterator[Any]:
    """Each element of a tag once it is whole; it is emptied when the next one is asked for.

    Raises ValueError for one that is too large, and ParseError.
    """
    parser: Any = XMLPullParser(("start", "end"))
    path: list[Element] = []
    level = parts = length = others = 0
    for fed in feed(parser, source):
        length += fed
        for event, element in parser.read_events():
            if event == "start":
                path.append(element)
                parts += 1
                level = level or (len(path) if element.tag == tag else 0)
                check_size(len(path), parts, length)
                continue
            if len(path) == level:
                yield element
                level = 0
            path.pop()
            if not level:
                let_go(element, path)
                parts = length = 0
                others += element.tag != tag
        check_size(len(path), parts, length)
        if others > MAX_OTHERS:
            raise ValueError(f"it has more than {MAX_OTHERS:,} elements that are read by nobody")


def feed(parser: Any, source: IO[bytes]) -> Iterator[int]:
    """How many bytes the parser was given, after each piece; at the end it has some elements left."""
    while chunk := source.read(CHUNK):
        parser.feed(chunk)
        yield len(chunk)
    parser.close()
    yield 0


def let_go(element: Element, path: list[Element]) -> None:
    element.clear()
    if path:
        path[-1].remove(element)


def check_size(depth: int, parts: int, length: int) -> None:
    if depth > MAX_DEPTH:
        raise ValueError(f"it has more than {MAX_DEPTH} levels")
    if parts > MAX_PARTS or length > MAX_BYTES:
        raise ValueError(f"a row or a text has more than {MAX_PARTS:,} parts or {MAX_BYTES // 1024**2} MiB")
