"""What a record must hold to before it is written. Judges many at once: the queries follow the kinds of records."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.cleaning import clean_string
from articles.editing.drafting import EditConflict
from articles.editing.references import resolve_text
from articles.editing.refusals import taken
from articles.graphs import find_knots, find_path
from articles.ids import MAX_IDS, in_groups, stored_ids
from articles.models import Category, Record, type_of

OWN_COLUMNS = frozenset({"version", "created_at", "updated_at"})


@dataclass(frozen=True, slots=True)
class SavedRecord:
    """What became of one record. before: what it held, by column; None for a new one."""

    record: Any
    outcome: Literal["created", "changed", "same", "failed"]
    error: ValidationError | EditConflict | None
    before: dict[str, object] | None


@dataclass
class RecordDraft:
    record: Any
    stored: Any = None
    error: ValidationError | EditConflict | None = None

    @property
    def outcome(self) -> Literal["created", "changed", "same", "failed"]:
        if self.error is not None:
            return "failed"
        if self.stored is None:
            return "created"
        return "same" if values_of(self.record) == values_of(self.stored) else "changed"

    def plain_values(self) -> dict[str, object]:
        return {name: value_of(self.stored, name) for name in values_of(self.stored)}

    def saved(self) -> SavedRecord:
        return SavedRecord(self.record, self.outcome, self.error, values_of(self.stored) if self.stored else None)


def value_of(record: Record, name: str) -> object:
    """A column as text where JSON has no such type."""
    value = getattr(record, name)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def values_of(record: Record) -> dict[str, object]:
    """What an editor chose, by column."""
    return {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.name not in OWN_COLUMNS
    }


def check_records(
    records: Sequence[Record],
    *,
    expected_version: int | None = None,
    coming: Mapping[type[models.Model], set[str]] | None = None,
) -> list[RecordDraft]:
    """Each record beside what is stored, with an error where a rule refuses it. coming: ids that count as stored."""
    drafts = [RecordDraft(record) for record in records]
    load_stored_records(drafts)
    refuse_repeated(drafts)
    for draft in drafts:
        if draft.error is None:
            check_version(draft, expected_version)
        if draft.error is None:
            check_alone(draft)
    changed = [draft for draft in drafts if draft.outcome in ("created", "changed")]
    for model in {type(draft.record) for draft in changed}:
        same_type = [draft for draft in changed if type(draft.record) is model]
        for names in unique_keys(model):
            check_unique(model, names, [draft for draft in same_type if draft.error is None])
    check_parents([draft for draft in changed if draft.error is None and isinstance(draft.record, Category)])
    check_targets(changed, coming or {})
    for draft in drafts:
        if draft.outcome == "same":
            draft.record.version = draft.stored.version
    return drafts


def refuse_repeated(drafts: Sequence[RecordDraft]) -> None:
    """One record stands once in a list: a second one would not know the first."""
    seen: set[tuple[type[Record], UUID]] = set()
    for draft in drafts:
        key = (type(draft.record), draft.record.pk)
        if key in seen:
            draft.error = ValidationError(_("The record stands twice in one list."))
        seen.add(key)


def load_stored_records(drafts: Sequence[RecordDraft]) -> None:
    for model in {type(draft.record) for draft in drafts}:
        same_type = [draft for draft in drafts if type(draft.record) is model]
        stored: dict[UUID, Record] = {}
        for group in in_groups([draft.record.pk for draft in same_type]):
            stored |= model._default_manager.in_bulk(group)
        for draft in same_type:
            draft.stored = stored.get(draft.record.pk)


def check_version(draft: RecordDraft, expected_version: int | None) -> None:
    actual = draft.stored.version if draft.stored else 0
    if expected_version is not None and expected_version != actual:
        draft.error = EditConflict(draft.record, expected_version, actual)
    elif draft.stored is None and draft.record.version:
        draft.error = EditConflict(draft.record, draft.record.version, 0)


def check_alone(draft: RecordDraft) -> None:
    """Cleans it, and refuses what is wrong in itself."""
    record = draft.record
    try:
        clean_texts(record)
        record.clean_fields(exclude={field.name for field in foreign_keys(type(record))})
    except ValidationError as error:
        draft.error = error


def clean_texts(record: Record) -> None:
    """Brings texts into the form in which items keep theirs, and ids into that of the database."""
    for column in record._meta.concrete_fields:
        if isinstance(column, models.CharField | models.TextField) and not column.primary_key:
            setattr(record, column.attname, clean_string(column, getattr(record, column.attname)))
    for name in getattr(record, "markdown_fields", ()):
        setattr(record, name, resolve_text(name, getattr(record, name)))
    for key in foreign_keys(type(record)):
        setattr(record, key.attname, key.target_field.to_python(getattr(record, key.attname)))


def refuse_by_constraints(drafts: Sequence[RecordDraft]) -> None:
    """Finds out which of some records the database refuses: it asks once for each rule and the values that it is about."""
    judged: dict[tuple[str, ...], ValidationError | None] = {}
    for draft in drafts:
        for constraint in draft.record._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                draft.error = draft.error or judge(constraint, draft.record, judged)


def judge(
    constraint: models.CheckConstraint, record: Record, judged: dict[tuple[str, ...], ValidationError | None]
) -> ValidationError | None:
    """Why a rule refuses a record, and None where it does not. judged: by rule and values; what is asked is added."""
    fields = record._meta.concrete_fields
    named = Q(constraint.condition).referenced_base_fields
    key = (constraint.name, *(repr(getattr(record, field.attname)) for field in fields if field.name in named))
    if key not in judged:
        others = {field.name for field in fields if field.name not in named}
        try:
            constraint.validate(type(record), record, exclude=others)
            judged[key] = None
        except ValidationError as error:
            judged[key] = error
    return judged[key]


def foreign_keys(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    return [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]


def unique_keys(model: type[Record]) -> Iterator[tuple[str, ...]]:
    """The columns that must differ between any two records, but for the primary key."""
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield (field.attname,)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield tuple(model._meta.get_field(name).attname for name in constraint.fields)  # type: ignore[union-attr]  # columns only


def check_unique(model: type[Record], names: tuple[str, ...], drafts: Sequence[RecordDraft]) -> None:
    """Fails each draft whose values in these columns another record has, stored or earlier in the list."""
    owners: dict[tuple[object, ...], UUID] = {}
    for group in in_groups(drafts, MAX_IDS // len(names)):
        wanted = {f"{name}__in": {getattr(draft.record, name) for draft in group} for name in names}
        rows = model._default_manager.filter(**wanted).values_list(*names, "pk")
        owners |= {tuple(row[:-1]): row[-1] for row in rows}
    for draft in drafts:
        key = tuple(getattr(draft.record, name) for name in names)
        if owners.setdefault(key, draft.record.pk) != draft.record.pk:
            where = names[0] if len(names) == 1 else NON_FIELD_ERRORS
            checked = tuple(name.removesuffix("_id") for name in names)
            draft.error = ValidationError({where: [refuse_twin(draft, checked, owners[key])]})


def refuse_twin(draft: RecordDraft, names: tuple[str, ...], owner: UUID) -> ValidationError:
    error: ValidationError = draft.record.unique_error_message(type(draft.record), names)
    return taken(" ".join(error.messages).replace("%", "%%"), type_of(type(draft.record)), owner)


def check_targets(drafts: Sequence[RecordDraft], coming: Mapping[type[models.Model], set[str]]) -> None:
    """Refuses links to what does not exist; an earlier record of the list that was accepted counts as existing."""
    wanted: dict[Any, set[str]] = defaultdict(set)
    for draft in drafts:
        for field in foreign_keys(type(draft.record)):
            if (target := getattr(draft.record, field.attname)) is not None:
                wanted[field.related_model].add(str(target))
    found = {model: stored_ids(model, ids) | coming.get(model, set()) for model, ids in wanted.items()}
    for draft in drafts:
        lost = [
            field.name
            for field in foreign_keys(type(draft.record))
            if not target_fits(field, getattr(draft.record, field.attname), found)
        ]
        if draft.error is None and lost:
            draft.error = ValidationError({name: [_("Choose one that exists.")] for name in lost})
        if draft.error is None:
            found.setdefault(type(draft.record), set()).add(str(draft.record.pk))


def target_fits(field: models.ForeignKey[Any, Any], target: UUID | None, found: dict[Any, set[str]]) -> bool:
    return field.null if target is None else str(target) in found[field.related_model]


def check_parents(drafts: Sequence[RecordDraft]) -> None:
    """Refuses a category that would become its own ancestor."""
    moved = [draft for draft in drafts if draft.record.parent_id is not None]
    if not moved:
        return
    rows = Category.objects.values_list("id", "parent_id", "name")
    above: dict[UUID, tuple[UUID, ...]] = {}
    names: dict[UUID, str] = {}
    for pk, parent, name in (*rows, *((one.record.pk, one.record.parent_id, one.record.name) for one in drafts)):
        above[pk], names[pk] = (parent,) if parent else (), name
    knotted = {pk for knot in find_knots(above) for pk in knot}
    for draft in moved:
        if draft.record.pk in knotted:
            cycle = " → ".join(names[pk] for pk in find_path(above, draft.record.pk, draft.record.pk))
            draft.error = ValidationError({"parent": [_("This would make a circle: %(cycle)s.") % {"cycle": cycle}]})
