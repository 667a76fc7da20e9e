"""Fixtures for tests marked `browser`: the system's Chromium, driven by Playwright.

    @pytest.mark.browser
    def test_home_page_has_no_console_message(page, console, live_server):
        page.goto("/")
        assert console == []

`page` opens addresses of `live_server`, each test in a fresh profile.
"""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The browser is to talk to the tests' server and to nothing else.
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
]


def find_chromium() -> str:
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise pytest.UsageError("--browser needs Chromium, and none is on PATH. On Debian: apt-get install chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, which Django takes for asynchronous code and then refuses queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: "Browser", live_server: Any) -> Iterator["Page"]:
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_page(browser: "Browser", live_server: Any) -> Iterator["Page"]:
    """Without JavaScript."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def console(page: "Page") -> list[str]:
    """What the pages of this test wrote to the console, and their uncaught errors; refusals by the CSP are among them."""
    lines: list[str] = []
    page.on("console", lambda message: lines.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: lines.append(f"error: {error}"))
    return lines


def hold(page: "Page", pattern: str) -> list[Any]:
    """The requests that are held back until the test lets them go."""
    held: list[Any] = []

    def keep(route: Any) -> None:
        held.append(route)

    page.route(pattern, keep)
    return held
