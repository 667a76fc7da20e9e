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

# Ground and ink of a chip, and how each line of the legend is drawn.
CHIP = "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"
LINES = """() => [...document.querySelectorAll('.map-legend .line')].map(one => {
  const look = getComputedStyle(one);
  return [look.stroke, look.strokeWidth, look.strokeDasharray];
})"""


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


def lit(page: Any) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('.map-drawing .node')]"
        ".filter(node => getComputedStyle(node.querySelector('text')).opacity === '1')"
        ".map(node => node.querySelector('title').textContent)"
    )


def seen_lines(page: Any) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('.map-drawing [data-edge]')]"
        ".filter(one => getComputedStyle(one).visibility === 'visible').map(one => one.dataset.edge)"
    )


@pytest.fixture
def stranger() -> Skill:
    return make_skill(name="Zoology")


def test_chain_of_the_focused_skill_stands_out_and_the_rest_fades(page, skills, stranger):
    page.goto("/map/")
    assert len(lit(page)) == 5

    page.locator(".node", has_text="Statistics").focus()

    assert lit(page) == ["Statistics", "Learning", "Deep learning"]
    assert page.locator(".is-after").evaluate_all("all => all.map(one => one.dataset.edge)") == [None, "2 3", "3 4"]
    page.locator(".node", has_text="Learning").first.focus()
    assert lit(page) == ["Python", "Statistics", "Learning", "Deep learning"]
    assert page.locator(".edges .is-before").count() == 2
    page.locator(".map-scroll").focus()
    assert len(lit(page)) == 5


def test_chain_stands_out_for_the_pointer_and_for_the_list(page, skills, stranger):
    page.goto("/map/")

    page.locator(".node", has_text="Python").hover()
    assert lit(page) == ["Python", "Learning", "Deep learning"]
    page.locator(".map-list").get_by_role("link", name="Zoology").focus()

    assert lit(page) == ["Zoology"]


def test_lines_between_groups_are_seen_where_they_are_asked_for(page, skills):
    page.goto("/map/")
    assert seen_lines(page) == ["3 4"]

    page.locator(".node", has_text="Python").focus()
    assert seen_lines(page) == ["1 3", "3 4"]
    page.get_by_label("lines between groups").check()
    assert seen_lines(page) == ["1 3", "2 3", "3 4"]

    page.goto("/map/?group=basics&group=models")
    assert seen_lines(page) == ["1 3", "2 3", "3 4"]


@pytest.mark.parametrize(("width", "is_open"), [(360, False), (768, True), (1280, True)])
def test_filters_are_folded_where_there_is_little_room(page, skills, width, is_open):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/map/")
    link = page.get_by_role("link", name="Models 2")

    assert link.is_visible() is is_open
    if not is_open:
        page.get_by_text("Group: All groups").click()
    link.click()

    page.wait_for_url("**/map/?group=models")
    assert page.get_by_text("Group: Models").is_visible() is not is_open


def test_drawing_is_found_on_a_telephone_and_scrolls_within_itself(page, skills):
    make_skill(name="Deeper learning", prerequisites=[skills["deep"]])
    page.set_viewport_size({"width": 360, "height": 800})
    page.emulate_media(reduced_motion="reduce")
    page.goto("/map/")
    jump = page.get_by_role("link", name="To the drawing")
    assert jump.bounding_box()["y"] < 800

    jump.click()

    box = page.locator(".map-scroll")
    assert 0 <= page.get_by_role("heading", name="Drawing").bounding_box()["y"] < 200
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.map-scroll').scrollLeft > 0")
    page.get_by_role("link", name="To the list").click()
    assert 0 <= page.locator("#list").bounding_box()["y"] < 200


def test_keyboard_has_a_way_past_the_list_beside_the_drawing(page, skills):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/map/")
    page.get_by_role("link", name="To the drawing").focus()
    page.keyboard.press("Enter")

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "far-switch"


def test_print_holds_list_and_drawing_and_no_controls(page, skills):
    last = make_skill(name="Deeper learning", group=make_group(position=3), prerequisites=[skills["deep"]])
    make_skill(name="Deepest learning", group=make_group(position=4), prerequisites=[last])
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    page.goto("/map/")

    assert listed(page) == [*(skill.name for skill in skills.values()), "Deeper learning", "Deepest learning"]
    assert page.locator(".map-drawing").bounding_box()["width"] <= 700
    for selector in (".map-filter", ".known-filter", ".map-jump", ".far-switch", ".tick"):
        assert not page.locator(selector).first.is_visible(), selector


def test_forced_colours_reach_the_drawing(page, skills):
    page.emulate_media(forced_colors="active")
    page.goto("/map/")
    ink = page.evaluate("getComputedStyle(document.body).color")

    for selector, paint in ((".node text", "fill"), (".edges path", "stroke"), (".node use", "fill")):
        assert page.locator(selector).first.evaluate(f"one => getComputedStyle(one).{paint}") == ink, selector


def test_forced_colours_tell_the_chosen_group_from_its_neighbours(page, skills):
    page.emulate_media(forced_colors="active")
    page.goto("/map/?group=basics")
    chips = page.locator(".map-filter").first.locator("a")

    looks = [chip.evaluate(CHIP) for chip in chips.all()]
    chosen = [chip.get_attribute("aria-current") == "true" for chip in chips.all()]

    assert chosen.count(True) == 1
    paint = looks[chosen.index(True)]
    others = [look for look, is_chosen in zip(looks, chosen, strict=True) if not is_chosen]
    assert others
    assert all(paint[0] != other[0] and paint[1] != other[1] for other in others)


def test_forced_colours_tell_the_lines_of_the_legend_apart(page, skills):
    page.emulate_media(forced_colors="active")
    page.goto("/map/")

    looks = page.evaluate(LINES)

    assert len(looks) == 3
    assert len(set(map(tuple, looks))) == 3


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


# Reads the list as far as each end of an element, as a page that is still coming in; gives what then stood elsewhere.
MOVED_WHILE_COMING_IN = """() => {
  const list = document.querySelector(".map-list");
  const html = list.innerHTML;
  const places = () => [...list.querySelectorAll("a, p, h3")].map((one) => {
    const { top, left } = one.getBoundingClientRect();
    return `${one.textContent} ${top} ${left}`;
  });
  const whole = places();
  return [...html.matchAll(/<\\/(a|p|button|li)>/g)].flatMap(({ index, 0: tag }) => {
    list.innerHTML = html.slice(0, index + tag.length);
    return places().filter((place, number) => place !== whole[number]);
  });
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_read_of_the_list_stays_where_it_is_when_the_rest_comes(page, skills, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/map/")
    assert page.evaluate("() => document.querySelectorAll('.map-list .needs a').length") > 0
    assert page.evaluate(MOVED_WHILE_COMING_IN) == []


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
