"""What an import tells: what became of each row, and the sum of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.cleaning import read_instant
from articles.editing import EditConflict, Saved
from articles.history.revisions import diff
from articles.ids import in_groups
from articles.models import Item
from articles.publishing import Publishable, Status
from articles.snapshots import Snapshot
from articles.transfer.imports.standing import Decision, Standing, show_visibility

type Outcome = Literal["created", "changed", "same", "skipped", "failed"]
OUTCOMES: tuple[Outcome, ...] = ("created", "changed", "same", "skipped", "failed")
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row before and after, in words."""

    name: str
    before: str
    after: str


@dataclass(slots=True)
class Entry:
    """One row or file that was read. line: 1-based, 0 where it has none. text: why it was skipped or failed.

    visibility: whether readers see its item, "" for what is none. reason: why a new one is not public.
    """

    place: str
    line: int = 0
    name: str = ""
    outcome: Outcome = "same"
    text: str = ""
    changes: list[FieldChange] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    item_type: str = ""
    item_id: UUID | None = None
    part: str = ""
    visibility: str = ""
    reason: str = ""

    @property
    def where(self) -> str:
        return f"{self.place}:{self.line}" if self.line else self.place

    def skip(self, reason: str) -> None:
        self.outcome, self.text, self.visibility = "skipped", reason, ""

    def fail(self, reason: str) -> None:
        self.outcome, self.text, self.changes, self.visibility = "failed", reason, [], ""

    def take_decision(self, decision: Decision) -> None:
        self.reason = decision.reason
        self.warnings += decision.warnings

    def show_item(self, item: Publishable) -> None:
        """A stored item keeps its status, whatever the file says."""
        self.visibility = show_visibility(item.status, item.publish_at, item.expire_at)

    def warn_public(self, item: Publishable, standing: Standing) -> bool:
        """Whether it had to be told that a stored item is public, or will be, though the file says that it is not."""
        is_against = bool(standing.status) and standing.is_firm and item.status == Status.PUBLISHED
        if is_against and not (item.expire_at and item.expire_at <= timezone.now()):
            self.show_item(item)
            self.warnings.append(f"{self.visibility} here and stays so, though the file says: {standing.reason}")
            return True
        return False

    def warn_kept(self, item: Item, kept: Sequence[str], *, is_joined: bool = False) -> None:
        """is_joined: whether the row only met the item, which another source or an editor made."""
        if item.status == Status.TRASHED:
            self.warnings.append("is in the trash and stays there")
        if kept:
            told = f"joined with “{item}”, which keeps its own" if is_joined else "edited here and kept"
            self.warnings.append(f"{told}: {', '.join(kept)}")

    def take(self, saved: Saved[Any], names: Mapping[str, str]) -> None:
        """Notes what became of the row's edit. names: what ids in its links are called."""
        self.item_type, self.item_id = saved.item.item_type, saved.item.pk
        if saved.error is not None:
            self.fail(describe_error(saved.error))
            return
        self.outcome = saved.outcome
        self.warnings += saved.warnings
        if saved.after is not None:
            fields = saved.after["fields"]
            instants = (read_instant(fields[name] or "") for name in ("publish_at", "expire_at"))
            self.visibility = show_visibility(str(fields["status"]), *instants, reason=self.reason)
        if saved.before is not None and saved.after is not None:
            self.changes += describe_changes(saved.before, saved.after, names)


def warnings_in_words(number: int) -> str:
    return ngettext("%(count)d warning", "%(count)d warnings", number) % {"count": number}


