"""Backups that are taken while separate processes save and upload are whole; the bench `backups` takes fifty."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from portal.backups.making import make_backup
from portal.backups.restoring import restore_backup
from tests.portal.backups.places import empty_place
from tests.portal.backups.writers import faults_of_this_portal, running_writers

BACKUPS, WRITERS = 2, 3


@pytest.mark.django_db(transaction=True)
def test_backups_under_writers_restore_whole(
    settings: Any, tmp_path: Path, new_database: Callable[[], dict[str, str]]
) -> None:
    state = tmp_path / "state"  # of the writers, where their media are
    settings.MEDIA_ROOT = state / "media"
    taken = []
    with running_writers(tmp_path, number=WRITERS, seconds=0.1, environment={"PORTAL_VAR": str(state)}) as writers:
        for one in range(BACKUPS):
            acknowledged = writers.wait_for_saves(10 * (one + 1))
            made = make_backup(tmp_path / f"{one}.backup")
            assert made.missing == []
            taken.append((made.path, acknowledged))
    assert len(writers.acknowledged()) > len(taken[-1][1])

    for path, acknowledged in taken:
        with empty_place(path.with_suffix(".place"), new_database):
            restore_backup(path, report=lambda _line: None)
            connection.check_constraints()
            assert faults_of_this_portal(acknowledged) == []
            assert faults_of_this_portal({"never-written": 1}) == ["never-written is not there at version 1"]
