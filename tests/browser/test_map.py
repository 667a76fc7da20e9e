"""The map in Chromium: by keyboard, in both themes, narrowed by what the reader knows, and without scripts."""

from typing import Any

import pytest

from articles.models import Skill
from tests.factories import make_group, make_path, make_skill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What the focused box of the drawing looks like: the colour and width of its ring, and the colour around it.
RING = """() => {
  const ring = getComputedStyle(document.activeElement.querySelector('rect'));
  return [ring.stroke, parseFloat(ring.strokeWidth)];
}"""
# How far texts stand out of their boxes, in CSS pixels.
OVERFLOW = """() => Math.max(...[...document.querySelectorAll('.node')].map(node => {
  const [box, text] = [node.querySelector('rect').getBBox(), node.querySelector('text').getBBox()];
  return Math.max(box.x - text.x, text.x + text.width - box.x - box.width, box.y - text.y,
    text.y + text.height - box.y - box.height);
}))"""


@pytest.fixture
def skills() -> dict[str, Skill]:
    basics, models = make_group("Basics", slug="basics", position=1), make_group("Models", slug="models", position=2)
    python = make_skill(name="Python", slug="python", group=basics)
    statistics = make_skill(name="Statistics", slug="statistics", group=basics)
    learning = make_skill(name="Learning", slug="learning", group=models, prerequisites=[python, statistics])
    deep = make_skill(name="Deep learning", slug="deep", group=models, prerequisites=[learning])
    make_path(name="Way", slug="way", steps=[{"title": "a", "skills": [str(deep.pk)]}])
    return {"python": python, "statistics": statistics, "learning": learning, "deep": deep}


def drawn(page: Any) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('.map-drawing .node')].filter(node => node.getClientRects().length)"
        ".map(node => node.querySelector('title').textContent)"
    )


def listed(page: Any) -> list[str]:
    return page.locator(".map-list [data-skill]:visible > a").all_inner_texts()


def know(page: Any, *skills: Skill) -> None:
    ticks = {str(skill.pk): "2026-01-02T03:04:05Z" for skill in skills}
    page.evaluate(
        "text => localStorage.setItem('portal.progress', text)",
        f'{{"version": 1, "skills": {ticks}}}'.replace("'", '"'),
    )
    page.reload()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_drawing_is_walked_by_keyboard_in_reading_order_with_a_visible_ring(page, console, skills, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/map/")
    page.locator(".map-scroll").focus()
    focused, rings, places = [], set(), []

    for _skill in skills:
        page.keyboard.press("Tab")
        focused.append(page.evaluate("document.activeElement.querySelector('title').textContent"))
        rings.add(tuple(page.evaluate(RING)))
        places.append(page.evaluate("(({y, x}) => [y, x])(document.activeElement.querySelector('rect').getBBox())"))

    assert focused == ["Python", "Statistics", "Learning", "Deep learning"]
    assert places == sorted(places)
    [(colour, width)] = rings
    assert colour == {"light": "rgb(11, 101, 93)", "dark": "rgb(116, 205, 191)"}[scheme]
    assert width >= 3
    page.keyboard.press("Enter")
    page.wait_for_url("**/skills/deep/")
    assert console == []


def test_no_name_stands_out_of_its_box(page, skills):
    for name in (
        "Recommender systems",
        "WWWWWWWWWWWWWWWWWWWWWW",
        "機械学習の基礎となる線形代数と確率",
        "Donaudampfschifffahrtsgesellschaft",
    ):
        make_skill(name=name)
    page.goto("/map/")

    assert page.evaluate(OVERFLOW) <= 0


def test_lines_of_the_focused_skill_stand_out(page, skills):
    page.goto("/map/")
    page.locator(".node").nth(2).focus()

    assert page.locator(".is-traced").count() == 3
    page.get_by_role("heading", level=1).click()
    page.locator(".map-scroll").focus()
    assert page.locator(".is-traced").count() == 0


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ("all skills", ["Python", "Statistics", "Learning", "Deep learning"]),
        ("known", ["Python"]),
        ("not yet known", ["Statistics", "Learning", "Deep learning"]),
        ("ready to learn next", ["Statistics"]),
    ],
)
def test_what_is_known_narrows_list_and_drawing(page, console, skills, choice, names):
    page.goto("/map/")
    know(page, skills["python"])

    page.get_by_label(choice, exact=True).check()

    assert drawn(page) == names
    assert listed(page) == names
    assert f"Shown: {len(names)} of 4. Known: 1." in page.locator("[data-shown]").inner_text()
    assert console == []


def test_skill_ticked_in_the_list_is_known_in_the_drawing_and_opens_the_next(page, skills):
    page.goto("/map/")
    page.get_by_label("ready to learn next").check()
    assert drawn(page) == ["Python", "Statistics"]

    page.get_by_role("button", name="I know: Python").click()
    page.get_by_role("button", name="I know: Statistics").click()

    assert drawn(page) == ["Learning"]
    page.get_by_label("all skills").check()
    assert page.locator(".node.is-known").count() == 2


def test_focus_stays_on_the_page_when_a_tick_takes_its_row_away(page, skills):
    page.goto("/map/")
    page.get_by_label("not yet known").check()

    page.get_by_role("button", name="I know: Python").press("Space")

    assert "Python" not in listed(page)
    assert page.evaluate("document.activeElement.value") == "unknown"


def test_prerequisite_beyond_the_filter_counts_for_what_is_next(page, skills):
    page.goto("/map/?group=models")
    page.get_by_label("ready to learn next").check()
    assert drawn(page) == []

    know(page, skills["python"], skills["statistics"])
    page.get_by_label("ready to learn next").check()

    assert drawn(page) == ["Learning"]


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_map_does_not_scroll_the_page_sideways_nor_move(page, skills, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver(list => list.getEntries().forEach(one => window.shifts += one.value))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    for address in ("/map/", "/skills/learning/"):
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("window.shifts") == 0


def test_map_works_without_script(browser, live_server, skills):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/map/")

    page.get_by_role("link", name="Models 2").click()

    assert listed(page) == ["Learning", "Deep learning"]
    page.get_by_role("link", name="Way 1").click()
    assert listed(page) == ["Deep learning"]
    assert page.locator(".node").count() == 1
    assert page.get_by_role("button").count() == 0
    assert page.get_by_role("radio").count() == 0
    context.close()
