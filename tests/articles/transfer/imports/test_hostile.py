"""Archives and workbooks that are made to do harm: each is refused in one line, and hardly more is unpacked than it says."""

import io
import random
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.files import read_files
from articles.transfer.imports.tables import read_tables
from articles.transfer.limits import MAX_MEMBERS
from tests.articles.transfer.imports.zip_samples import forge, repeat_entry, write_zip

TABLE = b"name,url\nPython,https://python.org\n"
DOCUMENT = b"# A\n\nSome words.\n"
SPACES = b"a\n" + b" " * 20_000_000
SHEET = "xl/worksheets/sheet1.xml"

type Reader = Callable[[Path], object]

# The same archive as tables and as articles.
READERS = pytest.mark.parametrize(
    ("read", "name", "content"), [(read_tables, "t.csv", TABLE), (read_files, "t.md", DOCUMENT)], ids=["tables", "articles"]
)  # fmt: skip


def refusal(read: Reader, path: Path) -> str:
    with pytest.raises(ImportFormatError) as caught:
        read(path)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def peak_bytes(act: Callable[[], object]) -> int:
    """The most memory that Python held at once meanwhile."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def packed(content: bytes, method: int) -> bytes:
    """As it lies in an archive, behind the header and a name of one sign."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr("x", content)
    return target.getvalue()[31 : 31 + archive.infolist()[0].compress_size]


def liar(path: Path, name: str, method: int, size: int = 1000) -> Path:
    """An archive with a member that is much longer than it says, with the checksum of what it says."""
    write_zip(path, {name: packed(SPACES, method)}, zipfile.ZIP_STORED)
    return forge(path, name, method=method, size=size, checksum=zlib.crc32(SPACES[:size]))


def book_with(path: Path, name: str, content: bytes) -> Path:
    """A workbook with a member put in place of one of its own, or beside them."""
    book = Workbook()
    book.worksheets[0].append(["a"])
    book.worksheets[0].append(["x"])
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    return write_zip(path, members | {name: content})


def lying_book(path: Path, name: str, method: int) -> Path:
    book_with(path, name, b"")
    with zipfile.ZipFile(path) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    write_zip(path, members | {name: packed(SPACES, method)}, zipfile.ZIP_STORED)
    return forge(path, name, method=method, size=1000, checksum=zlib.crc32(SPACES[:1000]))


# Sizes and methods


@READERS
def test_member_longer_than_it_says_is_refused(tmp_path, read: Reader, name: str, content: bytes) -> None:
    path = liar(tmp_path / "t.zip", name, zipfile.ZIP_DEFLATED)
    assert refusal(read, path).endswith(f"t.zip: {name} cannot be read: it is not as long as it says.")


@READERS
def test_no_more_is_unpacked_than_a_member_says(tmp_path, read: Reader, name: str, content: bytes) -> None:
    path = liar(tmp_path / "t.zip", name, zipfile.ZIP_DEFLATED)
    assert peak_bytes(lambda: refusal(read, path)) < 4_000_000 < len(SPACES)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
@READERS
def test_method_that_unpacks_in_one_step_is_refused(
    tmp_path, method: int, read: Reader, name: str, content: bytes
) -> None:
    told = refusal(read, liar(tmp_path / "t.zip", name, method))
    assert told.endswith(f"t.zip: {name} is packed by a method that is not accepted.")
    honest = write_zip(tmp_path / "honest.zip", {name: content}, method)
    assert "packed by a method" in refusal(read, honest)


@READERS
def test_stored_members_are_read(tmp_path, read: Reader, name: str, content: bytes) -> None:
    assert read(write_zip(tmp_path / "t.zip", {name: content}, zipfile.ZIP_STORED))


