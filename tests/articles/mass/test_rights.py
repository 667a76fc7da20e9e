"""What the question before an action on many items tells an account that may not do all of it."""

import pytest

from articles.admin.site import admin_url
from articles.mass import starting
from articles.mass.asking import freeze
from articles.mass.jobs import run_mass_action
from articles.models import MassAction, Tool, User
from articles.publishing import Status
from tests.articles.admin.signing_in import sign_in
from tests.articles.mass.mass_actions import answer, ask, last_action, statuses
from tests.factories import make_article, make_tool, make_user

pytestmark = pytest.mark.django_db(transaction=True)

ALL = "?status=all"


def test_question_leaves_alone_what_the_account_may_not_take_from_readers() -> None:
    rows = [make_tool(name="Seen"), make_tool(name="Seen too"), make_tool(name="Draft", status="draft")]
    rows.append(make_tool(name="Thrown away", status="trashed"))
    client = sign_in("change_tool")
    response = ask(client, "archive", rows, url=admin_url(Tool, "changelist") + ALL)
    facts = response.context["facts"]
    assert (response.context["headline"], facts["examples"]) == ("1 will change to “archived”:", ["Draft"])
    assert response.context["lines"] == [
        "None of what changes is visible now, so nothing changes for readers.",
        "2 are left alone: they are published, and this account may not take them from readers.",
        "1 is left alone: this account may not put it into the trash or take it out.",
    ]
    answer(client, last_action(), "confirm")
    assert statuses(rows) == ["published", "published", "archived", "trashed"]


def test_question_of_what_the_account_may_not_do_at_all_offers_no_yes() -> None:
    rows = [make_tool(), make_tool()]
    client = sign_in("change_tool")
    response = ask(client, "back_to_draft", rows)
    assert response.context["headline"] == "None of them would change."
    assert 'name="confirm"' not in response.content.decode()
    assert 'name="cancel"' in response.content.decode()
    answer(client, last_action(), "confirm")
    assert (statuses(rows), MassAction.objects.count()) == (["published"] * 2, 0)


def test_account_that_may_publish_is_asked_about_all_of_them() -> None:
    rows = [make_tool(), make_tool(status="draft")]
    assert ask(sign_in("change_tool", "publish_tool"), "archive", rows).context["facts"]["change"] == 2


@pytest.mark.parametrize(
    "rights", [[], ["change"], ["delete"], ["publish"], ["change", "publish"], ["change", "delete"]]
)
@pytest.mark.parametrize("status", ["published", "archived", "withdrawn", "draft", "trashed"])
def test_forecast_is_what_the_account_does(rights: list[str], status: str) -> None:
    from django.contrib.auth.models import Permission

    for one in Status:
        make_article(status=one.value)
    user = make_user("sam", is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__in=[f"{right}_article" for right in rights]))
    action = freeze(
        type(make_article(status=status)).objects.order_by("pk"), Status(status), by=User.objects.get(pk=user.pk)
    )
    MassAction.objects.filter(pk=action.pk).update(state="queued")
    run_mass_action.enqueue(action.pk)
    facts = action.forecast
    action.refresh_from_db()
    assert action.state == "failed" or action.counts.get("changed", 0) == facts.get("change", 0)
    assert (
        sum(facts.get(name, 0) for name in facts if name.startswith(("change", "same", "kept", "denied")))
        == facts["all"]
    )


def test_answer_that_comes_twice_counts_once() -> None:
    make_tool(status="draft")
    action = freeze(Tool.objects.order_by("pk"), Status.ARCHIVED, by=make_user())
    assert [starting.confirm(action), starting.confirm(action)] == [True, False]
