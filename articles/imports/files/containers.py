"""Opens what tables come packed in: gzip, zip archives, folders. All of it is untrusted; nothing is unpacked to disk."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from articles.imports.files.archives import (
    CHUNK,
    check_name,
    check_packing,
    is_burst,
    open_zip,
    read_member,
    refuse_burst,
    shown,
)
from articles.imports.files.decoding import ImportFormatError
from articles.imports.files.limits import MAX_MEMBERS, MAX_RATIO, MAX_TOTAL_BYTES

MAX_FILE_BYTES = 256 * 1024**2

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


def zip_entries(path: Path, wanted: Wanted) -> Iterator[Entry]:
    """Path and content of each wanted file in an archive, in order of path."""
    with open_zip(path, path.name) as archive:
        members = check_members(archive, path.name)
        infos = [info for info in members if not is_hidden(info.filename) and wanted(info.filename)]
        for info in infos:
            check_packing(info, path.name)
            check_size(f"{path.name}: {shown(info.filename)}", info.file_size)
        check_size(path.name, sum(info.file_size for info in infos), MAX_TOTAL_BYTES)
        refuse_burst(infos, path.name)
        for info in sorted(infos, key=lambda info: info.filename):
            yield info.filename, read_member(archive, info, path.name)


def check_members(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """The files in an archive, without folders. Raises ImportFormatError for too many, or a name that leads out."""
    if len(archive.infolist()) > MAX_MEMBERS:
        raise ImportFormatError(f"{name} has more than {MAX_MEMBERS:,} files.")
    for info in archive.infolist():
        check_name(info, name)
    return [info for info in archive.infolist() if not info.is_dir()]


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
