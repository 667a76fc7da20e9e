"""Who may do a mass action, and who may undo one."""

from collections.abc import Iterable

from articles.models import ITEM_MODELS, Item, MassAction, MassActionItem, User
from articles.publishing import Status


def permission_for(model: type[Item], status: str) -> str:
    """What an account needs to give items of a type this status."""
    verb = "delete" if status == Status.TRASHED else "change"
    return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"


def permissions_for(action: MassAction) -> set[str]:
    """What an account needs for what the action is about to do: for its undo, the way back of each changed item."""
    model = ITEM_MODELS[action.item_type]
    return permissions_back(action) if action.is_undoing else {permission_for(model, action.status)}


def permissions_back(action: MassAction) -> set[str]:
    """Taking out of the trash needs what putting there needs."""
    changed = MassActionItem.objects.filter(action=action, outcome=MassActionItem.Outcome.CHANGED)
    earlier = changed.order_by().values_list("status", flat=True).distinct()
    statuses = {*earlier, *([action.status] if action.status == Status.TRASHED else [])}
    return {permission_for(ITEM_MODELS[action.item_type], status) for status in statuses}


def is_allowed(user: User | None, permissions: Iterable[str]) -> bool:
    return user is not None and user.is_active and user.is_staff and user.has_perms(sorted(permissions))
