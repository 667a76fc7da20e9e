"""Actions on many items are undone: what goes back, and what stays as somebody made it since."""

import pytest
from django.test import Client

from articles.admin.site import admin_url
from articles.models import Change, MassAction, MassActionItem, Revision, Tool, User
from articles.publishing import Status
from tests.articles.admin.forms import messages_of
from tests.articles.mass.frozen_actions import FUTURE, enter, frozen, run, tools
from tests.articles.mass.mass_actions import act, last_action, outcomes, post, statuses
from tests.factories import change, count, make_tool

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def erin(client: Client) -> User:
    return enter(client)


def test_one_click_takes_the_batch_back(client: Client) -> None:
    rows = [make_tool(), make_tool(status="draft"), make_tool(status="review", expire_at=FUTURE)]
    before = {row.pk: (row.status, row.publish_at, row.expire_at) for row in rows}
    response = act(client, "archive", rows)
    assert admin_url(MassAction, "undo", last_action().pk) in response.content.decode()
    response = post(client, "undo", last_action())
    assert messages_of(response) == ["3 taken back."]
    assert {row.pk: (row.status, row.publish_at, row.expire_at) for row in Tool.objects.all()} == before
    last = Change.objects.latest("number")
    assert (last.reason, last.note, last.version) == ("massundo", f"Mass action {last_action().pk} undone", 3)
    assert count(Revision) == 9


def test_undo_of_publishing_takes_the_publication_time_back(client: Client) -> None:
    tool = make_tool(status="draft")
    act(client, "publish", [tool])
    assert Tool.objects.get().publish_at is not None
    post(client, "undo", last_action())
    assert (Tool.objects.get().status, Tool.objects.get().publish_at) == ("draft", None)


def test_undo_leaves_alone_what_was_edited_since_and_lists_it(client: Client) -> None:
    first, second = tools(2)
    act(client, "archive", [first, second])
    change(first, summary="New.")
    response = post(client, "undo", last_action())
    assert messages_of(response) == ["1 taken back, 1 left alone."]
    assert statuses([first, second]) == ["archived", "published"]
    assert sorted(outcomes(last_action(), of_undo=True)) == sorted(
        [(first.name, "left", "edited since"), (second.name, "changed", "")]
    )


def test_batch_is_undone_once(client: Client) -> None:
    [tool] = tools(1)
    act(client, "archive", [tool])
    post(client, "undo", last_action())
    response = post(client, "undo", last_action())
    assert messages_of(response) == ["There is nothing to undo, or it was undone already."]
    assert (last_action().state, Tool.objects.get().version) == ("undone", 3)
    assert "Undo all of it" not in response.content.decode()


def test_actions_are_undone_one_after_the_other(client: Client) -> None:
    [tool] = tools(1)
    act(client, "archive", [tool])
    first = last_action()
    act(client, "withdraw", [tool])
    post(client, "undo", last_action())
    assert messages_of(post(client, "undo", first)) == ["1 taken back."]
    assert statuses([tool]) == ["published"]


def test_first_of_two_actions_is_not_undone_past_the_second(client: Client) -> None:
    [tool] = tools(1)
    act(client, "archive", [tool])
    first = last_action()
    act(client, "withdraw", [tool])
    assert messages_of(post(client, "undo", first)) == ["1 left alone."]
    assert statuses([tool]) == ["withdrawn"]


def test_large_batch_is_undone_by_a_task(client: Client) -> None:
    rows = tools(55)
    act(client, "archive", rows)
    response = post(client, "undo", last_action())
    assert (set(statuses(rows)), messages_of(response)) == ({"published"}, ["55 taken back."])


def test_stopped_action_gives_back_what_it_had_changed(client: Client, erin: User) -> None:
    rows = tools(3)
    action = frozen(Status.ARCHIVED, erin)
    MassActionItem.objects.filter(action=action, number=3).update(outcome="left")
    run(action)
    MassAction.objects.filter(pk=action.pk).update(state="failed")
    post(client, "undo", action)
    assert statuses(rows) == ["published"] * 3


def test_import_is_undone_past_a_mass_action_that_was_undone(client: Client) -> None:
    from articles.transfer.imports.undoing import Touched, changed_since

    tool, other = tools(2)
    act(client, "archive", [tool])
    touched = [Touched(one.pk, 1, 1, was_made=True) for one in (tool, other)]
    assert changed_since("tool", touched) == {tool.pk}
    post(client, "undo", last_action())
    assert changed_since("tool", touched) == set()
