"""Who acts on many items, what they act on, and actions that wait to run."""

from typing import Any

from django.test import Client

from articles.mass.asking import freeze
from articles.mass.jobs import run_mass_action
from articles.models import MassAction, Tool, User
from articles.publishing import Status
from tests.factories import make_tool, make_user

FUTURE = "2999-01-01T00:00:00Z"


PAST = "2001-01-01T00:00:00Z"


ALL = "?status=all"


def enter(client: Client) -> User:
    """Erin, who is let into the admin."""
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
