"""Actions on many items in lists: what is done after a yes, what is told, and who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.admin.site import admin_url
from articles.mass import starting
from articles.models import MassAction, Tool, User
from articles.publishing import Status
from tests.articles.admin.forms import messages_of
from tests.articles.admin.signing_in import sign_in
from tests.articles.mass.frozen_actions import ALL, enter, frozen, run, tools
from tests.articles.mass.mass_actions import act, answer, ask, last_action, post, statuses
from tests.factories import change, make_article, make_tool, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def erin(client: Client) -> User:
    return enter(client)


def test_item_edited_between_question_and_answer_is_left_alone(client: Client) -> None:
    first, second = tools(2)
    ask(client, "archive", [first, second])
    change(first, summary="New.")
    late = make_tool()
    response = answer(client, last_action(), "confirm")
    assert messages_of(response) == [f"“{first.name}”: edited since", "1 archived, 1 left alone."]
    assert statuses([first, second, late]) == ["published", "archived", "published"]


def test_selection_across_pages_is_frozen_without_a_field_for_each(client: Client) -> None:
    rows = tools(60)
    response = ask(client, "archive", rows[:1], select_across="1")
    assert response.content.count(b"<input") < 20
    late = make_tool()
    answer(client, last_action(), "confirm")
    assert (set(statuses(rows)), statuses([late])) == ({"archived"}, ["published"])


def test_second_yes_does_nothing(client: Client) -> None:
    rows = tools(2)
    act(client, "archive", rows)
    response = answer(client, last_action(), "confirm")
    assert response.redirect_chain[-1][0] == admin_url(MassAction, "change", last_action().pk)
    assert [row.version for row in Tool.objects.all()] == [2, 2]


def test_large_action_runs_as_a_task_and_is_told_by_name(client: Client) -> None:
    rows = [*tools(55), make_tool(name="Held", status="legal_hold")]
    response = act(client, "archive", rows, url=admin_url(Tool, "changelist") + ALL)
    assert response.redirect_chain[-1][0] == admin_url(MassAction, "change", last_action().pk)
    assert response.context["sums"] == ["55 archived, 1 left alone."]
    assert response.context["outcomes"] == [("changed", "changed", 55), ("left", "left alone", 1)]
    page = client.get(admin_url(MassAction, "change", last_action().pk), {"outcome": "left"}).content.decode()
    assert "Held" in page
    assert "on legal hold, which is lifted on its own page only" in page
    assert rows[0].name not in page


def test_action_at_work_shows_its_progress(client: Client, erin: User) -> None:
    tools(3)
    action = frozen(Status.ARCHIVED, erin)
    page = admin_url(MassAction, "change", action.pk)
    assert client.get(page)["Refresh"] == "2"
    assert 'max="3"' in client.get(page).content.decode()
    run(action)
    assert "Refresh" not in client.get(page)


def test_task_takes_an_action_once(erin: User) -> None:
    tools(3)
    action = run(frozen(Status.ARCHIVED, erin))
    run(action)
    assert (action.counts, {tool.version for tool in Tool.objects.all()}) == ({"changed": 3}, {2})


def test_account_that_lost_the_right_stops_the_task_and_is_told(client: Client, erin: User) -> None:
    rows = tools(3)
    sam = make_user("sam")
    action = frozen(Status.ARCHIVED, sam)
    User.objects.filter(pk=sam.pk).update(is_active=False)
    run(action)
    assert (action.state, action.message) == (
        "failed",
        "sam may not do this any more. Nothing was changed from then on.",
    )
    assert set(statuses(rows)) == {"published"}
    post(client, "again", action)
    action.refresh_from_db()
    assert (action.state, action.by, set(statuses(rows))) == ("finished", erin, {"archived"})


def test_action_that_was_cut_off_is_sent_on_but_not_one_at_work(client: Client, erin: User) -> None:
    rows = tools(2)
    action = frozen(Status.ARCHIVED, erin)
    MassAction.objects.update(state="running")
    assert messages_of(post(client, "again", action)) == ["It is at work, or has come to its end."]
    MassAction.objects.update(progress_at=timezone.now() - timedelta(minutes=5))
    assert "Go on" in client.get(admin_url(MassAction, "change", action.pk)).content.decode()
    post(client, "again", action)
    assert set(statuses(rows)) == {"archived"}


def test_right_is_asked_for_at_the_answer_again() -> None:
    tool = make_tool()
    client = sign_in("change_tool", "view_tool")
    ask(client, "archive", [tool])
    User.objects.get(username="sam").user_permissions.clear()
    assert answer(client, last_action(), "confirm").status_code == 403
    assert statuses([tool]) == ["published"]


@pytest.mark.parametrize(
    ("permissions", "seen", "undone"),
    [
        ([], False, False),
        (["view_skill"], False, False),
        (["view_tool"], True, False),
        (["change_tool", "publish_tool"], True, True),
    ],
)
def test_batch_of_another_follows_the_rights_of_its_type(
    client: Client, permissions: list[str], seen: bool, undone: bool
) -> None:
    [tool] = tools(1)
    act(client, "archive", [tool])
    other = sign_in(*permissions)
    assert (other.get(admin_url(MassAction, "change", last_action().pk)).status_code == 200) is seen
    offered = other.get(admin_url(MassAction, "change", last_action().pk)).content.decode()
    assert ("Undo all of it" in offered) is undone
    post(other, "undo", last_action())
    assert (statuses([tool]) == ["published"]) is undone


def test_taking_out_of_the_trash_needs_what_putting_there_needs(client: Client) -> None:
    [tool] = tools(1)
    act(client, "move_to_trash", [tool])
    assert post(sign_in("change_tool"), "undo", last_action()).status_code == 403
    post(sign_in("change_tool", "delete_tool", "publish_tool", username="pat"), "undo", last_action())
    assert statuses([tool]) == ["published"]


def test_list_names_what_ran_of_the_types_that_one_may_view(client: Client, django_assert_max_num_queries: Any) -> None:
    act(client, "archive", tools(2))
    act(client, "archive", [make_article()])
    ask(client, "withdraw", tools(1))
    with django_assert_max_num_queries(12):
        page = client.get(admin_url(MassAction, "changelist")).content.decode()
    assert ("Archive 2 tools" in page, "Archive 1 article" in page, "Withdraw" in page) == (True, True, False)
    limited = sign_in("view_tool").get(admin_url(MassAction, "changelist")).content.decode()
    assert ("Archive 2 tools" in limited, "Archive 1 article" in limited) == (True, False)
    assert sign_in(username="eve").get(admin_url(MassAction, "changelist")).status_code == 403


def test_pages_that_change_something_want_a_form(client: Client) -> None:
    act(client, "archive", tools(1))
    for page in ("again", "undo", "stop"):
        assert client.get(admin_url(MassAction, page, last_action().pk)).status_code == 405
    assert client.get(admin_url(MassAction, "change", "999")).status_code == 404
    assert client.get(admin_url(MassAction, "change", "x")).status_code == 404
    assert Client().post(admin_url(MassAction, "undo", last_action().pk)).status_code == 302


@pytest.mark.parametrize("number", [3, 30])
def test_a_part_takes_the_same_queries_but_for_one_an_item(
    erin: User, number: int, django_assert_max_num_queries: Any
) -> None:
    tools(number)
    action = frozen(Status.ARCHIVED, erin)
    with django_assert_max_num_queries(60 + number):
        run(action)
    assert action.counts == {"changed": number}


def test_small_is_done_at_once_and_large_is_not() -> None:
    assert 20 <= starting.AT_ONCE <= 50
