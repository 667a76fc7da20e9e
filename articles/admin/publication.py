"""What readers will get after a save, said in the form beforehand, and the question that is asked where it is less than now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.history.revisions import history
from articles.models import Item, Revision
from articles.publishing import PublicState, Status
from articles.snapshots import Columns

FIELDS = ("status", "publish_at", "expire_at")
READERS_GET = {
    PublicState.VISIBLE: gettext_lazy("readers see it"),
    PublicState.NEVER: gettext_lazy("readers get “not found” (404)"),
    PublicState.GONE: gettext_lazy("readers get “gone” (410)"),
    PublicState.LEGAL_HOLD: gettext_lazy("readers get “unavailable for legal reasons” (451)"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """Asked before a save takes from readers what they see, or lifts a legal hold. Answered by naming what they will get."""

    now: PublicState
    then: PublicState
    lifts_hold: bool

    @property
    def answer(self) -> str:
        """What the ticked box sends; another save that does something else is asked for again."""
        return f"{self.then.value}-lifted" if self.lifts_hold else str(self.then.value)

    @property
    def text(self) -> str:
        then = READERS_GET[self.then]
        if self.lifts_hold:
            return _("It is on legal hold. This save lifts the hold: %(then)s then.") % {"then": then}
        return _("Readers see it now. After this save %(then)s at its address.") % {"then": then}


def ask(item: Item, fields: Mapping[str, Any]) -> Question | None:
    """The question that a change of a stored item's fields raises; None where readers lose nothing.

    fields: some of a snapshot's.
    """
    then = item.with_publication(**read_fields(item, fields))
    now, state = item.public_state(), then.public_state()
    lifts_hold = item.status == Status.LEGAL_HOLD != then.status
    if lifts_hold or (now is PublicState.VISIBLE and state is not PublicState.VISIBLE):
        return Question(now, state, lifts_hold)
    return None


def say_readers_get(item: Item) -> str:
    """A sentence on what its address answers."""
    if item.is_published():
        return _("Readers see it.")
    return _("Readers do not see it: %(then)s at its address.") % {"then": READERS_GET[item.public_state()]}


def read_fields(item: Item, fields: Mapping[str, Any]) -> Columns:
    """The publication columns among a snapshot's fields, as the model holds them."""
    meta: Any = item._meta
    return {name: meta.get_field(name).to_python(fields[name]) for name in FIELDS if name in fields}


def label_statuses(item: Item, statuses: Iterable[Status]) -> list[tuple[str, str]]:
    """Choices for a form; those of a stored item say what readers get with its present dates."""
    if not item.version:
        return [(status.value, str(status.label)) for status in statuses]
    states = {status: item.with_publication(status=status.value).public_state() for status in statuses}
    return [(status.value, f"{status.label} – {READERS_GET[state]}") for status, state in states.items()]


def keep_untouched(item: Item, fields: Columns, *, seen_version: int) -> Columns:
    """The fields without those about publication that the editor left as they saw them.

    A form that is saved over a later version would otherwise put its old status over a legal hold set meanwhile.
    """
    seen: Revision | None = history(item).filter(version=seen_version).first()
    if seen is None:
        return fields
    old: Columns = seen.snapshot["fields"]
    return {name: value for name, value in fields.items() if name not in FIELDS or value != old.get(name)}
