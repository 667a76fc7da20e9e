"""What `up` brings up to date before it serves."""

import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate

from articles.models import User
from portal.up import preparing

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
