"""The map page: the list and the drawing say the same, filters narrow both, nothing hidden is on it."""

import gzip
import random
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.editing import Edit, save_items
from articles.models import Skill
from articles.snapshots import Snapshot
from tests.factories import change, make_group, make_path, make_skill
from tests.portal.reading import attribute, find, links_of, page_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def skills() -> dict[str, Skill]:
    basics, models = make_group("Basics", slug="basics", position=1), make_group("Models", slug="models", position=2)
    python = make_skill(name="Python", slug="python", group=basics)
    learning = make_skill(name="Learning", slug="learning", group=models, prerequisites=[python])
    alone = make_skill(name="Alone", slug="alone")
    make_path(name="Way", slug="way", steps=[{"title": "a", "skills": [str(learning.pk)]}])
    return {"python": python, "learning": learning, "alone": alone}


def listed(response) -> dict[str, list[str]]:
    """Group to the skills of the list, in order."""
    sections = [one for area in find(page_of(response), class_="map-list") for one in find(area, "section")]
    return {
        text_of(find(section, "h3")[0]): [
            text_of(find(row, "a")[0]) for row in find(section, "li") if attribute(row, "data-skill")
        ]
        for section in sections
    }


def drawn(response) -> list[str]:
    return [text_of(find(node, "title")[0]) for node in find(page_of(response), "a", class_="node")]


def test_map_shows_skills_by_group_as_list_and_as_drawing(client, skills):
    response = client.get("/map/")

    assert listed(response) == {"Basics": ["Python"], "Models": ["Learning"], "Other skills": ["Alone"]}
    assert drawn(response) == ["Python", "Learning", "Alone"]
    assert [
        attribute(path, "data-edge") for path in find(page_of(response), "path") if attribute(path, "data-edge")
    ] == ["1 2"]


def test_list_names_what_to_learn_first(client, skills):
    rows = [row for row in find(page_of(client.get("/map/")), "li") if attribute(row, "data-skill")]

    assert [[text_of(link) for link in find(row, "a")] for row in rows] == [
        ["Python"],
        ["Learning", "Python"],
        ["Alone"],
    ]
    assert [(attribute(row, "data-needs") or "").split() for row in rows] == [[], [str(skills["python"].pk)], []]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("group=basics", ["Python"]),
        ("group=basics&group=models", ["Python", "Learning"]),
        ("path=way", ["Learning"]),
        ("group=models&path=way&nonsense=1", ["Learning"]),
        ("group=basics&path=way", []),
        ("group=nothing", []),
        ("path=nothing&group=models", []),
        ("group=", ["Python", "Learning", "Alone"]),
        ("group=models&group=nothing", ["Learning"]),
        ("group=%00", []),
        (f"group={'x' * 10_000}", []),
    ],
)
def test_filters_narrow_list_and_drawing_alike(client, skills, query, names):
    response = client.get(f"/map/?{query}")

    assert response.status_code == 200
    assert drawn(response) == names
    assert [name for group in listed(response).values() for name in group] == names
    assert ("Nothing fits these filters." in response.content.decode()) is not bool(names)


def test_filters_are_links_with_their_counts(client, skills):
    links = links_of(client.get("/map/?group=models"))

    assert links["/map/?group=basics"] == "Basics 1"
    assert links["/map/"] == "All groups 3"
    assert links["/map/?group=models&path=way"] == "Way 1"
    chosen = [text_of(link) for link in find(page_of(client.get("/map/?group=models")), "a", aria_current="true")]
    assert chosen == ["Map", "Models 1", "All paths 1"]


def test_hidden_paths_and_prerequisites_are_no_part_of_the_map(client, skills):
    hidden = make_skill(name="Unseen skill", slug="unseen", status="draft")
    change(skills["alone"], prerequisites=[hidden, skills["python"]])
    make_path(
        name="Unseen way",
        slug="draft-way",
        status="draft",
        steps=[{"title": "a", "skills": [str(skills["python"].pk)]}],
    )

    response = client.get("/map/")

    assert "Unseen" not in response.content.decode()
    assert str(hidden.pk) not in response.content.decode()
    assert "/map/?path=way" in links_of(response)
    assert drawn(client.get("/map/?path=draft-way")) == []


def test_prerequisite_outside_the_filter_is_still_named_but_not_drawn(client, skills):
    response = client.get("/map/?group=models")

    assert "Python" in links_of(response).values()
    assert "Python" not in drawn(response)


def test_scheduled_skill_appears_and_an_expiring_one_goes_on_time(client):
    now = timezone.now()
    make_skill(name="Now", expire_at=(now + timedelta(hours=2)).isoformat())
    make_skill(name="Later", publish_at=(now + timedelta(hours=1)).isoformat())
    assert drawn(client.get("/map/")) == ["Now"]

    with time_machine.travel(now + timedelta(hours=1, minutes=1)):
        assert drawn(client.get("/map/")) == ["Later", "Now"]
    with time_machine.travel(now + timedelta(hours=2, minutes=1)):
        assert drawn(client.get("/map/")) == ["Later"]


def test_map_follows_a_change_at_once(client, skills):
    client.get("/map/")
    change(skills["python"], name="Snake")

    assert drawn(client.get("/map/")) == ["Snake", "Learning", "Alone"]
    change(skills["learning"], status="archived")
    assert drawn(client.get("/map/")) == ["Snake", "Alone"]


def test_drawing_is_kept_until_something_changes(client, skills, django_assert_num_queries, monkeypatch):
    client.get("/map/")
    monkeypatch.setattr("portal.views.map.draw", lambda *_args, **_options: pytest.fail("drawn again"))

    with django_assert_num_queries(2):  # the last change; announcement
        assert drawn(client.get("/map/")) == ["Python", "Learning", "Alone"]


def test_empty_portal_says_so(client):
    assert "Nothing is published here yet." in client.get("/map/").content.decode()


def add_skills(count: int) -> None:
    groups = [make_group() for _number in range(10)]
    chance, made = random.Random(5), list[Skill]()  # noqa: S311  the same each time
    for at in range(0, count, 50):
        edits = []
        for number in range(at, min(at + 50, count)):
            needs = [str(one.pk) for one in chance.sample(made, min(len(made), chance.randint(0, 4)))]
            fields = {"name": f"Skill of a usual length {number}", "status": "published"}
            links = {"group": [str(groups[number % 10].pk)], "prerequisites": needs}
            edits.append(Edit(Skill(), Snapshot(fields=fields, links=links)))
        made += [result.item for result in save_items(edits, by=None)]


def test_map_of_300_skills_is_whole_and_small(client):
    add_skills(300)

    response = client.get("/map/")

    assert len(drawn(response)) == len(set(drawn(response))) == 300
    assert len(gzip.compress(response.content, 6)) <= 150_000


def test_too_many_skills_ask_for_a_filter(client, monkeypatch, skills):
    monkeypatch.setattr("portal.views.map.MAX_DRAWN", 2)

    response = client.get("/map/")

    assert drawn(response) == []
    assert "3 skills are too many for one map" in response.content.decode()
    assert drawn(client.get("/map/?group=basics")) == ["Python"]


def test_skill_page_shows_what_it_needs_and_what_it_leads_to(client, skills):
    response = client.get("/skills/learning/")

    assert drawn(response) == ["Python", "Learning"]
    [current] = find(page_of(response), "a", class_="node", aria_current="page")
    assert text_of(find(current, "title")[0]) == "Learning"
    assert drawn(client.get("/skills/alone/")) == []
