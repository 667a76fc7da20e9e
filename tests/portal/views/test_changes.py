"""What a page tells readers of its changes."""

import pytest
from django.urls import reverse

from articles.editing import tell_readers
from articles.models import ITEM_MODELS, Revision
from articles.reading.texts import item_url
from tests.factories import change, make, make_article
from tests.hidden_world import bare
from tests.portal.reading import attribute, find, page_of, text_of

pytestmark = pytest.mark.django_db


def changes_on(client, address):
    return [
        (attribute(find(row, "time")[0], "datetime"), text_of(row))
        for section in find(page_of(client.get(address)), class_="changes")
        for row in find(section, "li")
    ]


def test_article_tells_what_changed_newest_first_and_nothing_that_is_for_editors(client):
    article = make_article(slug="main")
    change(article, summary="Unspoken.")
    change(article, summary="Other.")
    Revision.objects.filter(version=2).update(note="for editors", at="2026-01-05T08:00:00Z")
    Revision.objects.filter(version=3).update(at="2026-03-02T08:00:00Z")
    tell_readers(article, 3, "Corrected <the> sum.", by=None)
    tell_readers(article, 1, "First out.", by=None)
    Revision.objects.filter(version=1).update(at="2026-01-01T08:00:00Z")

    assert changes_on(client, "/articles/main/") == [
        ("2026-03-02", "March 2, 2026 Corrected <the> sum."),
        ("2026-01-01", "Jan. 1, 2026 First out."),
    ]
    text = client.get("/articles/main.md").content.decode()
    assert "## What changed\n\n- 2026-03-02: Corrected \\<the\\> sum.\n- 2026-01-01: First out.\n" in text
    assert "for editors" not in client.get("/articles/main/").content.decode() + text


@pytest.mark.parametrize("item_type", ITEM_MODELS)
def test_every_type_tells_what_changed_and_is_silent_where_nothing_is_told(client, item_type):
    model = ITEM_MODELS[item_type]
    told, silent = make(model, **bare(model), public_note="Came out."), make(model, **bare(model))

    assert [text.split(" ", 3)[-1] for _date, text in changes_on(client, item_url(item_type, told.slug))] == [
        "Came out."
    ]
    assert "What changed" not in client.get(item_url(item_type, silent.slug)).content.decode()
    assert "What changed" not in client.get(reverse(f"{item_type}-markdown", args=[silent.slug])).content.decode()
