"""One import at work: tried or real, what it may write and what it tells."""

from collections import ChainMap
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import batched
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.editing import (
    Edit,
    Saved,
    SavedRecord,
    missing_to_publish,
    preview_items,
    preview_records,
    save_items,
    save_records,
)
from articles.editing.pictures import store_picture
from articles.models import Change, ImportBatch, Item, Picture, Record, User
from articles.publishing import Status
from articles.rights import Right, may
from articles.snapshots import Columns, Snapshot, to_json_value
from articles.transfer.imports.descriptions import warn_of_pictures
from articles.transfer.imports.merging import blank_fields
from articles.transfer.imports.planned import Plan
from articles.transfer.imports.reporting import Entry, Report, describe_error, names_of_links
from articles.transfer.imports.standing import Standing, decide

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

    def bring_in[T](self, rows: Iterable[tuple[Entry, T]], make_edit: Callable[[T], Edit | None]) -> None:
        """Saves what each row wants; its entry tells what became of it. make_edit: None writes nothing."""
        edits: list[tuple[Entry, Edit]] = []
        for entry, row in rows:
            try:
                edit = make_edit(row)
            except ValidationError as error:
                entry.fail(describe_error(error))
                continue
            edits += [(entry, edit)] if edit else []
        saved = self.save_edits([edit for _entry, edit in edits])
        names = ChainMap(names_of_links(saved), self.plan.names)
        for (entry, _edit), one in zip(edits, saved, strict=True):
            entry.take(one, names)

    def first_fields(self, model: type[Item], read: Snapshot, standing: Standing, entry: Entry) -> Columns:
        """The status that a new item gets, and the instants that its file names. read: what the file says, clean."""
        whole: Any = {**read, "fields": {**blank_fields(model.item_type), **read["fields"]}}
        decision = decide(standing, asked=self.status, missing=missing_to_publish(model, whole))
        entry.take_decision(decision)
        if decision.is_for_want_of_content:
            self.report.made["drafts for want of content"] += 1
        named = {"publish_at": standing.publish_at, "expire_at": standing.expire_at}
        return {"status": decision.status, **{name: to_json_value(at) for name, at in named.items() if at}}

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

    def save_record_rows(self, rows: Sequence[tuple[Entry, Record]]) -> Iterator[tuple[Entry, SavedRecord]]:
        """`save_records`, each with the entry of its row, which tells of what was refused."""
        for (entry, _record), saved in zip(rows, self.save_records([record for _entry, record in rows]), strict=True):
            if saved.error is not None:
                entry.fail(describe_error(saved.error))
            yield entry, saved

    def make_records(self, records: Sequence[Record]) -> dict[UUID, str]:
        """Saves records that rows only name, and counts them; those that are refused by id, each with the reason."""
        saved = self.save_records(records)
        refused = {one.record.pk: describe_error(one.error) for one in saved if one.error is not None}
        for record in records:
            self.report.made[str(record._meta.verbose_name_plural)] += record.pk not in refused
        return refused

    def take_picture(self, picture: Picture, content: bytes, pk: UUID) -> Picture:
        """The picture of `make_picture` as it is stored, or would be; a new one gets the id. Raises ValidationError."""
        if not picture._state.adding:
            return picture
        if planned := self.plan.pictures.get(picture.digest):
            picture.pk = planned
            return picture
        if self.is_dry:
            picture.pk = pk
            self.plan.take_picture(picture)
        else:
            batch = self.open_batch()
            picture = store_picture(picture, content, by=self.by, note=NOTE, reason=self.reason, batch=batch, pk=pk)
        self.report.made["pictures"] += 1
        return picture

    def in_batches[T](self, what: str, rows: Collection[T]) -> Iterator[tuple[T, ...]]:
        """The rows in batches; after each it is told how far the run is."""
        done = 0
        for batch in batched(rows, BATCH, strict=False):
            yield batch
            done += len(batch)
            self.progress(what, done, len(rows))

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
