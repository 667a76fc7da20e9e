"""A backup becomes the same portal again, and goes without what changes meanwhile only with a word."""

import hashlib
import io
import resource
import signal
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from articles.editing.pictures import remove_picture
from articles.models import Alias, Change, ChangeCounter, Picture, Revision, User
from articles.transfer.imports.uploading import keep_upload
from portal.backups.errors import BackupError
from portal.backups.making import make_backup
from portal.backups.restoring import restore_backup
from tests.factories import (
    change,
    make_article,
    make_category,
    make_figure,
    make_industry,
    make_occupation,
    make_path,
    make_picture,
    make_skill,
    make_source,
    make_tool,
    make_user,
)
from tests.portal.backups.places import content_of, empty_place, members_of
from tests.processes import start_python

pytestmark = pytest.mark.django_db(transaction=True)

type NewDatabase = Callable[[], dict[str, str]]


def make_world() -> Picture:
    """Something of every kind that has a table: links, names, history, accounts, a picture, a figure with all its digits."""
    user = make_user("erin", public_name="Erin Ö. “E” 𝔼")
    picture = make_picture()
    skill = make_skill(aliases=[{"name": "Maschinelles Lernen", "language": "de"}])
    tool = make_tool(categories=[make_category()], external_ids=[{"scheme": "test", "code": "1"}])
    industry = make_industry(skills=[skill], tools=[tool])
    make_figure(industry=industry, occupation=make_occupation(skills=[skill]), value="1234567.25")
    article = make_article(
        authors=[user], cover=picture, origin="syndicated", source=make_source(), skills=[skill], body='é ☃ \\ " \t x'
    )
    make_path(steps=[{"title": "First", "skills": [str(skill.pk)]}])
    change(change(article, slug="another-address"), status="archived")
    return picture


@pytest.fixture
def backup(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    make_world()
    make_backup(tmp_path / "portal.backup")
    return tmp_path / "portal.backup"


@pytest.fixture
def restored(backup: Path, tmp_path: Path, new_database: NewDatabase) -> Iterator[Path]:
    """The folder of the restored portal, which this process uses."""
    with empty_place(tmp_path / "place", new_database):
        restore_backup(backup, report=lambda _line: None)
        yield tmp_path / "place"


def test_restored_portal_is_the_same_and_goes_on(backup: Path, restored: Path) -> None:
    again = restored / "again.backup"
    make_backup(again)
    assert content_of(again) == content_of(backup)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (backup, *restored.glob("*.sqlite3"))} == {0o600}
    assert len(content_of(backup)["tables/articles_revision.jsonl"]) == Revision.objects.count() > 5

    assert User.objects.get(username="erin").check_password("correct horse battery")
    assert Client().get("/articles/another-address/").status_code == 410
    picture = Picture.objects.get()
    assert hashlib.sha256(picture.file.read()).hexdigest() == picture.digest

    # What numbers its rows itself goes on behind the last one.
    last = Alias.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    make_skill(aliases=[{"name": "KI", "language": "de"}])
    assert Alias.objects.get(name="KI").pk > last
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, ChangeCounter.objects.get().number + 1))


def test_backup_leaves_nothing_beside_it(backup: Path) -> None:
    assert sorted(path.name for path in backup.parent.iterdir()) == ["media", "portal.backup"]


def test_secret_key_is_kept_only_where_asked_for(backup: Path, settings: Any, tmp_path: Path) -> None:
    make_backup(tmp_path / "with-key", with_secret_key=True)

    assert members_of(tmp_path / "with-key")["secret_key"] == settings.SECRET_KEY.encode()
    assert not [name for name, content in members_of(backup).items() if settings.SECRET_KEY.encode() in content]


def test_secret_key_is_restored(settings: Any, tmp_path: Path, new_database: NewDatabase) -> None:
    make_user()
    make_backup(tmp_path / "with-key", with_secret_key=True)
    with empty_place(tmp_path / "place", new_database):
        (tmp_path / "place" / "secret_key").write_text("made when the settings were read")
        restore_backup(tmp_path / "with-key", report=lambda _line: None)

    kept = tmp_path / "place" / "secret_key"
    assert kept.read_text() == settings.SECRET_KEY
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_sessions_are_left_out(client: Client, settings: Any, tmp_path: Path) -> None:
    client.force_login(make_user())
    make_backup(tmp_path / "portal.backup")

    assert not [name for name in members_of(tmp_path / "portal.backup") if "session" in name or "static" in name]


