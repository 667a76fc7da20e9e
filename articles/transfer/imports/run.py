"""One import at work: tried or real, what it may write and what it tells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from articles.editing import Edit, Saved, SavedRecord, preview_items, preview_records, save_items, save_records
from articles.models import Change, ImportBatch, Record, User
from articles.publishing import Status
from articles.rights import Right, may
from articles.snapshots import Snapshot
from articles.transfer.imports.descriptions import warn_of_pictures
from articles.transfer.imports.planned import Plan
from articles.transfer.imports.reporting import Report

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
    plan: Plan = field(default_factory=Plan)

    def __post_init__(self) -> None:
        self.report.name = self.name

    def save_edits(self, edits: Sequence[Edit]) -> list[Saved[Any]]:
        """What became of each edit, or would become of it in a dry run."""
        if not edits:
            return []
        edits = [replace(self.allow(edit), is_foreign=True) for edit in edits]
        if self.is_dry:
            saved = preview_items([self.plan.whole(edit) for edit in edits], by=self.by, coming=self.plan.coming)
            planned = [self.plan.take(edit, one) for edit, one in zip(edits, saved, strict=True)]
            return warn_of_pictures(planned, self.plan.described)
        saved = save_items(edits, by=self.by, note=NOTE, reason=self.reason, batch=self.open_batch(), keep_going=True)
        return warn_of_pictures(saved)

    def allow(self, edit: Edit) -> Edit:
        """The edit as the account may make it: what it may not publish comes in as a draft, and that is told once."""
        model, fields = type(edit.item), edit.snapshot.get("fields", {})
        if fields.get("status") != Status.PUBLISHED or edit.item.version or may(self.by, Right.PUBLISH, model):
            return edit
        note = f"new {model._meta.verbose_name_plural} are drafts: this account may not publish them"
        if note not in self.report.notes:
            self.report.notes.append(note)
        draft = Snapshot({**edit.snapshot, "fields": {**fields, "status": Status.DRAFT.value}})
        return replace(edit, snapshot=draft)

    def save_records(self, records: Sequence[Record]) -> list[SavedRecord]:
        """`save_edits` for records; those that are as stored write nothing."""
        if not records:
            return []
        if self.is_dry:
            saved = preview_records(records, by=self.by, coming=self.plan.coming)
            for one in saved:
                self.plan.take_record(one.record)
            return saved
        return save_records(
            records, by=self.by, note=NOTE, reason=self.reason, batch=self.open_batch(), keep_going=True
        )

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
