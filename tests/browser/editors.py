"""What tests of the admin's forms in Chromium share: signing in, and writing into a form."""

import json
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client

from articles.admin.site import admin_url
from articles.models import Item, User
from tests.factories import make_user
from tests.running import DEADLINE_SECONDS

PASSWORD = "correct horse battery"
BAR = ".draft-bar"


def sign_in(page: Any, username: str = "erin") -> None:
    page.goto("/admin/login/")
    send_login(page, username)


def send_login(page: Any, username: str = "erin") -> None:
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.locator("#user-tools").wait_for()


def start(page: Any, **values: Any) -> Any:
    """The page, signed in as a new user with these values, where leaving a form is always allowed."""
    bring_session(page, make_user("erin", **values))
    page.on("dialog", accept)
    return page


def bring_session(page: Any, user: User) -> None:
    """Signs in without the form, which loads two pages."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "domain": "localhost", "path": "/", "httpOnly": True}]
    )


def end_session(page: Any) -> None:
    """As when it has run out, wherever sessions are kept."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def accept(dialog: Any) -> None:
    dialog.accept()


def open_item(page: Any, item: Item) -> None:
    page.goto(admin_url(type(item), "change", item.pk))


def write(page: Any, text: str, field: str = "body") -> None:
    page.fill(f"#id_{field}", text)


def wait_for_draft(page: Any, text: str) -> None:
    """Returns once the browser has kept a draft that holds the text."""
    wait_for_drafts(page, lambda drafts: text in json.dumps(drafts, ensure_ascii=False))


def wait_for_drafts(page: Any, are_right: Callable[[list[Any]], bool]) -> None:
    """Not by the page's own waiting, which takes a promise for a yes."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not are_right(page.evaluate("draftStore.all()")):
        assert time.monotonic() < deadline
        page.wait_for_timeout(20)


def text_of(page: Any, field: str = "body") -> str:
    return str(page.input_value(f"#id_{field}"))
