"""One import at work: tried or real, what it may write and what it tells."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import models
from django.utils import timezone

from articles.editing import Edit, Saved, SavedRecord, preview_items, preview_records, save_items, save_records
from articles.imports.reporting import Report
from articles.models import Change, Figure, ImportBatch, Record, User

BATCH = 250
NOTE = "import"


def make_id(scheme: str, code: str) -> UUID:
    """The id of what a scheme's code stands for: the same at every run, so that a run that was cut off can be repeated."""
    return uuid5(NAMESPACE_URL, f"{scheme}/{code}")


@dataclass
class Run:
    """status: that new items get; "" takes what a row says, else published. batch: made with the first write where None."""

    name: str
    kind: str = ImportBatch.Kind.CATALOGUE
    by: User | None = None
    is_dry: bool = False
    status: str = ""
    tell: Callable[[str], None] = print
    reason: Change.Reason = Change.Reason.IMPORT
    batch: ImportBatch | None = None
    report: Report = field(default_factory=Report)
    has_opened: bool = False
    # What a dry run has planned so far, by model: it counts as stored for what follows.
    coming: dict[type[models.Model], set[str]] = field(default_factory=lambda: defaultdict(set))
    coming_items: dict[str, list[tuple[UUID, dict[str, Any]]]] = field(default_factory=lambda: defaultdict(list))
    coming_records: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.report.name = self.name

    def save_edits(self, edits: Sequence[Edit]) -> list[Saved[Any]]:
        """What became of each edit, or would become of it in a dry run."""
        if not edits:
            return []
        if self.is_dry:
            saved = preview_items(edits, coming=self.coming)
            for one in saved:
                if one.outcome == "created" and one.after is not None:
                    self.coming[type(one.item)].add(str(one.item.pk))
                    self.coming_items[one.item.item_type.value].append((one.item.pk, one.after["fields"]))
            return saved
        return save_items(edits, by=self.by, note=NOTE, reason=self.reason, batch=self.open_batch(), keep_going=True)

    def save_records(self, records: Sequence[Record]) -> list[SavedRecord]:
        """`save_edits` for records; those that are as stored write nothing."""
        if not records:
            return []
        planned = preview_records(records, coming=self.coming) if self.is_dry else None
        if planned is not None:
            for one in planned:
                self.coming[type(one.record)].add(str(one.record.pk))
                self.coming_records.append(one.record)
            return planned
        return save_records(
            records, by=self.by, note=NOTE, reason=self.reason, batch=self.open_batch(), keep_going=True
        )

    def coming_names(self) -> dict[str, str]:
        """What is planned by a dry run is called, by id."""
        items = {
            str(pk): str(fields.get("name") or fields.get("title"))
            for planned in self.coming_items.values()
            for pk, fields in planned
        }
        # Nothing links to figures, and theirs are made of the names of what may still be to come.
        records = [record for record in self.coming_records if not isinstance(record, Figure)]
        return items | {str(record.pk): str(record) for record in records}

    def open_batch(self) -> ImportBatch:
        if self.batch is None:
            self.has_opened = True
            self.batch = ImportBatch.objects.create(
                kind=self.kind, name=self.name[:200], state=ImportBatch.State.RUNNING, by=self.by
            )
        return self.batch

    def progress(self, what: str, done: int, total: int) -> None:
        self.tell(f"{what}: {done} of {total}")
        if self.batch is not None:
            ImportBatch.objects.filter(pk=self.batch.pk).update(done=done, total=total, progress_at=timezone.now())
