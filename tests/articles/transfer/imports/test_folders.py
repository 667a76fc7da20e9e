"""The walk through folders of strangers, and how much is taken of what lies there."""

import os
from pathlib import Path

import pytest

from articles.transfer import limits
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.files.folders import is_hidden, walk_folder


def test_walk_tells_links_and_what_has_no_content_and_enters_what_it_may(tmp_path: Path) -> None:
    for name in ("a.md", "in/b.md", "out/c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")
    (tmp_path / "round").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    errors: list[object] = []
    walked = walk_folder(tmp_path, on_error=lambda *error: errors.append(error), enters=lambda inside: inside != "out")
    found = {one.inside: (one.is_link, one.is_special) for one in walked}
    plain, link = (False, False), (True, False)
    assert found.pop("pipe") == (False, True)
    # A link to a folder is told like one to a file, and not entered.
    assert found == {"a.md": plain, "in/b.md": plain, "link.md": link, "round": link}
    assert errors == []


def test_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    assert list(walk_folder(tmp_path / "gone", on_error=lambda inside, _error: told.append(inside))) == []
    assert told == ["."]


@pytest.mark.parametrize("path", [".git/config", "a/.DS_Store", "__MACOSX/a.md", "a/__MACOSX"])
def test_what_systems_put_beside_files_is_hidden(path: str) -> None:
    assert is_hidden(path)


@pytest.mark.parametrize("path", ["a.md", "a/b.c/d", "__MACOSX.md", "my__MACOSX/a", "a/./b"])
def test_what_people_write_is_not_hidden(path: str) -> None:
    assert not is_hidden(path)


def test_each_limit_is_the_last_that_is_taken() -> None:
    limits.check_size("a", limits.MAX_FILE_BYTES)
    limits.check_total("a", [limits.MAX_TOTAL_BYTES])
    limits.check_members("a", limits.MAX_MEMBERS)
    limits.check_files("a", limits.MAX_FILES)
    limits.check_files("a", limits.MAX_MEMBERS, is_own=lambda: True)


def test_more_than_a_limit_is_refused() -> None:
    with pytest.raises(ImportFormatError, match=r"^a holds more than 256 MiB\.$"):
        limits.check_size("a", limits.MAX_FILE_BYTES + 1)
    with pytest.raises(ImportFormatError, match=r"^a holds more than 1024 MiB\.$"):
        limits.check_total("a", [limits.MAX_TOTAL_BYTES, 1])
    with pytest.raises(ImportFormatError, match=r"^a has more than 100,000 files\.$"):
        limits.check_members("a", limits.MAX_MEMBERS + 1)
    with pytest.raises(ImportFormatError, match=r"^a has more than 10,000 files\.$"):
        limits.check_files("a", limits.MAX_FILES + 1)
    with pytest.raises(ImportFormatError, match=r"^a has more than 10,000 files\.$"):
        limits.check_files("a", limits.MAX_MEMBERS + 1, is_own=lambda: True)
