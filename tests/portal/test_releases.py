"""What each release left in its database is there, unchanged, after an update to this one.

`releases/` holds a database that each release made itself, as SQL of SQLite: items of each type, their links and history,
accounts, a group, a figure, a picture.
"""

import gzip
import json
import re
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, override_settings

from articles.history.changes import follow
from articles.history.tokens import current_token
from articles.models import Article, Change, Revision, User
from portal.backups.making import make_backup
from portal.backups.restoring import restore_backup
from portal.up import preparing
from portal.version import VERSION
from tests.portal.backups.places import empty_place, members_of
from tests.processes import run_python
from tests.running import ROOT

FOLDER = Path(__file__).parent / "releases"
RELEASES = sorted(path.name.removesuffix(".sql.gz") for path in FOLDER.glob("*.sql.gz"))

type NewDatabase = Callable[[], dict[str, str]]
type Tables = dict[str, list[dict[str, object]]]

BACK_UP = """
from pathlib import Path
from portal.backups.making import make_backup
make_backup(Path(arguments[0]))
"""


def make_database(release: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(gzip.decompress((FOLDER / f"{release}.sql.gz").read_bytes()).decode())


def tables_of(backup: Path) -> Tables:
    members = members_of(backup)
    return {
        name: [
            dict(zip(table["columns"], json.loads(line), strict=True))
            for line in members[f"tables/{name}.jsonl"].splitlines()
        ]
        for name, table in json.loads(members["manifest.json"])["tables"].items()
    }


def lost_rows(before: Tables, after: Tables) -> Iterator[str]:
    """Rows of before that are not there after with the same values; columns and rows may have come."""
    for name, rows in before.items():
        kept = {as_text(row, rows[0]) for row in after[name]} if rows else set()
        yield from (f"{name}: {row}" for row in rows if as_text(row, rows[0]) not in kept)


def as_text(row: dict[str, object], columns: dict[str, object]) -> str:
    return json.dumps([row[name] for name in columns], sort_keys=True)


def check_portal(before: Tables, folder: Path) -> None:
    """In the place that this process uses."""
    make_backup(folder / "after.backup")
    after = tables_of(folder / "after.backup")
    assert list(lost_rows(before, after)) == []
    for name in ("articles_change", "articles_revision", "articles_user", "articles_article_skills"):
        assert len(before[name]) == len(after[name]) > 0
    assert User.objects.get(username="ada").groups.get().permissions.count() >= 2
    hasher = "django.contrib.auth.hashers.PBKDF2PasswordHasher"  # tests have a quicker one
    with override_settings(PASSWORD_HASHERS=[hasher]):
        assert User.objects.get(username="erin").check_password("correct horse battery")
    assert Article.objects.get(slug="another-address").version == 3
    saved = [(one.by_name, one.by) for one in (*Change.objects.all(), *Revision.objects.all())]
    assert all(name == (str(user) if user else "") for name, user in saved) and any(name for name, _user in saved)
    token = current_token()
    assert set(Change.objects.values_list("stamp", flat=True)) == {token.stamp} != {""}
    assert follow(token).keys == set() < follow(replace(token, number=1)).keys
    assert [Client().get(path).status_code for path in ("/tools/spanner/", "/articles/another-address/")] == [200, 410]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("release", RELEASES)
def test_database_of_a_release_is_migrated_without_loss(
    release: str, tmp_path: Path, new_database: NewDatabase
) -> None:
    """By a backup that this version makes of it and restores, on each database; on SQLite also where it stands."""
    (tmp_path / "old").mkdir()
    make_database(release, tmp_path / "old" / "portal.sqlite3")
    variables = {"PORTAL_VAR": str(tmp_path / "old"), "DATABASE_URL": ""}
    run_python(BACK_UP, tmp_path / "before.backup", environment=variables)
    before = tables_of(tmp_path / "before.backup")

    with empty_place(tmp_path / "place", new_database):
        if connection.vendor == "sqlite":
            make_database(release, tmp_path / "place" / "portal.sqlite3")
            preparing.migrate(lambda _line: None, preparing.missing_steps())
        else:
            restore_backup(tmp_path / "before.backup", report=lambda _line: None)
        check_portal(before, tmp_path)


def test_lost_row_is_seen() -> None:
    before: Tables = {"a": [{"id": 1, "x": "y"}], "b": []}
    assert list(lost_rows(before, {"a": [{"id": 1, "x": "y", "new": 1}, {"id": 2, "x": "z", "new": 1}], "b": []})) == []
    assert list(lost_rows(before, {"a": [{"id": 1, "x": "z"}], "b": []})) == ["a: {'id': 1, 'x': 'y'}"]


def test_releases_are_told_everywhere_alike() -> None:
    told = re.findall(r"^## (\d+\.\d+\.\d+) \(\d{4}-\d\d-\d\d\)$", (ROOT / "CHANGELOG.md").read_text(), re.M)

    assert sorted(name for name in told if name != VERSION) == RELEASES
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION
    assert VERSION not in RELEASES
