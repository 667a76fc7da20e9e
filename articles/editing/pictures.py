"""Takes pictures in, after a look at what they are, and takes them away with their files."""

import hashlib
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from articles.editing.records import delete_record, save_record
from articles.media.images import FORMATS, inspect_image
from articles.models import Change, ImportBatch, Picture, User

CENTRE = (50, 50)


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
