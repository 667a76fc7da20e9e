"""THE way items change: lock, compare, check, write, record, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.editing.allowing import check_rights
from articles.editing.checks import check_alone, check_attached, check_languages, check_names, check_targets
from articles.editing.cycles import check_cycles
from articles.editing.drafting import Draft, Edit, EditConflict, make_draft, prepare
from articles.editing.recording import Occasion, clean_note, ordered_transaction, record_changes
from articles.editing.redirects import assign_slugs, keep_old_addresses
from articles.editing.references import load_slugs
from articles.editing.writing import write_drafts, write_imported
from articles.models import Change, ImportBatch, Item, Picture, Revision, User
from articles.publishing import Status
from articles.snapshots import Snapshot, blank_snapshot, snapshots_of, to_json_value

# Slugs come last: what another rule refuses shall not hold one.
RULES = (check_alone, check_targets, check_names, check_attached, check_languages, check_cycles, assign_slugs)

type Rules = Sequence[Callable[[Sequence[Draft]], None]]

type Outcome = Literal["created", "changed", "same", "failed"]


@dataclass(frozen=True, slots=True)
class Saved[T: Item]:
    """What became of one edit. `item` is the stored state; the instance that was handed in is left as it was.

    before, after: its snapshots; None without one. warnings: what is to be told although it was saved.
    """

    item: T
    outcome: Outcome
    error: ValidationError | EditConflict | None = None
    before: Snapshot | None = None
    after: Snapshot | None = None
    warnings: tuple[str, ...] = ()


def save_item[T: Item](
    item: T,
    snapshot: Snapshot,
    *,
    by: User | None,
    note: str = "",
    public_note: str = "",
    expected_version: int | None,
    reason: str = Change.Reason.EDIT,
) -> T:
    """The item as stored after it took on `snapshot`; nothing is written where nothing differs.

    snapshot: as in `articles.snapshots`; parts left out stay as they are. `[[skill:python]]` in texts may name slugs.
    expected_version: the version the writer saw; 0 for a new item; None does not compare.
    public_note: one line for readers under "What changed"; `note` is for editors alone.
    by: whose rights count; None is the operator of the portal, who may do everything.
    Raises ValidationError (keyed by field, link, "steps" or "resources") and EditConflict; then nothing is written.
    """
    edit = Edit(item, snapshot, expected_version)
    [saved] = save_items([edit], by=by, note=note, public_note=public_note, reason=reason)
    return saved.item


def save_items[T: Item](
    edits: Sequence[Edit],
    *,
    by: User | None,
    note: str = "",
    public_note: str = "",
    reason: str = Change.Reason.EDIT,
    batch: ImportBatch | None = None,
    keep_going: bool = False,
) -> list[Saved[Any]]:
    """What became of each edit, in order; all of them in one transaction, as `save_item` does it.

    New items may link to one another. keep_going: edits that are refused come back as "failed" with their error and
    the others are saved; otherwise the first error is raised and nothing is written.
    """
    drafts = prepare_all(edits)
    raise_first(drafts, keep_going=keep_going)
    with ordered_transaction() as last_number:
        at = timezone.now()
        changed = check_drafts(drafts, at, (partial(check_rights, by=by), *RULES), keep_going=keep_going)
        set_pictures(changed)
        write_changed(changed, Occasion(by, note, reason, batch, public_note), at=at, last_number=last_number)
        write_imported([draft for draft in drafts if draft.error is None], batch, at)
    return [to_saved(draft) for draft in drafts]


def preview_items(
    edits: Sequence[Edit], *, by: User | None, coming: Mapping[type[models.Model], set[str]]
) -> list[Saved[Any]]:
    """What would become of each edit if `by` saved it now. Writes nothing and takes no lock.

    coming: ids of what would be stored by then although it is not yet, by model.
    """
    drafts = prepare_all(edits)
    rules = [partial(check_targets, coming=coming) if rule is check_targets else rule for rule in RULES]
    check_drafts(drafts, timezone.now(), [partial(check_rights, by=by), *rules], keep_going=True)
    return [to_saved(draft) for draft in drafts]


def prepare_all(edits: Sequence[Edit]) -> list[Draft]:
    drafts = [make_draft(edit) for edit in edits]
    slugs = load_slugs(drafts)
    for draft in drafts:
        prepare(draft, slugs)
    return drafts


def raise_first(drafts: Sequence[Draft], *, keep_going: bool) -> None:
    for draft in drafts:
        if draft.error is not None and not keep_going:
            raise draft.error


def to_saved(draft: Draft) -> Saved[Item]:
    if draft.error is not None:
        return Saved(draft.edit.item, "failed", draft.error)
    outcome: Outcome = "same" if not draft.is_changed else "created" if draft.is_new else "changed"
    return Saved(draft.item, outcome, before=draft.before, after=draft.after)


def check_drafts(drafts: Sequence[Draft], at: datetime, rules: Rules, *, keep_going: bool) -> list[Draft]:
    """Loads what is stored, works out what each draft becomes, lets every rule see it; returns those that change.

    A rule that refuses a draft starts the round again, since others may have been judged by what the refused one was
    to become. With `keep_going` the rounds end when nothing more is refused, else with the first refusal.
    """
    load_stored_items(drafts)
    raise_first(drafts, keep_going=keep_going)
    for draft in drafts:
        if draft.error is None:
            merge(draft, at)
    changed = [draft for draft in drafts if draft.error is None and draft.is_changed]
    while refuse_some(changed, rules):
        raise_first(drafts, keep_going=keep_going)
    return [draft for draft in changed if draft.error is None]


def refuse_some(drafts: Sequence[Draft], rules: Rules) -> bool:
    """Whether a rule refused a draft that none had refused before; the first such rule ends the round."""
    for rule in rules:
        accepted = [draft for draft in drafts if draft.error is None]
        rule(accepted)
        if any(draft.error for draft in accepted):
            return True
    return False


def load_stored_items(drafts: Sequence[Draft]) -> None:
    """Reads the rows and snapshots of what exists already, and compares versions."""
    refuse_repeated(drafts)
    for model in {draft.model for draft in drafts}:
        same_type = [draft for draft in drafts if draft.model is model and draft.error is None]
        stored: dict[UUID, Item] = model._default_manager.in_bulk([draft.edit.item.id for draft in same_type])
        states = snapshots_of(list(stored.values()))
        for draft in same_type:
            load_draft(draft, stored.get(draft.edit.item.id), states)


def refuse_repeated(drafts: Sequence[Draft]) -> None:
    """One item stands once in a batch: a second edit would not know the first."""
    seen: set[UUID] = set()
    for draft in drafts:
        if draft.edit.item.pk in seen:
            draft.error = draft.error or ValidationError(_("The item stands twice in one batch."))
        seen.add(draft.edit.item.pk)


def load_draft(draft: Draft, stored: Item | None, states: dict[UUID, Snapshot]) -> None:
    actual = stored.version if stored else 0
    expected = draft.edit.expected_version
    if expected is not None and expected != actual:
        draft.error = EditConflict(draft.edit.item, expected, actual)
    elif stored is None and draft.edit.item.version:
        draft.error = EditConflict(draft.edit.item, draft.edit.item.version, 0)
    elif stored is not None:
        draft.item, draft.before = stored, states[stored.id]
        draft.live_before, draft.old_slug = stored.is_published(), stored.slug
    else:
        draft.item = draft.model(id=draft.edit.item.id)


def merge(draft: Draft, at: datetime) -> None:
    """Lays what was given over what is stored."""
    base: Any = draft.before or blank_of(draft)
    fields = base["fields"] | draft.given["fields"]
    if not fields["slug"]:
        fields["slug"] = base["fields"]["slug"]
    if fields["status"] == Status.PUBLISHED and not fields["publish_at"]:
        fields["publish_at"] = to_json_value(at)
    draft.after = {**base, **draft.given, "fields": fields, "links": base["links"] | draft.given["links"]}


def blank_of(draft: Draft) -> Snapshot:
    blank = blank_snapshot(draft.model.item_type)
    if "translation_group" in blank["fields"]:
        blank["fields"]["translation_group"] = str(draft.id)
    return blank


def set_pictures(drafts: Sequence[Draft]) -> None:
    """Notes the digest of every picture that a draft shows, so that a revision says what it looked like."""
    cited = {draft.id: draft.cited_pictures() for draft in drafts}
    wanted = {pk for pictures in cited.values() for pk in pictures}
    digests = {str(pk): digest for pk, digest in Picture.objects.filter(pk__in=wanted).values_list("id", "digest")}
    for draft in drafts:
        draft.after["pictures"] = [[pk, digests[pk]] for pk in cited[draft.id]]


def write_changed(drafts: Sequence[Draft], occasion: Occasion, *, at: datetime, last_number: int) -> None:
    write_drafts(drafts, at)
    keep_old_addresses(drafts)
    Revision.objects.bulk_create(make_revision(draft, occasion, at=at) for draft in drafts)
    changes = [make_item_change(draft, at=at) for draft in drafts]
    record_changes(changes, occasion, last_number=last_number, at=at)


def make_revision(draft: Draft, occasion: Occasion, *, at: datetime) -> Revision:
    return Revision(
        item_type=draft.model.item_type,
        item_id=draft.id,
        version=draft.item.version,
        snapshot=draft.after,
        at=at,
        by=occasion.by,
        by_name=occasion.by_name,
        note=clean_note(occasion.note),
        public_note=clean_note(occasion.public_note),
    )


def make_item_change(draft: Draft, *, at: datetime) -> Change:
    return Change(
        item_type=draft.model.item_type,
        item_id=draft.id,
        version=draft.item.version,
        kind=Change.Kind.CREATED if draft.is_new else Change.Kind.UPDATED,
        live_before=draft.live_before,
        live_after=draft.item.is_published(at),
        name_changed=draft.field_changed(draft.model.name_field),
        slug_changed=draft.field_changed("slug"),
        visibility_changed=any(draft.field_changed(name) for name in ("status", "publish_at", "expire_at")),
    )
