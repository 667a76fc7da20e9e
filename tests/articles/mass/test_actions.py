"""Actions on many items in lists: the question, what is done after a yes, what is told, and the way back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.admin.site import admin_url
from articles.mass import starting
from articles.mass.asking import freeze
from articles.mass.jobs import run_mass_action
from articles.models import Change, MassAction, MassActionItem, Revision, Tool, User
from articles.publishing import Status
from tests.articles.admin.forms import messages_of
from tests.articles.admin.test_permissions import sign_in
from tests.articles.mass.mass_actions import act, answer, ask, last_action, outcomes, post, statuses
from tests.factories import change, count, make_article, make_path, make_tool, make_user

pytestmark = pytest.mark.django_db(transaction=True)

FUTURE, PAST = "2999-01-01T00:00:00Z", "2001-01-01T00:00:00Z"
ALL = "?status=all"


@pytest.fixture(autouse=True)
def erin(client: Client) -> User:
    user = make_user("erin")
    client.force_login(user)
    return user


def tools(number: int, **values: Any) -> list[Tool]:
    return [make_tool(**values) for _number in range(number)]


def frozen(status: Status, by: User) -> MassAction:
    """An action for all tools that waits to run."""
    action = freeze(Tool.objects.order_by("created_at", "pk"), status, by=by)
    MassAction.objects.filter(pk=action.pk).update(state="queued")
    return action


def run(action: MassAction) -> MassAction:
    run_mass_action.enqueue(action.pk)
    action.refresh_from_db()
    return action


# The question


def test_question_tells_number_examples_readers_and_who_is_left_alone(client: Client) -> None:
    rows = [*tools(12), make_tool(status="draft"), make_tool(status="archived"), make_tool(status="legal_hold")]
    response = ask(client, "archive", rows, url=admin_url(Tool, "changelist") + ALL)
    assert response.context["title"] == "Archive 15 tools"
    assert response.context["headline"] == "13 will change to “archived”:"
    assert (len(response.context["facts"]["examples"]), response.context["others"]) == (10, "and 3 others")
    assert response.context["lines"] == [
        "12 of them are visible now: readers will get “gone” (410).",
        "1 is so already.",
        "1 is left alone: it is on legal hold, which is lifted on its own page only.",
    ]
    assert set(statuses(rows)) == {"published", "draft", "archived", "legal_hold"}


def test_question_of_publishing_names_what_lacks_something(client: Client) -> None:
    good, late = make_article(status="draft"), make_article(status="draft", publish_at=FUTURE)
    bare = make_article(title="Bare", status="draft", body=" ", summary="")
    response = ask(client, "publish", [good, late, bare])
    assert response.context["lines"] == [
        "1 of them will be seen by readers at once.",
        "1 of them will be seen later, from the time in its “publish at”.",
        "1 is left alone, since it lacks what publishing needs:",
    ]
    assert response.context["facts"]["lacking_examples"] == ["“Bare”: Summary, Text"]


def test_question_of_publishing_a_path_looks_at_its_steps(client: Client) -> None:
    response = ask(client, "publish", [make_path(name="Bare", status="draft", steps=[]), make_path(status="draft")])
    assert response.context["facts"]["lacking_examples"] == ["“Bare”: Steps"]
    assert response.context["facts"]["change"] == 1


def test_forecast_is_what_happens(client: Client) -> None:
    rows = [make_article(status="draft"), make_article(status="draft", body=""), make_article()]
    rows += [make_article(status=status) for status in ("trashed", "legal_hold", "withdrawn", "review", "archived")]
    ask(client, "publish", rows, url=f"{admin_url(type(rows[0]), 'changelist')}{ALL}")
    facts = last_action().forecast
    answer(client, last_action(), "confirm")
    left = facts["kept_trashed"] + facts["kept_legal_hold"] + facts["lacking"]
    assert last_action().counts == {"changed": facts["change"], "same": facts["same"], "left": left}


def test_question_counts_big_numbers_readably() -> None:
    from articles.mass.telling import items_in_words

    assert items_in_words("tool", 8856) == "8,856 tools"


def test_no_leaves_nothing_behind(client: Client) -> None:
    rows = tools(2)
    ask(client, "archive", rows, url=admin_url(Tool, "changelist") + "?status=visible")
    response = answer(client, last_action(), "cancel")
    assert response.redirect_chain == [(admin_url(Tool, "changelist") + "?status=visible", 302)]
    assert (messages_of(response), statuses(rows)) == (["Nothing was changed."], ["published"] * 2)
    assert (count(MassAction), count(MassActionItem)) == (0, 0)


def test_question_without_an_answer_is_forgotten_after_a_day(client: Client) -> None:
    [tool] = tools(1)
    ask(client, "archive", [tool])
    old = last_action()
    MassAction.objects.update(created_at=timezone.now() - timedelta(hours=25))
    ask(client, "withdraw", [tool])
    assert [action.status for action in MassAction.objects.all()] == ["withdrawn"]
    assert messages_of(answer(client, old, "confirm")) == ["This question is no longer open. Choose the items again."]


def test_nothing_to_change_offers_no_yes(client: Client) -> None:
    [tool] = tools(1)
    response = ask(client, "publish", [tool])
    assert "None of them would change." in response.content.decode()
    assert 'name="confirm"' not in response.content.decode()
    answer(client, last_action(), "confirm")
    assert (count(MassAction), Tool.objects.get().version) == (0, 1)


def test_question_of_somebody_else_is_not_answered(client: Client) -> None:
    [tool] = tools(1)
    ask(client, "archive", [tool])
    other = Client()
    other.force_login(make_user("sam"))
    assert answer(other, last_action(), "confirm").status_code == 200
    assert other.get(admin_url(MassAction, "change", last_action().pk)).status_code == 404
    assert statuses([tool]) == ["published"]


# What is confirmed is what is done


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


# The run


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


# Undo


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


# Who may


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


# Cost


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
