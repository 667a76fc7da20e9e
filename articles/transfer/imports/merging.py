"""Lays what an import reads over what is stored: only where the stored value still is what the last import wrote."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from articles.models import ITEM_MODELS, ExternalId, ImportedState, Item, Revision
from articles.naming import make_name_key
from articles.snapshots import Snapshot, blank_snapshot, is_many, snapshots_of

# What only a new item gets from an import.
FIRST_FIELDS = frozenset({"slug", "status", "publish_at", "expire_at", "translation_group"})


@dataclass(frozen=True, slots=True)
class Known:
    """A stored item as it is now, and as the last import of this scheme and code wrote it (None: it did not).

    digest: of what that import read; "" where later runs have to look again, since it met what an editor had changed.
    is_untouched: whether nobody saved the item since.
    """

    item: Item
    state: Snapshot
    imported: Snapshot | None = None
    digest: str = ""
    is_untouched: bool = True

    def was_read(self, digest: str) -> bool:
        """Whether the last import read the same."""
        return self.imported is not None and self.digest == digest

    @property
    def lasting_digest(self) -> str:
        """The digest to keep with what an import adds; the item's version then no longer tells that somebody edited it."""
        return self.digest if self.is_untouched else ""


@dataclass
class Merge:
    """wanted: what to save; empty where nothing is to change. kept: names of what was edited here and stays so."""

    wanted: Snapshot = field(default_factory=lambda: Snapshot(fields={}, links={}))
    kept: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.wanted["fields"] or self.wanted["links"] or set(self.wanted) - {"fields", "links"})


def load_known(item_type: str, scheme: str, codes: Sequence[str]) -> dict[str, Known]:
    """What the scheme's codes stand for, by code; five queries and those of the snapshots."""
    rows = ExternalId.objects.filter(item_type=item_type, scheme=scheme, code__in=codes).select_related(
        "imported_state"
    )
    externals = list(rows)
    items = ITEM_MODELS[item_type]._default_manager.in_bulk([external.item_id for external in externals])
    states = snapshots_of(list(items.values()))
    return {
        external.code: make_known(items[external.item_id], states, external)
        for external in externals
        if external.item_id in items
    }


def load_untouched(item_type: str, scheme: str, codes: Sequence[str]) -> dict[str, tuple[str, Item]]:
    """By code, the digest of the last import, and the item, of those that nobody saved since; items bare of their texts."""
    rows = ImportedState.objects.filter(
        external_id__item_type=item_type, external_id__scheme=scheme, external_id__code__in=codes
    ).values_list("external_id__code", "external_id__item_id", "digest", "version")
    kept = list(rows)
    columns = ("id", "version", "status", "publish_at", "expire_at")
    items = ITEM_MODELS[item_type]._default_manager.only(*columns).in_bulk([pk for _code, pk, *_rest in kept])
    return {
        code: (digest, items[pk])
        for code, pk, digest, version in kept
        if digest and pk in items and items[pk].version == version
    }


def make_known(item: Item, states: dict[UUID, Snapshot], external: ExternalId) -> Known:
    state: ImportedState | None = getattr(external, "imported_state", None)
    if state is None:
        return Known(item, states[item.pk])
    return Known(item, states[item.pk], state.snapshot, state.digest, state.version == item.version)


def load_items(item_type: str, ids: Iterable[UUID]) -> dict[UUID, Known]:
    """Stored items that no code of the import's scheme names yet, by id."""
    items = ITEM_MODELS[item_type]._default_manager.in_bulk(list(ids))
    states = snapshots_of(list(items.values()))
    return {pk: Known(item, states[pk]) for pk, item in items.items()}


def load_exported(item_type: str, versions: Mapping[UUID, int]) -> dict[UUID, Known]:
    """Stored items beside what they were at the version that an export saw."""
    known = load_items(item_type, versions)
    revisions = Revision.objects.filter(item_type=item_type, item_id__in=known, version__in=set(versions.values()))
    for revision in revisions:
        if versions[revision.item_id] == revision.version:
            one = known[revision.item_id]
            known[revision.item_id] = Known(one.item, one.state, revision.snapshot)
    return known


