"""Sets a mass action going: after its editor said yes, once more after it was cut off, and backwards."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from articles.editing import together
from articles.mass.jobs import run_mass_action
from articles.mass.running import OUTCOMES, STATES, claim, perform
from articles.models import ImportBatch, MassAction, MassActionItem, User

# So many are done while their editor waits.
AT_ONCE = 50
# A part takes seconds; what has not moved for so long was cut off.
STOPPED_AFTER = timedelta(minutes=2)
WORKER_SILENT_AFTER = timedelta(seconds=20)
# An import may read a large file for so long before it moves.
WORKER_BUSY_FOR = timedelta(minutes=2)


def confirm(action: MassAction) -> bool:
    """Whether this was the first yes."""
    then = {"state": STATES.QUEUED, "progress_at": timezone.now()}
    if not MassAction.objects.filter(pk=action.pk, state=STATES.ASKED).update(**then):
        return False
    start(action)
    return True


def start(action: MassAction) -> None:
    """At once where few items are to be done, else by the task worker."""
    if action.total > AT_ONCE:
        run_mass_action.enqueue(action.pk)
    elif claimed := claim(action.pk):
        perform(claimed)


def go_on(action: MassAction, *, by: User) -> bool:
    """Whether it was stopped and runs again, in the name of the account that sent it on."""
    stopped = Q(state=STATES.FAILED) | Q(
        state__in=(STATES.QUEUED, STATES.RUNNING), progress_at__lt=timezone.now() - STOPPED_AFTER
    )
    then: dict[str, Any] = {"state": STATES.QUEUED, "message": "", "progress_at": timezone.now()}
    then["undone_by" if action.is_undoing else "by"] = by
    if not MassAction.objects.filter(stopped, pk=action.pk, is_undoing=action.is_undoing).update(**then):
        return False
    start(action)
    return True


def is_cut_off(action: MassAction) -> bool:
    is_silent = timezone.now() - action.progress_at > STOPPED_AFTER
    return action.state == STATES.FAILED or (action.state in (STATES.QUEUED, STATES.RUNNING) and is_silent)


def is_undoable(action: MassAction) -> bool:
    """Whether it changed something that was not taken back, and rests."""
    is_resting = action.state == STATES.FINISHED or (action.state == STATES.FAILED and not action.is_undoing)
    return is_resting and bool(action.counts.get("changed"))


def undo(action: MassAction, *, by: User) -> bool:
    """Whether it could be undone, and nobody else began it before."""
    if not begin_undo(action, by=by):
        return False
    action.total = action.counts["changed"]
    start(action)
    return True


def begin_undo(action: MassAction, *, by: User) -> bool:
    number = action.counts.get("changed", 0)
    resting: dict[str, Any] = {"state__in": (STATES.FINISHED, STATES.FAILED), "is_undoing": False}
    then: dict[str, Any] = {
        "state": STATES.QUEUED,
        "is_undoing": True,
        "undone_by": by,
        "done": 0,
        "total": number,
        "message": "",
    }
    with together():
        if not number or not MassAction.objects.filter(pk=action.pk, **resting).update(
            **then, progress_at=timezone.now()
        ):
            return False
        MassActionItem.objects.filter(action=action, outcome=OUTCOMES.CHANGED).update(undo_outcome=OUTCOMES.WAITING)
    return True


def is_worker_missing(action: MassAction) -> bool:
    """Whether it has waited for so long that no task worker seems to run, unless one is at work on something else."""
    now = timezone.now()
    if action.state != STATES.QUEUED or now - action.progress_at < WORKER_SILENT_AFTER:
        return False
    recent = now - WORKER_BUSY_FOR
    at_work = (ImportBatch.State.CHECKING, ImportBatch.State.RUNNING)
    return not (
        ImportBatch.objects.filter(state__in=at_work, progress_at__gt=recent).exists()
        or MassAction.objects.filter(state=STATES.RUNNING, progress_at__gt=recent).exists()
    )
