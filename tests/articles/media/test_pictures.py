"""Pictures are checked before they are taken in, and seen only where an item that shows them is."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from articles.editing.pictures import add_picture
from articles.media.images import LOCATION, MAX_BYTES, MAX_FRAMES, ORIENTATION, inspect_image
from articles.media.shown_pictures import visible_pictures
from articles.models import Picture
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


def gif(frames: int, side: int = 10) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\0\x0a\0\0\0" + b"\x2c" + struct.pack("<HHHHB", 0, 0, side, side, 0) + b"\x02\x02\x44\x01\0"
    return head + frame * frames + b";"


def animation(image_format: str, frames: int, size: tuple[int, int] = (8, 8)) -> bytes:
    buffer = io.BytesIO()
    first, *more = [Image.new("RGB", size, (at * 40 % 256, at * 90 % 256, 0)) for at in range(frames)]
    first.save(buffer, image_format, save_all=True, append_images=more)
    return buffer.getvalue()


def test_animations_of_too_many_frames_are_refused_and_shorter_ones_taken_in() -> None:
    for content in (gif(10_000), gif(430_000), gif(MAX_FRAMES + 1)):
        with pytest.raises(ValidationError, match=r"at most 500 frames\."):
            inspect_image(content)
    assert inspect_image(gif(MAX_FRAMES)) == ("GIF", 10, 10)


@pytest.mark.parametrize("image_format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_frames_are_counted_in_every_format(monkeypatch, image_format) -> None:
    content = animation(image_format, 6)
    assert inspect_image(content)[0] == image_format
    monkeypatch.setattr("articles.media.images.MAX_FRAMES", 5)
    with pytest.raises(ValidationError, match=r"at most 5 frames\."):
        inspect_image(content)


def test_frames_of_too_many_pixels_together_are_refused() -> None:
    with pytest.raises(ValidationError, match=r"at most 250 million pixels, all frames together; this one has 480\."):
        inspect_image(gif(120, side=2_000))


def test_picture_longer_than_the_limit_on_one_side_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"at most 20,000 pixels wide or high\."):
        inspect_image(image_bytes(size=(20_001, 1)))


@pytest.mark.parametrize("image_format", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_picture_that_was_cut_off_is_refused(image_format) -> None:
    content = image_bytes(image_format=image_format, size=(200, 200))
    assert inspect_image(content)[0] == image_format
    for length in (len(content) // 2, len(content) * 9 // 10):
        with pytest.raises(ValidationError):
            inspect_image(content[:length])


def photo(exif: Image.Exif) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30)).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def test_turned_photo_has_the_size_that_it_is_shown_in() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    assert inspect_image(photo(exif)) == ("JPEG", 30, 40)


def test_photo_that_tells_where_it_was_taken_is_refused() -> None:
    exif = Image.Exif()
    exif.get_ifd(LOCATION)[1] = "N"
    with pytest.raises(ValidationError, match="says where it was taken"):
        inspect_image(photo(exif))


def test_picture_is_visible_while_an_article_that_shows_it_is() -> None:
    shown, unused = make_picture(color="red"), make_picture(color="blue")
    article = make_article(cover=shown)
    assert list(visible_pictures()) == [shown] != [unused]
    change(article, status="draft")
    assert not visible_pictures().exists()


def test_photo_with_a_second_picture_behind_it_is_a_jpeg() -> None:
    buffer = io.BytesIO()
    first = Image.new("RGB", (40, 30), "teal")
    first.save(buffer, "MPO", save_all=True, append_images=[Image.new("RGB", (20, 15))])
    assert inspect_image(buffer.getvalue()) == ("JPEG", 40, 30)


def test_file_that_is_too_large_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(ValidationError, match="at most 10 MB"):
        inspect_image(image_bytes() + bytes(MAX_BYTES))
