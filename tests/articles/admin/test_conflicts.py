"""Two who save one item: what the second one is told, and what stays."""

from typing import Any

import pytest
from django.test import Client

from articles.models import (
    Article,
    User,
)
from tests.articles.admin.forms import change_url, fresh, open_form, read_form, save, send
from tests.factories import (
    change,
    make_article,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def erin(client: Client) -> User:
    user = make_user("erin")
    client.force_login(user)
    return user


def make_conflict(client: Client) -> tuple[Article, Any]:
    """An article whose editor sends a form that was opened before Otto saved."""
    article = make_article(title="Start", body="One line\n\nLast line")
    data = open_form(client, change_url(article))
    otto = make_user("otto")
    other = Client()
    other.force_login(otto)
    save(other, change_url(article), title="Otto’s title", body="One changed line\n\nLast line", note="Better")
    return article, send(client, change_url(article), data, title="My title", summary="My summary")


def test_conflict_keeps_the_input_and_tells_who_changed_what(client: Client) -> None:
    article, response = make_conflict(client)
    conflict = response.context["page"].conflict
    assert fresh(article).title == "Otto’s title"
    assert (conflict.version, [(save.by.username, save.note) for save in conflict.saves]) == (2, [("otto", "Better")])
    first = conflict.differences[0]
    assert (first.label, first.before, first.after) == ("Title", "Start", "Otto’s title")
    html = response.content.decode()
    for text in ("My title", "My summary", "otto", "Better", "One changed line", 'target="_blank"'):
        assert text in html


def test_form_after_a_conflict_is_refused_again_until_the_box_is_ticked(client: Client) -> None:
    article, response = make_conflict(client)
    data = read_form(response)
    assert "save_over" not in data
    again = send(client, change_url(article), data)
    assert again.status_code == 200
    assert fresh(article).version == 2


def test_ticked_box_saves_over_that_version(client: Client) -> None:
    article, response = make_conflict(client)
    assert send(client, change_url(article), read_form(response), save_over="2").status_code == 302
    assert (fresh(article).title, fresh(article).summary, fresh(article).version) == ("My title", "My summary", 3)


def test_ticked_box_does_not_save_over_a_later_version(client: Client) -> None:
    article, response = make_conflict(client)
    change(article, title="Third")
    again = send(client, change_url(article), read_form(response), save_over="2")
    conflict = again.context["page"].conflict
    assert (conflict.version, [save.version for save in conflict.saves]) == (3, [3, 2])
    assert fresh(article).title == "Third"
    assert "checked" not in again.content.decode().split('name="save_over"')[1].split(">")[0]


def test_ticked_box_stays_ticked_when_something_else_is_wrong(client: Client) -> None:
    article, response = make_conflict(client)
    again = send(client, change_url(article), read_form(response), save_over="2", title="")
    assert read_form(again)["save_over"] == ["2"]
    assert send(client, change_url(article), read_form(again), title="Mine").status_code == 302
    assert fresh(article).title == "Mine"


@pytest.mark.parametrize(
    "values", [{"status": "published"}, {"body": "Mine", "note": " A  note "}], ids=["status", "text"]
)
def test_form_that_was_saved_already_is_accepted_and_not_saved_twice(client: Client, values: dict[str, str]) -> None:
    article = make_article(status="draft", body="Start")
    data = open_form(client, change_url(article))
    for _sending in range(2):
        assert send(client, change_url(article), data, **values).status_code == 302
    assert fresh(article).version == 2

    change(article, title="By somebody else")
    assert send(client, change_url(article), data, **values).status_code == 302
    assert (fresh(article).version, fresh(article).title) == (3, "By somebody else")


@pytest.mark.parametrize("differing", [{"body": "Other"}, {"note": "Other"}, {"other": True}], ids=str)
def test_form_that_differs_from_what_was_saved_is_a_conflict(client: Client, differing: dict[str, Any]) -> None:
    article = make_article(body="Start")
    data = open_form(client, change_url(article))
    send(client, change_url(article), data, body="Mine")
    if differing.pop("other", False):
        client.force_login(make_user("otto"))
    response = send(client, change_url(article), data, **{"body": "Mine", **differing})
    assert response.context["page"].conflict.version == 2


def test_conflict_without_the_earlier_revision_is_told_all_the_same(client: Client) -> None:
    article = make_article()
    response = save(client, change_url(article), title="Mine", expected_version="77")
    assert response.context["page"].conflict.differences is None
    assert "cannot be shown" in response.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_form_without_a_sound_version_saves_nothing(client: Client, version: str) -> None:
    article = make_article()
    response = save(client, change_url(article), title="Mine", expected_version=version)
    assert response.status_code == 200
    assert fresh(article).version == 1