@pytest.mark.parametrize("name", [SHEET, "xl/media/x.png"], ids=["sheet", "picture"])
@pytest.mark.parametrize(
    ("method", "reason"),
    [
        (zipfile.ZIP_DEFLATED, "cannot be read: it is not as long as it says."),
        (zipfile.ZIP_BZIP2, "is packed by a method that is not accepted."),
        (zipfile.ZIP_LZMA, "is packed by a method that is not accepted."),
    ],
    ids=["deflate", "bzip2", "lzma"],
)
def test_workbook_with_a_member_that_lies_is_refused(tmp_path, name: str, method: int, reason: str) -> None:
    assert refusal(read_tables, lying_book(tmp_path / "t.xlsx", name, method)) == f"t.xlsx: {name} {reason}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xl/strings.dat", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        (SHEET, bytes(random.Random(1).choices(b" \n\t", k=300_000)) + b"<!DOCTYPE x><x/>"),  # noqa: S311  nothing secret
        (SHEET, "<!DOCTYPE x><x/>".encode("utf-16")),
    ],
    ids=["any name", "far in", "utf-16"],
)
def test_document_type_in_a_workbook_is_found(tmp_path, name: str, content: bytes) -> None:
    told = refusal(read_tables, book_with(tmp_path / "t.xlsx", name, content))
    assert told == f"t.xlsx: {name} declares a document type, as no workbook does."


# Directories


@READERS
def test_members_that_share_their_bytes_are_refused(tmp_path, read: Reader, name: str, content: bytes) -> None:
    path = repeat_entry(write_zip(tmp_path / "t.zip", {name: content}), 2)
    assert refusal(read, path).endswith(f"t.zip cannot be read: {name} shares bytes with another file.")


def test_members_of_a_workbook_that_share_their_bytes_are_refused(tmp_path) -> None:
    path = repeat_entry(write_zip(tmp_path / "t.xlsx", {SHEET: b"<x/>"}), 2)
    assert refusal(read_tables, path) == f"t.xlsx cannot be read: {SHEET} shares bytes with another file."


@READERS
def test_directory_of_too_many_entries_is_not_unfolded(tmp_path, read: Reader, name: str, content: bytes) -> None:
    path = repeat_entry(write_zip(tmp_path / "t.zip", {name: content}), MAX_MEMBERS + 1)
    assert peak_bytes(lambda: refusal(read, path)) < 3 * path.stat().st_size
    assert refusal(read, path).endswith("t.zip cannot be read: it has more than 100,000 entries.")


@READERS
def test_directory_of_too_many_bytes_is_not_read(tmp_path, read: Reader, name: str, content: bytes) -> None:
    path = write_zip(tmp_path / "t.zip", {name: content})
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(600):
            info = zipfile.ZipInfo(f"{number}.txt")
            info.comment = b"x" * 60_000
            archive.writestr(info, b"")
    assert peak_bytes(lambda: refusal(read, path)) < 4_000_000
    assert refusal(read, path).endswith("t.zip cannot be read: its directory holds more than 32 MiB.")


# Ratios


@READERS
def test_ratio_of_a_file_beyond_64_kib_is_limited(tmp_path, read: Reader, name: str, content: bytes) -> None:
    path = write_zip(tmp_path / "t.zip", {name: content + b"\n" * 70_000})
    assert refusal(read, path).endswith(f"t.zip: {name} is packed more than 100 to 1.")


@READERS
def test_ratio_of_many_small_files_is_limited(tmp_path, read: Reader, name: str, content: bytes) -> None:
    def small(number: int) -> Path:
        return write_zip(
            tmp_path / "t.zip",
            {f"{at}{name}": content + b"\n" * 60_000 for at in range(number)} | {"x.txt": b"\n" * 10**7},
        )

    assert read(small(10))
    assert refusal(read, small(20)).endswith("t.zip is packed more than 100 to 1.")


def test_ratio_of_many_small_members_of_a_workbook_is_limited(tmp_path) -> None:
    path = book_with(tmp_path / "t.xlsx", "x.xml", b"")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(200):
            archive.writestr(f"{number}.xml", b" " * 60_000)
    assert refusal(read_tables, path) == "t.xlsx is packed more than 100 to 1."
