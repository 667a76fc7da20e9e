"""Zip archives from people whom we do not know: every header is a claim, checked before and while reading."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from articles.imports.files.decoding import ImportFormatError
from articles.imports.files.limits import MAX_MEMBERS, MAX_RATIO, SMALL_FILE

# Others unpack in one step, however much comes out.
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ENCRYPTED = 0x1
DRIVE = re.compile(r"[A-Za-z]:")
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError, ValueError)


@dataclass(frozen=True, slots=True)
class Member:
    """size: bytes that the header announces."""

    path: str
    size: int
    is_link: bool


@dataclass(frozen=True)
class Archive:
    """members: its files, without folders. A name that two of them bear stands twice, and each is read once."""

    path: Path
    file: zipfile.ZipFile
    members: list[Member]
    infos: dict[str, list[zipfile.ZipInfo]]

    def read(self, member_path: str) -> bytes:
        """The content of a member. Raises ImportFormatError where it is damaged or not what its header announces."""
        info = self.infos[member_path].pop(0)
        check_packing(self.path, info)
        try:
            with self.file.open(info) as member:
                content = member.read(info.file_size + 1)
        except BROKEN as error:
            raise ImportFormatError(f"{self.path} cannot be read: {info.filename}: {error}") from None
        if len(content) != info.file_size:
            raise ImportFormatError(f"{self.path} cannot be read: {info.filename} is not as long as it says.")
        return content


def is_archive(path: Path) -> bool:
    return path.is_file() and (path.suffix.lower() == ".zip" or zipfile.is_zipfile(path))


@contextmanager
def read_zip(path: Path) -> Iterator[Archive]:
    """An open archive whose names are checked. Raises ImportFormatError for one that is broken or made to do harm."""
    try:
        file = zipfile.ZipFile(path)
    except BROKEN as error:
        raise ImportFormatError(f"{path} cannot be read: {error}") from None
    with file:
        yield list_members(path, file)


def list_members(path: Path, file: zipfile.ZipFile) -> Archive:
    if len(file.infolist()) > MAX_MEMBERS:
        raise ImportFormatError(f"{path} has more than {MAX_MEMBERS} entries.")
    archive = Archive(path, file, [], {})
    for info in file.infolist():
        check_name(path, info)
        if not info.is_dir():
            inside = PurePosixPath(info.filename).as_posix()
            archive.members.append(Member(inside, info.file_size, stat.S_ISLNK(info.external_attr >> 16)))
            archive.infos.setdefault(inside, []).append(info)
    return archive


def check_name(path: Path, info: zipfile.ZipInfo) -> None:
    name = info.orig_filename
    inside = PurePosixPath(name)
    if inside.is_absolute() or ".." in inside.parts or "\\" in name or "\0" in name or DRIVE.match(name):
        raise ImportFormatError(f"{path}: {name!r} points outside the archive.")


def check_packing(path: Path, info: zipfile.ZipInfo) -> None:
    if info.flag_bits & ENCRYPTED:
        raise ImportFormatError(f"{path}: {info.filename} is encrypted; give an archive without a password.")
    if info.compress_type not in METHODS:
        raise ImportFormatError(f"{path}: {info.filename} is packed by a method that is not accepted.")
    if info.file_size > SMALL_FILE and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise ImportFormatError(f"{path}: {info.filename} is packed more than {MAX_RATIO} to 1.")
