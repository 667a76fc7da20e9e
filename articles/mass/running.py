"""Does a mass action, or takes it back, in small parts. Each part is one transaction that saves the items and notes what became
of them, so that a run which is cut off goes on where it was, and two runs of one action do nothing twice.
"""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.editing import Edit, save_items, together
from articles.mass.asking import kept_by_hand
from articles.mass.rights import is_allowed, permissions_for
from articles.mass.telling import kept_reason, reason_of
from articles.models import ITEM_MODELS, Change, MassAction, MassActionItem, User
from articles.snapshots import Columns, Snapshot, to_json_value

BATCH = 200
# SQLite serves waiting writers in no order: without a pause, an editor's save may wait for many parts.
PAUSE_SECONDS = 0.05
STATES = MassAction.State
OUTCOMES = MassActionItem.Outcome


class StoppedError(Exception):
    """The action must not go on; the message says why."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row. saved_version: the version that was written; 0 for none."""

    row: MassActionItem
    outcome: str
    text: str = ""
    saved_version: int = 0


def claim(action_id: int) -> MassAction | None:
    """The action, if it waited to run and nobody else took it in the same moment."""
    taken = MassAction.objects.filter(pk=action_id, state=STATES.QUEUED).update(
        state=STATES.RUNNING, progress_at=timezone.now()
    )
    return MassAction.objects.get(pk=action_id) if taken else None


def perform(action: MassAction) -> None:
    """Runs to the end. What stops it is kept as the action's message."""
    try:
        while run_part(action.pk):
            time.sleep(PAUSE_SECONDS)
    except StoppedError as error:
        stop(action, str(error))
    except Exception:
        stop(
            action, _("Something went wrong; the log of the portal says what. What was done until then is told below.")
        )
        raise


def stop(action: MassAction, message: str) -> bool:
    """Whether it was still to do. A run that is at it looks before each part whether it may go on."""
    counts = count_outcomes(action)
    then = {"state": STATES.FAILED, "message": message, "finished_at": timezone.now()}
    at_work = (STATES.QUEUED, STATES.RUNNING)
    return bool(MassAction.objects.filter(pk=action.pk, state__in=at_work).update(**then, **counts))


def run_part(action_id: int) -> bool:
    """Whether there may be more to do. The lock of all writers is held, so no other run is at the same rows."""
    with together():
        action = MassAction.objects.select_related("by", "undone_by").get(pk=action_id)
        if action.state != STATES.RUNNING:
            return False
        rows = list(waiting_rows(action)[:BATCH])
        if rows:
            user = check_user(action)
            keep(action, take_back(action, rows, user) if action.is_undoing else carry_out(action, rows, user))
        if len(rows) < BATCH:
            finish(action)
    return len(rows) == BATCH


def waiting_rows(action: MassAction) -> QuerySet[MassActionItem]:
    rows = MassActionItem.objects.filter(action=action).order_by("number")
    return rows.filter(undo_outcome=OUTCOMES.WAITING) if action.is_undoing else rows.filter(outcome=OUTCOMES.WAITING)


def check_user(action: MassAction) -> User:
    """The account as it is now. Raises StoppedError where it lost the right since."""
    user = action.undone_by if action.is_undoing else action.by
    if user is None or not is_allowed(user, permissions_for(action)):
        raise StoppedError(_("%(user)s may not do this any more. Nothing was changed from then on.") % {"user": user})
    return user


def carry_out(action: MassAction, rows: Sequence[MassActionItem], user: User) -> list[Result]:
    kept = {row.pk for row in rows if row.status in kept_by_hand(action.status)}
    chosen = [row for row in rows if row.pk not in kept]
    wanted = Snapshot(fields={"status": action.status})
    note = _("Mass action %(number)d: status set to “%(status)s”") % {
        "number": action.pk,
        "status": action.get_status_display(),
    }
    edits = [make_edit(action, row, wanted, row.version) for row in chosen]
    left = [Result(row, OUTCOMES.LEFT, kept_reason(row.status)) for row in rows if row.pk in kept]
    return [*left, *save(chosen, edits, user, note, Change.Reason.MASS)]


