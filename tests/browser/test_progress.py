"""What readers know, kept in their browser: ticked once, counted everywhere, saved, loaded, cleared, never lost."""

import json
from typing import Any
from uuid import UUID

import pytest

from articles.models import Skill
from tests.factories import make_path, make_skill, make_tool

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEY = "portal.progress"
TIME = "2026-01-02T03:04:05.000Z"


@pytest.fixture
def skills() -> dict[str, Skill]:
    """Two skills, and a path of three steps: one of either skill, one of none."""
    python, statistics = make_skill(name="Python", slug="python"), make_skill(name="Statistics", slug="statistics")
    steps = [
        {"title": "Program", "hours": 10, "skills": [str(python.pk)]},
        {"title": "Count", "hours": 5, "is_required": False, "skills": [str(statistics.pk)]},
        {"title": "Rest", "hours": 3},
    ]
    make_path(slug="way", steps=steps)
    return {"python": python, "statistics": statistics}


def kept(page: Any) -> Any:
    return page.evaluate(f"JSON.parse(localStorage.getItem('{KEY}'))")


def keep(page: Any, text: str) -> None:
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page.reload()


def state_of(page: Any) -> str:
    return page.locator("[data-state]").inner_text()


def message(page: Any) -> str:
    return page.locator("[data-message]").inner_text()


def load_file(page: Any, content: bytes) -> None:
    page.locator("[data-file]").set_input_files({"name": "p.json", "mimeType": "application/json", "buffer": content})


def test_skill_ticked_on_its_page_counts_on_the_path(page, console, skills):
    page.goto("/skills/python/")
    button = page.get_by_role("button", name="I know this")
    assert button.get_attribute("aria-pressed") == "false"

    button.press("Enter")

    assert button.get_attribute("aria-pressed") == "true"
    assert list(kept(page)["skills"]) == [str(skills["python"].pk)]
    assert kept(page)["version"] == 1
    page.goto("/paths/way/")
    assert page.get_by_role("button", name="I know: Python").get_attribute("aria-pressed") == "true"
    assert page.locator(".step.is-done h3").all_inner_texts() == ["Program"]
    assert console == []


def test_path_counts_the_steps_done_and_the_hours_left(page, skills):
    page.goto("/paths/way/")
    assert "Steps done: 0 of 2" in state_of(page)

    page.get_by_role("button", name="I know: Python").click()

    assert "Steps done: 1 of 2" in state_of(page)
    assert "Hours left: 5" in state_of(page)
    assert "Hours left in required steps: 0" in state_of(page)
    page.get_by_role("button", name="I know: Python").click()
    assert "Hours left: 15" in state_of(page)
    assert kept(page)["skills"] == {}


def test_two_tabs_agree(page, skills):
    page.goto("/paths/way/")
    other = page.context.new_page()
    other.goto("/skills/statistics/")

    other.get_by_role("button", name="I know this").click()

    page.locator(".step.is-done").wait_for()
    page.get_by_role("button", name="I know: Python").click()
    assert len(kept(other)["skills"]) == 2


def test_progress_is_saved_cleared_brought_back_and_loaded(page, skills):
    page.goto("/paths/way/")
    page.get_by_role("button", name="I know: Python").click()
    before = kept(page)

    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    page.get_by_role("button", name="Clear", exact=True).click()

    assert kept(page) is None
    assert "Steps done: 0 of 2" in state_of(page)
    page.get_by_role("button", name="Undo").click()
    assert kept(page) == before
    page.get_by_role("button", name="Clear", exact=True).click()
    page.get_by_role("button", name="I know: Statistics").click()
    saved = download.value.path().read_bytes()
    assert json.loads(saved) == before
    load_file(page, saved)
    page.locator(".step.is-done >> nth=1").wait_for()
    assert "Skills in it: 1" in message(page)
    assert len(kept(page)["skills"]) == 2


def test_undo_brings_back_what_was_cleared_beside_what_was_ticked_since(page, skills):
    page.goto("/paths/way/")
    page.get_by_role("button", name="I know: Python").click()
    page.get_by_role("button", name="Clear", exact=True).click()
    assert page.evaluate("'undo' in document.activeElement.dataset")

    page.get_by_role("button", name="I know: Statistics").click()
    page.get_by_role("button", name="Undo").click()

    assert set(kept(page)["skills"]) == {str(skill.pk) for skill in skills.values()}
    assert page.get_by_role("button", name="Undo").count() == 0


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"version": 2, "skills": {}}',
        b'{"version": 1, "skills": {"python": "2026-01-02T03:04:05Z"}}',
        b'{"version": 1, "skills": {"6c1f4a51-3b89-4b0e-9d1c-1e6b0e1d2f3a": true}}',
        b'{"version": 1, "skills": null}',
        b"\xff\xfe\x00",
    ],
    ids=["broken", "a list", "another version", "no ids", "no times", "no skills", "no text"],
)
def test_foreign_file_is_refused_and_nothing_is_lost(page, console, skills, content):
    page.goto("/paths/way/")
    page.get_by_role("button", name="I know: Python").click()
    before = kept(page)

    load_file(page, content)

    page.get_by_text("This file holds no progress").wait_for()
    assert kept(page) == before
    assert console == []


