"""The file of a backup: a zip archive whose comment is the SHA-256 of all bytes before that comment's digest.

The seal is looked at before anything of the archive is read, so that one changed or missing byte, wherever it is, is told.
"""

import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Self

from portal.backups.errors import BackupError, explain_os_error
from portal.backups.manifest import MAX_BYTES, NAME, Manifest, Member, short

PIECE_BYTES = 1024 * 1024
SEAL = b"sha256:"
DIGEST_LENGTH = 64
CHANGED = "It is no backup of the portal, or was cut off or changed: its seal does not fit."
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Writer:
    """Writes members and remembers their digests; `finish` adds the manifest and the seal, without which it is no backup."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.members: dict[str, Member] = {}
        self._zip = zipfile.ZipFile(file, "w", allowZip64=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        with suppress(OSError, ValueError):
            self._zip.close()

    @contextmanager
    def member(self, name: str, *, is_packed: bool) -> Iterator[Callable[[bytes], None]]:
        """Gives a function that adds to the member. is_packed: pictures are packed already, texts are not."""
        kind = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(name)
        info.compress_type = kind
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as target:

            def add(piece: bytes) -> None:
                nonlocal size
                target.write(piece)
                digest.update(piece)
                size += len(piece)

            yield add
        self.members[name] = Member(digest.hexdigest(), size)

    def finish(self, manifest: Manifest) -> None:
        self._zip.writestr(zipfile.ZipInfo(NAME), manifest.to_bytes(), zipfile.ZIP_DEFLATED)
        self._zip.comment = SEAL + b"0" * DIGEST_LENGTH
        self._zip.close()
        self.file.seek(-DIGEST_LENGTH, os.SEEK_END)
        length = self.file.tell()
        seal = digest_of(self.file, length)
        self.file.seek(length)
        self.file.write(seal.encode("ascii"))
        self.file.flush()
        os.fsync(self.file.fileno())


class Reader:
    """A sealed archive whose names and sizes agree with its manifest; the contents are looked at by `check_members`."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = archive
        self.manifest = manifest

    @contextmanager
    def open(self, name: str) -> Iterator[io.BufferedReader]:
        """The bytes of a member, whose digest is compared at its end. Raises BackupError."""
        try:
            source = self._zip.open(name)
        except UNREADABLE as error:
            raise not_unpacked(name, error) from None
        with source:
            counted = CountedBytes(source, name, self.manifest.members[name])
            yield io.BufferedReader(counted, PIECE_BYTES)

    def pieces(self, name: str) -> Iterator[bytes]:
        with self.open(name) as source:
            while piece := source.read(PIECE_BYTES):
                yield piece


class CountedBytes(io.RawIOBase):
    """Reads a member to its end and not one byte further than the manifest says; then compares the digest."""

    def __init__(self, source: IO[bytes], name: str, member: Member) -> None:
        self._source, self._name, self._member = source, name, member
        self._digest, self._size = hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._source.read(len(buffer))
        except UNREADABLE as error:
            raise not_unpacked(self._name, error) from None
        self._digest.update(piece)
        self._size += len(piece)
        is_over = not piece and (self._size, self._digest.hexdigest()) != (self._member.size, self._member.sha256)
        if is_over or self._size > self._member.size:
            raise BackupError(f"{short(self._name)} in it is not what its manifest says: it was changed.")
        buffer[: len(piece)] = piece
        return len(piece)


def not_unpacked(name: str, error: Exception) -> BackupError:
    return BackupError(f"{short(name)} in it cannot be unpacked ({type(error).__name__}).")


@contextmanager
def open_archive(path: Path) -> Iterator[Reader]:
    """Raises BackupError where the file is no sealed archive, or holds other members than its manifest says."""
    try:
        with path.open("rb") as file:
            check_seal(file)
            with zipfile.ZipFile(file) as archive:
                yield Reader(archive, read_manifest(archive))
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {explain_os_error(error)}.") from None
    except zipfile.BadZipFile:
        raise BackupError(CHANGED) from None


def check_seal(file: IO[bytes]) -> None:
    size = file.seek(0, os.SEEK_END)
    start = size - DIGEST_LENGTH
    if start <= len(SEAL):
        raise BackupError(CHANGED)
    file.seek(start - len(SEAL))
    if file.read(len(SEAL)) != SEAL or file.read().decode("latin-1") != digest_of(file, start):
        raise BackupError(CHANGED)


def digest_of(file: IO[bytes], length: int) -> str:
    """SHA-256 of the first bytes of a file."""
    digest = hashlib.sha256()
    file.seek(0)
    while length and (piece := file.read(min(PIECE_BYTES, length))):
        digest.update(piece)
        length -= len(piece)
    return digest.hexdigest()


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    entries = archive.infolist()
    sizes = {entry.filename: entry.file_size for entry in entries}
    if len(sizes) != len(entries) or NAME not in sizes or sizes[NAME] > MAX_BYTES:
        raise BackupError("It holds no manifest, or a name twice: this is no backup of the portal.")
    try:
        manifest = Manifest.from_bytes(archive.read(NAME))
    except UNREADABLE:
        raise BackupError(CHANGED) from None
    if {name: member.size for name, member in manifest.members.items()} | {NAME: sizes[NAME]} != sizes:
        raise BackupError("It holds other files than its manifest says.")
    return manifest
