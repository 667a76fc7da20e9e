"""Takes pictures in, after a look at what they are, and says which of them readers may see."""

import hashlib
import io
import struct
import warnings
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from articles.editing import delete_record, save_record
from articles.media.frames import CutOffError, count_frames
from articles.media.segments import MAX_PARTS, has_too_many_parts
from articles.models import ITEM_MODELS, Change, ImportBatch, Item, Picture, PictureUse, User
from articles.rendering import TooCostlyError, mistyped_pictures, unlabelled_pictures
from articles.snapshots import Snapshot

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 20_000
MAX_FRAMES = 500
MAX_FRAME_PIXELS = 250_000_000
"""Of all frames together: a reader's browser decodes each, again and again."""

TURNED = range(5, 9)
ORIENTATION, LOCATION = 0x0112, 0x8825
CENTRE = (50, 50)
TOO_MANY_PIXELS = gettext_lazy("A picture may have at most 40 million pixels.")
FORMATS = {
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "GIF": ("image/gif", "gif"),
    "WEBP": ("image/webp", "webp"),
    "AVIF": ("image/avif", "avif"),
}


def add_picture(
    content: bytes,
    *,
    alt: str,
    by: User | None,
    note: str = "",
    reason: str = Change.Reason.EDIT,
    batch: ImportBatch | None = None,
    pk: UUID | None = None,
) -> Picture:
    """The picture with this content: the one that is there already, else a new one. Raises ValidationError.

    pk: the id that a new one gets, where no other picture has it.
    """
    picture = make_picture(content, alt=alt)
    if not picture._state.adding:
        return picture
    return store_picture(picture, content, by=by, note=note, reason=reason, batch=batch, pk=pk)


def store_picture(
    picture: Picture,
    content: bytes,
    *,
    by: User | None,
    note: str = "",
    reason: str = Change.Reason.EDIT,
    batch: ImportBatch | None = None,
    pk: UUID | None = None,
) -> Picture:
    """A new picture of `make_picture`, with its file; else the one that is there by now. Raises ValidationError."""
    if pk is not None and not Picture.objects.filter(pk=pk).exists():
        picture.pk = pk
    keep_file(picture, content)
    try:
        return save_record(picture, by=by, note=note, reason=reason, batch=batch)
    except ValidationError:
        twin = Picture.objects.filter(digest=picture.digest).first()
        if twin is None or twin.file.name != picture.file.name:
            picture.file.storage.delete(picture.file.name or "")
        if twin is None:
            raise
        return twin  # somebody else added the same picture at the same moment


def make_picture(content: bytes, *, alt: str, focus: tuple[int, int] = CENTRE) -> Picture:
    """The stored picture with this content, else one that is not stored yet. Raises ValidationError.

    focus: of a new one, in % from the left and from the top.
    """
    digest = hashlib.sha256(content).hexdigest()
    if known := Picture.objects.filter(digest=digest).first():
        return known
    image_format, width, height = inspect_image(content)
    return Picture(
        digest=digest,
        media_type=FORMATS[image_format][0],
        width=width,
        height=height,
        byte_size=len(content),
        alt=alt[:500],
        focus_x=focus[0],
        focus_y=focus[1],
    )


def keep_file(picture: Picture, content: bytes) -> None:
    """Stores the file under its digest, so that a run which was cut off before the row was written leaves no second one."""
    extension = next(ending for media_type, ending in FORMATS.values() if media_type == picture.media_type)
    name, storage = f"pictures/{picture.digest}.{extension}", picture.file.storage
    if storage.exists(name) and storage.size(name) != len(content):
        storage.delete(name)  # cut off while it was written
    picture.file.name = name if storage.exists(name) else storage.save(name, ContentFile(content))


def remove_picture(picture: Picture, *, by: User | None, note: str = "") -> None:
    """Takes the picture and its file away. Raises ProtectedError where an item still shows it."""
    storage, name = picture.file.storage, picture.file.name
    delete_record(picture, by=by, note=note)
    storage.delete(name or "")


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


def shown_unlabelled(model: type[Item], snapshot: Snapshot) -> set[str]:
    """The pictures of which an item's texts do not say what they show, its cover among them."""
    fields, links = snapshot.get("fields", {}), snapshot.get("links", {})
    texts = [fields.get(name) or "" for name in model.markdown_fields]
    try:
        return {*links.get("cover", []), *(pk for text in texts for pk in unlabelled_pictures(text))}
    except TooCostlyError:  # stored before there were limits
        return {*links.get("cover", [])}


def shown_mistyped(model: type[Item], snapshot: Snapshot) -> list[str]:
    """What an item's texts show as `picture:` and no id."""
    texts = [snapshot["fields"].get(name) or "" for name in model.markdown_fields]
    try:
        return list(dict.fromkeys(odd for text in texts for odd in mistyped_pictures(text)))
    except TooCostlyError:  # stored before there were limits
        return []


def undescribed(ids: Collection[str]) -> set[str]:
    """Those among the pictures that have no alternative text of their own either; a query, and none for no pictures."""
    described = Picture.objects.filter(pk__in=ids).exclude(alt="").values_list("pk", flat=True) if ids else ()
    return set(ids) - {str(pk) for pk in described}


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


def picture_url(picture: Picture) -> str:
    return reverse("picture", args=[picture.pk])


def visible_pictures(at: datetime | None = None) -> QuerySet[Picture]:
    """Pictures that an item which readers see shows, as its cover or in its text."""
    at = at or timezone.now()
    shown = Q()
    for item_type, model in ITEM_MODELS.items():
        visible = model._default_manager.published(at).filter(pk=OuterRef("item_id"))
        shown |= Q(Exists(visible), item_type=item_type)
    return Picture.objects.filter(Exists(PictureUse.objects.filter(shown, picture=OuterRef("pk"))))
