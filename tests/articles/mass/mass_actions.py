"""What tests of mass actions share: choose in a list, answer the question, and look at what became of it."""

from collections.abc import Sequence
from typing import Any

from django.test import Client

from articles.admin.site import admin_url
from articles.models import MassAction, MassActionItem


def ask(client: Client, action: str, rows: Any, *, url: str = "", **more: str) -> Any:
    """The page with the question, or where the list sent its editor instead."""
    data = {"action": action, "index": "0", "_selected_action": [str(row.pk) for row in rows], **more}
    return client.post(url or admin_url(type(rows[0]), "changelist"), data, follow=True)


def act(client: Client, action: str, rows: Any, *, url: str = "", **more: str) -> Any:
    """What came after a yes to the question."""
    asked = ask(client, action, rows, url=url, **more)
    if not asked.redirect_chain or not asked.redirect_chain[-1][0].endswith("/ask/"):
        return asked
    return answer(client, last_action(), "confirm")


def answer(client: Client, action: MassAction, button: str) -> Any:
    return client.post(admin_url(MassAction, "ask", action.pk), {button: "x"}, follow=True)


def post(client: Client, page: str, action: MassAction) -> Any:
    return client.post(admin_url(MassAction, page, action.pk), follow=True)


def last_action() -> MassAction:
    return MassAction.objects.latest("pk")


def statuses(rows: Sequence[Any]) -> list[str]:
    return [type(row).objects.get(pk=row.pk).status for row in rows]


def outcomes(action: MassAction, *, of_undo: bool = False) -> list[tuple[str, str, str]]:
    """(name, what became of it, why) of each item, in order."""
    columns = ("name", "undo_outcome", "undo_text") if of_undo else ("name", "outcome", "text")
    return list(MassActionItem.objects.filter(action=action).order_by("number").values_list(*columns))