def test_file_that_would_overfill_what_is_kept_is_refused_and_nothing_is_lost(page, console, skills):
    page.goto("/paths/way/")
    page.get_by_role("button", name="I know: Python").click()
    first, second = ({str(UUID(int=start + number)): TIME for number in range(9_000)} for start in (0, 9_000))
    load_file(page, json.dumps({"version": 1, "skills": first}).encode())
    page.get_by_text("The file was loaded").wait_for()

    load_file(page, json.dumps({"version": 1, "skills": second}).encode())

    page.get_by_text("more than this browser can keep").wait_for()
    assert kept(page)["skills"].keys() == {*first, str(skills["python"].pk)}
    page.reload()
    page.get_by_text("Skills that you know: 9001.").wait_for()
    assert console == []


@pytest.mark.parametrize("text", ["{broken", '{"version": 9, "skills": {}}'])
def test_what_cannot_be_read_is_told_and_left_alone(page, skills, text):
    page.goto("/paths/way/")
    keep(page, text)

    assert "cannot be read" in message(page)
    page.get_by_role("button", name="I know: Python").click()
    load_file(page, json.dumps({"version": 1, "skills": {str(skills["python"].pk): TIME}}).encode())
    assert "cannot be read" in message(page)
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == text
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    assert download.value.path().read_text() == text
    page.get_by_role("button", name="Clear", exact=True).click()
    page.get_by_role("button", name="I know: Python").click()
    assert len(kept(page)["skills"]) == 1


def test_browser_without_storage_says_so(page, console, skills):
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})")
    page.goto("/paths/way/")

    page.get_by_role("button", name="I know: Python").click()

    assert "keeps nothing" in message(page)
    assert console == []


NO_STORAGE = """
Object.defineProperty(window, "localStorage", {get() { throw new DOMException("blocked", "SecurityError"); }});
"""

TEXT_SPACING = """
const sheet = new CSSStyleSheet();
sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }");
document.adoptedStyleSheets = [sheet];
"""


@pytest.fixture
def blocked(page, skills):
    """A window of a telephone that keeps nothing."""
    for number in range(30):
        make_skill(name=f"Skill {number:02}", tools=[make_tool(name=f"Tool {number:02}")])
    page.set_viewport_size({"width": 360, "height": 640})
    page.add_init_script(NO_STORAGE)
    return page


def box(locator: Any) -> dict[str, float]:
    return locator.evaluate("(one) => one.getBoundingClientRect().toJSON()")


def make_panel_far(page: Any) -> None:
    """A long page, whatever the skill's page holds."""
    page.evaluate("document.querySelector('[data-panel]').style.marginBlockStart = '3000px'")


@pytest.mark.parametrize("address", ["/skills/python/", "/map/"])
def test_tick_that_is_not_kept_is_explained_beside_the_reader(blocked, console, address):
    blocked.goto(address)
    make_panel_far(blocked)
    note, tick = blocked.locator("[data-message]"), blocked.locator("[data-tick]:visible").first
    tick.scroll_into_view_if_needed()
    before = box(tick)

    tick.click()

    assert "keeps nothing" in note.inner_text()
    assert box(note)["top"] >= 0
    assert box(note)["bottom"] <= 640
    assert box(note)["left"] >= 0
    assert box(note)["right"] <= 360
    assert box(tick)["left"] == before["left"]
    assert box(tick)["bottom"] <= box(blocked.locator("[data-note]"))["top"]
    assert blocked.evaluate("document.documentElement.scrollWidth") == 360
    assert blocked.get_by_role("status").filter(has_text="keeps nothing").count() == 1
    assert console == []


def test_explanation_never_covers_what_has_the_focus(blocked):
    blocked.goto("/map/")
    blocked.emulate_media(reduced_motion="reduce")  # nothing is measured while it scrolls
    blocked.evaluate(TEXT_SPACING)
    ticks = blocked.locator("[data-tick]:visible")
    ticks.nth(5).evaluate("(one) => scrollBy({top: one.getBoundingClientRect().bottom - 630, behavior: 'instant'})")
    ticks.nth(5).press("Enter")
    for _ in range(6):
        focused = blocked.locator(":focus")
        assert box(focused)["bottom"] <= box(blocked.locator("[data-note]"))["top"]
        blocked.keyboard.press("Tab")


@pytest.mark.parametrize("way", ["button", "Escape"])
def test_explanation_is_closed_and_stays_in_the_panel(blocked, way):
    blocked.goto("/skills/python/")
    make_panel_far(blocked)
    blocked.locator("[data-tick]:visible").first.click()
    note = blocked.locator("[data-message]")
    assert box(note)["bottom"] <= 640

    if way == "button":
        blocked.get_by_role("button", name="Close").click()
    else:
        blocked.keyboard.press("Escape")

    assert "keeps nothing" in note.inner_text()
    panel = box(blocked.locator("[data-panel]"))
    assert panel["top"] <= box(note)["top"] <= panel["bottom"]
    assert blocked.get_by_role("button", name="Close").count() == 0
    assert blocked.evaluate("document.activeElement !== document.body")


def test_without_script_nothing_of_it_shows(browser, live_server, skills):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    for address in ("/paths/way/", "/skills/python/"):
        page.goto(address)
        assert page.get_by_role("button").count() == 0
        assert not page.get_by_text("Your progress").is_visible()
        assert not page.get_by_text("Hours left").is_visible()
    context.close()


def test_nothing_moves_when_the_script_runs(page, skills):
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver(list => list.getEntries().forEach(one => window.shifts += one.value))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    for address in ("/paths/way/", "/skills/python/"):
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("window.shifts") == 0