def test_picture_that_is_gone_is_told_by_name(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    kept, lost = make_picture(color="red"), make_picture(color="blue")
    Path(lost.file.path).unlink()
    output, errors = io.StringIO(), io.StringIO()

    call_command("backup", str(tmp_path / "portal.backup"), stdout=output, stderr=errors)

    assert errors.getvalue() == (
        f"warning: {lost.file.name} is not there, or was removed meanwhile; the backup goes without it.\n"
    )
    assert " 1 media files" in output.getvalue()
    names = [name for name in members_of(tmp_path / "portal.backup") if name.startswith("media/")]
    assert names == [f"media/{kept.file.name}"]


def test_removed_picture_is_not_in_the_backup(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    remove_picture(make_picture(), by=None)
    assert make_backup(tmp_path / "portal.backup").missing == []


def test_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "portal.backup").write_text("precious")

    with pytest.raises(CommandError, match="is there already; a backup never replaces a file"):
        call_command("backup", str(tmp_path / "portal.backup"))

    assert (tmp_path / "portal.backup").read_text() == "precious"


def test_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"x/portal.backup cannot be written: No such file or directory\.$"):
        make_backup(tmp_path / "x" / "portal.backup")


@contextmanager
def file_limit(size: int) -> Iterator[None]:
    """No file of this process may grow beyond that: what a full disk is like."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_full_disk_is_told_in_one_line_and_leaves_nothing(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    make_picture(size=(700, 700), color="red")
    folder = tmp_path / "disk"
    folder.mkdir()
    with file_limit(4096), pytest.raises(BackupError) as refusal:
        make_backup(folder / "portal.backup")

    assert "\n" not in str(refusal.value)
    assert list(folder.iterdir()) == []


BACK_UP = """
from pathlib import Path
from portal.backups.making import make_backup
make_backup(Path(arguments[0]))
"""


def test_backup_that_is_killed_never_looks_like_one(settings: Any, tmp_path: Path) -> None:
    make_article(body="Some text. " * 10_000)
    folder = tmp_path / "backups"
    folder.mkdir()
    process = start_python(BACK_UP, folder / "portal.backup")
    deadline = time.monotonic() + 60
    while not list(folder.iterdir()):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.002)
    process.kill()
    process.communicate()

    assert [path.suffix for path in folder.iterdir()] == [".unfinished"]


RESTORE_AND_BACK_UP = """
from pathlib import Path
from portal.backups.making import make_backup
from portal.backups.restoring import restore_backup
restore_backup(Path(arguments[0]), report=print)
make_backup(Path(arguments[1]))
"""


def test_portal_moves_to_the_other_database_and_back(backup: Path, tmp_path: Path, new_database: NewDatabase) -> None:
    """From PostgreSQL to SQLite, and from there to PostgreSQL; on SQLite there is no other database."""
    other = {"PORTAL_VAR": str(tmp_path / "other"), "DATABASE_URL": ""}
    back = {"PORTAL_VAR": str(tmp_path / "back"), **new_database()}
    way = [(backup, tmp_path / "1.backup", other), (tmp_path / "1.backup", tmp_path / "2.backup", back)]
    for source, target, variables in way if connection.vendor == "postgresql" else ():
        process = start_python(RESTORE_AND_BACK_UP, source, target, environment=variables)
        output, errors = process.communicate(timeout=120)
        assert process.returncode == 0, output + errors
        assert content_of(target) == content_of(backup)


def test_media_of_an_upload_that_waits_are_kept(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    files = [SimpleUploadedFile("a.csv", b"name\nA\n"), SimpleUploadedFile("b.csv", b"name\nB\n")]
    options: Any = {"kind": "catalogue", "name": "two files"}
    batch = keep_upload(files, options, by=None)
    make_backup(tmp_path / "portal.backup")

    kept = {name: content for name, content in members_of(tmp_path / "portal.backup").items() if "media/" in name}
    assert set(kept) == {f"media/{name}" for name in batch.options["files"]}
    assert set(kept.values()) == {b"name\nA\n", b"name\nB\n"}
