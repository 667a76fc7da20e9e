"""What an account may do when it is active, and whose accounts somebody may change because of that."""

from django.contrib.auth.models import Permission
from django.db.models import Q

from articles.models import User

ACTIVATE = "articles.activate_user"


def rights_of(user: User) -> frozenset[tuple[str, str]]:
    """(app, codename) of the permissions that the account has of its own or by its groups; one query.

    `get_all_permissions` says none for an account that is not active, which whoever activates it would wake.
    """
    given = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return frozenset(given.order_by().values_list("content_type__app_label", "codename").distinct())


def reaches(me: User, other: User) -> bool:
    """Whether the first has every right of the second, which could be taken over by a new password."""
    if me.is_superuser:
        return True
    if other.is_superuser or (other.is_staff and not me.is_staff):
        return False
    return rights_of(other) <= rights_of(me)
