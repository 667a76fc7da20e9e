"""What editors are told after a form follows what became of it, whatever button sent it."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.messages import constants
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.admin.imports import level_of_undo
from articles.admin.site import admin_url
from articles.models import Article, Change, Picture, Revision, Section, Skill, User
from articles.reading.items.attached import load_attached
from tests.articles.admin.forms import messages_of, open_form, read_form, save, send
from tests.factories import change, count, image_bytes, make_article, make_picture, make_section, make_skill, make_user

pytestmark = pytest.mark.django_db(transaction=True)

BUTTONS = ("_save", "_continue", "_addanother")
NOTHING = "Nothing was different, so nothing was saved"


@pytest.fixture(autouse=True)
def erin(client: Client) -> User:
    user = make_user("erin")
    client.force_login(user)
    return user


def change_url(row: Any) -> str:
    return admin_url(type(row), "change", row.pk)


def told(client: Client, response: Any) -> list[str]:
    return messages_of(client.get(response["Location"]))


ROWS: dict[str, Any] = {
    "article": make_article,
    "section": make_section,
    "picture": make_picture,
    "user": lambda: make_user("sam"),
    "group": lambda: Group.objects.create(name="Editors"),
}
FIELDS = {"article": "title", "section": "name", "picture": "alt", "user": "public_name", "group": "name"}


@pytest.mark.parametrize("button", BUTTONS)
@pytest.mark.parametrize("kind", ROWS)
def test_unchanged_form_is_told_as_unchanged_and_a_changed_one_as_changed(
    client: Client, kind: str, button: str
) -> None:
    url = change_url(ROWS[kind]())
    same = send(client, url, open_form(client, url), button=button)
    assert told(client, same) == [f"{NOTHING}."]
    assert (count(Change), count(LogEntry)) == (kind in ("article", "section", "picture"), 0)

    other = send(client, url, open_form(client, url), button=button, **{FIELDS[kind]: "Other"})
    assert "changed successfully" in told(client, other)[0]
    assert other["Location"] == same["Location"]


def test_unchanged_form_in_a_popup_closes_it_without_a_word(client: Client) -> None:
    skill = make_skill()
    response = save(client, f"{change_url(skill)}?_popup=1", _popup="1")
    assert "popup_response" in response.content.decode()
    assert messages_of(client.get(change_url(skill))) == []


# A note without a change


@pytest.mark.parametrize("button", BUTTONS)
def test_line_for_readers_without_a_change_comes_back_with_a_way_to_tell_it(client: Client, button: str) -> None:
    article = change(make_article(), title="Second")
    url = change_url(article)
    response = send(client, url, open_form(client, url), button=button, note="Corrected", tell_readers="on")
    html = response.content.decode()
    assert (response.status_code, NOTHING in html, "changed successfully" in html) == (200, True, False)
    assert read_form(response)["note"] == ["Corrected"]

    tell_url = admin_url(Article, "tell", article.pk, 2)
    assert f'action="{tell_url}"' in html
    answer = client.post(tell_url, {"public_note": read_form(response)["public_note"][0]})
    assert told(client, answer) == ["Saved what readers are told of version 2."]
    assert [note.text for note in load_attached(article).notes] == ["Corrected"]
    assert Article.objects.get().version == 2


def test_offer_shows_the_line_that_it_would_replace(client: Client) -> None:
    article = make_article(public_note="The old line")
    response = save(client, change_url(article), note="The new line", tell_readers="on")
    assert "It takes the place of “The old line”." in response.content.decode()


def test_note_for_editors_without_a_change_stays_in_view(client: Client) -> None:
    for row in (make_article(), make_section()):
        response = save(client, change_url(row), note="Looked at it")
        assert read_form(response)["note"] == ["Looked at it"]
        assert NOTHING in response.content.decode()


def test_form_that_came_back_saves_a_change_with_the_note(client: Client) -> None:
    article = make_article()
    response = save(client, change_url(article), note="Better title", tell_readers="on")
    data = {name: value for name, value in read_form(response).items() if name != "public_note"}
    assert "changed successfully" in told(client, send(client, change_url(article), data, title="Better"))[0]
    newest = Revision.objects.get(item_id=article.pk, version=2)
    assert (newest.note, newest.public_note) == ("Better title", "Better title")


# Other doors


def test_restoring_what_is_stored_already_is_told_as_such(client: Client) -> None:
    skill = change(change(make_skill(name="A"), name="B"), name="A")
    response = client.post(admin_url(Skill, "restore", skill.pk, 1), {"expected_version": "3"})
    assert told(client, response) == ["Nothing to restore: the content of version 1 is what is stored now."]
    response = client.post(admin_url(Skill, "restore", skill.pk, 2), {"expected_version": "3"})
    assert told(client, response) == ["Version 2 is back, saved as version 4."]


def test_each_way_of_telling_readers_says_what_became_of_it(client: Client) -> None:
    url = admin_url(Skill, "tell", make_skill().pk, 1)
    answers = [told(client, client.post(url, {"public_note": text}))[0] for text in ("", "Line", "Line", " ", "")]
    assert answers == [
        "Readers were told nothing of version 1 before either.",
        "Saved what readers are told of version 1.",
        "Readers are told just this of version 1 already, so nothing was saved.",
        "Readers are told no more of version 1.",
        "Readers were told nothing of version 1 before either.",
    ]


def test_trash_says_when_an_item_was_in_it_already(client: Client) -> None:
    url = admin_url(Skill, "delete", make_skill(name="Lost").pk)
    assert "is in the trash. To take it back" in told(client, client.post(url))[0]
    assert told(client, client.post(url)) == ["“Lost” was in the trash already."]


def test_picture_that_was_there_is_not_told_as_added(client: Client) -> None:
    picture = make_picture(alt="A teal box")
    file = SimpleUploadedFile("again.png", image_bytes())
    response = save(client, admin_url(Picture, "add"), alt="Another box", note="Again", upload=[file])
    assert response["Location"] == change_url(picture)
    [message] = told(client, response)
    assert "nothing was added" in message and "“A teal box”" in message
    assert Picture.objects.get().alt == "A teal box"


@pytest.mark.parametrize(
    ("counts", "level"),
    [
        ({"changed": 2, "skipped": 0, "failed": 0}, "success"),
        ({"changed": 0, "skipped": 2, "failed": 0}, "warning"),
        ({"changed": 2, "skipped": 0, "failed": 1}, "error"),
    ],
)
def test_undo_of_an_import_is_a_success_only_where_something_was_taken_back(counts, level) -> None:
    assert constants.DEFAULT_TAGS[level_of_undo(counts)] == level


def test_section_and_users_that_are_new_are_told_as_added(client: Client) -> None:
    response = save(client, admin_url(Section, "add"), name="News", slug="news", note="First")
    assert "added successfully" in told(client, response)[0]
    response = client.post(reverse("admin:auth_group_add"), {"name": "Readers"})
    assert "added successfully" in told(client, response)[0]


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"alt": " "}, "alt"),
        ({"alt": "A box", "is_decoration": "on"}, "is_decoration"),
        ({"alt": "", "is_decoration": "on"}, ""),
        ({"alt": "A box"}, ""),
    ],
)
def test_picture_without_words_is_asked_for_them_unless_it_is_decoration(client: Client, values, place: str) -> None:
    picture = make_picture(alt="")
    response = save(client, change_url(picture), focus_x="10", **values)
    assert list(response.context["page"].form.errors if response.context else {}) == ([place] if place else [])
    assert (Picture.objects.get().focus_x == 10) == (not place)
