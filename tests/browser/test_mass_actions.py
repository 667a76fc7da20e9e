"""A mass action in Chromium: chosen, asked for, followed while it runs, read, and undone; open to everyone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.admin.site import admin_url
from articles.editing import Edit, save_items
from articles.mass.jobs import run_mass_action
from articles.models import MassAction, Tool
from articles.snapshots import Snapshot
from tests.browser.test_admin import signed_in
from tests.factories import make_tool

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["signed_in"]

TOOLS = 120


def look(page: Any, width: int, part: str = "#content") -> None:
    """Nothing for axe to tell, and nothing that scrolls sideways."""
    told = [
        f"{one['id']}: {node['html'][:160]}"
        for one in Axe().run(page, context=part).response["violations"]
        for node in one["nodes"]
    ]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def choose(page: Any, action: str) -> None:
    page.select_option("select[name=action]", action)
    page.click("button[name=index]")


@pytest.mark.parametrize("width", [390, 1280])
def test_large_action_is_asked_followed_read_and_undone(signed_in: Any, console: list[str], width: int) -> None:
    page = signed_in
    fields = {"summary": "A tool.", "status": "published"}
    save_items([Edit(Tool(), Snapshot(fields={"name": f"Tool {n}", **fields})) for n in range(TOOLS)], by=None)
    make_tool(name="Held back", status="legal_hold")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(admin_url(Tool, "changelist"))
    page.check("#action-toggle")
    page.click(f"text=Select all {TOOLS + 1} tools")
    choose(page, "archive")
    page.get_by_text("120 of them are visible now: readers will get “gone” (410).").wait_for()
    look(page, width)
    page.click("[name=confirm]")
    page.get_by_text("120 archived, 1 left alone.").wait_for()
    assert set(Tool.objects.values_list("status", flat=True)) == {"archived", "legal_hold"}
    look(page, width)
    page.click("[value='Undo all of it']")
    page.get_by_text("120 taken back.").first.wait_for()
    assert set(Tool.objects.values_list("status", flat=True)) == {"published", "legal_hold"}
    page.goto(admin_url(MassAction, "changelist"))
    look(page, width)
    assert console == []


def test_page_of_an_action_at_work_comes_again_by_itself(signed_in: Any, console: list[str]) -> None:
    make_tool(), make_tool()
    page = signed_in
    page.goto(admin_url(Tool, "changelist"))
    page.check("#action-toggle")
    choose(page, "archive")
    action = MassAction.objects.get()
    MassAction.objects.update(state="queued")
    page.goto(admin_url(MassAction, "change", action.pk))
    assert page.get_by_role("progressbar").is_visible()
    run_mass_action.enqueue(action.pk)
    page.get_by_text("2 archived.").wait_for()
    assert console == []


def test_small_action_is_undone_from_its_message(signed_in: Any, console: list[str]) -> None:
    tool = make_tool()
    page = signed_in
    page.goto(admin_url(Tool, "changelist"))
    page.check("#action-toggle")
    choose(page, "archive")
    page.click("[name=confirm]")
    page.get_by_text("1 archived.").wait_for()
    look(page, 1280, ".messagelist")
    page.click(".messagelist button")
    page.get_by_text("1 taken back.").first.wait_for()
    tool.refresh_from_db()
    assert tool.status == "published"
    assert console == []


@pytest.mark.parametrize(("width", "shown"), [(390, '"Before: "'), (1280, "none")])
def test_cells_are_named_where_the_heading_is_hidden(signed_in: Any, width: int, shown: str) -> None:
    page = signed_in
    make_tool(name="Python")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(admin_url(Tool, "changelist"))
    page.check("#action-toggle")
    choose(page, "archive")
    page.click("[name=confirm]")
    page.goto(admin_url(MassAction, "change", MassAction.objects.get().pk))
    assert page.locator(".import-batch thead").is_visible() is (shown == "none")
    script = "getComputedStyle(document.querySelectorAll('.import-batch tbody td')[2], '::before').content"
    assert page.evaluate(script) == shown
    look(page, width)
