"""Pictures are checked before they are taken in, and seen only where an item that shows them is."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from articles.models import Picture
from articles.pictures import add_picture, visible_pictures
from tests.factories import change, count, image_bytes, make_article, make_picture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("image_format", ["PNG", "JPEG", "GIF", "WEBP"])
def test_picture_is_taken_in_with_its_size_and_kind(image_format) -> None:
    content = image_bytes(image_format=image_format)
    picture = add_picture(content, alt="A box", by=None)
    assert (picture.width, picture.height, picture.media_type) == (40, 30, f"image/{image_format.lower()}")
    with picture.file.open() as file:
        assert file.read() == content


def test_same_content_is_one_picture() -> None:
    assert make_picture().pk == make_picture().pk
    assert count(Picture) == 1


def huge_png(side: int = 100_000) -> bytes:
    """A PNG of a few bytes that claims to have many pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def bmp() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, "BMP")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", image_bytes()[:60], huge_png(), bmp()],
    ids=["empty", "cut", "svg", "truncated", "bomb", "bmp"],
)
def test_what_is_no_safe_picture_is_refused(content) -> None:
    with pytest.raises(ValidationError):
        add_picture(content, alt="", by=None)
    assert count(Picture) == 0


@pytest.mark.parametrize("side", [6_400, 10_000, 30_000, 100_000])
def test_picture_of_too_many_pixels_is_told_to_be_one(side) -> None:
    with pytest.raises(ValidationError, match=r"at most 40 million pixels\."):
        add_picture(huge_png(side), alt="", by=None)


def test_picture_is_visible_while_an_article_that_shows_it_is() -> None:
    shown, unused = make_picture(color="red"), make_picture(color="blue")
    article = make_article(cover=shown)
    assert list(visible_pictures()) == [shown] != [unused]
    change(article, status="draft")
    assert not visible_pictures().exists()