@dataclass
class Report:
    """read = created + changed + same + skipped + failed, in each part and in all.

    part: what is being imported; a table may be read in several parts. notes: warnings that belong to no row.
    made: how much else was written, by what it is called.
    """

    name: str = ""
    part: str = ""
    entries: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)

    def add(self, place: str, line: int = 0, name: str = "") -> Entry:
        entry = Entry(place, line, name, part=self.part)
        self.entries.append(entry)
        return entry

    @property
    def counts(self) -> dict[str, int]:
        return {**count_outcomes(self.entries), "warnings": self.warning_count}

    @property
    def warning_count(self) -> int:
        return len(self.notes) + sum(len(entry.warnings) for entry in self.entries)

    def with_outcome(self, outcome: Outcome) -> list[Entry]:
        return [entry for entry in self.entries if entry.outcome == outcome]

    def sums(self) -> list[str]:
        """The closing lines, one for each part and one for the whole: what was read is the sum of what became of it."""
        parts = dict.fromkeys(entry.part for entry in self.entries)
        lines = [
            f"{part}: {sum_of([entry for entry in self.entries if entry.part == part])}"
            for part in (parts if len(parts) > 1 else ())
        ]
        made = "".join(f", {number} {name}" for name, number in sorted(self.made.items()) if number)
        return [*lines, f"{self.name}: {sum_of(self.entries)}; {warnings_in_words(self.warning_count)}{made}"]

    def skip_reasons(self) -> dict[str, int]:
        return dict(Counter(entry.text for entry in self.with_outcome("skipped")).most_common())


def count_outcomes(entries: Sequence[Entry]) -> dict[str, int]:
    found = Counter(entry.outcome for entry in entries)
    return {"read": len(entries), **{name: found[name] for name in OUTCOMES}}


def sum_of(entries: Sequence[Entry]) -> str:
    counts = count_outcomes(entries)
    return f"{counts['read']} read = " + " + ".join(f"{counts[name]} {name}" for name in OUTCOMES)


def describe_error(error: ValidationError | EditConflict) -> str:
    if isinstance(error, EditConflict):
        return _("edited while it was being imported; run the import again")
    if not hasattr(error, "error_dict"):
        return " ".join(map(in_words, error.error_list))
    return "; ".join(
        f"{'' if name == NON_FIELD_ERRORS else f'{name}: '}{' '.join(map(in_words, errors))}"
        for name, errors in error.error_dict.items()
    )


def in_words(error: ValidationError) -> str:
    """The message, with the ids of what is missing: the importer knows what the file calls them."""
    missing = (error.params or {}).get("ids", ())
    return " ".join(error.messages) + (f" ({', '.join(missing[:10])})" if missing else "")


def describe_changes(before: Snapshot, after: Snapshot, names: Mapping[str, str]) -> list[FieldChange]:
    def shown(name: str, value: Any) -> str:
        is_link = name in after["links"] and isinstance(value, list)
        return in_short([names.get(pk, pk) for pk in value] if is_link else value)

    return [
        FieldChange(one.name, shown(one.name, one.before), shown(one.name, one.after)) for one in diff(before, after)
    ]


def names_of_links(saved: Iterable[Saved[Any]]) -> dict[str, str]:
    """What the targets of changed links are called, by id; a query for each kind of target."""
    wanted: dict[Any, set[str]] = defaultdict(set)
    for one in saved:
        if one.before is None or one.after is None:
            continue
        for name, ids in one.after["links"].items():
            if ids != one.before["links"][name]:
                target: Any = type(one.item)._meta.get_field(name).related_model
                wanted[target].update(ids, one.before["links"][name])
    return {
        str(row.pk): str(row)
        for model, ids in wanted.items()
        for group in in_groups(ids)
        for row in model._default_manager.filter(pk__in=group)
    }


def in_short(value: Any) -> str:
    """A value of a snapshot in one line of at most 200 characters."""
    if value is None:
        return ""
    if isinstance(value, dict):
        text = " ".join(str(cell) for cell in value.values() if cell not in ("", None))
    elif isinstance(value, Iterable) and not isinstance(value, str):
        text = ", ".join(in_short(entry) for entry in value)
    else:
        text = str(value)
    text = " ".join(text[: 4 * LONGEST_VALUE].split())
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
