"""What `up` brings up to date before it serves."""

import multiprocessing
import os
import re
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.editing.jobs import rerender
from articles.models import Tool, User
from portal.backups.checking import checked_backup
from portal.backups.keeping import last_backup
from portal.up import preparing, refusals
from portal.up.plan import Refusal
from tests.factories import make_tool
from tests.portal.backups.places import members_of

pytestmark = pytest.mark.django_db


def test_first_editor_can_sign_in() -> None:
    credentials = preparing.make_first_editor()

    assert credentials
    assert (credentials.username, len(credentials.password)) == ("editor", 18)
    user = authenticate(username=credentials.username, password=credentials.password)
    assert isinstance(user, User)
    assert (user.is_staff, user.is_superuser) == (True, True)


def test_no_editor_is_made_where_somebody_can_sign_in() -> None:
    User.objects.create_user("chief", is_staff=True)

    assert preparing.make_first_editor() is None
    assert User.objects.count() == 1


def test_editor_is_made_where_the_only_one_is_locked_out() -> None:
    User.objects.create_user("editor", is_staff=True, is_active=False)

    credentials = preparing.make_first_editor()

    assert credentials
    assert credentials.username.startswith("editor-")


def test_database_that_is_up_to_date_is_left_alone() -> None:
    lines: list[str] = []

    preparing.migrate(lines.append, preparing.missing_steps())

    assert lines == []


@pytest.fixture
def static_source(settings: Any, tmp_path: Path) -> Path:
    """The only static file there is; what is collected goes beside it."""
    source = tmp_path / "source" / "page.css"
    source.parent.mkdir()
    source.write_text("body {}")
    settings.STATICFILES_DIRS = [source.parent]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.VAR_DIR = tmp_path
    return source


def test_static_files_are_collected_only_after_a_change(static_source: Path) -> None:
    lines: list[str] = []

    preparing.collect_static(lines.append)
    preparing.collect_static(lines.append)
    assert lines == ["Collecting and compressing the static files (a few seconds) …"]

    static_source.write_text("body { color: red }")
    preparing.collect_static(lines.append)
    assert len(lines) == 2
    assert (static_source.parent.parent / "static" / "page.css").read_text() == "body { color: red }"


def test_starter_catalogue_fills_an_empty_portal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(preparing, "load_starter", lambda *, report: loaded.append("starter"))

    for is_empty in (True, False):
        monkeypatch.setattr(preparing, "is_portal_empty", lambda is_empty=is_empty: is_empty)
        preparing.fill_empty_portal(print)

    assert loaded == ["starter"]


def test_work_beside_is_done_by_another_process_and_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "who"

    def work(report: preparing.Report) -> None:
        path.write_text(str(os.getpid()))

    with preparing.beside(work, print):
        ours = str(os.getpid())

    assert path.read_text() not in ("", ours)


def test_failure_of_work_beside_is_told_as_without(tmp_path: Path) -> None:
    def fail(report: preparing.Report) -> None:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"), preparing.beside(fail, print):
        pass


def test_interrupted_work_beside_ends(tmp_path: Path) -> None:
    def work(report: preparing.Report) -> None:
        (tmp_path / "pid").write_text(str(os.getpid()))
        signal.pause()

    def interrupt() -> None:
        with preparing.beside(work, print):
            while not (tmp_path / "pid").exists():
                pass
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()

    assert multiprocessing.active_children() == []


@pytest.mark.django_db(transaction=True)
def test_backup_is_made_before_migrating_and_three_are_kept(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    tool, lines = make_tool(name="Spanner"), list[str]()
    assert last_backup() is None
    call_command("migrate", "django_tasks_database", "0020", verbosity=0)
    (tmp_path / "backups").touch()
    with pytest.raises(Refusal, match=r"^No backup could be made before .*/backups cannot be made: File exists\.$"):
        preparing.migrate(print, preparing.missing_steps())
    assert preparing.missing_steps() == 1

    (tmp_path / "backups").unlink()
    (tmp_path / "backups").mkdir()
    for day in ("01", "02", "03"):
        (tmp_path / "backups" / f"before-migrating-202001{day}.backup").touch()
    preparing.migrate(lines.append, preparing.missing_steps())

    kept = sorted((tmp_path / "backups").iterdir())
    assert [path.name for path in kept[:-1]] == ["before-migrating-20200102.backup", "before-migrating-20200103.backup"]
    assert lines[-2] == f"Made a backup before migrating: {kept[-1]} ({kept[-1].stat().st_size / 1024**2:.1f} MB)."
    assert re.fullmatch(r"Preparing the database \(1 steps, a few seconds\) …", lines[-1])
    with checked_backup(kept[-1]) as backup:
        assert ("django_tasks_database", "0020_update_db_task_result_ordering") in backup.schema.leaves
    assert str(tool.pk).encode() in members_of(kept[-1])["tables/articles_tool.jsonl"]
    last = last_backup()
    assert last and timezone.now() - last < timedelta(minutes=1)


def test_what_an_older_version_rendered_is_rendered_by_a_task(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    old, lines = make_tool(description="*x*"), list[str]()
    preparing.render_anew(lines.append)
    assert (lines, DBTaskResult.objects.count()) == ([], 0)

    Tool.objects.filter(pk=old.pk).update(rendered_with=0, description_html="old")
    for _start in range(2):
        preparing.render_anew(lines.append)
    assert lines == ["An older version rendered 1 items; a task renders them anew."] * 2
    assert DBTaskResult.objects.count() == 1
    rerender.call()
    old.refresh_from_db()
    assert old.description_html == "<p><em>x</em></p>\n"


def test_newer_database_is_refused_in_one_line(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    MigrationRecorder(connection).record_applied("articles", "0999_later")
    line = (
        "The database belongs to a newer version of the portal (it has articles.0999_later, which is not known here)."
    )

    with pytest.raises(Refusal) as refusal:
        refusals.check_database()
    assert str(refusal.value).startswith(line) and "\n" not in str(refusal.value)
    for command in (["migrate"], ["db_worker", "--batch", "--no-startup-delay"]):
        with pytest.raises(CommandError) as told:
            call_command(*command, verbosity=0)
        assert str(told.value) == str(refusal.value)


def test_table_of_an_app_of_former_days_is_no_newer_version() -> None:
    MigrationRecorder(connection).record_applied("former", "0001_initial")
    refusals.check_database()