def take_back(action: MassAction, rows: Sequence[MassActionItem], user: User) -> list[Result]:
    """Gives each item what it had; as its version is the one that the action made, it holds nothing else."""
    versions = versions_to_undo(action, rows)
    edits = [make_edit(action, row, earlier_of(row), versions[row.pk]) for row in rows]
    note = _("Mass action %(number)d undone") % {"number": action.pk}
    return save(rows, edits, user, note, Change.Reason.MASS_UNDO)


def earlier_of(row: MassActionItem) -> Snapshot:
    fields = {name: to_json_value(getattr(row, name)) for name in ("status", "publish_at", "expire_at")}
    return Snapshot(fields=fields)


def make_edit(action: MassAction, row: MassActionItem, wanted: Snapshot, version: int) -> Edit:
    return Edit(ITEM_MODELS[action.item_type](id=row.item_id, version=version), wanted, version)


def save(rows: Sequence[MassActionItem], edits: list[Edit], user: User, note: str, reason: str) -> list[Result]:
    results = []
    for row, saved in zip(rows, save_items(edits, by=user, note=note, reason=reason, keep_going=True), strict=True):
        if saved.error is not None:
            results.append(Result(row, OUTCOMES.LEFT, reason_of(type(saved.item), saved.error)))
        elif saved.outcome == "same":
            results.append(Result(row, OUTCOMES.SAME))
        else:
            results.append(Result(row, OUTCOMES.CHANGED, saved_version=saved.item.version))
    return results


def versions_to_undo(action: MassAction, rows: Sequence[MassActionItem]) -> dict[int, int]:
    """The version that each item must have: the action's, or one that only later actions and their undoing led to."""
    model, ids = ITEM_MODELS[action.item_type], [row.item_id for row in rows]
    stored = dict(model._default_manager.filter(pk__in=ids).values_list("pk", "version"))
    earlier = undone_versions(ids)
    versions = {}
    for row in rows:
        wanted, version = row.version + 1, stored.get(row.item_id, 0)
        while version > wanted and (row.item_id, version) in earlier:
            version = earlier[row.item_id, version]
        versions[row.pk] = stored[row.item_id] if version == wanted else wanted
    return versions


def undone_versions(ids: Sequence[UUID]) -> dict[tuple[UUID, int], int]:
    """(item, version that took an action back) -> the version before that action."""
    rows = MassActionItem.objects.filter(item_id__in=ids, undone_version__isnull=False)
    columns = rows.values_list("item_id", "undone_version", "version")
    return {(pk, undone): version for pk, undone, version in columns if undone is not None}


def keep(action: MassAction, results: Sequence[Result]) -> None:
    """Notes what became of the rows; one query for those that share a result."""
    same: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for one in results:
        same[one.outcome, one.text, max(one.saved_version - one.row.version, 0)].append(one.row.pk)
    for (outcome, text, steps), ids in same.items():
        changed: Columns = {"outcome": outcome, "text": text}
        if action.is_undoing:
            changed = {"undo_outcome": outcome, "undo_text": text}
            changed |= {"undone_version": F("version") + steps} if steps else {}
        MassActionItem.objects.filter(pk__in=ids).update(**changed)
    MassAction.objects.filter(pk=action.pk).update(done=F("done") + len(results), progress_at=timezone.now())


def finish(action: MassAction) -> None:
    state = STATES.UNDONE if action.is_undoing else STATES.FINISHED
    now = timezone.now()
    ended = {"undone_at": now} if action.is_undoing else {"finished_at": now}
    MassAction.objects.filter(pk=action.pk).update(state=state, message="", **ended, **count_outcomes(action))


def count_outcomes(action: MassAction) -> dict[str, dict[str, int]]:
    """The column of counts that belongs to what runs."""
    name = "undo_outcome" if action.is_undoing else "outcome"
    rows = MassActionItem.objects.filter(action=action).exclude(**{name: ""}).order_by()
    found = dict(rows.values_list(name).annotate(Count("pk")))
    return {"undo_counts" if action.is_undoing else "counts": found}
