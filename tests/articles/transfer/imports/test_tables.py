"""Reading tables out of folders and archives, and what is said about files that are none."""

import zipfile

import pytest

from articles.transfer import limits
from articles.transfer.imports.tables import read_tables
from tests.articles.transfer.imports.table_files import TOOLS, refusal, values, write, write_zip


def test_archive_of_markdown_files_and_tables(tmp_path) -> None:
    members: dict[str, str | bytes] = {
        "tools/a.md": "---\nname: A\ntags: [x]\n---\n## Text\n---\nmore\n",
        "tools/b.md": "+++\nname = 'B'\n+++\nB's text",
        "tools/README.md": "# No front matter",
        "tools/c.md": "---\nname: [\n---\n",
        "more.csv": "a\n1\n",
        ".hidden/x.csv": "a\n2\n",
        "logo.png": b"x",
    }
    more, tools = read_tables(write_zip(tmp_path / "t.zip", members))
    assert (more.name, more.rows[0].place, values(more)) == ("t.zip: more.csv", "t.zip: more.csv", [{"a": "1"}])
    assert [(row.values["name"], row.values["body"], row.place) for row in tools.rows] == [
        ("A", "## Text\n---\nmore", "t.zip: tools/a.md"),
        ("B", "B's text", "t.zip: tools/b.md"),
    ]
    assert tools.warnings == ("tools/README.md has no front matter and is left out",)
    assert "tools/c.md: front matter cannot be read" in tools.problems[0].text


def test_folder_of_tables_follows_no_links(tmp_path) -> None:
    secret = write(tmp_path / "secret.csv", "a\nsecret\n")
    write(tmp_path / "set/sub/t.csv", "a\n1\n")
    (tmp_path / "set/link.csv").symlink_to(secret)
    assert [(table.name, values(table)) for table in read_tables(tmp_path / "set")] == [
        ("set: sub/t.csv", [{"a": "1"}])
    ]


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"../t.csv": TOOLS}, "points outside the archive"),
        ({"t.csv": "a\n" + "x" * 20_000_000}, "is packed more than 100 to 1"),
        ({"t.txt": "x"}, "holds no tables"),
        ({"t.csv": TOOLS, "logo.png": "", "x.png": "", "y.png": ""}, "has more than 3 files"),
    ],
    ids=["outside", "bomb", "nothing", "many"],
)
def test_archive_that_is_refused(tmp_path, monkeypatch, members: dict[str, str | bytes], reason: str) -> None:
    monkeypatch.setattr(limits, "MAX_MEMBERS", 3)
    assert reason in refusal(write_zip(tmp_path / "t.zip", members))


@pytest.mark.parametrize("content", [b"PK no zip", b""])
def test_broken_archive_is_refused(tmp_path, content: bytes) -> None:
    assert refusal(write(tmp_path / "t.zip", content)).startswith("t.zip cannot be read: ")


def test_damaged_member_is_refused(tmp_path) -> None:
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("t.csv", TOOLS)
    path.write_bytes(path.read_bytes().replace(b"Python", b"Pythom", 1))
    assert "t.csv cannot be read: Bad CRC-32" in refusal(path)


def test_pictures_in_an_archive_do_not_count_for_its_size(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(limits, "MAX_TOTAL_BYTES", 1000)
    path = write_zip(tmp_path / "t.zip", {"t.csv": TOOLS, "x.png": b"x" * 2000})
    assert [table.name for table in read_tables(path)] == ["t.zip: t.csv"]
    assert "holds more than" in refusal(write_zip(tmp_path / "u.zip", {"t.csv": "a\n" + "x" * 2000}))


def test_missing_file_is_refused(tmp_path) -> None:
    assert refusal(tmp_path / "t.csv") == "t.csv cannot be read: No such file or directory."
