"""What pages offer to `progress.js`, and that nothing of it shows before it runs."""

import pytest

from tests.factories import make_path, make_skill
from tests.portal.reading import attribute, find, page_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def skill():
    skill = make_skill(name="Python", slug="python")
    make_path(slug="way", steps=[{"title": "a", "hours": 12, "skills": [str(skill.pk)]}, {"title": "b"}])
    return skill


@pytest.mark.parametrize("address", ["/skills/python/", "/paths/way/"])
def test_page_offers_a_hidden_button_for_its_skill_and_a_hidden_panel(client, skill, address):
    page = page_of(client.get(address))

    [button] = find(page, class_="tick")
    assert attribute(button, "data-tick") == str(skill.pk)
    [panel] = find(page, class_="progress")
    assert all("hidden" in dict(one.attributes) for one in (button, panel))
    assert "/static/js/progress.js" in [attribute(script, "src") for script in find(page, "script")]


def test_path_tells_the_hours_of_each_step_and_which_are_required(client, skill):
    steps = find(page_of(client.get("/paths/way/")), "li", class_="step")

    assert [attribute(step, "data-hours") for step in steps] == ["12", "0"]
    assert all("data-required" in dict(step.attributes) for step in steps)
    assert [text_of(one) for one in find(steps[0], class_="tick")] == ["I know: Python"]
