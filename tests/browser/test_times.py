"""The fields for times in Chromium, in a browser whose own clock stands in another zone than the editor's."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from articles.admin.site import admin_url
from articles.models import Announcement, Article, Skill
from articles.time_zones import ShownZone
from tests.browser.editors import start
from tests.factories import make_skill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def far_page(browser: Any, live_server: Any) -> Iterator[Any]:
    """A browser in Honolulu."""
    context = browser.new_context(base_url=live_server.url, timezone_id="Pacific/Honolulu")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def told(page: Any, name: str = "expire_at") -> Any:
    return page.locator(f"#id_{name}_timezone_warning_helptext")


def wait_for(locator: Any, text: str) -> None:
    locator.filter(has_text=text).wait_for()


def test_field_follows_what_is_typed(page: Any, console: list[str]) -> None:
    start(page, time_zone="Europe/Berlin").goto(admin_url(Skill, "add"))
    wait_for(told(page), "Europe/Berlin, now UTC")
    page.fill("#id_expire_at_0", "2030-11-30")
    wait_for(told(page), "Europe/Berlin, UTC+01:00 at noon of that day.")
    page.fill("#id_expire_at_1", "14:05")
    wait_for(told(page), "2030-11-30 14:05 in Europe/Berlin, UTC+01:00. Saved as 2030-11-30 13:05 UTC.")
    page.fill("#id_expire_at_0", "2030-07-30")
    wait_for(told(page), "2030-07-30 14:05 in Europe/Berlin, UTC+02:00. Saved as 2030-07-30 12:05 UTC.")
    page.fill("#id_expire_at_0", "")
    page.fill("#id_expire_at_1", "")
    wait_for(told(page), "Europe/Berlin, now UTC")
    assert console == []


def test_choice_appears_and_goes_with_the_time(page: Any, console: list[str]) -> None:
    start(page, time_zone="Europe/Berlin").goto(admin_url(Article, "add"))
    choice = page.locator("#id_expire_at_2")
    assert not choice.is_visible()
    page.fill("#id_expire_at_0", "2030-10-27")
    page.fill("#id_expire_at_1", "02:30")
    choice.wait_for()
    assert choice.locator("option").all_inner_texts() == [
        "Which one?", "2030-10-27 02:30 UTC+02:00", "2030-10-27 02:30 UTC+01:00",
    ]  # fmt: skip
    choice.select_option(label="2030-10-27 02:30 UTC+01:00")
    wait_for(told(page), "Saved as 2030-10-27 01:30 UTC.")
    page.fill("#id_expire_at_1", "03:30")
    wait_for(told(page), "Saved as 2030-10-27 02:30 UTC.")
    assert not choice.is_visible()
    assert console == []


def test_whole_time_pasted_into_one_box_goes_into_both(page: Any) -> None:
    start(page, time_zone="Europe/Berlin").goto(admin_url(Skill, "add"))
    page.fill("#id_expire_at_1", "09:00")
    page.fill("#id_expire_at_0", "2030-07-30 14:05 UTC+05:45")
    assert page.locator("#id_expire_at_0").input_value() == "2030-07-30"
    assert page.locator("#id_expire_at_1").input_value() == "14:05 UTC+05:45"
    wait_for(told(page), "2030-07-30 10:20 in Europe/Berlin, UTC+02:00. Saved as 2030-07-30 08:20 UTC.")


def test_now_and_today_are_the_editors_and_no_note_misleads(far_page: Any) -> None:
    zone = ShownZone("Pacific/Kiritimati")  # 24 hours ahead of the browser
    page = start(far_page, time_zone="Pacific/Kiritimati")
    page.goto(admin_url(Announcement, "add"))
    for name in ("Today", "Now"):
        page.locator("#id_ends_at_0, #id_ends_at_1").locator("xpath=..").get_by_role("button", name=name).click()
    wait_for(told(page, "ends_at"), "in Pacific/Kiritimati, UTC+14:00. Saved as")
    typed = f"{page.locator('#id_ends_at_0').input_value()} {page.locator('#id_ends_at_1').input_value()}+14:00"
    assert abs(datetime.fromisoformat(typed) - datetime.now(UTC).astimezone(zone)) < timedelta(minutes=10)
    assert page.get_by_text("Note: Enter times").count() == 0


def test_dates_without_time_say_nothing_of_zones(far_page: Any) -> None:
    page = start(far_page, time_zone="Pacific/Kiritimati")
    page.goto(admin_url(Article, "add"))
    page.locator(".field-review_due_on .datetimeshortcuts").wait_for()
    assert page.get_by_text("Note: Enter times").count() == 0
    assert told(page).inner_text().startswith("Pacific/Kiritimati, now UTC+14:00.")


def test_time_that_comes_twice_is_chosen_without_javascript(plain_page: Any) -> None:
    page, skill = start(plain_page, time_zone="Europe/Berlin"), make_skill(publish_at="2020-01-01T00:00:00Z")
    page.goto(admin_url(Skill, "change", skill.pk))
    assert "Saved as 2020-01-01 00:00 UTC." in told(page, "publish_at").inner_text()
    page.fill("#id_publish_at_0", "2025-10-26")
    page.fill("#id_publish_at_1", "02:30")
    page.click("[name=_continue]")
    assert "02:30 comes twice on 2025-10-26" in page.locator(".errorlist", has_text="twice").inner_text()
    page.locator("#id_publish_at_2").select_option(label="2025-10-26 02:30 UTC+01:00")
    page.click("[name=_continue]")
    skill.refresh_from_db()
    assert skill.publish_at == datetime(2025, 10, 26, 1, 30, tzinfo=UTC)


def test_zone_is_chosen_in_my_settings(page: Any, console: list[str]) -> None:
    start(page, time_zone="").goto("/admin/")
    page.get_by_role("link", name="My settings").click()
    page.get_by_label("Time zone").select_option("Asia/Kathmandu")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Your settings are saved.").wait_for()
    assert "UTC+05:45 for you" in page.locator("#content-main").inner_text()
    assert console == []
