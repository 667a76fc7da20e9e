"""Every admin page opens, for each type, with little to ask of the database."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.admin.site import admin_url
from articles.models import (
    Change,
    Revision,
    User,
)
from tests.articles.admin.makers import ITEMS, MAKERS
from tests.factories import (
    make_article,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def erin(client: Client) -> User:
    """A signed-in superuser."""
    user = make_user("erin")
    client.force_login(user)
    return user


def by_model(models: Any) -> Any:
    return pytest.mark.parametrize("model", list(models), ids=lambda model: model._meta.model_name)


@by_model([*MAKERS, User, Change, Revision])
def test_list_opens(client: Client, erin: User, model: Any) -> None:
    MAKERS.get(model, make_article)()
    response = client.get(admin_url(model, "changelist"))
    assert response.status_code == 200


@by_model([*MAKERS, User])
def test_form_for_a_new_one_opens(client: Client, erin: User, model: Any) -> None:
    assert client.get(admin_url(model, "add")).status_code == 200


@by_model(MAKERS)
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_page_of_one_opens(client: Client, erin: User, model: Any, page: str) -> None:
    row = MAKERS[model]()
    response = client.get(admin_url(model, page, row.pk))
    assert response.status_code == 200
    assert str(row) in response.content.decode()


@by_model(ITEMS)
def test_comparison_of_first_version_opens(client: Client, erin: User, model: Any) -> None:
    row = MAKERS[model]()
    assert client.get(admin_url(model, "compare", row.pk, 1)).status_code == 200


@by_model([Change, Revision])
def test_log_entry_opens(client: Client, erin: User, model: Any) -> None:
    make_article()
    assert client.get(admin_url(model, "change", model.objects.first().pk)).status_code == 200


def test_overview_opens(client: Client, erin: User) -> None:
    for make in MAKERS.values():
        make()
    assert client.get(reverse("admin:index")).status_code == 200
