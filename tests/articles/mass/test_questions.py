"""The question that an action on many items asks first, and what becomes of it without a yes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.admin.site import admin_url
from articles.models import MassAction, MassActionItem, Tool, User
from tests.articles.admin.forms import messages_of
from tests.articles.mass.frozen_actions import ALL, FUTURE, enter, tools
from tests.articles.mass.mass_actions import answer, ask, last_action, statuses
from tests.factories import count, make_article, make_path, make_tool, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def erin(client: Client) -> User:
    return enter(client)


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
