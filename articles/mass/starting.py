"""Sets a mass action going: after its editor said yes, once more after it was cut off, and backwards."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.editing import together
from articles.mass.jobs import run_mass_action
from articles.mass.running import OUTCOMES, STATES, claim, perform, stop
from articles.models import MassAction, MassActionItem, User
from articles.operation.task_worker import is_worker_running
from articles.snapshots import Columns

# So many are done while their editor waits.
AT_ONCE = 50
# A part takes seconds; what has not moved for so long was cut off.
STOPPED_AFTER = timedelta(minutes=2)
AT_WORK = (STATES.QUEUED, STATES.RUNNING)


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
    stopped = Q(state=STATES.FAILED) | Q(state__in=AT_WORK, progress_at__lt=timezone.now() - STOPPED_AFTER)
    then: Columns = {"state": STATES.QUEUED, "message": "", "progress_at": timezone.now()}
    then["undone_by" if action.is_undoing else "by"] = by
    if not MassAction.objects.filter(stopped, pk=action.pk, is_undoing=action.is_undoing).update(**then):
        return False
    start(action)
    return True


def is_cut_off(action: MassAction) -> bool:
    is_silent = timezone.now() - action.progress_at > STOPPED_AFTER
    return action.state == STATES.FAILED or (action.state in AT_WORK and is_silent)


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
    resting = Q(state__in=(STATES.FINISHED, STATES.FAILED), is_undoing=False)
    then: Columns = {
        "state": STATES.QUEUED,
        "is_undoing": True,
        "undone_by": by,
        "done": 0,
        "total": number,
        "message": "",
    }
    with together():
        if not number or not MassAction.objects.filter(resting, pk=action.pk).update(
            **then, progress_at=timezone.now()
        ):
            return False
        MassActionItem.objects.filter(action=action, outcome=OUTCOMES.CHANGED).update(undo_outcome=OUTCOMES.WAITING)
    return True


def halt(action: MassAction, *, by: User) -> bool:
    """Whether it still waited or ran. The lock of all writers is taken, so no part of it is half done."""
    with together():
        stored = MassAction.objects.get(pk=action.pk)
        if stored.state == STATES.QUEUED:
            return stop(stored, _("Cancelled by %(user)s before it began.") % {"user": by})
        return stop(stored, _("Stopped by %(user)s. What was done until then is told below.") % {"user": by})


def waits_in_vain(action: MassAction) -> bool:
    """Whether the action needs a task worker and none runs."""
    return action.state in AT_WORK and action.total > AT_ONCE and not is_worker_running()
