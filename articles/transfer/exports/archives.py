"""Makes zip archives that the portal's own imports take back: these refuse what is packed too well to be trusted."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from articles.transfer.limits import MAX_RATIO


@contextmanager
def write_archive(target: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """An archive to be filled. target: can be read and sought in."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        yield archive
    store_overpacked(target)


def store_overpacked(target: IO[bytes]) -> None:
    """Writes a finished archive anew where members are packed more than an import takes: these are only stored.

    How well a member packs is known when all of it is written, and a text that repeats itself is rare.
    """
    with zipfile.ZipFile(target) as archive, tempfile.TemporaryFile() as whole:
        if not any(is_overpacked(info) for info in archive.infolist()):
            return
        with zipfile.ZipFile(whole, "w") as copy:
            for info in archive.infolist():
                copy_member(archive, info, copy)
        target.seek(0)
        target.truncate()
        whole.seek(0)
        shutil.copyfileobj(whole, target)


def is_overpacked(info: zipfile.ZipInfo) -> bool:
    return info.file_size > MAX_RATIO * info.compress_size


def copy_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, copy: zipfile.ZipFile) -> None:
    made = zipfile.ZipInfo(info.filename, info.date_time)
    made.compress_type = zipfile.ZIP_STORED if is_overpacked(info) else info.compress_type
    made.external_attr, made.file_size = info.external_attr, info.file_size
    with archive.open(info) as source, copy.open(made, "w") as member:
        shutil.copyfileobj(source, member)
