"""What editors tell every reader: one announcement at a time, for the time that they set."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Announcement
from articles.reading.announcements import current_banner
from articles.rendering import render_inline
from articles.rendering.mathematics import MATH_ELEMENTS
from tests.articles.rendering.samples import HOSTILE
from tests.factories import make_announcement, make_article, make_skill
from tests.portal.reading import attribute, find, page_of, text_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def banners(response) -> list[str]:
    return [text_of(find(one, "p")[0]) for one in find(page_of(response), class_="announcement")]


def test_announcement_stands_above_every_page_and_names_itself(client):
    announcement = make_announcement("New **paths**: [read more](/paths/).")
    make_article(slug="main")

    for address in ("/", "/articles/", "/articles/main/", "/about/", "/nowhere/"):
        response = client.get(address)
        assert banners(response) == ["New paths : read more ."]
        [link] = find(find(page_of(response), class_="announcement")[0], "a")
        assert attribute(link, "href") == "/paths/"
        assert attribute(page_of(response), "data-announcement") == str(announcement.pk)


def test_page_without_an_announcement_says_nothing(client):
    page = page_of(client.get("/"))

    assert not find(page, class_="announcement")
    assert attribute(page, "data-announcement") is None


@pytest.mark.parametrize(
    ("starts", "ends", "is_shown"),
    [(-HOUR, None, True), (-HOUR, HOUR, True), (HOUR, None, False), (-2 * HOUR, -HOUR, False)],
    ids=["begun", "within", "planned", "over"],
)
def test_announcement_shows_in_its_time_only(client, starts, ends, is_shown):
    now = timezone.now()
    make_announcement("Some news.", starts_at=now + starts, ends_at=now + ends if ends else None)

    assert banners(client.get("/")) == (["Some news."] if is_shown else [])


def test_time_begins_with_its_first_instant_and_ends_before_its_last():
    now = timezone.now()
    make_announcement(starts_at=now, ends_at=now + HOUR)
    instants = (now - timedelta(microseconds=1), now, now + HOUR - timedelta(microseconds=1), now + HOUR)

    assert [current_banner(at) is not None for at in instants] == [False, True, True, False]


def test_of_several_a_warning_comes_first_then_what_began_last(client):
    now = timezone.now()
    make_announcement("Old.", starts_at=now - 3 * HOUR)
    new = make_announcement("New.", starts_at=now - HOUR)
    assert banners(client.get("/")) == ["New."]

    make_announcement("Careful.", starts_at=now - 2 * HOUR, severity="warning")
    assert banners(client.get("/")) == ["Warning: Careful."]
    assert new.severity == "info"


def test_end_before_start_is_refused():
    now = timezone.now()
    with pytest.raises(ValidationError, match="It has to end after it starts"):
        make_announcement(starts_at=now, ends_at=now)


def test_new_announcement_changes_what_caches_hold(client):
    first = client.get("/")
    assert client.get("/", headers={"if-none-match": first["ETag"]}).status_code == 304
    make_announcement("Some news.")

    second = client.get("/", headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200
    assert banners(second) == ["Some news."]
    assert "public" in second["Cache-Control"]


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_line_stays_text(source):
    html = render_inline(source[:300])

    assert (
        set(re.findall(r"<([a-z]+)", html))
        <= {"a", "br", "code", "em", "math", "s", "span", "strong", "sup"} | MATH_ELEMENTS
    )
    assert not re.search(r'href="(?!https?:|mailto:|/|#)[^"]*:', html)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*a* `b` & <i>", "<em>a</em> <code>b</code> &amp; &lt;i&gt;"),
        ("# a\n- b", "# a\n- b"),
        ("[a](/b) [c](javascript:d)", '<a href="/b">a</a> c'),
        ("![a](diagram:agent-loop)", '<span class="missing-picture">a</span>'),
        ("[[skill:123e4567-e89b-12d3-a456-426614174000|a]]", "a"),
    ],
)
def test_line_of_markdown_renders_exactly(source, html):
    assert render_inline(source) == html


def test_announcement_links_to_what_readers_see_and_shows_only_the_label_of_the_rest(client):
    skill, draft = make_skill(slug="python", name="Python"), make_skill(slug="secret", name="Secret", status="draft")
    announcement = make_announcement("New: [[skill:python]], [[skill:secret|soon]][[skill:secret]].")
    assert announcement.text == f"New: [[skill:{skill.pk}]], [[skill:{draft.pk}|soon]][[skill:{draft.pk}]]."
    response = client.get("/")
    assert banners(response) == ["New: Python , soon."]
    [link] = find(find(page_of(response), class_="announcement")[0], "a")
    assert attribute(link, "href") == "/skills/python/"
    Announcement.objects.update(text="Old: [[skill:secret]] [[skill:secret|soon]] [[skill:python|here]].")
    assert banners(client.get("/")) == ["Old: soon here."]


def test_announcement_that_names_what_does_not_exist_is_refused():
    with pytest.raises(ValidationError) as refusal:
        make_announcement("[[skill:nothing]]")
    assert refusal.value.message_dict == {"text": ["Links to what does not exist: skill:nothing."]}
