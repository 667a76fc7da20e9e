"""Looks at what a picture's file is, before anything is decoded."""

import io
import struct
import warnings

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from articles.media.frames import CutOffError, count_frames
from articles.media.segments import MAX_PARTS, has_too_many_parts

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 20_000
MAX_FRAMES = 500
MAX_FRAME_PIXELS = 250_000_000
"""Of all frames together: a reader's browser decodes each, again and again."""

TURNED = range(5, 9)
ORIENTATION, LOCATION = 0x0112, 0x8825
TOO_MANY_PIXELS = gettext_lazy("A picture may have at most 40 million pixels.")
FORMATS = {
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "GIF": ("image/gif", "gif"),
    "WEBP": ("image/webp", "webp"),
    "AVIF": ("image/avif", "avif"),
}


def check_byte_size(byte_size: int) -> None:
    """Raises ValidationError for a file that is too large to be looked at."""
    if byte_size > MAX_BYTES:
        raise ValidationError(_("A picture may have at most %(limit)s MB.") % {"limit": MAX_BYTES // 1024**2})


def inspect_image(content: bytes) -> tuple[str, int, int]:
    """(format, width, height) of an image that is safe to decode. Raises ValidationError for anything else.

    Width and height are as it is shown, which its camera may have told to turn. Nothing is decoded.
    """
    check_byte_size(len(content))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            check_parts(content)
            with Image.open(io.BytesIO(content), formats=list(FORMATS)) as image:
                # Phones keep a second picture behind the first; Pillow then names the format otherwise.
                name = "JPEG" if image.format == "MPO" else str(image.format)
                width, height = image.size
                check_size(width, height)
                check_frames(count_frames(content, image, most=MAX_FRAMES), width * height)
                exif = Image.Image.getexif(image)  # what PNG makes of it decodes the picture
                check_location(exif)
                if exif.get(ORIENTATION) in TURNED:
                    width, height = height, width
                image.verify()
    # Pillow raises these while it opens a picture, before its size can be asked for.
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(TOO_MANY_PIXELS) from None
    except CutOffError:
        raise ValidationError(_("This picture was cut off: the end of its file is missing.")) from None
    except (OSError, SyntaxError, ValueError, RuntimeError, MemoryError, struct.error):
        raise ValidationError(_("This is no PNG, JPEG, GIF, WebP or AVIF picture.")) from None
    return name, width, height


def check_parts(content: bytes) -> None:
    if has_too_many_parts(content, frames=MAX_FRAMES):
        raise ValidationError(
            _("The file of this picture is cut into more than %(limit)s parts. Save it anew with a picture program.")
            % {"limit": f"{MAX_PARTS:,}"}
        )


def check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise ValidationError(TOO_MANY_PIXELS)
    if max(width, height) > MAX_SIDE:
        raise ValidationError(_("A picture may be at most %(limit)s pixels wide or high.") % {"limit": f"{MAX_SIDE:,}"})


def check_frames(frames: int, pixels: int) -> None:
    if frames > MAX_FRAMES:
        raise ValidationError(_("An animation may have at most %(limit)s frames.") % {"limit": MAX_FRAMES})
    if frames > 1 and frames * pixels > MAX_FRAME_PIXELS:
        raise ValidationError(
            _("An animation may have at most %(limit)s million pixels, all frames together; this one has %(frames)s.")
            % {"limit": MAX_FRAME_PIXELS // 1_000_000, "frames": frames * pixels // 1_000_000}
        )


def check_location(exif: Image.Exif) -> None:
    if exif.get_ifd(LOCATION):
        raise ValidationError(
            _("This picture says where it was taken, and readers could read that. Save it without its location first.")
        )
