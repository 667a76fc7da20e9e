"""Counts the frames of an animation from its structure, before anything is decoded, and finds files that were cut off."""

from PIL import Image

GIF_HEADER, PNG_HEADER = 13, 8
IMAGE, EXTENSION, END = 0x2C, 0x21, 0x3B


class CutOffError(ValueError):
    """The file ends before what it says it holds."""


def count_frames(content: bytes, image: Image.Image, *, most: int) -> int:
    """Frames of an opened picture, at most one more than `most`. Raises CutOffError.

    Pillow walks through a GIF frame by frame, which takes seconds; of a PNG it believes the number that the file tells.
    """
    if image.format == "GIF":
        return count_gif(content, most)
    if image.format == "PNG":
        return count_png(content, most)
    if image.format == "JPEG":
        # Small pictures within come before the scan.
        if content.rfind(b"\xff\xd9") < content.rfind(b"\xff\xda"):
            raise CutOffError
        return 1
    if image.format == "WEBP" and int.from_bytes(content[4:8], "little") + 8 > len(content):
        raise CutOffError
    if image.format == "AVIF":
        check_boxes(content)
    return min(int(getattr(image, "n_frames", 1)), most + 1)


def check_boxes(content: bytes) -> None:
    """Raises CutOffError where a box of the file reaches beyond its end."""
    at = 0
    while at + 16 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16], "big")
        if not size:  # up to the end
            return
        at += max(size, 8)
    if at > len(content):
        raise CutOffError


def count_gif(content: bytes, most: int) -> int:
    at, frames = GIF_HEADER + colours_of(content, 10), 0
    while at < len(content) and content[at] != END:
        if content[at] == IMAGE:
            frames += 1
            if frames > most:
                return frames
            at = behind_blocks(content, at + 11 + colours_of(content, at + 9))
        elif content[at] == EXTENSION:
            at = behind_blocks(content, at + 2)
        else:
            break  # what readers of GIF take for the end
    if not frames:
        raise CutOffError
    return frames


def colours_of(content: bytes, at: int) -> int:
    """Bytes of the table of colours that the flags at this place announce."""
    if at >= len(content):
        raise CutOffError
    return 3 << ((content[at] & 7) + 1) if content[at] & 0x80 else 0


def behind_blocks(content: bytes, at: int) -> int:
    """Behind a row of blocks, each with its length in front, the last one empty."""
    while at < len(content):
        size = content[at]
        at += 1 + size
        if not size:
            return at
    raise CutOffError


def count_png(content: bytes, most: int) -> int:
    at, frames = PNG_HEADER, 0
    while at + 12 <= len(content) and frames <= most:
        frames += content[at + 4 : at + 8] == b"fcTL"
        at += 12 + int.from_bytes(content[at : at + 4], "big")
    return max(frames, 1)