def merge(read: Snapshot, known: Known) -> Merge:
    """read: canonical, as `clean_snapshot` gives it.

    A single value is written where the item still holds what the last import wrote, or nothing. Of lists that have no
    order of their own (links to many, aliases, codes) the entries are treated one by one: what an editor added stays,
    and what an editor took out stays out.
    """
    result = Merge()
    last = known.imported or Snapshot(fields={}, links={})
    model = type(known.item)
    blank = blank_fields(model.item_type)
    for name, value in read["fields"].items():
        if name in FIRST_FIELDS:
            continue
        before = known.state["fields"][name]
        if name in ("aliases", "external_ids"):
            merged = merge_rows(value, before, last["fields"].get(name, []))
        else:
            merged = merge_value(value, before, last["fields"].get(name, blank[name]))
        note(result, "fields", name, before, merged, value)
    for name, ids in read["links"].items():
        linked, earlier = known.state["links"][name], last["links"].get(name, [])
        combined = (merge_set if is_many(model, name) else merge_value)(ids, linked, earlier)
        note(result, "links", name, linked, combined, ids)
    for name in ("resources", "steps"):
        if name in read:
            before = known.state[name]  # type: ignore[literal-required]  # both are parts of a snapshot
            merged = merge_value(read[name], before, last.get(name, []))  # type: ignore[literal-required]
            if merged != before:
                result.wanted[name] = merged  # type: ignore[literal-required]
            elif before != read[name]:  # type: ignore[literal-required]
                result.kept.append(name)
    return result


@cache
def blank_fields(item_type: str) -> Mapping[str, Any]:
    """What the fields of a type hold before anybody wrote them; not to be changed."""
    return blank_snapshot(item_type)["fields"]


def note(result: Merge, part: str, name: str, before: Any, merged: Any, read: Any) -> None:
    if merged != before:
        result.wanted[part][name] = merged  # type: ignore[literal-required]  # "fields" or "links"
    if name != "external_ids" and not covers(merged, read):
        result.kept.append(name)


def covers(merged: Any, read: Any) -> bool:
    """Whether nothing of what was read is missing."""
    if isinstance(merged, list) and isinstance(read, list):
        if any(isinstance(entry, dict) and "name" in entry for entry in (*read, *merged)):
            return {row_key(row) for row in read} <= {row_key(row) for row in merged}
        return all(entry in merged for entry in read)
    return bool(merged == read)


def merge_value(read: Any, current: Any, last: Any) -> Any:
    return read if current == last else current


def merge_set(read: list[str], current: list[str], last: list[str]) -> list[str]:
    taken_out = set(last) - set(current)
    return sorted((set(current) - (set(last) - set(read))) | (set(read) - taken_out))


def row_key(entry: Any) -> Any:
    """By what an entry of a list is the same: a link's id is it itself."""
    if isinstance(entry, str):
        return entry
    return (entry["scheme"], entry["code"]) if "scheme" in entry else make_name_key(entry["name"])


def merge_rows(read: list[Any], current: list[Any], last: list[Any]) -> list[Any]:
    """`merge_set` for entries of any kind, which are the same where their keys are."""
    rows = {row_key(row): row for row in (*read, *current)}
    kept = merge_set(*([repr(row_key(row)) for row in part] for part in (read, current, last)))
    return [row for key, row in sorted(rows.items()) if repr(key) in kept]


def combine(last: Snapshot | None, read: Snapshot) -> Snapshot:
    """What to keep as the last imported values: those read now, and of earlier imports what was not read now."""
    if last is None:
        return read
    combined = Snapshot(**{**last, **read})
    combined["fields"] = {**last["fields"], **read["fields"]}
    combined["links"] = {**last["links"], **read["links"]}
    return combined
