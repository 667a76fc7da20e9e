"""What a follower of the change log learns between two looks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editing import save_record
from articles.history.changes import follow, next_crossing
from articles.history.tokens import current_token
from articles.models import Announcement, Skill
from tests.factories import (
    change,
    make_announcement,
    make_article,
    make_figure,
    make_industry,
    make_occupation,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def keys(*items) -> set:
    return {(item.item_type, item.pk) for item in items}


def test_edited_item_is_followed_and_the_untouched_is_not() -> None:
    skill, _other = make_skill(), make_skill()
    token = current_token()
    change(skill, summary="New.")
    assert follow(token).keys == keys(skill)
    assert follow(follow(token).token).keys == set()


def test_renamed_item_brings_what_links_to_it() -> None:
    tool = make_tool(name="Old")
    skill = make_skill(tools=[tool])
    path = make_path(steps=[{"title": "Step", "skills": [str(skill.pk)]}])
    article = make_article(skills=[skill])
    token = current_token()
    change(tool, name="New")
    assert follow(token).keys == keys(tool, skill)
    token = current_token()
    change(skill, name="Renamed")
    assert follow(token).keys == keys(skill, path, article, tool)


def test_new_article_brings_the_skill_whose_page_lists_it() -> None:
    skill, _other = make_skill(), make_skill()
    token = current_token()
    article = make_article(skills=[skill])
    assert follow(token).keys == keys(article, skill)


def test_changed_record_brings_the_items_that_show_it() -> None:
    section, source, picture = make_section(), make_source(), make_picture()
    article = make_article(section=section, source=source, origin="syndicated", cover=picture)
    make_article()
    for record, name in ((section, "name"), (source, "publisher"), (picture, "alt")):
        token = current_token()
        setattr(record, name, "New words")
        save_record(record, by=None)
        assert keys(article) < follow(token).keys
        assert len(follow(token).keys) == 2


def test_new_figure_brings_its_industry_and_occupation() -> None:
    industry, occupation = make_industry(), make_occupation()
    token = current_token()
    figure = make_figure(industry=industry, occupation=occupation)
    assert follow(token).keys == keys(industry, occupation) | {("figure", figure.pk)}


def test_scheduled_and_expiring_items_are_followed_without_a_job() -> None:
    now = timezone.now()
    soon = make_skill(publish_at=(now + timedelta(hours=1)).isoformat())
    ending = make_skill(expire_at=(now + timedelta(hours=2)).isoformat())
    article = make_article(skills=[ending])
    token = current_token()
    first = follow(token, now + timedelta(hours=1))
    assert first.keys == keys(soon)
    assert follow(first.token, now + timedelta(hours=3)).keys == keys(ending, article)


def test_announcement_that_begins_or_ends_by_the_clock_is_followed() -> None:
    now = timezone.now()
    news = make_announcement("News", starts_at=now + HOUR, ends_at=now + 3 * HOUR)
    make_announcement("For ever", starts_at=now - HOUR)
    token = current_token()
    seen = []
    for hours in (0, 1, 2, 3, 4):
        followed = follow(token, now + hours * HOUR)
        seen.append(followed.keys)
        token = followed.token
    assert seen == [set(), *[{("announcement", news.pk)}, set()] * 2]


def test_next_moment_of_the_clock_is_that_of_items_and_announcements() -> None:
    now = timezone.now()
    make_skill(publish_at=(now + 2 * HOUR).isoformat())
    make_skill(status="draft", publish_at=(now + HOUR).isoformat())
    make_announcement("News", starts_at=now + 3 * HOUR, ends_at=now + 4 * HOUR)
    moments = [next_crossing([Skill, Announcement], now + hours * HOUR) for hours in range(5)]
    assert moments == [now + 2 * HOUR, now + 2 * HOUR, now + 3 * HOUR, now + 4 * HOUR, None]
    assert next_crossing([Announcement], now) == now + 3 * HOUR
