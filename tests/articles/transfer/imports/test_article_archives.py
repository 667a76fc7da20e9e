"""Archives and folders of documents: what they are called, and what in them is refused."""

import io

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.files import read_files
from tests.articles.transfer.imports.article_files import archive, folder
from tests.factories import count

pytestmark = pytest.mark.django_db


def test_archive_is_named_after_its_folder_when_it_is_called_articles(tmp_path) -> None:
    path = archive(tmp_path, ("a.md", b"# A"))
    renamed = path.rename(tmp_path / "articles.zip")
    assert read_files(renamed).name == tmp_path.name


@pytest.mark.parametrize(
    "member",
    [("../evil.md", b"# A"), ("/etc/evil.md", b"# A"), ("a\\..\\b.md", b"# A"), ("bomb.md", b"\0" * 20_000_000)],
    ids=["up", "absolute", "backslash", "bomb"],
)
def test_hostile_archive_is_refused_whole(tmp_path, member) -> None:
    with pytest.raises(ImportFormatError):
        read_files(archive(tmp_path, ("good.md", b"# Good"), member))


def test_broken_archive_and_missing_path_are_one_line_errors(tmp_path) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(archive(tmp_path, ("a.md", b"# A" * 500)).read_bytes()[:-40])
    for path in (broken, tmp_path / "nothing"):
        with pytest.raises(CommandError, match=str(path)):
            call_command("import_articles", str(path))


def test_links_on_disk_are_not_followed(tmp_path) -> None:
    path = folder(tmp_path)
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret")
    (path / "docs/link.md").symlink_to(secret)
    assert "docs/link.md" not in read_files(path).documents


def test_text_that_is_not_utf8_fails_alone_with_its_reason(tmp_path) -> None:
    path = folder(tmp_path)
    (path / "docs/mixed.md").write_bytes("# Größe".encode() + b" \xff\xfe\x81")
    errors = io.StringIO()
    with pytest.raises(CommandError, match="1 files failed"):
        call_command("import_articles", str(path), stdout=io.StringIO(), stderr=errors)
    assert errors.getvalue().startswith("failed: docs/mixed.md: ")
    assert count(Article) == 3


def test_archive_with_damaged_data_is_a_one_line_error(tmp_path) -> None:
    path = archive(tmp_path, ("a.md", b"# A text that is packed\n" * 200))
    content = bytearray(path.read_bytes())
    content[45:60] = b"\xff" * 15
    path.write_bytes(bytes(content))
    with pytest.raises(ImportFormatError, match="cannot be read"):
        read_files(path)
