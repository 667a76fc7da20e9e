"""Actions on many items that wait or run: how they are cancelled and stopped, and what is said of a missing worker."""

import pytest
from django.test import Client
from django.utils import timezone

from articles.admin.site import admin_url
from articles.mass import starting
from articles.mass.asking import freeze
from articles.mass.jobs import run_mass_action
from articles.mass.running import claim, perform, run_part
from articles.models import MassAction, Tool, User
from articles.operation.task_worker import sign_of_worker
from articles.publishing import Status
from tests.articles.admin.forms import messages_of
from tests.articles.admin.signing_in import sign_in
from tests.articles.mass.mass_actions import post
from tests.articles.operation.test_task_worker import ENDED, NO_WORKER, make_task
from tests.factories import make_tool, make_user

pytestmark = pytest.mark.django_db(transaction=True)

TOOLS = 5


@pytest.fixture(autouse=True)
def erin(client: Client) -> User:
    user = make_user("erin")
    client.force_login(user)
    return user


@pytest.fixture
def action(erin: User, monkeypatch: pytest.MonkeyPatch) -> MassAction:
    """One that waits for the worker, which does it two items at a time."""
    monkeypatch.setattr(starting, "AT_ONCE", 2)
    monkeypatch.setattr("articles.mass.running.BATCH", 2)
    for _number in range(TOOLS):
        make_tool()
    action = freeze(Tool.objects.order_by("created_at", "pk"), Status.ARCHIVED, by=erin)
    MassAction.objects.filter(pk=action.pk).update(state="queued")
    return action


def page_of(client: Client, action: MassAction) -> str:
    return client.get(admin_url(MassAction, "change", action.pk)).content.decode()


def archived() -> int:
    return Tool.objects.filter(status="archived").count()


def test_action_that_waits_is_cancelled_and_the_worker_leaves_it(client: Client, action: MassAction) -> None:
    assert ('value="Cancel"' in page_of(client, action), 'value="Stop"' in page_of(client, action)) == (True, False)
    page = post(client, "stop", action).content.decode()
    run_mass_action.enqueue(action.pk)
    action.refresh_from_db()
    assert (action.state, action.counts, archived()) == ("failed", {"waiting": TOOLS}, 0)
    assert "Cancelled by erin before it began." in page
    assert ('value="Cancel"' in page, 'value="Go on"' in page) == (False, True)


def test_action_that_runs_is_stopped_between_two_parts_and_undone(client: Client, action: MassAction) -> None:
    claimed = claim(action.pk)
    assert claimed and run_part(action.pk)
    assert ('value="Cancel"' in page_of(client, action), 'value="Stop"' in page_of(client, action)) == (False, True)
    page = post(client, "stop", action).content.decode()
    perform(claimed)
    action.refresh_from_db()
    assert (action.state, action.counts, archived()) == ("failed", {"changed": 2, "waiting": 3}, 2)
    assert "Stopped by erin. What was done until then is told below." in page
    assert 'value="Undo all of it"' in page
    post(client, "undo", action)
    assert archived() == 0


def test_stopped_action_goes_on_where_it_was(client: Client, action: MassAction) -> None:
    assert claim(action.pk) and run_part(action.pk)
    post(client, "stop", action)
    post(client, "again", action)
    run_mass_action.enqueue(action.pk)
    action.refresh_from_db()
    assert (action.state, action.counts, archived()) == ("finished", {"changed": TOOLS}, TOOLS)


def test_undo_that_waits_is_cancelled_and_goes_on(client: Client, action: MassAction) -> None:
    run_mass_action.enqueue(action.pk)
    action.refresh_from_db()
    assert starting.begin_undo(action, by=User.objects.get(username="erin"))
    post(client, "stop", action)
    action.refresh_from_db()
    assert (action.state, action.undo_counts, archived()) == ("failed", {"waiting": TOOLS}, TOOLS)
    post(client, "again", action)
    run_mass_action.enqueue(action.pk)
    assert archived() == 0


def test_action_at_its_end_is_not_stopped(client: Client, action: MassAction) -> None:
    run_mass_action.enqueue(action.pk)
    assert messages_of(post(client, "stop", action)) == ["It has come to its end already."]
    action.refresh_from_db()
    assert (action.state, action.message) == ("finished", "")


def test_stopping_needs_the_right_to_start(client: Client, action: MassAction) -> None:
    viewer = sign_in("view_tool")
    assert ('value="Cancel"' in page_of(viewer, action), post(viewer, "stop", action).status_code) == (False, 403)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="erin"))
    assert post(strict, "stop", action).status_code == 403
    action.refresh_from_db()
    assert action.state == "queued"
    post(sign_in("change_tool", username="pat"), "stop", action)
    action.refresh_from_db()
    assert action.state == "failed"


@pytest.mark.parametrize(("state", "text"), [("queued", NO_WORKER), ("running", ENDED)])
def test_missing_worker_is_told_at_once_and_only_then(
    client: Client, action: MassAction, state: str, text: str
) -> None:
    make_task(waited_seconds=60, started_at=timezone.now())
    MassAction.objects.update(state=state)
    assert text in page_of(client, action)
    with sign_of_worker():
        assert text not in page_of(client, action)
    MassAction.objects.update(total=2)  # done while its editor waits
    assert text not in page_of(client, action)
