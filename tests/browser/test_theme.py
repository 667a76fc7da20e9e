"""The theme follows the system until a reader chooses another; the choice stays, and pictures of diagrams follow it."""

import io

import pytest
from PIL import Image

from tests.factories import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAPER = {"light": "rgb(252, 251, 248)", "dark": "rgb(19, 23, 27)"}
BODY = "## One\n\n![The loop](diagram:agent-loop)\n\n```python\nprint(1)\n```\n"


def background(page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize("system", ["light", "dark"])
def test_theme_follows_the_system_until_another_is_chosen(page, system):
    other = "dark" if system == "light" else "light"
    page.emulate_media(color_scheme=system)
    page.goto("/")
    assert background(page) == PAPER[system]

    page.get_by_label("Theme").select_option(other)
    assert background(page) == PAPER[other]
    page.goto("/articles/")
    assert background(page) == PAPER[other]
    assert page.get_by_label("Theme").input_value() == other

    page.get_by_label("Theme").select_option("")
    assert background(page) == PAPER[system]
    page.reload()
    assert background(page) == PAPER[system]


def test_chosen_theme_stands_before_the_page_is_drawn(page):
    page.emulate_media(color_scheme="light")
    page.goto("/")
    page.get_by_label("Theme").select_option("dark")
    page.route("**/site.js", lambda route: route.abort())
    page.reload()

    assert background(page) == PAPER["dark"]


def test_page_without_script_has_the_systems_theme_and_no_switch(browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto("/")

    assert not page.get_by_label("Theme").is_visible()
    shot = Image.open(io.BytesIO(page.screenshot())).convert("L")
    assert shot.tobytes()[-2] < 60
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_diagrams_follow_the_chosen_theme(page, theme):
    make_article(slug="drawn", body=BODY)
    page.emulate_media(color_scheme="dark" if theme == "light" else "light")
    page.goto("/articles/drawn/")
    page.get_by_label("Theme").select_option(theme)
    picture = page.locator(".prose img")
    picture.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")

    assert brightness_of(picture.screenshot()) == theme


def brightness_of(png: bytes) -> str:
    """The theme that a point within the first box of the diagram is drawn in."""
    image = Image.open(io.BytesIO(png)).convert("L")
    x, y = image.width * 130 // 400, image.height * 14 // 402
    return "light" if image.tobytes()[y * image.width + x] > 128 else "dark"
