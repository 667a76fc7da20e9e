"""How long imports take, what memory they need, and how long editors wait meanwhile: `python -m tests.bench import [FOLDER]`.

FOLDER holds published sets, each in a folder of its own: `<set>/articles.zip`, and O*NET's tables in `onet-*`. Without
one, a folder `data` beside the checkout that has them is taken, else sets of about the same size are made up.
"""

# ruff: noqa: N999, T201 - named for what it measures and imported by nobody; a benchmark prints

import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from django.db import connection

from articles.editing import save_item
from articles.models import Article, ChangeCounter
from articles.snapshots import Snapshot
from articles.transfer.imports.catalogue.importing import IMPORTERS, profile_parts
from articles.transfer.imports.profiles import PROFILES
from articles.transfer.imports.rows import Sheet
from articles.transfer.imports.run import Run
from articles.transfer.imports.tables import Table, read_tables
from tests.bench.measuring import make_portal, print_table, seconds_of

ROOT = Path(__file__).parent.parent.parent
MADE_DOCUMENTS, MADE_TOOLS, MADE_OCCUPATIONS, MADE_LINKS = 3_300, 8_775, 923, 32_681
WORDS = [
    "model",
    "data",
    "token",
    "layer",
    "metric",
    "prompt",
    "agent",
    "vector",
    "batch",
    "index",
    "score",
    "label",
    "feature",
    "stream",
    "cache",
    "graph",
]


def main() -> None:
    make_portal()
    with tempfile.TemporaryDirectory(prefix="portal-sets-") as made:
        folder = find_folder() or make_sets(Path(made))
        print(f"database: {connection.vendor}; sets: {'made up' if folder == Path(made) else folder.name}\n")
        print_table(("what", "rows", "first s", "second s", "ratio", "second run wrote"), measure_catalogue(folder))
        print()
        print_table(("what", "first s", "second s", "ratio", "peak MB", "second run wrote"), measure_articles(folder))
        print()
        print_table(
            ("editors' saves during an import", "saves", "median ms", "p99 ms", "longest ms"), measure_saves(folder)
        )


def find_folder() -> Path | None:
    if len(sys.argv) > 2:
        return Path(sys.argv[2])
    return next((found.parent for found in sorted(ROOT.parent.glob("*/data/onet-*"))), None)


def last_change() -> int:
    return ChangeCounter.objects.values_list("number", flat=True).first() or 0


def measure_catalogue(folder: Path) -> Iterator[Sequence[object]]:
    """O*NET's occupations, technologies, and the links between both; each part timed alone."""
    onet = next(folder.glob("onet-*"))
    for profile, file in (
        ("onet-occupations", "occupations.csv"),
        ("onet-technologies", "technology_skills.csv.gz"),
    ):
        path = onet / file if (onet / file).exists() else onet / file.removesuffix(".gz")
        tables = read_tables(path)
        reading = seconds_of(partial(read_tables, path))
        for sheet, fitting in profile_parts(PROFILES[profile], tables):
            bring_in = partial(bring_in_part, sheet, fitting)
            first = seconds_of(bring_in) + reading
            number = last_change()
            second = seconds_of(bring_in) + reading
            rows = sum(len(table.rows) for table in fitting)
            yield sheet.title, rows, *figures(first, second), last_change() - number


def bring_in_part(sheet: Sheet, tables: Sequence[Table]) -> None:
    IMPORTERS[sheet.kind](sheet, tables, Run("bench", tell=lambda _line: None))


def figures(first: float, second: float) -> tuple[str, str, str]:
    return f"{first:.1f}", f"{second:.1f}", f"{second / first:.2f}"


def measure_articles(folder: Path) -> Iterator[Sequence[object]]:
    """All sets in one process, as an operator would bring them in, twice; then each set alone is not measured."""
    archives = [str(path) for path in sorted(folder.glob("*/articles.zip"))]
    first, peak = run_import(archives)
    number = last_change()
    second, peak_again = run_import(archives)
    count = sum(len(zipfile.ZipFile(path).namelist()) for path in archives)
    yield f"{len(archives)} sets, {count} files", *figures(first, second), max(peak, peak_again), last_change() - number


