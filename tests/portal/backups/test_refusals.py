"""What is no whole backup of this version, or no empty place, is refused in one line, and nothing is written."""

import hashlib
import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from articles.models import Tool
from portal.backups.archive import open_archive
from portal.backups.errors import BackupError
from portal.backups.making import make_backup
from portal.backups.restoring import check_media_place, check_place, restore_backup
from portal.up.locking import sole_user
from tests.factories import make_article, make_picture, make_tool
from tests.portal.backups.places import Members, empty_place, members_of, write_sealed

pytestmark = pytest.mark.django_db(transaction=True)

type Change = Callable[[Members, dict[str, Any]], object]

TOOLS = "tables/articles_tool.jsonl"
NOT_WHOLE = "It is no backup of the portal, or was cut off or changed: its seal does not fit."


@pytest.fixture
def backup(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    make_tool(name="Spanner")
    make_picture()
    make_backup(tmp_path / "portal.backup")
    return tmp_path / "portal.backup"


def check(path: Path) -> str:
    """What `restore --check` says; it has to refuse."""
    with pytest.raises(CommandError) as refusal:
        call_command("restore", str(path), check=True)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_each_changed_or_missing_byte_is_refused(backup: Path) -> None:
    content = backup.read_bytes()
    rng = random.Random(1)  # noqa: S311  the same places each time
    places = {0, 10, 30, len(content) // 2, len(content) - 1, *(rng.randrange(len(content)) for _ in range(200))}
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 1 << rng.randrange(8)
        backup.write_bytes(changed)
        assert check(backup) == NOT_WHOLE
    for length in (0, 1, 70, len(content) // 2, len(content) - 1):
        backup.write_bytes(content[:length])
        assert check(backup) == NOT_WHOLE
    backup.write_bytes(content + b"\n")
    assert check(backup) == NOT_WHOLE
    backup.write_bytes(content)
    call_command("restore", str(backup), check=True)


def remake(backup: Path, change: Change) -> None:
    """The backup as somebody would forge it: changed, with a seal that fits."""
    members = members_of(backup)
    manifest = json.loads(members.pop("manifest.json"))
    change(members, manifest)
    write_sealed(backup, [*members.items(), ("manifest.json", json.dumps(manifest).encode())])


def lines_changed(old: bytes, new: bytes) -> Change:
    """Other rows of tools, of which the manifest says the right digest."""

    def change(members: Members, manifest: dict[str, Any]) -> None:
        assert old in members[TOOLS]
        content = members[TOOLS] = members[TOOLS].replace(old, new, 1)
        manifest["members"][TOOLS] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}

    return change


def renamed(name: str) -> Change:
    def change(members: Members, manifest: dict[str, Any]) -> None:
        picture = next(name for name in members if name.startswith("media/"))
        members[name] = members.pop(picture)
        manifest["members"][name] = manifest["members"].pop(picture)

    return change


FORGED: dict[str, tuple[Change, str]] = {
    "newer format": (
        lambda _members, manifest: manifest.update(format=2, version="9.9"),
        "It was made by a newer version of the portal ('9.9'). Update the portal first.",
    ),
    "newer migration": (
        lambda _members, manifest: manifest["migrations"].append(["articles", "0999_later"]),
        "It was made by a newer version of the portal (migration articles.0999_later). Update the portal first.",
    ),
    "missing migration": (
        lambda _members, manifest: manifest["migrations"].remove(["articles", "0002_imports"]),
        "Its migrations have gaps",
    ),
    "no migrations": (lambda _members, manifest: manifest.update(migrations=[]), "Its tables are not those of its"),
    "no dictionary": (lambda _members, manifest: manifest.update(members=[]), "Its manifest cannot be read"),
    "odd digest": (
        lambda _members, manifest: manifest["members"][TOOLS].update(sha256="0"),
        "Its manifest cannot be read",
    ),
    "other digest": (
        lambda _members, manifest: manifest["members"][TOOLS].update(sha256="0" * 64),
        f"'{TOOLS}' in it is not what its manifest says: it was changed.",
    ),
    "other size": (
        lambda _members, manifest: manifest["members"][TOOLS].update(size=1),
        "It holds other files than its manifest says.",
    ),
    "negative size": (
        lambda _members, manifest: manifest["members"][TOOLS].update(size=-1),
        "Its manifest cannot be read",
    ),
    "member that is not named": (
        lambda members, _manifest: members.update(x=b""),
        "It holds other files than its manifest says.",
    ),
    "table that is missing": (
        lambda _members, manifest: manifest["tables"].pop("articles_tool"),
        "Its tables are not those of its migrations ('articles_tool').",
    ),
    "table that is unknown": (
        lambda _members, manifest: manifest["tables"].update(x_y={"columns": [], "rows": 0}),
        "Its tables are not those of its migrations ('x_y').",
    ),
    "table of another name": (
        lambda _members, manifest: manifest["tables"].update({'x"; --': {"columns": [], "rows": 0}}),
        "It names a table",
    ),
    "column of another name": (
        lambda _members, manifest: manifest["tables"]["articles_tool"]["columns"].append("x"),
        "The columns of 'articles_tool' in it are not those of its migrations.",
    ),
    "other count": (
        lambda _members, manifest: manifest["tables"]["articles_tool"].update(rows=2),
        "'articles_tool' in it has 1 rows, not 2.",
    ),
    "row that is cut off": (lines_changed(b"]\n", b"\n"), "Row 1 of 'articles_tool' in it cannot be read."),
    "row with too few values": (
        lines_changed(b'"Spanner",', b""),
        "Row 1 of 'articles_tool' in it cannot be read.",
    ),
    "structure for a value": (lines_changed(b'"Spanner"', b"[]"), "Row 1 of 'articles_tool' in it cannot be read."),
    "nothing for a value": (lines_changed(b'"Spanner"', b"null"), "Row 1 of 'articles_tool' in it cannot be read."),
    "time that is none": (lines_changed(b"+00:00", b"+99:99"), "Row 1 of 'articles_tool' in it cannot be read."),
    "way out": (renamed("media/../../way-out"), "It holds 'media/../../way-out', which leads out of the portal."),
    "absolute name": (renamed("/etc/way-out"), "which leads out of the portal."),
    "absolute name within": (renamed("media//etc/way-out"), "which leads out of the portal."),
    "name of another system": (renamed("media/..\\way-out"), "which leads out of the portal."),
    "name with a line break": (renamed("media/x\ny"), "which leads out of the portal."),
    "static file": (renamed("static/x.js"), "which leads out of the portal."),
}


def test_each_forged_backup_is_refused(backup: Path) -> None:
    content = backup.read_bytes()
    remake(backup, lambda _members, _manifest: None)
    call_command("restore", str(backup), check=True)

    for name, (change, line) in FORGED.items():
        backup.write_bytes(content)
        remake(backup, change)
        assert line in check(backup), name


def test_backup_larger_than_the_disk_is_refused(backup: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(settings.VAR_DIR)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=10))
    monkeypatch.setattr("portal.backups.restoring.check_place", lambda: None)
    monkeypatch.setattr("portal.backups.restoring.check_media_place", lambda _manifest: None)

    with pytest.raises(BackupError, match=r"^It needs \d+ MB, which .* does not have free\.$"):
        restore_backup(backup, report=lambda _line: None)


@pytest.fixture
def place(tmp_path: Path, new_database: Callable[[], dict[str, str]]) -> Iterator[Path]:
    with empty_place(tmp_path / "place", new_database):
        yield tmp_path / "place"


def test_refused_backup_writes_nothing(backup: Path, place: Path) -> None:
    remake(backup, FORGED["time that is none"][0])

    with pytest.raises(BackupError):
        restore_backup(backup, report=lambda _line: None)

    assert connection.introspection.table_names() == []
    assert {path.name for path in place.iterdir()} <= {"portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm"}


def test_what_the_database_refuses_leaves_all_as_it_was(backup: Path, place: Path) -> None:
    """A second tool of the same name passes every check of single rows."""

    def double(members: Members, manifest: dict[str, Any]) -> None:
        row = json.loads(members[TOOLS])
        twin = [value if value != row[0] else "0" * 31 + "1" for value in row]
        lines_changed(members[TOOLS], members[TOOLS] + json.dumps(twin).encode() + b"\n")(members, manifest)
        manifest["tables"]["articles_tool"]["rows"] = 2

    remake(backup, double)
    with pytest.raises(BackupError, match=r"^The database refused what the backup holds: .*Nothing was restored\.$"):
        restore_backup(backup, report=lambda _line: None)

    assert connection.introspection.table_names() == []
    assert not (place / "media").exists()
    assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []


def test_place_with_content_is_refused(backup: Path) -> None:
    with pytest.raises(CommandError, match="holds a portal already"):
        call_command("restore", str(backup))

    assert Tool.objects.count() == 1


def test_place_with_media_is_refused(backup: Path, place: Path) -> None:
    (place / "media" / "pictures").mkdir(parents=True)
    (place / "media" / "pictures" / "mine.png").write_bytes(b"mine")

    with pytest.raises(BackupError, match="holds files already"):
        restore_backup(backup, report=lambda _line: None)

    assert (place / "media" / "pictures" / "mine.png").read_bytes() == b"mine"


def test_place_that_a_running_portal_uses_is_refused(backup: Path, place: Path) -> None:
    with sole_user(place, "serves http://localhost:1"), pytest.raises(CommandError) as refusal:
        call_command("restore", str(backup))

    assert "which serves http://localhost:1. Stop that first" in str(refusal.value)


@pytest.fixture
def newer_database() -> Iterator[None]:
    recorder = MigrationRecorder(connection)
    recorder.record_applied("articles", "0999_later")
    yield
    recorder.record_unapplied("articles", "0999_later")


def test_newer_database_is_refused(newer_database: None, tmp_path: Path) -> None:
    make_article()
    with pytest.raises(BackupError, match=r"belongs to a newer version of the portal .*articles\.0999_later"):
        make_backup(tmp_path / "portal.backup")
    with pytest.raises(BackupError, match=r"belongs to a newer version of the portal"):
        check_place()


def test_media_of_a_restore_that_was_cut_off_are_no_hindrance(backup: Path, settings: Any) -> None:
    with open_archive(backup) as reader:
        check_media_place(reader.manifest)  # the backup's own files
        picture = next(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
        content = picture.read_bytes()
        picture.write_bytes(content[:-1] + b"x")
        with pytest.raises(BackupError, match="holds files already"):
            check_media_place(reader.manifest)
