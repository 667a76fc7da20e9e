"""Carries pictures along with rows: as files in an archive, or as text in the rows themselves."""

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.db.models import QuerySet

from articles.models import Picture
from articles.transfer.columns import PICTURE_CONTENT, write_content
from articles.transfer.exports.rows import Row, record_rows


def picture_path(picture: Picture) -> str:
    """Where its file lies in an archive."""
    return f"pictures/{picture.pk}{PurePosixPath(picture.file.name or '').suffix}"


def write_pictures(archive: zipfile.ZipFile, pictures: QuerySet[Picture]) -> None:
    """Stored, not packed: picture files are packed already. A file that is gone from the disk is left out."""
    for picture in pictures.iterator():
        if (content := read_file(picture)) is not None:
            archive.writestr(picture_path(picture), content, zipfile.ZIP_STORED)


def picture_rows(pictures: QuerySet[Picture]) -> Iterator[Row]:
    """Rows that hold their files too; a row of a file that is gone from the disk stays without."""
    for picture in pictures.iterator():
        [row] = record_rows([picture])
        content = read_file(picture)
        yield row if content is None else row | {PICTURE_CONTENT: write_content(content)}


def read_file(picture: Picture) -> bytes | None:
    try:
        with picture.file.open("rb") as file:
            content: bytes = file.read()
    except FileNotFoundError:
        return None
    return content
