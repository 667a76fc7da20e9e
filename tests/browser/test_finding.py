"""Filters, search and comparisons in Chromium: by keyboard, on narrow and wide screens."""

import pytest

from tests.factories import make_article, make_category, make_section, make_skill, make_tool

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def content() -> None:
    skills = [make_skill(name=f"Skill {number:02}") for number in range(16)]
    make_article(title="English text", skills=skills, section=make_section("Practice"))
    make_article(title="Deutscher Text", language="de", skills=skills[:2], section=make_section("Theory"))
    for name in ("Alpha", "Beta", "Gamma"):
        make_tool(name=name, summary=f"What {name} does. " * 8, categories=[make_category()])


def titles(page) -> list[str]:
    return page.locator(".rows .entry-title").all_inner_texts()


def test_several_values_are_chosen_and_taken_away_without_script(plain_page, content):
    page = plain_page
    page.goto("/articles/")
    page.get_by_label("German").check()
    page.get_by_role("button", name="Show").first.click()
    assert titles(page) == ["Deutscher Text"]

    page.get_by_label("English").check()
    page.get_by_role("button", name="Show").first.click()
    assert sorted(titles(page)) == ["Deutscher Text", "English text"]

    page.get_by_role("link", name="Language: German").click()
    assert titles(page) == ["English text"]


def test_filter_is_used_by_keyboard_alone(page, content):
    page.goto("/articles/")
    page.get_by_label("Order", exact=True).focus()
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "de":
            break
    page.keyboard.press("Space")
    page.wait_for_url("**language=de**")

    assert titles(page) == ["Deutscher Text"]


@pytest.mark.parametrize(("width", "visible"), [(1280, True), (360, False)])
def test_filters_stand_open_where_there_is_room(page, content, width, visible):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/articles/")
    field = page.get_by_label("German")

    assert field.is_visible() is visible
    if not visible:
        page.get_by_text("Filter and order").click()
        assert field.is_visible()


def test_rest_of_a_long_filter_opens_on_demand(page, content):
    page.goto("/articles/")
    last = page.get_by_label("Skill 15")
    assert not last.is_visible()

    page.get_by_text("6 more").click()
    last.check()
    page.wait_for_url("**skills=**")

    assert titles(page) == ["English text"]
    assert page.get_by_label("Skill 15").is_visible()


def test_search_from_the_home_page_leads_to_what_is_looked_for(page, content):
    page.goto("/")
    page.get_by_role("searchbox").fill("alp")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Alpha").click()

    assert page.url.endswith("/tools/alpha/")


def test_tools_are_compared_from_a_tools_page(page, content):
    page.goto("/tools/alpha/")
    page.get_by_role("link", name="Compare").click()
    page.get_by_label("Second").fill("Beta")
    page.get_by_role("button", name="Compare").click()

    assert page.locator("thead th > a:first-child").all_inner_texts() == ["Alpha", "Beta"]
    page.get_by_role("link", name="Take Alpha away").click()
    assert page.locator("thead th > a:first-child").all_inner_texts() == ["Beta"]


def test_comparison_scrolls_in_its_own_box_on_a_telephone(page, content):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/tools/compare/?items=alpha,beta,gamma")
    box = page.locator(".compare-scroll")

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert box.evaluate("one => one.scrollWidth > one.clientWidth")
    box.evaluate("one => { one.scrollLeft = one.scrollWidth }")
    assert page.get_by_role("rowheader", name="What it is").bounding_box()["x"] >= 0
