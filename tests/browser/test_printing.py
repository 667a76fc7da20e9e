"""Pages on paper: addresses once each, steps with boxes to tick, nothing that only a screen can use."""

from typing import Any

import pytest

from tests.factories import make_article, make_path, make_skill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AFTER = "link => getComputedStyle(link, '::after').content"
BOX = """heading => {
  const box = getComputedStyle(heading, '::before');
  return [box.content, parseFloat(box.borderTopWidth) > 0, parseFloat(box.width) > 10];
}"""


@pytest.fixture
def printed(page: Any) -> Any:
    page.emulate_media(media="print")
    return page


def test_address_is_printed_behind_a_named_link_and_once_where_it_is_the_text(printed):
    make_article(slug="main", body="[Docs](https://d.example/) https://bare.example/a [e.example](https://e.example/)")
    printed.goto("/articles/main/")

    links = {link.inner_text(): link.evaluate(AFTER) for link in printed.locator(".prose p a").all()}

    assert links == {"Docs": '" (https://d.example/)"', "https://bare.example/a": "none", "e.example": "none"}


@pytest.fixture
def path_on_paper(printed: Any) -> Any:
    skill, article = make_skill(name="Python", slug="python"), make_article(title="Read me", slug="read-me")
    steps = [
        {"title": "Begin", "skills": [str(skill.pk)], "articles": [str(article.pk)], "hours": 3},
        {"title": "End", "is_required": False},
    ]
    make_path(slug="main", steps=steps, description="Text.")
    printed.goto("/paths/main/")
    return printed


def test_steps_have_boxes_to_tick(path_on_paper):
    assert [one.evaluate(BOX) for one in path_on_paper.locator(".step h3").all()] == [['""', True, True]] * 2


def test_step_that_is_done_is_ticked_and_keeps_its_number(path_on_paper):
    path_on_paper.emulate_media(media="screen")
    path_on_paper.get_by_role("button", name="I know: Python").click()
    path_on_paper.emulate_media(media="print")

    first, second = path_on_paper.locator(".step").all()

    assert [one.locator("h3").evaluate(BOX)[0] for one in (first, second)] == ['"✓"', '""']
    assert "counter" in first.evaluate("step => getComputedStyle(step, '::before').content")


def test_articles_of_a_step_are_printed_with_their_whole_address(path_on_paper):
    link = path_on_paper.get_by_role("link", name="Read me")
    assert link.evaluate(AFTER) == '" (http://localhost:8000/articles/read-me/)"'


def test_path_is_printed_without_what_only_a_screen_can_use(path_on_paper):
    for role in ("button", "navigation", "banner", "contentinfo", "progressbar"):
        assert path_on_paper.get_by_role(role).count() == 0, role
    assert not path_on_paper.get_by_text("Download with all texts").is_visible()
    assert path_on_paper.get_by_text("3 hours").first.is_visible()
    assert path_on_paper.get_by_role("heading", name="Begin").is_visible()
