"""What an import takes from folders and archives that anybody may have made, and in which encodings."""

import os
import zipfile
from pathlib import Path

import pytest

from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.files import FileSet, read_files
from articles.transfer.imports.files.decoding import decode
from tests.articles.transfer.imports.zip_samples import make_deep

TEXT = b"# A\n\nText."


def archive(tmp_path: Path, *members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = tmp_path / "set.zip"
    with zipfile.ZipFile(path, "w", method) as file:
        for name, content in members:
            file.writestr(name, content)
    return path


def patched(path: Path, old: bytes, new: bytes) -> Path:
    content = path.read_bytes()
    assert content.count(old) > 0
    path.write_bytes(content.replace(old, new))
    return path


def locked(path: Path) -> Path:
    """The archive with every member marked as encrypted."""
    content = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(sign, at + 4)
    path.write_bytes(bytes(content))
    return path


@pytest.mark.parametrize(
    "name", ["../a.md", "x/../../a.md", "/a.md", "C:/a.md", "c:a.md", "x\\a.md"], ids=["up", "deep up", "root", "drive", "drive alone", "backslash"]
)  # fmt: skip
def test_path_that_leads_out_refuses_the_archive(tmp_path, name: str) -> None:
    with pytest.raises(ImportFormatError, match="points outside"):
        read_files(archive(tmp_path, ("good.md", TEXT), (name, TEXT)))


def test_locked_archive_is_told(tmp_path) -> None:
    with pytest.raises(ImportFormatError, match="encrypted"):
        read_files(locked(archive(tmp_path, ("a.md", TEXT))))


def test_content_that_was_changed_is_told(tmp_path) -> None:
    path = archive(tmp_path, ("a.md", b"# A\n\nOriginal."), method=zipfile.ZIP_STORED)
    with pytest.raises(ImportFormatError, match=r"a\.md"):
        read_files(patched(path, b"Original", b"Modified"))


def test_picture_that_bursts_refuses_the_archive_and_a_small_one_does_not(tmp_path) -> None:
    assert "small.md" in read_files(archive(tmp_path, ("small.md", b"\n" * 60_000))).documents
    with pytest.raises(ImportFormatError, match="100 to 1"):
        read_files(archive(tmp_path, ("a.png", b"\0" * 20_000_000)))


def test_sum_of_sizes_is_limited(tmp_path, monkeypatch) -> None:
    from articles.transfer import limits

    monkeypatch.setattr(limits, "MAX_TOTAL_BYTES", 1_000)
    with pytest.raises(ImportFormatError):
        read_files(archive(tmp_path, *((f"{number}.md", b"x" * 400) for number in range(4))))


def test_what_is_no_part_of_a_set_is_left_out_and_told(tmp_path) -> None:
    members = ("a.md", "b.svg", "c.zip", "__MACOSX/._a.md", ".git/x.md", ".hidden.md", "notes.txt", "code.py")
    files = read_files(archive(tmp_path, *((name, TEXT) for name in members)))
    assert list(files.documents) == ["a.md"]
    assert files.skipped["b.svg"] == "SVG pictures are left out"
    assert "archives" in files.skipped["c.zip"]
    assert sum("hidden" in reason for reason in files.skipped.values()) == 1


def test_what_is_of_no_kind_that_is_read_is_counted_by_ending(tmp_path) -> None:
    members = ("a.md", "notes.txt", "b.TXT", "code.py", "Makefile", ".DS_Store", "x.svg", "y.zip", "pictures/z.png")
    note = "files that are not read: 2 .txt, 1 .py, 1 hidden, 1 without an ending"
    assert read_files(archive(tmp_path, *((name, TEXT) for name in members))).left_out.note() == note
    assert read_files(archive(tmp_path, ("a.md", TEXT), ("x.svg", TEXT))).left_out.note() == ""


def test_special_files_are_counted(tmp_path) -> None:
    for name in ("pipe.md", "pipe"):
        os.mkfifo(tmp_path / name)
    (tmp_path / "a.md").write_bytes(TEXT)
    files = read_files(tmp_path)
    assert (list(files.documents), files.left_out.note()) == (["a.md"], "files that are not read: 2 special")


def test_endings_beyond_twenty_are_told_together(tmp_path) -> None:
    names = [f"{number}.{number:05d}" for number in range(1_000)] + [f"x.{'long' * 50}", "x.\x1b[2J"]
    note = read_files(archive(tmp_path, *((name, b"") for name in names))).left_out.note()
    assert (len(note) < 300, note.isprintable(), note[-10:]) == (True, True, "982 others")


def test_folder_that_cannot_be_entered_is_a_problem(tmp_path) -> None:
    (tmp_path / "a.md").write_bytes(TEXT)
    make_deep(tmp_path, 40)
    files = read_files(tmp_path)
    assert list(files.documents) == ["a.md"]
    assert list(files.problems.values()) == ["it cannot be read: File name too long"]


def test_folder_called_like_a_document_is_none(tmp_path) -> None:
    (tmp_path / "set/a.md").mkdir(parents=True)
    (tmp_path / "set/a.md/b.md").write_bytes(TEXT)
    assert list(read_files(tmp_path / "set").documents) == ["a.md/b.md"]


def test_links_in_a_folder_are_told_and_not_followed(tmp_path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "secret.md").write_bytes(b"# Secret")
    (tmp_path / "set/link.md").symlink_to(tmp_path / "secret.md")
    files = read_files(tmp_path / "set")
    assert files.documents == {}
    assert "link" in files.skipped["link.md"]


def test_one_document_is_a_set(tmp_path) -> None:
    (tmp_path / "page.mdx").write_bytes(TEXT)
    files = read_files(tmp_path / "page.mdx")
    assert (files.name, list(files.documents)) == ("page", ["page.mdx"])


def test_names_written_in_two_ways_are_one_and_told() -> None:
    files = FileSet("x")
    files.add("e\u0301.md", TEXT)
    files.add("\u00e9.md", TEXT)
    assert list(files.documents) == ["\u00e9.md"]
    assert "different characters" in files.problems["\u00e9.md"]


ENCODINGS = {
    "utf-8": ("Größe", "utf-8", "utf-8", False),
    "utf-8 with a mark": ("Größe", "utf-8-sig", "utf-8", False),
    "utf-16 with a mark": ("Größe", "utf-16", "utf-16", False),
    "utf-16 little": ("Some plain words here", "utf-16-le", "utf-16-le", True),
    "utf-16 big": ("Some plain words here", "utf-16-be", "utf-16-be", True),
    "utf-32": ("Größe", "utf-32", "utf-32", False),
    "windows": ("“Schöne” Grüße – für alle", "cp1252", "cp1252", True),
    "french": ("Été à Noël, déjà vu", "cp1252", "cp1252", True),
    "ascii": ("plain", "ascii", "utf-8", False),
    "empty": ("", "ascii", "utf-8", False),
}


@pytest.mark.parametrize(("text", "written", "named", "is_told"), ENCODINGS.values(), ids=ENCODINGS)
def test_encoding_is_found_and_a_guess_is_told(text: str, written: str, named: str, is_told: bool) -> None:
    decoded = decode(text.encode(written))
    assert (decoded.text, decoded.encoding, bool(decoded.warning)) == (text, named, is_told)


@pytest.mark.parametrize(
    "content",
    [
        "Größe".encode() + b" \xe4",
        "Привет, мир".encode("cp1251"),
        "こんにちは世界".encode("shift_jis"),
        bytes(range(128, 256)),
        b"\xff\xfea",
        b"\x89PNG\r\n\x1a\n\x00\x00",
    ],
    ids=["mixed", "cyrillic", "japanese", "every byte", "half a unit", "a picture"],
)
def test_encoding_that_is_not_certain_is_refused(content: bytes) -> None:
    with pytest.raises(ImportFormatError):
        decode(content)
