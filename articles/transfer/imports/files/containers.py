"""Opens what tables come packed in: gzip, zip archives, folders. All of it is untrusted; nothing is unpacked to disk."""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import NoReturn

from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.files import normalise_path
from articles.transfer.imports.files.archives import CHUNK, is_burst, open_archive, shown
from articles.transfer.imports.files.folders import is_hidden, walk_folder
from articles.transfer.imports.files.left_out import HIDDEN, LINKED, SPECIAL, LeftOut
from articles.transfer.limits import MAX_RATIO, check_files, check_size, check_total

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
    name = path.name
    with open_archive(path, name) as archive:
        members = [one for one in archive.members if is_read(one.path, wanted, left_out, is_link=one.is_link)]
        paths = [one.path for one in members]
        archive.check_packing(paths)
        for one in members:
            check_size(f"{name}: {shown(one.path)}", one.size)
        check_total(name, (one.size for one in members))
        archive.weigh(paths)
        check_files(name, len(members), is_own=lambda: are_own_records(archive.start_of(RECORDS)))
        for told, inside in by_name(name, ((inside, inside) for inside in paths)):
            yield told, archive.read(inside)


def by_name[One](container: str, files: Iterable[tuple[str, One]]) -> list[tuple[str, One]]:
    """The files in order of their names as they are told. Raises ImportFormatError where two of them bear one name."""
    named: dict[str, One] = {}
    for given, file in files:
        name = normalise_path(PurePosixPath(given).as_posix())
        if name in named:
            raise ImportFormatError(f"{container} has two files called {shown(name)}.")
        named[name] = file
    return sorted(named.items(), key=itemgetter(0))


def is_read(inside: str, wanted: Wanted, left_out: LeftOut, *, is_link: bool, is_special: bool = False) -> bool:
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


def folder_entries(folder: Path, wanted: Wanted, left_out: LeftOut | None = None) -> Iterator[Entry]:
    """`zip_entries` of a folder; links are not followed. Raises ImportFormatError for folders that cannot be entered."""
    left_out = LeftOut() if left_out is None else left_out
    name = folder.name

    def refuse(_inside: str, error: OSError) -> NoReturn:
        raise ImportFormatError(f"{name} cannot be read: {shown(str(error.filename))}: {error.strerror}.")

    files = [
        found
        for found in walk_folder(folder, on_error=refuse)
        if is_read(found.inside, wanted, left_out, is_link=found.is_link, is_special=found.is_special)
    ]
    check_total(name, (found.path.stat().st_size for found in files))
    check_files(name, len(files), is_own=lambda: are_own_records(start_of_file(folder / RECORDS)))
    for told, path in by_name(name, ((found.inside, found.path) for found in files)):
        yield told, read_plain(path)


def are_own_records(start: bytes) -> bool:
    return OWN_RECORDS.match(start) is not None


def start_of_file(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(CHUNK)
