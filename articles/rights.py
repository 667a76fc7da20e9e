"""What an account may do with content, by the names that Django gives permissions, and which rights a change takes.

`articles.editing` asks here for every change, whatever the door; the faces ask only so that they offer no more than that.
"""

from enum import StrEnum

from django.contrib.auth import get_permission_codename
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from articles.models import User
from articles.publishing import Status
from articles.snapshots import Snapshot


class Right(StrEnum):
    VIEW = "view"
    ADD = "add"
    CHANGE = "change"
    DELETE = "delete"
    PUBLISH = "publish"
    HOLD = "hold"
    LIFT_HOLD = "lift_hold"


REFUSALS = {
    Right.ADD: _("This account may not add %(types)s."),
    Right.CHANGE: _("This account may not change %(types)s."),
    Right.DELETE: _("This account may not put %(types)s into the trash or take them out."),
    Right.PUBLISH: _("This account may not publish %(types)s, nor take published ones away from readers."),
    Right.HOLD: _("This account may not put %(types)s on legal hold."),
    Right.LIFT_HOLD: _("This account may not lift the legal hold from %(types)s."),
}


def may(user: User | None, right: Right, model: type[Model]) -> bool:
    """None is the operator of the portal (commands, the starter catalogue), who may do everything.

    Whoever may change something may see it, as in Django's admin.
    """
    if user is None:
        return True
    rights = (Right.VIEW, Right.CHANGE) if right is Right.VIEW else (right,)
    return any(user.has_perm(permission_of(one, model)) for one in rights)


def may_name(user: User | None, model: type[Model], *, linked_from: type[Model]) -> bool:
    """Whether the account may know what rows are called to which rows of another type link.

    Who edits a type chooses what it links to by name, without a right to see that itself.
    """
    edits = any(may(user, right, linked_from) for right in (Right.ADD, Right.CHANGE))
    return edits or may(user, Right.VIEW, model)


def permission_of(right: Right, model: type[Model]) -> str:
    """As `User.has_perm` takes it, such as "articles.publish_article"."""
    return f"{model._meta.app_label}.{get_permission_codename(right, model._meta)}"


def refusal_of(right: Right, model: type[Model]) -> str:
    return str(REFUSALS[right] % {"types": model._meta.verbose_name_plural})


def rights_to_move(was: str, then: str) -> set[Right]:
    """The rights that a change of the status takes, besides that to change the item."""
    if was == then:
        return set()
    rights = {Right.HOLD} if then == Status.LEGAL_HOLD else set()
    rights |= {Right.LIFT_HOLD} if was == Status.LEGAL_HOLD else set()
    rights |= {Right.DELETE} if Status.TRASHED in (was, then) else set()
    if then == Status.PUBLISHED:
        return rights | {Right.PUBLISH}
    # To hold or to trash what readers see is one act, with a right of its own.
    takes_down = was == Status.PUBLISHED and then not in (Status.LEGAL_HOLD, Status.TRASHED)
    return rights | {Right.PUBLISH} if takes_down else rights


def rights_to_save(before: Snapshot | None, after: Snapshot) -> dict[Right, str]:
    """The rights that a save takes, each with the field that it is about; "" for the item as a whole."""
    fields = after["fields"]
    old = before["fields"] if before else {"status": Status.DRAFT.value}
    status_rights = dict.fromkeys(rights_to_move(old["status"], fields["status"]), "status")
    if before is None:
        return {Right.ADD: "", **status_rights}
    if fields["status"] == old["status"] == Status.PUBLISHED:
        moved = [name for name in ("publish_at", "expire_at") if fields[name] != old[name]]
        status_rights |= dict.fromkeys([Right.PUBLISH], moved[0]) if moved else {}
    return status_rights if is_move_to_trash(before, after) else {Right.CHANGE: "", **status_rights}


def is_move_to_trash(before: Snapshot, after: Snapshot) -> bool:
    """Whether nothing else is changed: who may delete needs no right to edit."""
    fields = before["fields"] | {"status": Status.TRASHED.value}
    kept = (before["links"], before["resources"], before.get("steps"))
    return after["fields"] == fields and (after["links"], after["resources"], after.get("steps")) == kept


def choosable_statuses(user: User | None, model: type[Model], now: str) -> list[Status]:
    """What the account may make of an item whose status is `now`; that one is always among them."""
    return [one for one in Status if all(may(user, right, model) for right in rights_to_move(now, one))]
