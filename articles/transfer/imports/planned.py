"""What a dry run would have written so far: it counts as stored for what follows. Empty in a real run."""

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import models

from articles.cleaning import read_instant
from articles.editing import Edit, Saved
from articles.models import Figure, Item, Picture, Record
from articles.snapshots import Snapshot
from articles.transfer.imports.merging import Known, load_exported, load_items, load_known, load_untouched


@dataclass
class Plan:
    """coming: ids of what would be new, by model. items: the state that each item would have.

    names: what items and records would be called, by id. Several runs that follow one another share one plan.
    """

    coming: dict[type[models.Model], set[str]] = field(default_factory=lambda: defaultdict(set))
    items: dict[UUID, Known] = field(default_factory=dict)
    codes: dict[tuple[str, str, str], UUID] = field(default_factory=dict)
    imported: dict[tuple[str, str, str], tuple[Snapshot, str]] = field(default_factory=dict)
    # By digest.
    pictures: dict[str, UUID] = field(default_factory=dict)
    described: set[str] = field(default_factory=set)
    records: dict[UUID, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def whole(self, edit: Edit) -> Edit:
        """The edit with what the plan says of its item, which the database does not know."""
        planned, given = self.items.get(edit.item.pk), edit.snapshot
        if planned is None:
            return edit
        fields = planned.state["fields"] | given["fields"]
        links = planned.state["links"] | given["links"]
        whole = Snapshot(**{**planned.state, **given, "fields": fields, "links": links})
        return replace(edit, snapshot=whole, is_clean=False)

    def take(self, edit: Edit, saved: Saved[Any]) -> Saved[Any]:
        """Notes what would become of an edit, and gives it as it would be after all that was planned before."""
        if saved.error is not None or saved.after is None:
            return saved
        after, earlier = saved.after, self.items.get(saved.item.pk)
        if earlier is not None:
            outcome: Any = "same" if after == earlier.state else "changed"
            saved = replace(saved, outcome=outcome, before=earlier.state)
        elif saved.outcome == "created":
            self.coming[type(saved.item)].add(str(saved.item.pk))
        self.note_item(saved.item, after)
        if edit.imported is not None:
            key = (saved.item.item_type, edit.imported.scheme, edit.imported.code)
            written = edit.imported.as_written(type(edit.item), edit.snapshot, after)
            self.imported[key] = (written, edit.imported.digest)
        return saved

    def note_item(self, item: Item, state: Snapshot) -> None:
        fields, item = state["fields"], copy.copy(item)
        setattr(item, item.name_field, fields[item.name_field])
        item.status = fields["status"]
        item.publish_at, item.expire_at = (read_instant(fields[name] or "") for name in ("publish_at", "expire_at"))
        self.items[item.pk] = Known(item, state)
        self.names[str(item.pk)] = str(fields[item.name_field])
        for row in fields["external_ids"]:
            self.codes[item.item_type, row["scheme"], row["code"]] = item.pk

    def take_record(self, record: Record) -> None:
        self.coming[type(record)].add(str(record.pk))
        self.records[record.pk] = record
        # Nothing links to figures, and theirs are made of the names of what may still be to come.
        if not isinstance(record, Figure):
            self.names[str(record.pk)] = str(record)

    def take_picture(self, picture: Picture) -> None:
        self.take_record(picture)
        if picture.alt:
            self.described.add(str(picture.pk))
        self.pictures[picture.digest] = picture.pk

    def records_of[R: Record](self, model: type[R]) -> list[R]:
        return [record for record in self.records.values() if isinstance(record, model)]

    def items_of(self, item_type: str) -> Iterator[tuple[UUID, Snapshot]]:
        for pk, known in self.items.items():
            if known.item.item_type == item_type:
                yield pk, known.state

    def load_known(self, item_type: str, scheme: str, codes: Sequence[str]) -> dict[str, Known]:
        """`merging.load_known` with what is planned."""
        found = load_known(item_type, scheme, codes)
        for code in codes:
            key, stored = (item_type, scheme, code), found.get(code)
            pk = self.codes.get(key) or (stored.item.pk if stored else None)
            planned = self.items.get(pk) if pk else None
            if planned is not None and key in self.imported:
                found[code] = Known(planned.item, planned.state, *self.imported[key])
            elif planned is not None:
                found[code] = replace(stored or planned, item=planned.item, state=planned.state)
        return found

    def load_untouched(self, item_type: str, scheme: str, codes: Sequence[str]) -> dict[str, tuple[str, Item]]:
        found = load_untouched(item_type, scheme, codes)
        return {code: (digest, item) for code, (digest, item) in found.items() if item.pk not in self.items}

    def load_items(self, item_type: str, ids: Iterable[UUID]) -> dict[UUID, Known]:
        return self.over(load_items(item_type, ids := list(ids)), ids)

    def load_exported(self, item_type: str, versions: Mapping[UUID, int]) -> dict[UUID, Known]:
        return self.over(load_exported(item_type, versions), versions)

    def over(self, found: dict[UUID, Known], ids: Iterable[UUID]) -> dict[UUID, Known]:
        for pk in ids:
            if (planned := self.items.get(pk)) is not None:
                found[pk] = replace(planned, imported=found[pk].imported if pk in found else None)
        return found
