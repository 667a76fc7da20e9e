"""A picture's file may be made of so many parts only: each takes time to read, however small it is."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from articles.media.images import inspect_image
from articles.media.segments import MAX_PARTS
from tests.factories import image_bytes


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(parts: bytes, count: int) -> bytes:
    content = image_bytes(image_format="PNG")
    return content[:33] + parts * count + content[33:]


def jpeg(parts: bytes, count: int) -> bytes:
    content = image_bytes(image_format="JPEG")
    return content[:2] + parts * count + content[2:]


def gif(parts: bytes, count: int) -> bytes:
    content = image_bytes(image_format="GIF")
    at = 13 + (3 << ((content[10] & 7) + 1) if content[10] & 0x80 else 0)
    return content[:at] + parts * count + content[at:]


def gif_comment(block: bytes, count: int) -> bytes:
    return gif(b"\x21\xfe" + block * count + b"\0", 1)


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


FILES: dict[str, Callable[[int], bytes]] = {
    "PNG, empty chunks": lambda count: png(chunk(b"juNk"), count),
    "PNG, texts": lambda count: png(chunk(b"tEXt", b"a\0b"), count),
    "JPEG, empty comments": lambda count: jpeg(segment(0xFE, b""), count),
    "JPEG, lone markers": lambda count: jpeg(b"\xff\xd0", count),
    "JPEG, fill bytes": lambda count: jpeg(b"\xff" * 17, count),
    "JPEG, junk": lambda count: jpeg(segment(0xFE, b"") + b"\0" * 17 * count, 1),
    "JPEG, tables": lambda count: jpeg(segment(0xDB, bytes([0, *[1] * 64]) * 500), count // 500),
    "JPEG, blocks of a program": lambda count: jpeg(segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4" + bytes(6)), count),
    "GIF, comments": lambda count: gif(b"\x21\xfe\x01a\0", count),
    "GIF, one comment": lambda count: gif_comment(b"\xff" + b"a" * 255, count),
    "GIF, junk": lambda count: gif(b"\1" * 17, count),
    "WEBP, empty chunks": lambda count: image_bytes(image_format="WEBP") + b"junk\0\0\0\0" * count,
    "AVIF, empty boxes": lambda count: image_bytes(image_format="AVIF") + b"\0\0\0\x08free" * count,
}


@pytest.mark.django_db
@pytest.mark.parametrize("make", FILES.values(), ids=FILES.keys())
def test_file_of_tiny_parts_is_refused_before_it_is_opened(make: Callable[[int], bytes], monkeypatch) -> None:
    opened: list[object] = []
    real = Image.open

    def note(*args: Any, **options: Any) -> Any:
        opened.append(args)
        return real(*args, **options)

    monkeypatch.setattr(Image, "open", note)
    with pytest.raises(ValidationError, match="more than 5,000 parts"):
        inspect_image(make(MAX_PARTS + 500))
    assert not opened


@pytest.mark.parametrize("name", [name for name in FILES if "junk" not in name and "fill" not in name])
def test_file_of_many_parts_is_taken_in(name: str) -> None:
    assert inspect_image(FILES[name](500))[0] == name.split(",", maxsplit=1)[0]


def test_restart_markers_within_a_scan_are_no_parts() -> None:
    out = io.BytesIO()
    noise = Image.effect_noise((2_000, 600), 90)
    noise.save(out, "JPEG", progressive=True, restart_marker_blocks=1)
    assert sum(out.getvalue().count(bytes([0xFF, 0xD0 + n])) for n in range(8)) > MAX_PARTS
    assert inspect_image(out.getvalue())[:2] == ("JPEG", 2_000)


@pytest.mark.parametrize("image_format", ["GIF", "PNG", "WEBP"])
def test_long_animation_of_large_frames_is_taken_in(image_format: str) -> None:
    out = io.BytesIO()
    frames = [Image.effect_noise((120, 120), 60 + n % 7) for n in range(499)]
    frames[0].save(out, image_format, save_all=True, append_images=frames[1:], duration=20)
    assert inspect_image(out.getvalue())[0] == image_format
