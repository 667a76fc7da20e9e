"""How long a mass action takes: the question, the run, and the undo, of 1,000 and of 10,000 tools: `python -m tests.bench mass`.

Each tool has 20 links. The ratio says whether the cost grows with the number (10), or faster. The last row is how long an
editor's save waits at most while 10,000 are archived by another process.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import batched
from pathlib import Path

from django.db import connection

from articles.editing import Edit, save_item, save_items, save_records
from articles.mass import starting
from articles.mass.asking import freeze
from articles.mass.running import STATES, claim, perform
from articles.models import Article, Category, MassAction, Tool, User
from articles.publishing import Status
from articles.snapshots import Snapshot
from tests.bench.measuring import make_portal, print_table, seconds_of

# ruff: noqa: T201 - a benchmark prints

ROOT = Path(__file__).parent.parent.parent
FEW, MANY, LINKS, CATEGORIES, BATCH = 1_000, 10_000, 20, 200, 500
RUN = """
import sys, django
django.setup()
from articles.mass.running import claim, perform
perform(claim(int(sys.argv[1])))
"""


def main() -> None:
    make_portal()
    user = User.objects.create(username="bench", is_staff=True, is_superuser=True)
    categories = [Category(name=f"Category {number}", code=f"code-{number}") for number in range(CATEGORIES)]
    save_records(categories, by=None)
    ids = [str(category.pk) for category in categories]
    add_tools(0, FEW, ids)
    few = measure(user)
    add_tools(FEW, MANY, ids)
    many = measure(user)
    print(f"database: {connection.vendor}; each tool with {LINKS} links\n")
    rows = [(name, f"{few[name]:.2f}", f"{many[name]:.2f}", f"{many[name] / few[name]:.1f}") for name in few]
    print_table(("what", f"s of {FEW}", f"s of {MANY}", "ratio"), rows)
    print()
    print_table(("editors' saves during an archiving", "saves", "median ms", "longest ms"), [measure_saves(user)])


def add_tools(first: int, last: int, categories: Sequence[str]) -> None:
    for group in batched(range(first, last), BATCH, strict=False):
        save_items([Edit(Tool(), make_tool(number, categories)) for number in group], by=None)


def make_tool(number: int, categories: Sequence[str]) -> Snapshot:
    fields = {"name": f"Tool {number}", "summary": "A tool.", "description": "Some *text*.", "status": "published"}
    links = [categories[(number + 7 * step) % len(categories)] for step in range(LINKS)]
    return Snapshot(fields=fields, links={"categories": links})


def measure(user: User) -> dict[str, float]:
    actions: list[MassAction] = []
    seconds = {"question": seconds_of(lambda: actions.append(freeze(Tool.objects.all(), Status.ARCHIVED, by=user)))}
    seconds["run"] = seconds_of(partial(run, actions[0]))
    seconds["undo"] = seconds_of(partial(undo, actions[0], user))
    check(actions[0])
    return seconds


def run(action: MassAction) -> None:
    queue(action)
    perform_claimed(action)


def queue(action: MassAction) -> None:
    MassAction.objects.filter(pk=action.pk).update(state=STATES.QUEUED)


def perform_claimed(action: MassAction) -> None:
    claimed = claim(action.pk)
    if claimed:
        perform(claimed)
    action.refresh_from_db()


def undo(action: MassAction, user: User) -> None:
    starting.undo(action, by=user)  # waits for the task worker, which there is none of here
    perform_claimed(action)


def check(action: MassAction) -> None:
    if action.state != STATES.UNDONE or action.undo_counts != {"changed": action.counts["changed"]}:
        raise RuntimeError(f"{action.state}: {action.counts}, {action.undo_counts}")


def measure_saves(user: User) -> tuple[str, int, str, str]:
    action = freeze(Tool.objects.all(), Status.ARCHIVED, by=user)
    queue(action)
    waits = sorted(save_during([sys.executable, "-c", RUN, str(action.pk)]))
    middle, longest = waits[len(waits) // 2], waits[-1]
    return f"{action.total} tools", len(waits), f"{1000 * middle:.0f}", f"{1000 * longest:.0f}"


def save_during(command: Sequence[str]) -> Iterator[float]:
    article = save_item(Article(), {"fields": {"title": "An editor's", "body": "Text."}}, by=None, expected_version=0)
    process = subprocess.Popen(command, cwd=ROOT)
    number = 0
    while process.poll() is None:
        number += 1
        snapshot = Snapshot(fields={"body": f"Text {number}."})
        yield seconds_of(partial(save_item, article, snapshot, by=None, expected_version=None))
        time.sleep(0.05)
