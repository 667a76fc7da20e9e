"""An import that is killed at any point and run again ends as one that was never disturbed.

Runs are killed after so many writes to the database, not after so much time, so that the machine's speed is no matter.
"""

import csv
import multiprocessing
import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from articles.models import (
    ITEM_MODELS,
    Category,
    ChangeCounter,
    ImportBatch,
    ImportedState,
    Item,
    Picture,
    Revision,
    Section,
    Source,
)
from articles.snapshots import snapshots_of
from tests.articles.transfer.imports.samples import last_change
from tests.factories import image_bytes

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = 20
# What the clock decides.
MOMENTS = {"publish_at", "first_published_at"}


def make_catalogue(folder: Path) -> list[str]:
    """Occupations, tools that several rows name, and links between them."""
    codes = [f"15-{number:04d}.00" for number in range(300)]
    with (folder / "occupations.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("O*NET-SOC Code", "Title", "Description"))
        writer.writerows((code, f"Keeper {code}", "Keeps things in order.") for code in codes)
    call_command("import_catalogue", str(folder / "occupations.csv"), profile="onet-occupations", verbosity=0)
    with (folder / "technology_skills.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ("O*NET-SOC Code", "Title", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand")
        )
        for number in range(2400):
            tool, code = number % 900, codes[number % 300]
            writer.writerow((code, f"Keeper {code}", f"Tool {tool}", 100 + tool % 40, f"Class {tool % 40}", "N", "N"))
    return ["import_catalogue", str(folder / "technology_skills.csv"), "--profile", "onet-technologies"]


def make_documents(folder: Path) -> list[str]:
    """Documents in two languages that link to each other and show pictures."""
    for number in range(420):
        language, part = ("en", "de")[number % 2], number % 7
        path = folder / f"handbook/{language}/part-{part}/page-{number // 2}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"---\ntags: [tag-{part}]\nauthor: Author {part}\n---\n# Page {number}\n\n"
            f"Enough words to become the summary of page {number} of this handbook.\n\n"
            f"![Box]({'../' * 2}box-{part}.png) and [next](page-{number // 2 + 7}.md)\n"
        )
    for part in range(7):
        (folder / f"handbook/box-{part}.png").write_bytes(image_bytes(size=(10 + part, 10)))
    return ["import_articles", str(folder / "handbook"), "--publisher", "Example Press"]


def state() -> dict[str, Any]:
    """Everything that an import writes, but for what the clock decides."""
    items: list[Item] = [item for model in ITEM_MODELS.values() for item in model._default_manager.order_by("pk")]
    snapshots = snapshots_of(items)
    return {
        "items": {item.pk: (item.version, item.slug, without_moments(snapshots[item.pk])) for item in items},
        "categories": list(
            Category.objects.order_by("pk").values_list("pk", "scheme", "code", "name", "parent", "version")
        ),
        "sections": list(Section.objects.order_by("pk").values_list("pk", "slug", "name", "position", "version")),
        "sources": list(Source.objects.order_by("pk").values_list("pk", "publisher", "author", "version")),
        "pictures": Picture.objects.count(),
        "imported": [
            (row.external_id.scheme, row.external_id.code, row.snapshot, row.digest)
            for row in ImportedState.objects.select_related("external_id").order_by(
                "external_id__scheme", "external_id__code"
            )
        ],
        "revisions": [
            (row.item_type, row.item_id, row.version)
            for row in Revision.objects.order_by("item_type", "item_id", "version")
        ],
        "changes": ChangeCounter.objects.get().number,
    }


def without_moments(snapshot: Any) -> Any:
    """A snapshot without times and without the random ids of pictures."""
    fields = {name: value for name, value in snapshot["fields"].items() if name not in MOMENTS}
    return {**snapshot, "fields": fields}


@dataclass
class Writes:
    """Counts what goes to the database. last: after so many writes the process kills itself, with no time to end in order.

    changes: how many writes there had been when the last change got a number, by this number.
    """

    last: int = 0
    number: int = 0
    changes: dict[int, int] = field(default_factory=dict)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            if self.last and self.number == self.last:
                os.kill(os.getpid(), signal.SIGKILL)
            self.number += 1
            if sql.startswith(f'UPDATE "{ChangeCounter._meta.db_table}"'):
                self.changes[params[0]] = self.number
        return execute(sql, params, many, context)

    def before(self, change: int) -> int:
        """How many there had been when a whole run came as far as this change."""
        return max((writes for number, writes in self.changes.items() if number <= change), default=0)


def run_counted(words: list[str], writes: Writes) -> None:
    with connection.execute_wrapper(writes):
        call_command(*words, verbosity=0)


def run_and_kill(words: list[str], after_writes: int) -> None:
    """Runs the command in a process of its own, which does not come to its end."""
    run = multiprocessing.get_context("fork").Process(target=run_counted, args=(words, Writes(after_writes)))
    connection.close()
    run.start()
    run.join()
    assert run.exitcode == -signal.SIGKILL, f"the run was over after fewer than {after_writes} writes"


def kill_points(whole: Writes) -> list[int]:
    """After how many writes of a whole run to kill, in order; all before the last change is kept."""
    rng = random.Random(7)  # noqa: S311  the same points each time
    return sorted(rng.randint(1, max(whole.changes.values())) for _kill in range(KILLS))


@pytest.mark.parametrize("make", [make_catalogue, make_documents], ids=["catalogue", "articles"])
def test_import_killed_twenty_times_ends_as_a_clean_one(tmp_path: Path, make: Callable[[Path], list[str]]) -> None:
    words, whole = make(tmp_path), Writes()
    run_counted(words, whole)
    expected = state()
    call_command("flush", interactive=False, verbosity=0)
    make(tmp_path)
    stages = set[int]()

    for point in kill_points(whole):
        done = whole.before(last_change())
        run_and_kill(words, max(1, point - done))
        stages.add(done)
    cut_off = ImportBatch.objects.filter(state=ImportBatch.State.RUNNING).count()
    call_command(*words, verbosity=0)

    assert state() == expected
    assert cut_off == KILLS, "each run had begun to write when it was killed"
    assert len(stages) > 3, "they were killed at different stages"
