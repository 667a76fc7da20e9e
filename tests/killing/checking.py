"""What is wrong with a portal after kills: `python -m tests.killing.checking DIARY ...` on its database, in a process of its own.

A diary says what was acknowledged. Prints a list of faults for each, as JSON.
"""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypedDict

import django

IMPORT_SCHEME = "import:killed"


class SavedRow(TypedDict):
    """kind: as in the admin's addresses. column: where each save wrote its mark. saved: those marks, in order."""

    kind: str
    pk: str
    column: str
    saved: list[str]


class Diary(TypedDict):
    """pictures: SHA-256. imported: what each row of the last import says, by its code."""

    rows: list[SavedRow]
    pictures: list[str]
    imported: dict[str, str]


def faults_of(diary: Diary) -> list[str]:
    return [
        *faults_of_database(),
        *(fault for row in diary["rows"] for fault in faults_of_row(row)),
        *faults_of_pictures(diary["pictures"]),
        *faults_of_import(diary["imported"]),
    ]


def faults_of_database() -> Iterator[str]:
    from django.db import connection

    from articles.models import Change, ChangeCounter

    connection.check_constraints()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            found = cursor.execute("PRAGMA integrity_check").fetchall()
        if found != [("ok",)]:
            yield f"integrity: {found}"
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True))
    if numbers != list(range(1, ChangeCounter.objects.get().number + 1)):
        yield "change numbers have a gap"


def faults_of_row(row: SavedRow) -> Iterator[str]:
    """Its history holds what was acknowledged, each once, in order, and nothing else."""
    from django.apps import apps

    from articles.models import Change, Item, Revision

    stored: Any = apps.get_model("articles", row["kind"]).objects.get(pk=row["pk"])
    changes = list(Change.objects.filter(item_id=row["pk"]).order_by("number").values_list("version", "note"))
    yield from differences(row, "changes", [note for _version, note in changes[1:]], row["saved"])
    versions = {"changes": [version for version, _note in changes]}
    if isinstance(stored, Item):
        revisions = list(Revision.objects.filter(item_id=row["pk"]).order_by("version"))
        texts = [str(one.snapshot["fields"][row["column"]]) for one in revisions[1:]]
        yield from differences(row, "revisions", texts, row["saved"])
        versions["revisions"] = [one.version for one in revisions]
    for name, found in versions.items():
        if found != list(range(1, stored.version + 1)):
            yield f"{row['kind']} {row['pk']}: the versions of its {name} are not 1 to {stored.version}"
    if row["saved"] and getattr(stored, row["column"]) != row["saved"][-1]:
        yield f"{row['kind']} {row['pk']}: shows {getattr(stored, row['column'])} instead of {row['saved'][-1]}"


def differences(row: SavedRow, where: str, found: Sequence[str], wanted: Sequence[str]) -> Iterator[str]:
    if found == wanted:
        return
    counts, known = Counter(found), set(wanted)
    lost = [mark for mark in wanted if not counts[mark]]
    doubled = [mark for mark in wanted if counts[mark] > 1]
    strange = [mark for mark in found if mark not in known]
    yield f"{row['kind']} {row['pk']}, {where}: lost {lost}, doubled {doubled}, not acknowledged {strange}"


def faults_of_pictures(digests: Sequence[str]) -> Iterator[str]:
    from articles.models import Picture

    files = dict(Picture.objects.values_list("digest", "file"))
    for digest in digests:
        if digest not in files:
            yield f"picture {digest} is lost"
    for picture in Picture.objects.all():
        with picture.file.open("rb") as file:
            if hashlib.sha256(file.read()).hexdigest() != picture.digest:
                yield f"{picture.file.name} is not what its row says"


def faults_of_import(wanted: dict[str, str]) -> Iterator[str]:
    from articles.models import ExternalId, Tool

    codes = dict(ExternalId.objects.filter(scheme=IMPORT_SCHEME).values_list("item_id", "code"))
    tools = Tool.objects.filter(name__startswith="Imported ").values_list("pk", "summary")
    found = sorted((codes.get(pk, ""), summary) for pk, summary in tools)
    if found != sorted(wanted.items()):
        yield f"the import left {found[:5]} and so on, {len(found)} rows"


def main() -> None:
    django.setup()
    diaries: list[Diary] = [json.loads(Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:]]
    sys.stdout.write(json.dumps([faults_of(diary) for diary in diaries]))


if __name__ == "__main__":
    main()
