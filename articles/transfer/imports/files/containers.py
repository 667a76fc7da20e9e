"""Opens what tables come packed in: gzip, zip archives, folders. All of it is untrusted; nothing is unpacked to disk."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from pathlib import Path, PurePosixPath

from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.files import normalise_path
from articles.transfer.imports.files.archives import (
    CHUNK,
    check_name,
    check_packing,
    is_burst,
    is_link,
    open_zip,
    read_member,
    read_pieces,
    refuse_burst,
    shown,
)
from articles.transfer.imports.files.left_out import HIDDEN, LINKED, SPECIAL, LeftOut
from articles.transfer.limits import MAX_FILES, MAX_MEMBERS, MAX_RATIO, MAX_TOTAL_BYTES

MAX_FILE_BYTES = 256 * 1024**2
STREAM = 512
# Of the portal's own Markdown export, and how it begins.
RECORDS = "records.json"
OWN_RECORDS = re.compile(rb'\s*\{\s*"format"\s*:\s*1\s*,')

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
    parts, total = [], 0
    try:
        for part in unpack_streams(content, name):
            parts.append(part)
            total += len(part)
            check_size(name, total)
            if is_burst(len(content), total):
                raise ImportFormatError(f"{name} is packed more than {MAX_RATIO} to 1.")
    except zlib.error as error:
        raise ImportFormatError(f"{name} is no readable gzip file: {error}.") from None
    return b"".join(parts)


def unpack_streams(content: bytes, name: str) -> Iterator[bytes]:
    """The pieces that are not empty, of one stream after the other. Raises ImportFormatError and zlib.error."""
    at = 0
    while (at := end_of_padding(content, at)) < len(content):
        unpacker, length, packed = zlib.decompressobj(wbits=31), STREAM, b""
        while not unpacker.eof:
            if not packed:
                # Short at first: what a stream leaves over is copied, and there may be millions of streams.
                packed = content[at : at + length]
                at, length = at + len(packed), min(2 * length, CHUNK)
            part = unpacker.decompress(packed, CHUNK)
            if not part and not packed and not unpacker.eof:
                raise ImportFormatError(f"{name} is cut off in the middle.")
            packed = unpacker.unconsumed_tail
            if part:
                yield part
        at -= len(unpacker.unused_data)


def end_of_padding(content: bytes, at: int) -> int:
    while content[at : at + 1] == b"\0":
        at += 1
    return at


def zip_entries(path: Path, wanted: Wanted, left_out: LeftOut | None = None) -> Iterator[Entry]:
    """Path and content of each wanted file in an archive, in order of path. left_out: takes note of the others."""
    left_out = LeftOut() if left_out is None else left_out
    with open_zip(path, path.name) as archive:
        infos = [
            info
            for info in check_members(archive, path.name)
            if sort_out(info.filename, wanted, left_out, is_link=is_link(info))
        ]
        check_sizes(infos, path.name)
        refuse_crowd(path.name, len(infos), lambda: start_of_member(archive, RECORDS, path.name))
        for name, info in by_name(path.name, ((info.filename, info) for info in infos)):
            yield name, read_member(archive, info, path.name)


def check_members(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """The files in an archive, without folders. Raises ImportFormatError for too many, or a name that leads out."""
    if len(archive.infolist()) > MAX_MEMBERS:
        raise ImportFormatError(f"{name} has more than {MAX_MEMBERS:,} files.")
    for info in archive.infolist():
        check_name(info, name)
    return [info for info in archive.infolist() if not info.is_dir()]


def check_sizes(infos: list[zipfile.ZipInfo], name: str) -> None:
    for info in infos:
        check_packing(info, name)
        check_size(f"{name}: {shown(info.filename)}", info.file_size)
    check_size(name, sum(info.file_size for info in infos), MAX_TOTAL_BYTES)
    refuse_burst(infos, name)


def by_name[One](container: str, files: Iterable[tuple[str, One]]) -> list[tuple[str, One]]:
    """The files in order of their names as they are told. Raises ImportFormatError where two of them bear one name."""
    named: dict[str, One] = {}
    for given, file in files:
        name = normalise_path(PurePosixPath(given).as_posix())
        if name in named:
            raise ImportFormatError(f"{container} has two files called {shown(name)}.")
        named[name] = file
    return sorted(named.items(), key=itemgetter(0))


def sort_out(inside: str, wanted: Wanted, left_out: LeftOut, *, is_link: bool, is_special: bool = False) -> bool:
    """Whether a file is to be read; what is not is noted."""
    if is_hidden(inside):
        left_out.count(HIDDEN)
    elif is_link:
        left_out.count(LINKED)
    elif is_special:
        left_out.count(SPECIAL)
    elif not wanted(inside):
        left_out.add(inside)
    else:
        return True
    return False


def refuse_crowd(name: str, number: int, start_of_records: Callable[[], bytes] = bytes) -> None:
    """Raises ImportFormatError for too many files; an export of our own may have as many as it needs."""
    if number > MAX_MEMBERS or (number > MAX_FILES and not OWN_RECORDS.match(start_of_records())):
        raise ImportFormatError(f"{name} has more than {MAX_FILES:,} files.")


def start_of_member(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """The first bytes of a member, none where it is not there. Raises ImportFormatError."""
    info = archive.NameToInfo.get(member)
    return next(read_pieces(archive, info, name), b"") if info else b""


def folder_entries(folder: Path, wanted: Wanted, left_out: LeftOut | None = None) -> Iterator[Entry]:
    """`zip_entries` of a folder; links are not followed."""
    left_out = LeftOut() if left_out is None else left_out
    files: list[tuple[str, Path]] = []
    total = 0
    for path in walk(folder):
        inside = path.relative_to(folder).as_posix()
        if sort_out(inside, wanted, left_out, is_link=path.is_symlink(), is_special=not path.is_file()):
            files.append((inside, path))
            total += path.stat().st_size
    check_size(folder.name, total, MAX_TOTAL_BYTES)
    refuse_crowd(folder.name, len(files), lambda: start_of_file(folder / RECORDS))
    for name, path in by_name(folder.name, files):
        yield name, read_plain(path)


def walk(folder: Path) -> Iterator[Path]:
    """What lies below a folder and is no folder. Raises ImportFormatError for folders that cannot be entered."""

    def refuse(error: OSError) -> None:
        raise ImportFormatError(f"{folder.name} cannot be read: {shown(str(error.filename))}: {error.strerror}.")

    for place, _folders, names in folder.walk(on_error=refuse):
        yield from (place / name for name in names)


def start_of_file(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(CHUNK)


def is_hidden(path: str) -> bool:
    """What systems put beside people's files."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(path).parts)
