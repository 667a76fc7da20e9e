"""Opens what tables come packed in: gzip, zip archives, folders. All of it is untrusted; nothing is unpacked to disk."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from articles.imports.files.decoding import ImportFormatError

MAX_FILE_BYTES = 256 * 1024**2
MAX_TOTAL_BYTES = 1024**3
MAX_MEMBERS = 200_000
MAX_RATIO = 100
# What is small does no harm, however well it was packed.
SMALL_BYTES = 1024**2
CHUNK = 256 * 1024
ENCRYPTED = 0x1
# What zipfile raises for archives that are broken or of a kind it cannot read.
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError, ValueError)

type Entry = tuple[str, bytes]
type Wanted = Callable[[str], bool]


def read_plain(path: Path) -> bytes:
    """A file's content. Raises ImportFormatError for one that is too large or cannot be read."""
    try:
        check_size(path.name, path.stat().st_size)
        if path.exists() and not path.is_file():
            raise ImportFormatError(f"{path.name} is no file.")
        return path.read_bytes()
    except OSError as error:
        raise ImportFormatError(f"{path.name} cannot be read: {error.strerror}.") from None


def check_size(name: str, size: int, limit: int = MAX_FILE_BYTES) -> None:
    if size > limit:
        raise ImportFormatError(f"{name} holds more than {limit // 1024**2} MiB.")


def is_burst(packed: int, unpacked: int) -> bool:
    return unpacked > SMALL_BYTES and unpacked > MAX_RATIO * max(packed, 1)


def unpack_gzip(content: bytes, name: str) -> bytes:
    """What gzip packed. Raises ImportFormatError for what is broken, cut off, or grows beyond all measure."""
    parts, rest = [], content
    total = 0
    while rest.strip(b"\0"):
        unpacker = zlib.decompressobj(wbits=31)
        for part in unpack_member(unpacker, rest, name):
            parts.append(part)
            total += len(part)
            check_size(name, total)
            if is_burst(len(content), total):
                raise ImportFormatError(f"{name} is packed more than {MAX_RATIO} to 1.")
        rest = unpacker.unused_data
    return b"".join(parts)


def unpack_member(unpacker: "zlib._Decompress", packed: bytes, name: str) -> Iterator[bytes]:
    try:
        while not unpacker.eof:
            part = unpacker.decompress(packed, CHUNK)
            packed = unpacker.unconsumed_tail
            if not part and not packed and not unpacker.eof:
                raise ImportFormatError(f"{name} is cut off in the middle.")
            yield part
    except zlib.error as error:
        raise ImportFormatError(f"{name} is no readable gzip file: {error}.") from None


def open_zip(source: Path | IO[bytes], name: str, limit: int, wanted: Wanted) -> zipfile.ZipFile:
    """The archive, after a look at the sizes that it declares for what is wanted; zipfile reads no more than these."""
    try:
        archive = zipfile.ZipFile(source)
    except ZIP_ERRORS as error:
        raise ImportFormatError(f"{name} cannot be read: {error}.") from None
    infos = [info for info in archive.infolist() if wanted(info.filename)]
    if len(archive.infolist()) > MAX_MEMBERS:
        raise ImportFormatError(f"{name} has more than {MAX_MEMBERS:,} files.")
    check_size(name, sum(info.file_size for info in infos), limit)
    for info in infos:
        check_member(info, name)
    return archive


def check_member(info: zipfile.ZipInfo, name: str) -> None:
    inside = PurePosixPath(info.filename)
    if inside.is_absolute() or ".." in inside.parts or "\\" in info.filename:
        raise ImportFormatError(f"{name}: {info.filename} points outside the archive.")
    if info.flag_bits & ENCRYPTED:
        raise ImportFormatError(f"{name}: {info.filename} is locked with a password.")
    if is_burst(info.compress_size, info.file_size):
        raise ImportFormatError(f"{name}: {info.filename} is packed more than {MAX_RATIO} to 1.")


def zip_entries(path: Path, wanted: Wanted) -> Iterator[Entry]:
    """Path and content of each wanted file in an archive, in order of path."""
    with open_zip(path, path.name, MAX_TOTAL_BYTES, wanted) as archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            if info.is_dir() or is_hidden(info.filename) or not wanted(info.filename):
                continue
            try:
                yield info.filename, archive.read(info)
            except ZIP_ERRORS as error:
                raise ImportFormatError(f"{path.name}: {info.filename} cannot be read: {error}.") from None


def folder_entries(folder: Path, wanted: Wanted) -> Iterator[Entry]:
    """Path and content of each wanted file below a folder, in order of path; links are not followed."""
    total = count = 0
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file() or is_hidden(inside) or not wanted(inside):
            continue
        count, total = count + 1, total + path.stat().st_size
        check_size(folder.name, total, MAX_TOTAL_BYTES)
        if count > MAX_MEMBERS:
            raise ImportFormatError(f"{folder.name} has more than {MAX_MEMBERS:,} files.")
        yield inside, read_plain(path)


def is_hidden(path: str) -> bool:
    """What systems put beside people's files."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(path).parts)
