"""What readers are told of a change: said with a save or afterwards, in the admin."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from articles.admin.site import admin_url
from articles.editing import save_item, tell_readers
from articles.history.revisions import history
from articles.models import Article, Change, Item, Revision, User
from articles.reading.items.attached import MAX_ATTACHED, load_attached
from articles.snapshots import Snapshot
from tests.articles.admin.forms import messages_of, read_form
from tests.factories import change, make_article, make_skill, make_user


@pytest.fixture
def erin(client: Client, transactional_db: None) -> User:
    user = make_user("erin")
    client.force_login(user)
    return user


def told(item: Item) -> list[str]:
    return [note.text for note in load_attached(item).notes]


def save_form(client: Client, article: Article, **values: str) -> Any:
    url = admin_url(Article, "change", article.pk)
    return client.post(url, {**read_form(client.get(url)), **values}, follow=True)


def tell(client: Client, item: Item, version: int, text: str) -> Any:
    return client.post(admin_url(type(item), "tell", item.pk, version), {"public_note": text}, follow=True)


@pytest.mark.django_db
def test_note_of_a_save_stays_among_editors_unless_readers_are_to_be_told():
    skill = make_skill()
    save_item(skill, Snapshot(fields={"summary": "B"}), by=None, note="for us", expected_version=1)
    save_item(skill, Snapshot(fields={"summary": "C"}), by=None, public_note="for\nyou", expected_version=2)

    assert told(skill) == ["for you"]
    assert [revision.note for revision in history(skill)] == ["", "for us", ""]


@pytest.mark.django_db
def test_notes_come_newest_first_and_never_more_than_a_page_shows():
    article = make_article()
    rows = [
        Revision(item_type="article", item_id=article.pk, version=number, snapshot={}, at=article.updated_at,
                 public_note=f"note {number}")
        for number in range(2, MAX_ATTACHED + 12)
    ]  # fmt: skip
    Revision.objects.bulk_create(rows)

    assert told(article) == [f"note {number}" for number in range(MAX_ATTACHED + 11, 11, -1)]


@pytest.mark.django_db
def test_telling_later_leaves_the_item_as_it_is_and_is_logged():
    editor, article = make_user(), make_article()

    assert tell_readers(article, 1, "  Corrected\nthe table. ", by=editor)
    assert not tell_readers(article, 1, "Corrected the table.", by=editor)

    assert told(article) == ["Corrected the table."]
    stored = Article.objects.get(pk=article.pk)
    assert (stored.version, stored.updated_at) == (1, article.updated_at)
    newest = Change.objects.order_by("-number")[0]
    assert (newest.item_id, newest.by, newest.kind, newest.live_after) == (article.pk, editor, "updated", True)
    assert newest.note == "told readers of version 1: Corrected the table."


def test_editor_tells_readers_with_a_save(client: Client, erin: User) -> None:
    article = make_article()

    save_form(client, article, summary="Better.", note="Corrected the summary", tell_readers="on")

    assert told(article) == ["Corrected the summary"]
    assert history(article)[0].note == "Corrected the summary"


def test_telling_readers_wants_words_and_loses_no_edit(client: Client, erin: User) -> None:
    article = make_article()

    response = save_form(client, article, summary="Better.", note="  ", tell_readers="on")

    assert "Say what changed, if readers are to be told." in response.content.decode()
    assert read_form(response)["summary"] == ["Better."]
    assert read_form(response)["tell_readers"] == ["on"]
    assert (Article.objects.get().version, told(article)) == (1, [])


def test_line_for_readers_is_set_mended_and_taken_away_in_the_history(client: Client, erin: User) -> None:
    article = make_article()
    change(article, title="Second")

    response = tell(client, article, 2, "A new tilte.")
    assert messages_of(response) == ["Saved what readers are told of version 2."]
    assert "A new tilte." in response.content.decode()

    page = client.get(admin_url(Article, "compare", article.pk, 2))
    assert read_form(page)["public_note"] == ["A new tilte."]
    tell(client, article, 2, "A new title.")
    assert told(article) == ["A new title."]

    tell(client, article, 2, "")
    assert told(article) == []


def test_line_for_readers_wants_a_post_a_version_and_at_most_500_characters(client: Client, erin: User) -> None:
    article = make_article()
    assert client.get(admin_url(Article, "tell", article.pk, 1)).status_code == 405
    assert tell(client, article, 9, "Text").status_code == 404
    assert messages_of(tell(client, article, 1, "x" * 501)) == ["Not saved: at most 500 characters."]
    assert told(article) == []


def test_only_those_who_may_change_an_item_tell_its_readers(client: Client, transactional_db: None) -> None:
    article, sam = make_article(), make_user("sam", is_superuser=False)
    sam.user_permissions.set(Permission.objects.filter(codename="view_article"))
    client.force_login(sam)

    assert tell(client, article, 1, "Text").status_code == 403
    page = client.get(admin_url(Article, "compare", article.pk, 1))
    assert (page.status_code, "public_note" in read_form(page)) == (200, False)
    assert told(article) == []
