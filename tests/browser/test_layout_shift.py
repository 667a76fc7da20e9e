"""Nothing moves on any type of page while it loads: pictures and scripts come after the first paint, as on a slow line.

The content is the starter catalogue's, on the longest page of each type, and an article with all that an article can hold.
"""

import json
from itertools import product
from typing import Any

import pytest
from django.urls import reverse

from articles.models import ITEM_MODELS, Item, Skill
from articles.transfer.starter.loading import load_starter
from tests.factories import make_announcement, make_article, make_picture, make_user
from tests.portal.reading import names_of, page_names
from tests.portal.views.states import BODY, LISTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COLLECT_SHIFTS = """
window.shifts = [];
const tell = (entries) => {
  for (const entry of entries) {
    const moved = entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.textContent ?? "something");
    window.shifts.push(`${entry.value}: ${moved.join(" | ")}`);
  }
};
const observer = new PerformanceObserver((list) => tell(list.getEntries()));
observer.observe({ type: "layout-shift", buffered: true });
window.readShifts = () => {
  tell(observer.takeRecords());
  return window.shifts;
};
"""
AFTER_FIRST_PAINT = """new Promise((done) =>
  new PerformanceObserver(() => done(true)).observe({ type: "paint", buffered: true }))"""
AFTER_TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
PICTURES_ARE_THERE = """() => [...document.images].every((one) =>
  one.complete || one.getBoundingClientRect().top > innerHeight)"""


# Reads the page as far as each end of an element of its head row, as a page that is still coming in.
MOVED_IN_HEADER = """() => {
  const html = document.body.innerHTML;
  const end = html.indexOf("<main");
  const places = () => [...document.querySelectorAll(".site-header :is(a, label, select)")]
    .filter((one) => getComputedStyle(one).visibility === "visible")
    .map((one) => JSON.stringify([one.textContent, one.getBoundingClientRect()]));
  const whole = places();
  const cuts = [...html.matchAll(/<\\/\\w+>/g)].map(({ index, 0: tag }) => index + tag.length);
  const moved = cuts.filter((cut) => cut <= end).flatMap((cut) => {
    document.body.innerHTML = html.slice(0, cut);
    return places().filter((place, number) => place !== whole[number]);
  });
  return [whole.length, moved];
}"""


class SlowLine:
    """Holds back pictures and scripts until `release`; but for the one script that stands in the head for the first paint."""

    def __init__(self, page: Any) -> None:
        self.held: list[Any] | None = []
        page.route("**/*", self.handle)

    def handle(self, route: Any) -> None:
        late = route.request.resource_type in {"image", "script"} and not route.request.url.endswith("/early.js")
        if late and self.held is not None:
            self.held.append(route)
        else:
            route.continue_()

    def hold(self) -> None:
        self.held = []

    def release(self) -> None:
        held, self.held = self.held or [], None
        for route in held:
            route.continue_()


@pytest.fixture
def addresses() -> list[str]:
    load_starter(report=lambda _line: None)
    picture = make_picture(size=(900, 400))
    make_article(
        slug="everything", body=BODY.replace("[[skill:target", "[[skill:python").replace("PICTURE", str(picture.pk)),
        cover=picture, authors=[make_user(public_name="Dana Example")],
    )  # fmt: skip
    make_announcement("Some news that is worth a line above every page. " * 4)
    details = [reverse(kind, args=[longest(model).slug]) for kind, model in ITEM_MODELS.items()]
    compared = ["/tools/compare/?items=pytorch,pandas", "/skills/compare/?items=python,statistics"]
    return [
        "/",
        "/about/",
        "/map/",
        "/search/?q=data",
        *LISTS,
        *details,
        *compared,
        "/articles/everything/",
        "/nowhere/",
    ]


def longest(model: type[Item]) -> Item:
    [name, *_others] = model.markdown_fields
    return max(model._default_manager.all(), key=lambda item: len(getattr(item, name)))


def bring_along(page: Any) -> None:
    """What a reader of earlier visits has in the browser: a theme, and each skill ticked."""
    ticks = {str(pk): "2026-01-05T08:00:00.000Z" for pk in Skill.objects.values_list("pk", flat=True)}
    page.goto("/about/")
    page.evaluate("localStorage.setItem('theme', 'dark')")
    page.evaluate("text => localStorage.setItem('portal.progress', text)", json.dumps({"version": 1, "skills": ticks}))


def test_nothing_moves_while_a_page_loads(page: Any, addresses: list[str]) -> None:
    assert page_names() - names_of(addresses) == set()
    page.add_init_script(COLLECT_SHIFTS)
    bring_along(page)
    line = SlowLine(page)
    moved = {}
    for width, address in product((360, 1280), addresses):
        page.set_viewport_size({"width": width, "height": 3000})
        moved[f"{width} {address}"] = shifts_of(page, line, address)
    assert {where: found for where, found in moved.items() if found} == {}


def shifts_of(page: Any, line: SlowLine, address: str) -> list[str]:
    line.hold()
    page.goto(address, wait_until="commit")
    page.locator(".site-footer").wait_for(state="attached")
    assert page.evaluate(AFTER_FIRST_PAINT)
    page.evaluate(AFTER_TWO_FRAMES)
    line.release()
    page.wait_for_load_state("load")
    page.wait_for_function(PICTURES_ARE_THERE)
    page.evaluate(AFTER_TWO_FRAMES)
    found: list[str] = page.evaluate("readShifts()")
    return found


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_read_of_the_header_stays_where_it_is_when_the_rest_comes(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/about/")
    number, moved = page.evaluate(MOVED_IN_HEADER)
    assert number > 8
    assert moved == []


def test_what_moves_is_found(page: Any) -> None:
    page.add_init_script(COLLECT_SHIFTS)
    line = SlowLine(page)
    assert shifts_of(page, line, "/about/") == []
    page.evaluate("document.querySelector('h1').before(document.createElement('hr'))")
    page.evaluate(AFTER_TWO_FRAMES)
    assert page.evaluate("readShifts()") != []
