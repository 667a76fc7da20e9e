"""What is costly is made once for each change of content, and once more when the clock shows or hides something."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.history.changes import next_crossing
from articles.history.kept_values import keep, keep_derived
from articles.models import Skill, Tool
from tests.factories import change, make_skill, make_tool

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def soon() -> datetime:
    """A moment from now on: what is published without a date is published a little later than this line runs."""
    return timezone.now() + timedelta(minutes=1)


def names(at: datetime) -> list[str]:
    """The names of visible skills, kept."""
    made = keep("names", lambda: [skill.name for skill in Skill.objects.published(at)], models=[Skill], at=at)
    return made.value


def test_value_is_made_once(django_assert_num_queries):
    make_skill(name="Python")
    at = timezone.now()
    first = names(at)
    with django_assert_num_queries(1):  # the generation
        assert names(at + HOUR) is not None
    assert names(at + HOUR) == first == ["Python"]


def test_value_is_made_anew_after_a_change():
    skill = make_skill(name="Python")
    assert names(timezone.now()) == ["Python"]
    change(skill, name="Rust")
    assert names(timezone.now()) == ["Rust"]


def test_scheduled_and_expiring_items_turn_on_time():
    at = soon()
    make_skill(name="Now", expire_at=(at + 2 * HOUR).isoformat())
    make_skill(name="Later", publish_at=(at + HOUR).isoformat())

    shown = [sorted(names(at + wait)) for wait in (0 * HOUR, HOUR, 1.5 * HOUR, 2 * HOUR, 0 * HOUR)]

    assert shown == [["Now"], ["Later", "Now"], ["Later", "Now"], ["Later"], ["Now"]]


def test_derived_value_lives_as_long_as_what_it_is_made_of():
    skill, made = make_skill(name="Python"), []

    def shout(at: datetime) -> str:
        kept: Any = keep("names", lambda: names(at), models=[Skill], at=at)
        return keep_derived(kept, "shout", lambda: made.append(1) or " ".join(kept.value).upper())  # type: ignore[func-returns-value]

    assert [shout(timezone.now()), shout(timezone.now())] == ["PYTHON", "PYTHON"]
    assert len(made) == 1
    change(skill, name="Rust")
    assert shout(timezone.now()) == "RUST"


def test_next_crossing_is_the_first_of_the_types():
    at = soon()
    make_skill(publish_at=(at + 3 * HOUR).isoformat()), make_skill(expire_at=(at + 2 * HOUR).isoformat())
    make_skill(status="draft", publish_at=(at + HOUR).isoformat())
    make_tool(publish_at=(at + HOUR).isoformat())

    assert next_crossing([Skill], at) == at + 2 * HOUR
    assert next_crossing([Skill, Tool], at) == at + HOUR
    assert next_crossing([Skill], at + 3 * HOUR) is None
