"""Kills while people write: `faults kills [SAVES [KILLS [DATABASE_KILLS]]] [--postgres]`, 20,000 saves over 50 kills.

On PostgreSQL the database's postmaster is killed 20 times too. Everything that was acknowledged has to be there, once.
"""

# ruff: noqa: T201 - a benchmark prints

import sys
import tempfile
import time
from argparse import ArgumentParser
from itertools import cycle, islice
from pathlib import Path

from tests.bench.fault_outage import traces
from tests.bench.measuring import print_table
from tests.killing.story import Story, check, tell_story
from tests.postgres import Cluster

SAVES, KILLS, DATABASE_KILLS = 20_000, 50, 20
VICTIMS = ("import", "web_process", "up", "task_worker", "web_server")
# As an operator has it: what is acknowledged is written, also where the server dies at once.
DURABLE = ("synchronous_commit=on", "fsync=on", "full_page_writes=on")


def in_turn(kills: int, database_kills: int) -> list[str]:
    """Those of the database spread evenly among the others."""
    victims = list(islice(cycle(VICTIMS), kills))
    for number in range(database_kills):
        victims.insert(number + (number + 1) * kills // (database_kills + 1), "database")
    return victims


def row_of(story: Story, faults: list[str], seconds: float) -> tuple[object, ...]:
    kills = ", ".join(f"{number} × {victim}" for victim, number in sorted(story.kills.items()))
    found = len(faults) + len(story.faults)
    speed = f"{story.saves / seconds:.1f}"
    return story.saves, kills, story.resent, story.uploads, story.imports, speed, traces(story.lines), found


def main() -> None:
    parser = ArgumentParser("python -m tests.bench faults kills")
    parser.add_argument("saves", type=int, nargs="?", default=SAVES)
    parser.add_argument("kills", type=int, nargs="?", default=KILLS)
    parser.add_argument("database_kills", type=int, nargs="?", default=DATABASE_KILLS)
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args(sys.argv[3:])
    cluster = Cluster.start(*DURABLE) if asked.postgres else None
    variables = {"DATABASE_URL": cluster.url} if cluster else {}
    victims = in_turn(asked.kills, asked.database_kills if cluster else 0)
    try:
        with tempfile.TemporaryDirectory(prefix="portal-kills-") as name:
            began = time.monotonic()
            story = tell_story(Path(name), variables, victims, saves=asked.saves, cluster=cluster)
            seconds = time.monotonic() - began
            [faults] = check(Path(name), variables, story.diary)
    finally:
        if cluster:
            cluster.stop()
    head = ("saves", "kills", "sent again", "uploads", "imports", "saves/s", "tracebacks", "faults")
    print_table(head, [row_of(story, faults, seconds)])
    for fault in (*story.faults, *faults):
        print(fault)
