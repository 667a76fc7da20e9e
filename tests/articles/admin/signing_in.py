"""People with just the permissions that a test is about."""

from django.contrib.auth.models import Permission
from django.test import Client

from articles.models import User


def sign_in(*permissions: str, username: str = "sam", is_staff: bool = True) -> Client:
    """A client signed in as somebody with just these permissions, such as "change_article"."""
    user = User(username=username, is_staff=is_staff)
    user.set_password("correct horse battery")
    user.save()
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


USER_RIGHTS = ("view_user", "add_user", "change_user", "delete_user")
