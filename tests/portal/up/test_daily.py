"""The backup of the day, which `up` makes by a child of its own."""

import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal import environment
from portal.up import daily, running, supervising
from portal.up.children import Child
from portal.up.daily import DailyBackup
from tests.factories import make_tool
from tests.portal.up.test_refusals import plan_of

HOUR, DAY = 3600, 24 * 3600


def routine(folder: Path, code: str, lines: list[str]) -> DailyBackup:
    return DailyBackup(Child([sys.executable, "-c", code], environment=dict(os.environ)), folder, lines.append)


def test_next_one_is_due_a_day_after_the_last(tmp_path: Path) -> None:
    assert routine(tmp_path, "", []).seconds_left() == pytest.approx(60, abs=5)
    for name, age in (("daily-1.backup", 30 * HOUR), ("daily-2.backup", 4 * HOUR), ("before-migrating-3.backup", 0)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    assert routine(tmp_path, "", []).seconds_left() == pytest.approx(20 * HOUR, abs=5)


@pytest.mark.parametrize(
    ("code", "line", "pause"),
    [("", [], DAY), ("exit(3)", ["The daily backup failed with exit code 3; next try in an hour."], HOUR)],
    ids=["made", "failed"],
)
def test_supervisor_makes_it_and_tells_of_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, line: list[str], pause: int
) -> None:
    """Beside a web server that ends once the child has run."""
    monkeypatch.setattr(daily, "FIRST_SECONDS", 0.0)
    monkeypatch.setattr(supervising, "WORKER_DELAY_SECONDS", 60.0)
    lines: list[str] = []
    backup = routine(tmp_path, f"open({str(tmp_path / 'made')!r}, 'w'); {code}", lines)
    web_code = """
import os, signal, sys, time
os.kill(os.getppid(), signal.SIGUSR1)
while not os.path.exists(sys.argv[1]): time.sleep(0.02)
time.sleep(0.5)
"""
    web = Child([sys.executable, "-c", web_code, str(tmp_path / "made")], environment=dict(os.environ))

    supervising.supervise(web, Child(["false"], environment={}), lambda _line: None, backup)

    assert lines == line
    assert backup.seconds_left() == pytest.approx(pause, abs=10)


@pytest.mark.parametrize(
    ("value", "kept"), [("", 0), ("no", 0), ("0", 0), ("yes", 7), ("30", 30)], ids=["unset", "no", "0", "yes", "30"]
)
def test_setting_says_how_many_are_kept(monkeypatch: pytest.MonkeyPatch, value: str, kept: int) -> None:
    monkeypatch.setenv("PORTAL_DAILY_BACKUP", value)

    assert environment.read_daily_backups("PORTAL_DAILY_BACKUP") == kept
    assert bool(running.daily_backup(plan_of())) == bool(kept)


@pytest.mark.django_db(transaction=True)
def test_command_keeps_as_many_as_are_asked_for(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR, settings.DAILY_BACKUPS = tmp_path, 2
    make_tool()
    (tmp_path / "backups").mkdir()
    for name in ("daily-20200101.backup", "daily-20200102.backup", "before-migrating-20200101.backup"):
        (tmp_path / "backups" / name).touch()

    call_command("backup", daily=True)

    names = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert [name[:16] for name in names] == ["before-migrating", "daily-20200102.b", names[-1][:16]]
    with pytest.raises(CommandError, match="Name a FILE to write, or say --daily"):
        call_command("backup")
