"""Which files of a folder or an archive of tables are read, how many of them, and what is told about the others."""

import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from articles.transfer import limits
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.files import read_files
from articles.transfer.imports.tables import Table, read_tables
from tests.articles.transfer.imports.zip_samples import make_deep, swap, write_zip

TABLE = "name\nPython\n"
# In place of the limit of files, which would be ten times as many to write.
FEW = 1_000


def write_folder(path: Path, members: Mapping[str, str | bytes]) -> Path:
    for name, content in members.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(ImportFormatError) as caught:
        read_tables(path)
    return str(caught.value)


def told(path: Path) -> tuple[str, ...]:
    return read_one(path).warnings


def read_one(path: Path) -> Table:
    [table] = read_tables(path)
    return table


WRITERS = pytest.mark.parametrize("write", [write_zip, write_folder], ids=["zip", "folder"])


# How many


def items(number: int) -> dict[str, str]:
    return {f"tools/{at}.md": f"---\nname: Tool {at}\n---\n" for at in range(number)}


@pytest.fixture
def few_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FILES", FEW)


def test_a_folder_or_an_archive_may_have_10_000_files() -> None:
    assert limits.MAX_FILES == 10_000


@WRITERS
def test_more_files_than_the_limit_are_refused(few_files, tmp_path, write) -> None:
    assert len(read_one(write(tmp_path / "t.zip", items(FEW))).rows) == FEW
    assert refusal(write(tmp_path / "t.zip", items(FEW + 1))) == "t.zip has more than 1,000 files."


@WRITERS
def test_own_export_may_have_as_many_files_as_it_needs(few_files, tmp_path, write) -> None:
    records = '{"format": 1, "records": {\n"sources": []}}\n'
    path = write(tmp_path / "t.zip", {"records.json": records} | items(FEW))
    assert len(read_one(path).rows) == FEW


@pytest.mark.parametrize("records", ['{"format": 2, "records": {}}', '[{"a": 1}]', ""])
def test_records_of_another_kind_make_no_export(few_files, tmp_path, records: str) -> None:
    path = write_zip(tmp_path / "t.zip", {"records.json": records} | items(FEW))
    assert refusal(path) == "t.zip has more than 1,000 files."


# Which


def test_link_in_an_archive_is_told_and_not_read(tmp_path) -> None:
    path = write_zip(tmp_path / "t.zip", {"t.csv": TABLE})
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "name\nsecret\n")
    table = read_one(path)
    assert ([row.values for row in table.rows], table.warnings) == (
        [{"name": "Python"}],
        ("files that are not read: 1 linked",),
    )


def test_two_members_of_one_name_are_refused(tmp_path) -> None:
    path = write_zip(tmp_path / "t.zip", {"t.csv": TABLE, "u.csv": TABLE})
    assert refusal(swap(path, b"u.csv", b"t.csv")) == "t.zip has two files called t.csv."


def test_two_files_whose_names_read_alike_are_refused(tmp_path) -> None:
    path = write_zip(tmp_path / "t.zip", {"a/t.csv": TABLE, "a/./t.csv": TABLE})
    assert refusal(path) == "t.zip has two files called a/t.csv."
    path = write_folder(tmp_path / "set", {"e\u0301.csv": TABLE, "\u00e9.csv": TABLE})
    assert refusal(path) == "set has two files called \u00e9.csv."


@WRITERS
def test_files_that_are_not_read_are_counted_by_ending(tmp_path, write) -> None:
    members = {"t.csv": TABLE, "a.txt": "x", "b.TXT": "x", "logo.png": "x", "Makefile": "x", ".git/x.csv": "x"}
    path = write(tmp_path / "t.zip", members)
    assert told(path) == ("files that are not read: 2 .txt, 1 .png, 1 hidden, 1 without an ending",)
    assert told(write_zip(tmp_path / "u.zip", {"t.csv": TABLE})) == ()


def test_pictures_of_an_own_export_are_not_counted(tmp_path) -> None:
    assert told(write_zip(tmp_path / "t.zip", {"t.csv": TABLE, "pictures/1.png": "x"})) == ()


def test_special_files_and_links_in_a_folder_are_counted(tmp_path) -> None:
    folder = write_folder(tmp_path / "set", {"t.csv": TABLE})
    os.mkfifo(folder / "pipe.csv")
    (folder / "link.csv").symlink_to(folder / "t.csv")
    assert told(folder) == ("files that are not read: 1 linked, 1 special",)


def test_pipe_called_like_an_archive_is_refused(tmp_path) -> None:
    os.mkfifo(tmp_path / "t.zip")
    assert refusal(tmp_path / "t.zip") == "t.zip is no file."


# Names


@pytest.mark.parametrize(
    ("written", "name", "shown"),
    [
        ("a%.csv", "a\0.csv", r"a\x00.csv"),
        ("a.csv%.png", "a.csv\0.png", r"a.csv\x00.png"),
        ("a\\..\\b.csv", "a\\..\\b.csv", r"a\..\b.csv"),
        ("../a\nb.csv", "../a\nb.csv", r"../a\nb.csv"),
        ("../a.txt", "../a.txt", "../a.txt"),
        ("C:/a.csv", "C:/a.csv", "C:/a.csv"),
    ],
    ids=["nul", "nul and more", "backslash", "lines", "other kind", "drive"],
)
def test_name_that_leads_out_is_told_in_one_line(tmp_path, written: str, name: str, shown: str) -> None:
    path = swap(write_zip(tmp_path / "t.zip", {written: TABLE}), written.encode(), name.encode())
    assert refusal(path) == f"t.zip: {shown} points outside the archive."


def test_second_name_of_a_member_is_checked_too(tmp_path) -> None:
    """Zipfile takes the name of an extra field for the one that is told."""
    other = b"../../x.md"
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("ok.md")
        info.extra = b"up" + (5 + len(other)).to_bytes(2, "little") + b"\1" + crc(b"ok.md") + other
        archive.writestr(info, "# A")
    for read in (read_tables, read_files):
        with pytest.raises(ImportFormatError, match=r"\.\./\.\./x\.md points outside the archive"):
            read(path)


def crc(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(4, "little")


def test_deep_folders_that_cannot_be_entered_are_refused_by_name(tmp_path) -> None:
    write_folder(tmp_path / "set", {"t.csv": TABLE})
    make_deep(tmp_path / "set", 40)
    assert "set cannot be read: " in refusal(tmp_path / "set")
