"""Backups under load: `python -m tests.bench backups [NUMBER [ITEMS]]` takes 50 at ten saves a second, and restores each.

First the portal is filled with as many articles as asked for (1,000), so that a backup lasts. With DATABASE_URL it runs on
PostgreSQL: the database of that name is used, and one beside it is made anew for each restore.
"""

# ruff: noqa: T201 - a benchmark prints

import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from articles.editing import Edit, save_items
from articles.models import Article
from articles.snapshots import Snapshot
from portal.backups.making import make_backup
from portal.backups.restoring import restore_backup
from tests.bench.measuring import print_table, seconds_of
from tests.portal.backups.places import empty_place
from tests.portal.backups.writers import faults_of_this_portal, running_writers

BACKUPS, ITEMS, WRITERS, SAVES_A_SECOND, BATCH = 50, 1_000, 4, 10, 100
PLACE = "portal_bench_place"


def main() -> None:
    asked = [int(word) for word in sys.argv[2:4]]
    number, items = [*asked, *(BACKUPS, ITEMS)[len(asked) :]]
    call_command("migrate", verbosity=0)
    fill(items)
    with tempfile.TemporaryDirectory(prefix="portal-bench-backups-") as name:
        taken, saves = take(Path(name), number)
        faults = [fault for entry in taken for fault in restore(*entry)]
    seconds = [one for _path, _acknowledged, one in taken]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print_table(
        ("backups", "sound", "items before", "saves", "median s", "longest s", "MB at most"),
        [
            (
                len(taken),
                len(taken) - len({fault.split(":")[0] for fault in faults}),
                items,
                saves,
                f"{statistics.median(seconds):.2f}",
                f"{max(seconds):.2f}",
                f"{peak:.0f}",
            )
        ],
    )
    for fault in faults:
        print(fault)


def fill(items: int) -> None:
    text = "A paragraph of ordinary *prose* with some more words, number {}.\n\n" * 40
    for start in range(0, items, BATCH):
        edits = [
            Edit(
                Article(),
                Snapshot(
                    fields={
                        "title": f"Article {one}",
                        "summary": "One.",
                        "body": text.replace("{}", str(one)),
                        "status": "published",
                    }
                ),
            )
            for one in range(start, min(start + BATCH, items))
        ]
        save_items(edits, by=None)


def take(folder: Path, number: int) -> tuple[list[tuple[Path, dict[str, int], float]], int]:
    """Path, what was acknowledged before, and seconds, of each backup; and the number of saves in all."""
    taken = []
    environment = {"PORTAL_VAR": str(settings.VAR_DIR)}
    pause = WRITERS / SAVES_A_SECOND
    with running_writers(folder, number=WRITERS, seconds=pause, environment=environment) as writers:
        writers.wait_for_saves(WRITERS)
        for one in range(number):
            acknowledged = writers.acknowledged()
            path = folder / f"{one}.backup"
            seconds = seconds_of(lambda path=path: make_backup(path))  # type: ignore[misc]
            taken.append((path, acknowledged, seconds))
            time.sleep(0.5)
    return taken, sum(len(diary.read_text().splitlines()) for diary in writers.diaries)


def restore(path: Path, acknowledged: dict[str, int], _seconds: float) -> list[str]:
    with empty_place(path.with_suffix(".place"), new_database):
        restore_backup(path, report=lambda _line: None)
        connection.check_constraints()
        return [f"{path.name}: {fault}" for fault in faults_of_this_portal(acknowledged)]


def new_database() -> dict[str, str]:
    if connection.vendor == "sqlite":
        return {}
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {PLACE} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {PLACE}")
    return {"DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{PLACE}").geturl()}