def run_import(archives: Sequence[str]) -> tuple[float, int]:
    """(seconds, peak memory in MB) of one import command; failed rows are told and counted, not an error here."""
    start = time.perf_counter()
    process = start_import(archives)
    _pid, _status, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - start, usage.ru_maxrss // 1024


def start_import(archives: Sequence[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", "import_articles", *archives, "--publisher", "Bench"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measure_saves(folder: Path) -> Iterator[Sequence[object]]:
    """An editor saves an article again and again while another process imports tools and links, then documents."""
    with tempfile.TemporaryDirectory(prefix="portal-sets-") as made:
        # Rows that no measurement before this one has brought in.
        write_tables(Path(made), random.Random(2))  # noqa: S311  a benchmark wants the same tables each time
        profile = ["--profile", "onet-technologies"]
        archives = [str(path) for path in sorted(folder.glob("*/articles.zip"))]
        for name, words in (
            ("occupations", ["import_catalogue", f"{made}/occupations.csv", "--profile", "onet-occupations"]),
            ("tools and links", ["import_catalogue", f"{made}/technology_skills.csv", *profile]),
            ("documents", ["import_articles", *archives, "--set", "again"]),
        ):
            waits = sorted(save_during([sys.executable, "manage.py", *words]))
            p99 = waits[int(0.99 * (len(waits) - 1))]
            yield name, len(waits), *(f"{1000 * value:.0f}" for value in (statistics.median(waits), p99, waits[-1]))


def save_during(command: Sequence[str]) -> Iterator[float]:
    article = save_item(Article(), {"fields": {"title": "An editor's", "body": "Text."}}, by=None, expected_version=0)
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    number = 0
    while process.poll() is None:
        number += 1
        snapshot = Snapshot(fields={"body": f"Text {number}."})
        yield seconds_of(partial(save_item, article, snapshot, by=None, expected_version=None))
        time.sleep(0.05)


def make_sets(folder: Path) -> Path:
    rng = random.Random(1)  # noqa: S311  a benchmark wants the same texts each time
    (folder / "onet-made").mkdir()
    write_tables(folder / "onet-made", rng)
    (folder / "documents").mkdir()
    with zipfile.ZipFile(folder / "documents/articles.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(MADE_DOCUMENTS):
            archive.writestr(f"docs/part-{number % 12}/document-{number}.md", make_document(number, rng))
    return folder


def make_document(number: int, rng: random.Random) -> str:
    paragraphs = [" ".join(rng.choices(WORDS, k=90)) + "." for _number in range(14)]
    links = f"See [the next](document-{number + 12}.md) and [another](../part-0/document-0.md).\n"
    code = "```python\nfor row in rows:\n    print(row)\n```\n"
    return f"# Document {number}\n\n" + "\n\n".join(paragraphs) + f"\n\n{links}\n{code}"


def write_tables(folder: Path, rng: random.Random) -> None:
    codes = [f"{10 + number // 99:02d}-{1000 + number}.00" for number in range(MADE_OCCUPATIONS)]
    with (folder / "occupations.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("O*NET-SOC Code", "Title", "Description"))
        writer.writerows((code, f"Occupation {code}", "Does this and that with care.") for code in codes)
    with (folder / "technology_skills.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ("O*NET-SOC Code", "Title", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand")
        )
        for number in range(MADE_LINKS):
            tool = number if number < MADE_TOOLS else rng.randrange(MADE_TOOLS)
            category = 43230000 + tool % 135
            code = codes[number % MADE_OCCUPATIONS]
            writer.writerow((code, f"Occupation {code}", f"Tool {tool}", category, f"Class {category}", "N", "N"))
