"""Hostile Markdown in a real browser: nothing runs, nothing is fetched, nothing stands outside the allow-list."""

import pytest
from playwright.sync_api import Page

from articles.rendering import PictureTarget, fill_references, render_markdown
from articles.rendering.sanitising import MATH_ELEMENTS, TEXT_ELEMENTS
from tests.articles.rendering.samples import HOSTILE, PICTURE

pytestmark = pytest.mark.browser

INVENTORY = """() => [...document.querySelectorAll("main *")].map(element => ({
    name: element.localName,
    id: element.id,
    href: element.tagName === "A" && element.hasAttribute("href") ? element.protocol : "",
    attributes: element.getAttributeNames(),
}))"""


@pytest.fixture
def events(page: Page) -> list[str]:
    """Dialogs, errors and requests of the page, as they happen."""
    seen: list[str] = []
    page.on("dialog", lambda dialog: seen.append(f"dialog {dialog.message}"))
    page.on("pageerror", lambda error: seen.append(f"error {error}"))
    page.on("request", lambda request: seen.append(f"request {request.url}"))
    return seen


def _open(page: Page, body: str) -> None:
    page.set_content(f"<!doctype html><title>x</title><base href='http://portal.test/'><main>{body}</main>")
    page.wait_for_timeout(500)


def _hostile_page() -> str:
    picture = PictureTarget("data:image/gif;base64,R0lGODlhAQABAAAAACw=", 1, 1)
    rendered = (fill_references(render_markdown(source).html, {}, {PICTURE: picture}) for source in HOSTILE.values())
    return "<hr>".join(rendered)


def test_hostile_markdown_does_nothing(page: Page, events: list[str]) -> None:
    _open(page, _hostile_page())

    assert page.evaluate("window.pwned") is None
    assert [event for event in events if not event.startswith("request data:image/gif")] == []
    assert page.locator("main hr").count() >= len(HOSTILE) - 1


def test_hostile_markdown_leaves_only_allowed_elements(page: Page) -> None:
    _open(page, _hostile_page())
    elements = page.evaluate(INVENTORY)

    assert {element["name"] for element in elements} <= TEXT_ELEMENTS | MATH_ELEMENTS
    assert {element["href"] for element in elements} <= {"", "http:", "https:", "mailto:"}
    assert all(element["id"].startswith(("h-", "fn")) for element in elements if element["id"])
    assert not [name for element in elements for name in element["attributes"] if name.startswith(("on", "style"))]


def test_clicking_hostile_links_runs_nothing(page: Page, events: list[str]) -> None:
    _open(page, _hostile_page())
    page.evaluate(
        "addEventListener('click', event => event.target.closest('a')?.protocol.startsWith('http')"
        " && event.preventDefault(), true)"
    )
    page.evaluate("document.querySelectorAll('main *').forEach(element => element.click?.())")
    page.wait_for_timeout(300)

    assert page.evaluate("window.pwned") is None
    assert [event for event in events if event.startswith(("dialog", "error"))] == []


def test_the_same_sources_unrendered_do_act(page: Page, events: list[str]) -> None:
    """The control: were the samples harmless by themselves, the tests above would prove nothing."""
    page.route("https://evil.example/**", lambda route: route.abort())
    _open(page, HOSTILE["image with a handler"] + HOSTILE["link element"])

    assert page.evaluate("window.pwned") == 1
    assert "request https://evil.example/x.css" in events
