"""Nobody reaches further by changing accounts: not by a password, an activation, a new name, nor a deletion."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from articles.access.reach import reaches
from articles.admin.site import admin_url
from articles.models import User
from tests.articles.admin.forms import open_form, save
from tests.articles.admin.signing_in import USER_RIGHTS, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = {"password1": "taken over password", "password2": "taken over password", "usable_password": "true"}
RIGHTS = ["superuser", "own permission", "permission by a group", "all of it"]


def make_asleep(right: str, **values: Any) -> User:
    """An account that is not active and would have the right if it were."""
    user = make_user("pat", is_superuser=right in ("superuser", "all of it"), is_active=False, **values)
    permission = Permission.objects.get(codename="change_article")
    if right in ("own permission", "all of it"):
        user.user_permissions.add(permission)
    if right in ("permission by a group", "all of it"):
        group = Group.objects.create(name="Editors")
        group.permissions.add(permission)
        user.groups.add(group)
    return user


def row_of(user: User) -> dict[str, Any]:
    return dict(User.objects.values().get(pk=user.pk))


@pytest.mark.parametrize("right", RIGHTS)
def test_inactive_account_with_more_rights_is_out_of_reach(right: str) -> None:
    client, other = sign_in(*USER_RIGHTS, "activate_user"), make_asleep(right)
    before = row_of(other)
    data = {"username": "mine", "is_active": "on", "email": "me@evil.example", "public_name": "Me"}
    assert client.post(reverse("admin:auth_user_password_change", args=[other.pk]), PASSWORD).status_code == 403
    assert client.post(admin_url(User, "change", other.pk), data).status_code == 403
    assert client.post(admin_url(User, "delete", other.pk), {"post": "yes"}).status_code == 403
    assert row_of(other) == before


def test_inactive_account_with_no_more_rights_is_in_reach() -> None:
    client, other = sign_in(*USER_RIGHTS, "activate_user", "change_article"), make_asleep("permission by a group")
    assert client.post(reverse("admin:auth_user_password_change", args=[other.pk]), PASSWORD).status_code == 302
    save(client, admin_url(User, "change", other.pk), is_active="on", username="renamed")
    other.refresh_from_db()
    assert other.check_password("taken over password")
    assert (other.username, other.is_active) == ("renamed", True)


def test_staff_is_out_of_reach_for_others() -> None:
    reader, staff = User.objects.create(username="reader"), make_user("staff", is_superuser=False)
    assert (reaches(reader, staff), reaches(staff, reader)) == (False, True)


@pytest.mark.parametrize("is_active", [True, False])
def test_activating_is_a_right_of_its_own(is_active: bool) -> None:
    other = make_user("pat", is_superuser=False, is_active=is_active)
    url = admin_url(User, "change", other.pk)
    wanted = [] if is_active else ["on"]
    save(sign_in(*USER_RIGHTS), url, is_active=wanted, public_name="First")
    other.refresh_from_db()
    assert (other.public_name, other.is_active) == ("First", is_active)
    save(sign_in(*USER_RIGHTS, "activate_user", username="eve"), url, is_active=wanted, public_name="Second")
    other.refresh_from_db()
    assert (other.public_name, other.is_active) == ("Second", not is_active)


def test_nobody_had_the_right_to_activate_by_the_upgrade() -> None:
    assert not User.objects.filter(user_permissions__codename="activate_user").exists()
    assert not Group.objects.filter(permissions__codename="activate_user").exists()
    assert Permission.objects.filter(codename="activate_user").exists()


def test_nobody_deactivates_or_deletes_themselves() -> None:
    root, client = make_user("root"), Client()
    client.force_login(root)
    save(client, admin_url(User, "change", root.pk), is_active=[], public_name="Root")
    assert client.post(admin_url(User, "delete", root.pk), {"post": "yes"}).status_code == 403
    root.refresh_from_db()
    assert (root.is_active, root.public_name) == (True, "Root")


@pytest.mark.parametrize("page", ["password", "form", "deletion"])
def test_rights_given_since_the_form_was_opened_count(page: str) -> None:
    client, other = sign_in(*USER_RIGHTS), make_user("pat", is_superuser=False)
    addresses = {
        "password": reverse("admin:auth_user_password_change", args=[other.pk]),
        "form": admin_url(User, "change", other.pk),
        "deletion": admin_url(User, "delete", other.pk),
    }
    data = open_form(client, addresses[page]) | {"post": ["yes"], **{name: [one] for name, one in PASSWORD.items()}}
    other.user_permissions.add(Permission.objects.get(codename="change_article"))
    before = row_of(other)
    assert client.post(addresses[page], data).status_code == 403
    assert row_of(other) == before


def found_authors(client: Client, term: str) -> list[str]:
    query = {"app_label": "articles", "model_name": "article", "field_name": "authors", "term": term}
    return [one["text"] for one in client.get(reverse("admin:autocomplete"), query).json()["results"]]


def test_user_names_cannot_be_found_out_by_choosing_authors() -> None:
    make_user("ada.secret", public_name="Ada"), make_user("nameless.secret")
    editor, keeper = sign_in("change_article"), sign_in("change_article", "view_user", username="kim")
    assert found_authors(editor, "ada") == ["Ada"]
    assert found_authors(editor, "secret") == []
    assert found_authors(editor, "") == ["Ada"]
    assert sorted(found_authors(keeper, "secret")) == ["Ada", "nameless.secret"]
