"""Who may do a mass action, and who may undo one."""

from collections.abc import Iterable

from articles.models import ITEM_MODELS, Item, MassAction, MassActionItem, User
from articles.publishing import Status
from articles.rights import Right, may, permission_of, rights_to_move


def permissions_to(model: type[Item], status: str) -> set[str]:
    """What an account needs to choose the action; `articles.editing` asks again for each item, by what it was before."""
    if status == Status.TRASHED:
        return {permission_of(Right.DELETE, model)}
    rights = [Right.CHANGE, Right.PUBLISH] if status == Status.PUBLISHED else [Right.CHANGE]
    return {permission_of(right, model) for right in rights}


def denied_move(user: User, model: type[Item], was: Status, then: Status) -> str:
    """Why the account may not give an item this status, in one word; "" where it may. `articles.editing` asks the same."""
    rights = rights_to_move(was, then) | (set() if then == Status.TRASHED else {Right.CHANGE})
    lacking = {right for right in rights if not may(user, right, model)}
    if Right.PUBLISH in lacking:
        return "publish" if then == Status.PUBLISHED else "take"
    if Right.DELETE in lacking:
        return "trash"
    return "change" if lacking else ""


def permissions_for(action: MassAction) -> set[str]:
    """What an account needs for what the action is about to do: for its undo, the way back of each changed item."""
    model = ITEM_MODELS[action.item_type]
    return permissions_back(action) if action.is_undoing else permissions_to(model, action.status)


def permissions_back(action: MassAction) -> set[str]:
    model = ITEM_MODELS[action.item_type]
    changed = MassActionItem.objects.filter(action=action, outcome=MassActionItem.Outcome.CHANGED)
    rights = {Right.CHANGE}
    for earlier in changed.order_by().values_list("status", flat=True).distinct():
        rights |= rights_to_move(action.status, earlier)
    return {permission_of(right, model) for right in rights}


def is_allowed(user: User | None, permissions: Iterable[str]) -> bool:
    return user is not None and user.is_active and user.is_staff and user.has_perms(sorted(permissions))
