"""Reads the files of an import: a folder or a zip archive, both untrusted. Nothing is ever unpacked to disk."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from articles.cleaning import clean_text

MAX_FILES = 10_000
MAX_TOTAL_BYTES = 1024**3
MAX_RATIO = 100
SMALL_FILE = 64 * 1024
MARKDOWN_SUFFIXES = frozenset({".md", ".mdx"})
PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})


class ImportFormatError(Exception):
    """The import cannot be read at all; the message names the file and says why."""


@dataclass
class FileSet:
    """The files of one import. name: what the set is called; contents: path inside the set to content."""

    name: str
    documents: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    def add(self, path: str, content: bytes) -> None:
        path = normalise_path(path)
        if path in self.documents or path in self.pictures:
            self.problems[path] = "the set has two files of this name"
            return
        if PurePosixPath(path).suffix.lower() in PICTURE_SUFFIXES:
            self.pictures[path] = content
            return
        try:
            self.documents[path] = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.problems[path] = "the text is not UTF-8"


def normalise_path(path: str) -> str:
    """A path in the form in which it is kept as a key: composed characters, single spaces."""
    return " ".join(clean_text(path).split())


def read_files(path: Path, name: str = "") -> FileSet:
    """The Markdown files and pictures of a folder or zip archive. Raises ImportFormatError."""
    if path.is_dir():
        files = FileSet(normalise_path(name or path.resolve().name))
        entries = read_folder(path)
    elif zipfile.is_zipfile(path):
        default = path.resolve().parent.name if path.stem == "articles" else path.stem
        files = FileSet(normalise_path(name or default))
        entries = read_zip(path)
    else:
        raise ImportFormatError(f"{path} is neither a folder nor a zip archive.")
    for entry, content in entries:
        files.add(entry, content)
    return files


def is_wanted(path: PurePosixPath) -> bool:
    return path.suffix.lower() in MARKDOWN_SUFFIXES | PICTURE_SUFFIXES


def read_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Files below a folder, in order of path; links are not followed."""
    total = count = 0
    for path in sorted(folder.rglob("*")):
        inside = PurePosixPath(path.relative_to(folder).as_posix())
        if path.is_symlink() or not path.is_file() or not is_wanted(inside):
            continue
        count, total = count + 1, total + path.stat().st_size
        check_limits(folder, count, total)
        yield str(inside), path.read_bytes()


def read_zip(archive_path: Path) -> Iterator[tuple[str, bytes]]:
    """Files of an archive, in order of path. Raises ImportFormatError for one that is broken or made to burst."""
    try:
        with zipfile.ZipFile(archive_path) as archive:
            wanted = [
                info for info in archive.infolist() if not info.is_dir() and is_wanted(PurePosixPath(info.filename))
            ]
            check_limits(archive_path, len(archive.infolist()), sum(info.file_size for info in wanted))
            for info in sorted(wanted, key=lambda info: info.filename):
                check_member(archive_path, info)
                with archive.open(info) as member:
                    yield info.filename, member.read(info.file_size + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        OSError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
    ) as error:
        raise ImportFormatError(f"{archive_path} cannot be read: {error}") from None


def check_limits(path: Path, count: int, total: int) -> None:
    if count > MAX_FILES:
        raise ImportFormatError(f"{path} has more than {MAX_FILES} files.")
    if total > MAX_TOTAL_BYTES:
        raise ImportFormatError(f"{path} holds more than {MAX_TOTAL_BYTES // 1024**2} MiB.")


def check_member(archive_path: Path, info: zipfile.ZipInfo) -> None:
    inside = PurePosixPath(info.filename)
    if inside.is_absolute() or ".." in inside.parts or "\\" in info.filename:
        raise ImportFormatError(f"{archive_path}: {info.filename} points outside the archive.")
    if info.file_size > SMALL_FILE and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise ImportFormatError(f"{archive_path}: {info.filename} is packed more than {MAX_RATIO} to 1.")
