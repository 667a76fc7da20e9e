"""Counts the parts of a picture's file from its bytes, before Pillow reads them one by one."""

import re

from PIL.JpegImagePlugin import MARKER

from articles.media.frames import END, GIF_HEADER, IMAGE, PNG_HEADER, colours_of

MAX_PARTS = 5_000
"""Chunks, segments or blocks of one file. A PNG of 10 MB, written 8 kB at a time, has 1,300."""

JUNK_OF_PART, TABLES_OF_PART, DATA_OF_PART = 16, 64, 50
"""Bytes between parts, bytes of tables, and blocks of image data that are read as fast as one part."""

_FILL = re.compile(rb"\xff+")
_GIF_PART = re.compile(rb"[,!;]")
SCAN, APPLICATION = 0xDA, range(0xE0, 0xF0)
COMMENT = 0xFE


def has_too_many_parts(content: bytes, *, frames: int) -> bool:
    """Whether the file is made of more than MAX_PARTS parts. Raises CutOffError.

    frames: after more than so many, the rest of an animation does not count: it is refused for them.
    """
    return _parts(content, frames) > MAX_PARTS


def _parts(content: bytes, frames: int) -> int:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return chunks(content, PNG_HEADER, extra=12, size_at=0, is_padded=False)
    if content.startswith(b"\xff\xd8\xff"):
        return jpeg_segments(content)
    if content.startswith((b"GIF87a", b"GIF89a")):
        return gif_blocks(content, frames)
    if content.startswith(b"RIFF"):
        return chunks(content, 12, extra=8, size_at=4, is_padded=True)
    return boxes(content) if content[4:8] == b"ftyp" else 0


def chunks(content: bytes, at: int, *, extra: int, size_at: int, is_padded: bool) -> int:
    """Chunks of a PNG or a (padded) WebP from a place on: each tells its size, without `extra` bytes of its own."""
    parts = 0
    while at < len(content) and parts <= MAX_PARTS:
        parts += 1
        if not is_padded and content.startswith(b"IEND", at + 4):  # what stands behind it nobody reads
            break
        size = int.from_bytes(content[at + size_at : at + size_at + 4], "little" if is_padded else "big")
        at += extra + size + (size & 1 if is_padded else 0)
    return parts


def boxes(content: bytes) -> int:
    at = parts = 0
    while at < len(content) and parts <= MAX_PARTS:
        parts += 1
        size = int.from_bytes(content[at : at + 4], "big")
        if not size:  # up to the end
            break
        at += max(int.from_bytes(content[at + 8 : at + 16], "big") if size == 1 else size, 8)
    return parts


def jpeg_segments(content: bytes) -> int:
    """Segments before the first scan, which Pillow reads no further than; it reads what lies between them bytewise."""
    at, parts, junk = 2, 0, 0
    while parts + junk // JUNK_OF_PART <= MAX_PARTS:
        fill = _FILL.search(content, at)
        if not fill or fill.end() == len(content):
            return parts + (junk + len(content) - at) // JUNK_OF_PART
        junk += fill.end() - 1 - at
        marker, at = content[fill.end()], fill.end() + 1
        parts += 1
        size = _size_of(content, marker, at)
        parts += _heavy_parts(content, marker, at, size)
        at += size
        if marker == SCAN:
            break
    return parts + junk // JUNK_OF_PART


def _size_of(content: bytes, marker: int, at: int) -> int:
    """Bytes behind a marker that belong to it: none behind those that Pillow takes for lone ones."""
    known = MARKER.get(0xFF00 | marker)
    return max(int.from_bytes(content[at : at + 2], "big"), 2) if known and known[2] else 0


def _heavy_parts(content: bytes, marker: int, at: int, size: int) -> int:
    """What a segment holds that is read piece by piece: tables, and the blocks of a picture program."""
    if marker in APPLICATION:
        return content.count(b"8BIM", at, at + size)
    return 0 if marker == COMMENT else size // TABLES_OF_PART


def gif_blocks(content: bytes, frames: int) -> int:
    """Images, extensions and blocks within these; of the blocks of image data one in so many."""
    at, parts = GIF_HEADER + colours_of(content, 10), 0
    while parts <= MAX_PARTS and frames >= 0:
        found = _GIF_PART.search(content, at)
        parts += ((found.start() if found else len(content)) - at) // JUNK_OF_PART
        if not found or content[found.start()] == END:
            break
        at = found.start()
        is_image = content[at] == IMAGE
        each = DATA_OF_PART if is_image else 1
        frames -= is_image
        at += 11 + colours_of(content, at + 9) if is_image else 2
        at, blocks = _behind_some(content, at, (MAX_PARTS - parts + 1) * each)
        parts += 1 + blocks // each
    return parts


def _behind_some(content: bytes, at: int, most: int) -> tuple[int, int]:
    """(the place behind a row of blocks, how many they are), at most `most` of them."""
    blocks = 0
    while at < len(content) and content[at] and blocks < most:
        at += 1 + content[at]
        blocks += 1
    return at + 1, blocks
