"""An import that is killed at any point and run again ends as one that was never disturbed."""

import csv
import multiprocessing
import random
import time
from collections.abc import Callable
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


def run_and_kill(words: list[str], delay_seconds: float) -> None:
    """Runs the command in a process of its own, which has no time to end in order."""
    process = multiprocessing.get_context("fork").Process(target=call_command, args=words, kwargs={"verbosity": 0})
    connection.close()
    process.start()
    process.join(delay_seconds)
    process.kill()
    process.join()


@pytest.mark.parametrize("make", [make_catalogue, make_documents], ids=["catalogue", "articles"])
def test_import_killed_twenty_times_ends_as_a_clean_one(tmp_path: Path, make: Callable[[Path], list[str]]) -> None:
    words = make(tmp_path)
    start = time.monotonic()
    call_command(*words, verbosity=0)
    duration_seconds = time.monotonic() - start
    expected = state()
    call_command("flush", interactive=False, verbosity=0)
    make(tmp_path)

    rng = random.Random(7)  # noqa: S311  the same points each time
    for _kill in range(KILLS):
        run_and_kill(words, rng.uniform(0, duration_seconds / 2))
    cut_off = ImportBatch.objects.filter(state=ImportBatch.State.RUNNING).count()
    call_command(*words, verbosity=0)

    assert state() == expected
    assert cut_off >= 2, "some runs had begun to write when they were killed"
