"""Which permissions are offered: those that change what some page of the admin answers, and all of those."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from articles.admin.offered import offered_permissions
from articles.admin.site import admin_url
from articles.models import Figure, MassAction, User
from tests import factories
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

type Answers = list[tuple[int, str]]

# What somebody may need to have besides, for a permission to matter.
BESIDES = ((), ("view",), ("view", "change"), ("view", "add", "change"))
OTHER_NAMES = {"learningpath": "path", "skillgroup": "group"}
# Differs from answer to answer.
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def label(permission: Permission) -> str:
    return f"{permission.content_type.model}.{permission.codename}"


def offered() -> list[Permission]:
    return list(offered_permissions(admin.site).order_by("content_type__model", "codename"))


def make_row(model: Any) -> Any:
    """A row of the type; None for those that only the portal itself writes."""
    if model is Group:
        return Group.objects.create(name="Group")
    name = OTHER_NAMES.get(model._meta.model_name, model._meta.model_name)
    if model is Figure:
        return factories.make_figure(industry=factories.make_industry(), occupation=factories.make_occupation())
    make = getattr(factories, f"make_{name}", None)
    if make is make_user:
        return make("row", is_superuser=False)
    return make() if make else None


def pages_of(model: Any, row: Any) -> list[str]:
    pages = [admin_url(model, "changelist"), admin_url(model, "add")]
    return pages + ([admin_url(model, page, row.pk) for page in ("change", "delete")] if row else [])


@dataclass
class Pages:
    """The pages of a type, and what they answered to whoever has the permissions, by their ids."""

    addresses: list[str]
    answers: dict[frozenset[int], Answers] = field(default_factory=dict)

    def answers_to(self, permissions: list[Permission]) -> Answers:
        key = frozenset(permission.pk for permission in permissions)
        if key not in self.answers:
            self.answers[key] = ask(self.addresses, permissions)
        return self.answers[key]


def ask(pages: list[str], permissions: list[Permission]) -> Answers:
    user, client = make_user("sam", is_superuser=False), Client()
    user.user_permissions.set(permissions)
    client.force_login(user)
    responses = [client.get(page) for page in pages]
    user.delete()
    return [(response.status_code, TOKEN.sub("", response.content.decode())) for response in responses]


def makes_a_difference(permission: Permission, pages: Pages) -> bool:
    model: Any = permission.content_type.model_class()
    for actions in BESIDES:
        codenames = {get_permission_codename(action, model._meta) for action in actions} - {permission.codename}
        besides = list(Permission.objects.filter(content_type=permission.content_type, codename__in=codenames))
        if pages.answers_to(besides) != pages.answers_to([*besides, permission]):
            return True
    return False


def test_each_offered_permission_makes_a_difference() -> None:
    pages: dict[Any, Pages] = {}
    idle = []
    for permission in offered():
        model = permission.content_type.model_class()
        if model not in pages:
            pages[model] = Pages(pages_of(model, make_row(model)))
        if not makes_a_difference(permission, pages[model]):
            idle.append(label(permission))
    assert idle == []


def test_what_does_nothing_is_not_offered() -> None:
    labels = {label(permission) for permission in offered()}
    assert {"article.add_article", "article.delete_article", "user.activate_user", "change.view_change"} <= labels
    assert {"importbatch.add_importbatch", "importbatch.view_importbatch", "group.view_group"} <= labels
    idle = {
        "change.add_change",
        "revision.delete_revision",
        "importbatch.delete_importbatch",
        "group.add_group",
        "dbtaskresult.add_dbtaskresult",
    }
    tables = {"session", "contenttype", "permission", "changecounter", "importrow", "logentry"}
    assert not labels & idle
    assert not tables & {one.partition(".")[0] for one in labels}


def test_each_type_with_a_page_is_offered() -> None:
    models = {permission.content_type.model_class() for permission in offered()}
    # The pages of mass actions ask for the rights to the items that they are about.
    assert models == set(admin.site._registry) - {MassAction}


@pytest.mark.parametrize(("model", "field"), [(User, "user_permissions"), (Group, "permissions")])
def test_pickers_offer_just_these(model: Any, field: str) -> None:
    client = Client()
    client.force_login(make_user("root"))
    row = make_row(model)
    for url in (admin_url(model, "change", row.pk), *([admin_url(model, "add")] if model is Group else [])):
        choices = client.get(url).context["adminform"].form.fields[field].queryset
        assert set(choices) == set(offered())


def test_picker_refuses_what_it_does_not_offer() -> None:
    client = Client()
    client.force_login(make_user("root"))
    wanted = Permission.objects.get(codename="delete_session")
    data = {"name": "Editors", "permissions": [str(wanted.pk)]}
    assert client.post(reverse("admin:auth_group_add"), data).status_code == 200
    assert not Group.objects.exists()
