"""Editors read and write references by slug, whatever is stored."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.admin.references import show_slugs
from articles.admin.site import admin_url
from articles.editing import Edit, save_items
from articles.models import Article, Item, Revision, Skill, User
from articles.snapshots import Snapshot
from tests.articles.admin.forms import messages_of, open_form, read_form, send
from tests.factories import (
    change,
    make_article,
    make_industry,
    make_occupation,
    make_path,
    make_skill,
    make_tool,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)

UNKNOWN = "00000000-0000-4000-8000-000000000000"
MAKERS: dict[str, Any] = {
    "article": make_article,
    "skill": make_skill,
    "tool": make_tool,
    "industry": make_industry,
    "occupation": make_occupation,
    "path": make_path,
}


@pytest.fixture(autouse=True)
def erin(client: Client) -> User:
    user = make_user("erin")
    client.force_login(user)
    return user


def url_of(item: Item) -> str:
    return admin_url(type(item), "change", item.pk)


def body_in_form(client: Client, article: Article) -> str:
    return open_form(client, url_of(article))["body"][0].replace("\r\n", "\n")


def stored(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


@pytest.mark.parametrize("item_type", MAKERS)
def test_form_shows_the_slug_with_place_and_label(client: Client, item_type: str) -> None:
    MAKERS[item_type](slug="python")
    written = (
        f"[[{item_type}:python]] [[{item_type}:python#a-place|the label]]\n\n|a|\n|-|\n|[[{item_type}:python\\|b]]|"
    )
    article = make_article(body=written)
    assert ("python" in article.body, body_in_form(client, article)) == (False, written)


def test_every_text_of_every_type_is_shown_by_slug(client: Client) -> None:
    make_skill(slug="python")
    for make in MAKERS.values():
        blank = make()
        for name in blank.markdown_fields:
            item = change(blank, **{name: "See [[skill:python]]."})
            assert "python" not in getattr(item, name)
            assert open_form(client, url_of(item))[name] == ["See [[skill:python]]."]


def test_code_unknown_and_oddly_written_references_stay_as_they_are(client: Client) -> None:
    pk = make_skill(slug="python").pk
    other = make_skill(slug="rust").pk
    kept = f"`[[skill:{pk}]]` [[skill:{UNKNOWN}|gone]] [[skill: {other} ]] [[skill:{str(pk).upper()}]]\n\n    [[skill:{pk}]]"
    article = make_article(body=f"[[skill:{pk}]] {kept}")
    assert body_in_form(client, article) == f"[[skill:python]] {kept}"


@pytest.mark.parametrize(
    "body",
    [
        "[[skill:ID]] and [[skill:ID|Py]]",
        "[[skill: ID ]] [[skill:ID]]",
        "`[[skill:ID]]` [[skill:ID]]\n\n```\n[[skill:ID]]\n```",
        "~~~\n[[skill:ID]]",
        f"[[skill:{UNKNOWN}]] \\[[skill:ID]] [[[skill:ID]]]",
        "[[skill:ID#]] [[skill:ID# x |y]] <!-- [[skill:ID]] --> $[[skill:ID]]$",
    ],
)
def test_unchanged_form_writes_nothing(client: Client, body: str) -> None:
    article = make_article(body=body.replace("ID", str(make_skill(slug="python").pk)))
    response = client.post(url_of(article), open_form(client, url_of(article)), follow=True)
    assert messages_of(response) == ["Nothing was different, so nothing was saved."]
    assert (stored(article).version, stored(article).body) == (1, article.body)


def test_item_renamed_between_opening_and_sending_is_still_meant(client: Client) -> None:
    skill = make_skill(slug="python")
    article = make_article(body=f"[[skill:{skill.pk}|Py]]")
    data = open_form(client, url_of(article))
    change(skill, slug="python-3")
    send(client, url_of(article), data)
    assert stored(article).version == 1
    send(client, url_of(article), data, title="Other")
    assert (stored(article).version, stored(article).body) == (2, article.body)
    assert body_in_form(client, article) == "[[skill:python-3|Py]]"


def test_form_that_is_refused_keeps_what_was_typed(client: Client) -> None:
    make_skill(slug="python")
    article = make_article()
    data = open_form(client, url_of(article))
    response = send(client, url_of(article), data, title="", body="[[skill:python]] [[skill:none]]")
    assert read_form(response)["body"] == ["[[skill:python]] [[skill:none]]"]


def test_differences_conflicts_and_revisions_name_slugs(client: Client) -> None:
    skill = make_skill(slug="python")
    article = make_article(body="Before")
    data = open_form(client, url_of(article))
    change(article, body=f"After\n\n[[skill:{skill.pk}|Py]] `[[skill:{skill.pk}]]`")
    revision = Revision.objects.get(item_id=article.pk, version=2)
    pages = [
        client.get(admin_url(Article, "compare", article.pk, 2)),
        send(client, url_of(article), data, title="Mine"),
        client.get(admin_url(Revision, "change", revision.pk)),
    ]
    for page in pages:
        html = page.content.decode()
        assert "[[skill:python|Py]] `[[skill:" in html
        assert f"`[[skill:{skill.pk}]]`" in html


def test_thousand_references_of_every_type_cost_one_query(client: Client) -> None:
    edits = [Edit(Skill(), Snapshot(fields={"name": f"S {number}"}), 0) for number in range(300)]
    items = [saved.item for saved in save_items(edits, by=None)] + [make() for make in MAKERS.values()]
    text = " ".join(f"[[{item.item_type}:{item.pk}]]" for item in items)
    plain, full = make_article(), make_article(body=text)
    client.get(url_of(plain))
    counts = []
    for article in (plain, full):
        with CaptureQueriesContext(connection) as queries:
            client.get(url_of(article))
        counts.append(len(queries))
    assert counts[1] == counts[0] + 1
    assert show_slugs([text])[0].count(items[0].slug) >= 1


def test_texts_without_references_ask_for_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert show_slugs(["Text", "[[skill:python]] `[[x]]`"]) == ["Text", "[[skill:python]] `[[x]]`"]
    assert len(queries) == 0
