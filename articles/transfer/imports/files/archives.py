"""Zip archives from people whom we do not know: every header is a claim, checked before and held against what comes out."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path, PurePosixPath

from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.files.directories import DirectoryReader
from articles.transfer.limits import MAX_RATIO, SMALL_FILE, SMALL_TOTAL, check_members

# Others unpack in one step, however much comes out.
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ENCRYPTED = 0x1
DRIVE = re.compile(r"[A-Za-z]:")
# Before the name of each member.
HEADER_BYTES = 30
CHUNK = 256 * 1024
SHOWN = 200
# What zipfile raises for archives that are broken or of a kind it cannot read.
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError, ValueError)


@dataclass(frozen=True, slots=True)
class Member:
    """size: bytes that the header announces."""

    path: str
    size: int
    is_link: bool


@dataclass(frozen=True)
class Archive:
    """name: as told. members: its files, without folders. A name that two of them bear stands twice, and each is read once."""

    name: str
    file: zipfile.ZipFile
    members: list[Member]
    infos: dict[str, list[zipfile.ZipInfo]]

    def infos_of(self, paths: Iterable[str]) -> list[zipfile.ZipInfo]:
        return [info for path in dict.fromkeys(paths) for info in self.infos[path]]

    def check_packing(self, paths: Iterable[str]) -> None:
        """Raises ImportFormatError where one of the members of these paths is packed as none should be."""
        for info in self.infos_of(paths):
            check_packing(info, self.name)

    def weigh(self, paths: Iterable[str]) -> None:
        """Raises ImportFormatError where the members of these paths are packed too well to be read together."""
        refuse_burst(self.infos_of(paths), self.name)

    def pieces(self, member_path: str) -> Iterator[bytes]:
        """The content of a member. Raises ImportFormatError where it is damaged or not what its header announces."""
        return read_pieces(self.file, self.infos[member_path].pop(0), self.name)

    def read(self, member_path: str) -> bytes:
        """`pieces`, joined."""
        return b"".join(self.pieces(member_path))

    def start_of(self, member_path: str) -> bytes:
        """The first bytes of a member, none where it is not there. Raises ImportFormatError."""
        infos = self.infos.get(member_path)
        return next(read_pieces(self.file, infos[0], self.name), b"") if infos else b""


def is_archive(path: Path) -> bool:
    return path.is_file() and (path.suffix.lower() == ".zip" or zipfile.is_zipfile(path))


@contextmanager
def open_archive(source: Path | BytesIO, name: str) -> Iterator[Archive]:
    """An archive of which nothing is read but its directory, with names that are checked. name: as told.

    Raises ImportFormatError for one that is broken or made to do harm.
    """
    with ExitStack() as opened:
        try:
            if isinstance(source, Path) and source.exists() and not source.is_file():
                raise ImportFormatError(f"{name} is no file.")
            raw = source.open("rb", buffering=0) if isinstance(source, Path) else source
            file = opened.enter_context(zipfile.ZipFile(opened.enter_context(DirectoryReader(raw))))
            refuse_overlaps(file)
        except BROKEN as error:
            raise ImportFormatError(f"{name} cannot be read: {shown(str(error))}.") from None
        yield list_members(name, file)


def refuse_overlaps(file: zipfile.ZipFile) -> None:
    """Raises BadZipFile for members that share bytes: they unpack to more than the archive's size allows."""
    infos = sorted(file.infolist(), key=lambda info: info.header_offset)
    for info, after in pairwise(infos):
        if info.header_offset + HEADER_BYTES + info.compress_size > after.header_offset:
            raise zipfile.BadZipFile(f"{shown(info.filename)} shares bytes with another file")


def list_members(name: str, file: zipfile.ZipFile) -> Archive:
    check_members(name, len(file.infolist()))
    archive = Archive(name, file, [], {})
    for info in file.infolist():
        check_name(info, name)
        if not info.is_dir():
            inside = PurePosixPath(info.filename).as_posix()
            archive.members.append(Member(inside, info.file_size, is_link(info)))
            archive.infos.setdefault(inside, []).append(info)
    return archive


def is_link(info: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)


def shown(text: str) -> str:
    """A name or a message from outside, as part of one line."""
    line = text if text.isprintable() else repr(text)[1:-1]
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def check_name(info: zipfile.ZipInfo, archive: str) -> None:
    """Of the two names only one is shown, and zipfile reads on with the other."""
    for name in (info.orig_filename, info.filename):
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts or "\\" in name or "\0" in name or DRIVE.match(name):
            raise ImportFormatError(f"{archive}: {shown(name)} points outside the archive.")


def check_packing(info: zipfile.ZipInfo, archive: str) -> None:
    if info.flag_bits & ENCRYPTED:
        raise ImportFormatError(f"{archive}: {shown(info.filename)} is encrypted; give an archive without a password.")
    if info.compress_type not in METHODS:
        raise ImportFormatError(f"{archive}: {shown(info.filename)} is packed by a method that is not accepted.")
    if is_burst(info.compress_size, info.file_size):
        raise ImportFormatError(f"{archive}: {shown(info.filename)} is packed more than {MAX_RATIO} to 1.")


def is_burst(packed: int, unpacked: int, small: int = SMALL_FILE) -> bool:
    return unpacked > small and unpacked > MAX_RATIO * max(packed, 1)


def refuse_burst(infos: Iterable[zipfile.ZipInfo], archive: str) -> None:
    """A small member does no harm, however well it was packed, but thousands of them do."""
    sizes = [(info.compress_size, info.file_size) for info in infos]
    if is_burst(sum(packed for packed, _size in sizes), sum(size for _packed, size in sizes), SMALL_TOTAL):
        raise ImportFormatError(f"{archive} is packed more than {MAX_RATIO} to 1.")


def read_pieces(file: zipfile.ZipFile, info: zipfile.ZipInfo, archive: str) -> Iterator[bytes]:
    """What a member holds, at most `CHUNK` at once and no more than announced. Raises ImportFormatError."""
    check_packing(info, archive)
    # zipfile leaves out what is longer than announced, and holds the checksum against the rest.
    asked = copy(info)
    asked.file_size += 2 * CHUNK
    length = 0
    try:
        with file.open(asked) as member:
            while (piece := member.read(CHUNK)) and (length := length + len(piece)) <= info.file_size:
                yield piece
    except BROKEN as error:
        raise ImportFormatError(f"{archive}: {shown(info.filename)} cannot be read: {shown(str(error))}.") from None
    if length != info.file_size:
        raise ImportFormatError(f"{archive}: {shown(info.filename)} cannot be read: it is not as long as it says.")
