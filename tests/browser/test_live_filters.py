"""Filters that answer at once, in Chromium: results, address, history, focus, what is read out, and what happens on a failure."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.chromium import hold
from tests.factories import make_article, make_figure, make_industry, make_occupation, make_section, make_skill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUS = "(({name, value}) => `${name}=${value}`)(document.activeElement)"
SAME_PAGE = "window.isSamePage = true"


@pytest.fixture
def content() -> None:
    skills = [make_skill(name=f"Skill {number:02}", slug=f"skill-{number:02}") for number in range(16)]
    theory, practice = make_section("Theory", slug="theory"), make_section("Practice", slug="practice")
    make_article(title="English text", skills=skills, section=practice)
    make_article(title="Deutscher Text", language="de", skills=skills[:2], section=theory)
    make_article(title="Anderer Text", language="de", section=practice)
    make_article(title="Texte", language="fr", skills=skills[:1], section=theory)


def expect_titles(page: Any, *titles: str) -> None:
    """Waits until the list holds these, in whatever order."""
    page.wait_for_function(
        "titles => [...document.querySelectorAll('.rows .entry-title')].map(one => one.innerText).sort().join() === titles",
        arg=",".join(titles),
    )


def expect_told(page: Any, text: str) -> None:
    page.locator("#list-status", has_text=text).wait_for(state="attached")


def wait_for(page: Any, is_met: Callable[[], Any]) -> None:
    """Until something has come in from the browser, for at most 5 seconds."""
    for _turn in range(100):
        if is_met():
            return
        page.wait_for_timeout(50)
    raise AssertionError("It did not come in.")


def test_tick_changes_results_counts_chips_and_address_in_place(page, console, content):
    page.goto("/articles/")
    page.evaluate(SAME_PAGE)
    assert page.locator("label", has_text="Theory").locator(".count").inner_text() == "2"

    page.get_by_label("German").check()

    expect_titles(page, "Anderer Text", "Deutscher Text")
    assert page.url.endswith("/articles/?language=de")
    assert page.locator(".result-count").inner_text() == "2 results"
    assert page.locator("label", has_text="Theory").locator(".count").inner_text() == "1"
    assert page.get_by_role("link", name="Language: German").is_visible()
    assert page.evaluate("window.isSamePage")
    page.get_by_label("French").check()
    expect_titles(page, "Anderer Text", "Deutscher Text", "Texte")
    assert page.url.endswith("/articles/?language=de&language=fr")
    assert console == []


def test_order_is_changed_in_place(page, content):
    page.goto("/articles/")
    page.evaluate(SAME_PAGE)

    page.get_by_label("Order", exact=True).focus()
    page.get_by_label("Order", exact=True).select_option(label="A to Z")

    page.wait_for_url("**/articles/?ordering=name")
    titles = page.locator(".rows .entry-title").all_inner_texts()
    assert titles == ["Anderer Text", "Deutscher Text", "English text", "Texte"]
    assert page.evaluate("document.activeElement.id") == "filter-ordering"
    assert page.evaluate("window.isSamePage")
    page.get_by_label("Order", exact=True).select_option(index=0)
    page.wait_for_url("**/articles/")


def test_back_forward_and_reload_show_what_the_address_says(page, content):
    page.goto("/articles/")
    page.evaluate(SAME_PAGE)
    page.get_by_label("German").check()
    expect_titles(page, "Anderer Text", "Deutscher Text")
    page.get_by_label("French").check()
    expect_titles(page, "Anderer Text", "Deutscher Text", "Texte")

    page.go_back()
    expect_titles(page, "Anderer Text", "Deutscher Text")
    assert not page.get_by_label("French").is_checked()
    page.go_back()
    expect_titles(page, "Anderer Text", "Deutscher Text", "English text", "Texte")
    page.go_forward()
    expect_titles(page, "Anderer Text", "Deutscher Text")
    assert page.get_by_label("German").is_checked()
    assert page.evaluate("window.isSamePage")

    page.reload()
    expect_titles(page, "Anderer Text", "Deutscher Text")
    assert page.get_by_label("German").is_checked()


def test_way_back_from_another_page_shows_boxes_and_results_alike(page, content):
    page.goto("/articles/")
    page.get_by_label("German").check()
    expect_titles(page, "Anderer Text", "Deutscher Text")
    page.get_by_role("link", name="Deutscher Text").click()
    page.wait_for_url("**/articles/deutscher-text/")

    page.go_back()

    expect_titles(page, "Anderer Text", "Deutscher Text")
    assert page.get_by_label("German").is_checked()


def test_choice_without_an_answer_is_forgotten_on_the_way_back(page, content):
    page.goto("/articles/")
    held = hold(page, "**/articles/?language=de")
    page.get_by_label("German").check()
    wait_for(page, lambda: held)
    page.get_by_role("link", name="English text").click()
    page.wait_for_url("**/articles/english-text/")

    page.go_back()

    expect_titles(page, "Anderer Text", "Deutscher Text", "English text", "Texte")
    assert not page.get_by_label("German").is_checked()


def test_focus_stays_on_the_box_and_open_filters_stay_open(page, content):
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto("/articles/")
    page.get_by_text("6 more").click()
    page.locator("summary", has_text="Section").click()
    box = page.get_by_label("Skill 15")
    box.focus()
    top = box.bounding_box()["y"]

    page.keyboard.press("Space")

    expect_titles(page, "English text")
    assert page.evaluate(FOCUS) == "skills=skill-15"
    assert page.evaluate("document.activeElement.checked")
    # The server moves a chosen box to the head of its filter: the page scrolls with it.
    assert abs(page.get_by_label("Skill 15").bounding_box()["y"] - top) < 2
    assert page.get_by_label("Skill 14").is_visible()
    assert not page.get_by_label("Theory").is_visible()


def test_number_of_results_is_read_out_once(page, content):
    page.goto("/articles/")
    assert page.get_by_role("status").all_inner_texts() == [""]
    assert page.locator("#list-status").get_attribute("role") == "status"

    page.get_by_label("German").check()
    expect_told(page, "2 results")
    page.get_by_label("French").check()
    expect_told(page, "3 results")
    page.get_by_label("German").uncheck()
    expect_told(page, "1 result")

    assert page.locator("[aria-live], [role=status], [role=alert]").count() == 1


def test_chip_is_taken_away_in_place(page, content):
    page.goto("/articles/?language=de&language=fr")
    page.evaluate(SAME_PAGE)

    page.get_by_role("link", name="Language: German").click()

    expect_titles(page, "Texte")
    assert not page.get_by_label("German").is_checked()
    assert page.url.endswith("/articles/?language=fr")
    assert page.evaluate("document.activeElement.id") == "results"
    page.get_by_role("link", name="Language: French").click()
    page.wait_for_url("**/articles/")
    assert page.evaluate("window.isSamePage")


def test_way_out_of_an_empty_list_is_taken_in_place(page, content):
    page.goto("/articles/?language=fr&section=practice")
    page.evaluate(SAME_PAGE)

    page.get_by_role("link", name="Without the filter “language”").click()

    expect_titles(page, "Anderer Text", "English text")
    page.go_back()
    expect_told(page, "Nothing fits these filters.")
    assert page.evaluate("window.isSamePage")


def test_next_page_is_shown_in_place_from_its_top(page):
    for number in range(30):
        make_article(title=f"Text {number:02}")
    page.set_viewport_size({"width": 1280, "height": 600})
    page.goto("/articles/?ordering=name")
    page.evaluate(SAME_PAGE)

    page.get_by_role("link", name="Next").click()

    expect_titles(page, *(f"Text {number:02}" for number in range(24, 30)))
    assert "cursor=" in page.url
    assert 0 <= page.locator("#results").bounding_box()["y"] < 300
    page.get_by_role("link", name="Previous").click()
    expect_titles(page, *(f"Text {number:02}" for number in range(24)))
    assert page.evaluate("window.isSamePage")


def test_show_leads_to_the_results(page, content):
    page.set_viewport_size({"width": 360, "height": 600})
    page.goto("/articles/")
    page.get_by_text("Filter and order").click()
    page.get_by_label("German").check()
    expect_titles(page, "Anderer Text", "Deutscher Text")

    page.get_by_role("button", name="Show").last.click()

    page.wait_for_function("() => document.activeElement.id === 'results'")
    assert 0 <= page.locator("#results").bounding_box()["y"] < 300


def test_older_choice_is_dropped_for_a_newer_one(page, console, content):
    dropped: list[str] = []
    page.on("requestfailed", lambda request: dropped.append(request.url))
    page.goto("/articles/")
    held = hold(page, "**/articles/?language=de")
    page.get_by_label("German").check()
    wait_for(page, lambda: held)
    assert page.locator(".listing").get_attribute("aria-busy") == "true"

    page.get_by_label("French").check()
    expect_titles(page, "Anderer Text", "Deutscher Text", "Texte")
    wait_for(page, lambda: dropped)

    page.get_by_label("German").uncheck()
    expect_titles(page, "Texte")
    assert page.url.endswith("/articles/?language=fr")
    assert page.locator(".listing").get_attribute("aria-busy") is None
    assert console == []


def test_way_forward_again_drops_what_the_way_back_asked_for(page, console, content):
    page.goto("/articles/")
    page.get_by_label("German").check()
    expect_titles(page, "Anderer Text", "Deutscher Text")
    held = hold(page, "**/articles/")
    page.evaluate("history.back()")
    wait_for(page, lambda: held)
    length = page.evaluate("history.length")

    page.evaluate("history.forward()")
    page.wait_for_url("**/articles/?language=de")
    page.locator(".listing:not([aria-busy])").wait_for()
    held[0].continue_()
    page.get_by_label("French").check()

    expect_titles(page, "Anderer Text", "Deutscher Text", "Texte")
    assert page.evaluate("history.length") == length + 1
    assert console == []


def test_late_failure_does_not_lead_away_from_a_link_that_was_followed(page, content):
    page.goto("/articles/")
    answers, pages = hold(page, "**/articles/?language=de"), hold(page, "**/articles/texte/")
    page.get_by_label("German").check()
    wait_for(page, lambda: answers)
    page.get_by_role("link", name="Texte").click(no_wait_after=True)
    wait_for(page, lambda: pages)

    answers[0].abort()
    pages[0].continue_()

    page.get_by_role("heading", name="Texte", level=1).wait_for()
    assert page.url.endswith("/articles/texte/")


@pytest.mark.parametrize("failure", ["abort", "error", "another page"])
def test_failed_answer_leads_to_the_address_the_plain_way(page, content, failure):
    page.goto("/articles/")
    page.evaluate(SAME_PAGE)

    def fail(route: Any) -> None:
        if route.request.resource_type == "document":
            route.continue_()
        elif failure == "abort":
            route.abort()
        elif failure == "error":
            route.fulfill(response=route.fetch(), status=500)
        else:
            route.fulfill(body="<p>Something else</p>")

    page.route("**/articles/?*", fail)
    page.get_by_label("German").check()

    page.wait_for_url("**/articles/?language=de")
    expect_titles(page, "Anderer Text", "Deutscher Text")
    assert page.evaluate("window.isSamePage") is None


def test_figures_below_the_list_go_and_come_with_the_filters(page):
    industry, other = make_industry(name="Banking", skills=[make_skill(name="Python")]), make_industry(name="Farming")
    for one in (industry, other):
        make_figure(industry=one, occupation=make_occupation())
    page.goto("/industries/")
    assert page.get_by_role("heading", name="Who works where").is_visible()

    page.get_by_label("Python").check()
    expect_titles(page, "Banking")
    assert page.get_by_role("heading", name="Who works where").count() == 0

    page.get_by_label("Python").uncheck()
    expect_titles(page, "Banking", "Farming")
    assert page.get_by_role("heading", name="Who works where").is_visible()


def test_click_with_a_modifier_opens_a_page_of_its_own(page, content):
    page.goto("/articles/?language=de&language=fr")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Language: German").click(modifiers=["ControlOrMeta"])

    opened.value.wait_for_url("**/articles/?language=fr")
    assert page.url.endswith("?language=de&language=fr")


def test_nothing_moves_by_itself(page, content):
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "one => window.shifts += one.value))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page.goto("/articles/", wait_until="networkidle")
    page.get_by_label("German").check()
    expect_titles(page, "Anderer Text", "Deutscher Text")

    assert page.evaluate("window.shifts") == 0
