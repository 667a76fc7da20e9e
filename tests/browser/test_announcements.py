"""An announcement goes when it is dismissed and stays away; another one shows."""

import pytest

from articles.editing import delete_record
from tests.factories import make_announcement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_dismissed_announcement_stays_away_and_the_next_one_shows(page):
    first = make_announcement("First news.")
    page.goto("/")
    page.get_by_role("button", name="Dismiss").click()
    assert not page.get_by_text("First news.").is_visible()

    page.route("**/site.js", lambda route: route.abort())
    page.goto("/articles/")
    assert not page.get_by_text("First news.").is_visible()

    delete_record(first, by=None)
    make_announcement("Second news.")
    page.goto("/articles/")
    assert page.get_by_text("Second news.").is_visible()


def test_keyboard_goes_on_in_the_page_after_dismissing(page):
    make_announcement()
    page.goto("/")
    page.get_by_role("button", name="Dismiss").focus()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_without_script_the_announcement_stays_and_offers_no_button(browser, live_server):
    make_announcement("First news.")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")

    assert page.get_by_text("First news.").is_visible()
    assert not page.get_by_role("button", name="Dismiss").is_visible()
    context.close()
