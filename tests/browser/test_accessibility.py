"""Open to everyone: axe finds nothing on any type of page, every control is reached by keyboard and seen, and no page breaks
where readers enlarge or space out its text.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_pages import ABSENT, PAGES, content

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["content"]

ALL_PAGES = [*PAGES, *ABSENT]
# WCAG 1.4.12: no content may be lost under these.
TEXT_SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }
"""
# The texts that stick out of a box that cuts them off.
FIND_CUT_TEXTS = """() => {
  const found = [];
  for (const one of document.querySelectorAll("body *")) {
    const style = getComputedStyle(one);
    const cuts = /hidden|clip/.test(style.overflowX + style.overflowY) && !one.matches(".hidden-visually");
    if (cuts && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1) && one.innerText)
      found.push(one.tagName + "." + one.className + ": " + one.innerText.slice(0, 40));
  }
  return found;
}"""
LIST_CONTROLS = """() => {
  // A group of radio buttons is one stop: the arrow keys move within it.
  const selector = "a[href], button, select, input:not([type=hidden], [type=radio]:not(:checked)), textarea, summary, [tabindex='0']";
  const shown = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true }));
  shown.forEach((one, number) => (one.dataset.control = number));
  return shown.length;
}"""
DESCRIBE_FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    number: one.dataset.control ?? null,
    name: one.tagName + " " + (one.innerText || one.textContent || one.tagName).slice(0, 40),
    // Links of a drawing have no box of their own to be outlined: their frame grows bold.
    isMarked: one instanceof SVGElement
      ? parseFloat(getComputedStyle(one.querySelector("rect")).strokeWidth) >= 4
      : style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isInSight: box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0,
  };
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Any, content: None, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    told: list[str] = []
    for address in ALL_PAGES:
        page.goto(address)
        for violation in Axe().run(page).response["violations"]:
            told += [f"{address} {violation['id']}: {node['html'][:160]}" for node in violation["nodes"]]
    assert told == []


@pytest.mark.parametrize("width", [360, 1280])
def test_every_control_is_reached_by_keyboard_and_seen(page: Any, content: None, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(reduced_motion="reduce")
    for address in ALL_PAGES:
        page.goto(address)
        count = page.evaluate(LIST_CONTROLS)
        seen = [stop for stop in walk_by_tab(page, count) if stop is not None]
        assert seen[0]["name"].endswith("Skip to the content"), address
        assert {stop["number"] for stop in seen} >= {str(number) for number in range(count)}, address
        assert [stop["name"] for stop in seen if not (stop["isMarked"] and stop["isInSight"])] == [], address


def walk_by_tab(page: Any, count: int) -> Iterator[dict[str, Any] | None]:
    """Where the focus is after each press of the Tab key, until it leaves the page; fails where it never does."""
    for _press in range(2 * count + 5):
        page.keyboard.press("Tab")
        stop = page.evaluate(DESCRIBE_FOCUS)
        if stop is None:
            return
        yield stop
    raise AssertionError(f"The focus does not leave {page.url}.")


def test_text_spacing_cuts_nothing_off(page: Any, content: None) -> None:
    page.context.add_init_script(
        f"addEventListener('DOMContentLoaded', () => {{"
        f" const sheet = new CSSStyleSheet(); sheet.replaceSync({TEXT_SPACING!r});"
        f" document.adoptedStyleSheets.push(sheet); }});"
    )
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for address in ALL_PAGES:
            page.goto(address)
            assert page.evaluate("getComputedStyle(document.body).letterSpacing") != "normal"
            assert page.evaluate(FIND_CUT_TEXTS) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_text_of_twice_the_size_cuts_nothing_off(page: Any, content: None) -> None:
    """By the text alone, as with a larger font of the browser; zoom to 200 % is half the width, which is tested at 320."""
    page.context.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        " const sheet = new CSSStyleSheet(); sheet.replaceSync(':root { font-size: 200% !important; }');"
        " document.adoptedStyleSheets.push(sheet); });"
    )
    for width in (640, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for address in ALL_PAGES:
            page.goto(address)
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
            assert page.evaluate(FIND_CUT_TEXTS) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_forced_colours_leave_controls_and_bars_visible(page: Any, content: None) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/industries/")
    fill = "getComputedStyle(document.querySelector('.bar rect')).fill"
    assert page.evaluate(fill) == page.evaluate("getComputedStyle(document.body).color")
    page.goto("/articles/main/")
    page.keyboard.press("Tab")
    assert page.evaluate(DESCRIBE_FOCUS)["isMarked"]
    for selector in (".copy-code", ".tags a", ".announcement"):
        widths = page.evaluate(
            "one => Object.values(['Top', 'Bottom'].map(side => getComputedStyle(document.querySelector(one))"
            "[`border${side}Width`])).map(parseFloat)",
            selector,
        )
        assert max(widths) >= 1, selector


def test_reduced_motion_stops_smooth_scrolling(page: Any, content: None) -> None:
    page.emulate_media(reduced_motion="no-preference")
    page.goto("/")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "smooth"

    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_print_shows_the_text_in_dark_on_light_and_no_controls(page: Any, content: None) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("/articles/main/")

    assert page.evaluate("getComputedStyle(document.querySelector('.prose')).color") == "rgb(0, 0, 0)"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.prose pre')).backgroundColor") == "rgb(246, 248, 250)"
    )
    assert page.evaluate("getComputedStyle(document.querySelector('.prose pre')).whiteSpaceCollapse") == "preserve"
    assert page.evaluate("getComputedStyle(document.querySelector('.prose pre')).textWrapMode") == "wrap"
    for selector in (".site-menu", ".theme-switch", ".announcement", ".copy-code", ".contents", ".neighbours"):
        assert not page.locator(selector).first.is_visible(), selector
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator(".prose table").is_visible()
