"""Reads the files of an import: a folder, a zip archive or one file, all untrusted. Nothing is unpacked to disk."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from articles.cleaning import clean_text
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.files.archives import is_archive, open_archive
from articles.transfer.imports.files.decoding import decode
from articles.transfer.imports.files.folders import is_hidden, walk_folder
from articles.transfer.imports.files.left_out import SPECIAL, LeftOut
from articles.transfer.imports.markdown.embedded import length_without_pictures
from articles.transfer.limits import MAX_MARKDOWN_BYTES, MAX_RAW_BYTES, check_files, check_total

__all__ = ["FileSet", "is_wanted", "normalise_path", "read_files"]

MARKDOWN_SUFFIXES = frozenset({".md", ".mdx"})
PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})
ARCHIVE_SUFFIXES = frozenset({".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar"})
LEFT_OUT = {".svg": "SVG pictures are left out"} | dict.fromkeys(ARCHIVE_SUFFIXES, "archives inside a set are left out")
LINK = "a link to another file, which is not followed"


@dataclass
class FileSet:
    """The files of one import, by path inside the set.

    name: what the set is called; documents: text; pictures: content; problems: why a file could not be read; warnings:
    what was guessed of a document that was read; skipped: why a file is left out on purpose; left_out: what else lay there;
    around: the folder or archive that they stand in, whatever the set is called.
    """

    name: str
    documents: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    left_out: LeftOut = field(default_factory=LeftOut)
    around: str = ""
    given: dict[str, str] = field(default_factory=dict, repr=False)

    def add(self, given_path: str, content: bytes) -> None:
        path = normalise_path(given_path)
        if path in self.given:
            self.problems[path] = describe_twins(self.given[path], given_path)
            return
        self.given[path] = given_path
        if PurePosixPath(path).suffix.lower() in PICTURE_SUFFIXES:
            self.pictures[path] = content
        else:
            self.add_document(path, content)

    def add_document(self, path: str, content: bytes) -> None:
        try:
            decoded = decode(content)
        except ImportFormatError as error:
            self.problems[path] = str(error)
            return
        if len(content) > MAX_MARKDOWN_BYTES and length_without_pictures(decoded.text) > MAX_MARKDOWN_BYTES:
            self.problems[path] = f"longer than {MAX_MARKDOWN_BYTES // 1024**2} MiB"
            return
        self.documents[path] = decoded.text
        if decoded.warning:
            self.warnings[path] = decoded.warning

    def skip_hidden(self, paths: list[str]) -> None:
        """Told once, at the first: an archive made on a Mac has a hidden file beside each."""
        if paths:
            more = f", and {len(paths) - 1} more like it" if len(paths) > 1 else ""
            self.skipped[normalise_path(paths[0])] = f"hidden files are left out{more}"


def describe_twins(first: str, second: str) -> str:
    if first == second:
        return "the set has two files of this name"
    return "the set has two files of this name, written with different characters"


def normalise_path(path: str) -> str:
    """A path in the form in which it is kept as a key: composed characters, single spaces."""
    return " ".join(clean_text(path).split())


def is_wanted(path: PurePosixPath) -> bool:
    return path.suffix.lower() in MARKDOWN_SUFFIXES | PICTURE_SUFFIXES


def read_files(path: Path, name: str = "") -> FileSet:
    """The Markdown files and pictures of a folder, a zip archive, or one Markdown file. Raises ImportFormatError."""
    if path.is_dir():
        files = FileSet(normalise_path(name or path.resolve().name))
        read_folder(path, files)
    elif path.is_file() and path.suffix.lower() in MARKDOWN_SUFFIXES:
        files = FileSet(normalise_path(name or path.stem))
        add_entries(files, path, [(path.name, path.stat().st_size)], lambda entry: path.with_name(entry).read_bytes())
    elif is_archive(path):
        default = path.resolve().parent.name if path.stem == "articles" else path.stem
        files = FileSet(normalise_path(name or default))
        read_archive(path, files)
    else:
        raise ImportFormatError(f"{path} is neither a folder nor a zip archive, nor a Markdown file.")
    files.around = around(path)
    return files


def around(path: Path) -> str:
    return path.resolve().parent.name if path.suffix.lower() in MARKDOWN_SUFFIXES else path.resolve().stem


def sort_out(path: str, files: FileSet, hidden: list[str], *, is_link: bool) -> bool:
    """Whether a file is to be read; what is left out on purpose is noted."""
    inside = PurePosixPath(path)
    suffix = inside.suffix.lower()
    if not is_wanted(inside) and suffix not in LEFT_OUT and not is_link:
        files.left_out.add(path, is_hidden=is_hidden(path))
        return False
    if is_hidden(path):
        hidden.append(path)
    elif is_link:
        files.skipped[normalise_path(path)] = LINK
    elif suffix in LEFT_OUT:
        files.skipped[normalise_path(path)] = LEFT_OUT[suffix]
    else:
        return True
    return False


def read_folder(folder: Path, files: FileSet) -> None:
    """Files below a folder, in order of path; links are not followed, hidden folders not entered."""
    hidden: list[str] = []

    def enters(inside: str) -> bool:
        if is_hidden(inside):
            hidden.append(inside)
            return False
        return True

    def note(inside: str, error: OSError) -> None:
        files.problems[normalise_path(inside)] = describe_unread(error)

    entries = []
    for found in walk_folder(folder, on_error=note, enters=enters):
        if found.is_special:
            files.left_out.count(SPECIAL)
        elif sort_out(found.inside, files, hidden, is_link=found.is_link):
            entries.append((found.inside, found.path.stat().st_size))
    files.skip_hidden(hidden)
    add_entries(files, folder, sorted(entries), lambda entry: (folder / entry).read_bytes())


def read_archive(path: Path, files: FileSet) -> None:
    hidden: list[str] = []
    with open_archive(path, str(path)) as archive:
        wanted = [
            (member.path, member.size)
            for member in archive.members
            if sort_out(member.path, files, hidden, is_link=member.is_link)
        ]
        files.skip_hidden(hidden)
        archive.weigh(entry for entry, _size in wanted)
        add_entries(files, path, sorted(wanted), archive.read)


def add_entries(files: FileSet, path: Path, entries: list[tuple[str, int]], read: Callable[[str], bytes]) -> None:
    check_files(str(path), len(entries))
    check_total(str(path), (size for _entry, size in entries))
    for entry, size in entries:
        if size > MAX_RAW_BYTES:
            files.problems[normalise_path(entry)] = f"larger than {MAX_RAW_BYTES // 1024**2} MiB"
            continue
        try:
            files.add(entry, read(entry))
        except OSError as error:
            files.problems[normalise_path(entry)] = describe_unread(error)


def describe_unread(error: OSError) -> str:
    return f"it cannot be read: {error.strerror}"
