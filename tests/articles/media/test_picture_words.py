"""Pictures have words for those who cannot see them, or somebody is asked for them."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from articles.admin.site import admin_url
from articles.editing import Edit
from articles.media.shown_pictures import undescribed
from articles.models import Article, Picture, User
from articles.reading.texts import fill_texts, portable_texts
from articles.rendering import unlabelled_pictures
from articles.snapshots import Snapshot
from articles.transfer.imports.reporting import Report
from articles.transfer.imports.run import Run
from tests.articles.admin.forms import messages_of, save
from tests.articles.transfer.imports.article_files import run
from tests.articles.transfer.imports.test_article_sets import written
from tests.factories import change, make_article, make_picture, make_skill, make_user

pytestmark = pytest.mark.django_db(transaction=True)

ASKED = "It shows a picture without an alternative text."


@pytest.fixture
def erin(client: Client) -> User:
    user = make_user("erin")
    client.force_login(user)
    return user


def url_of(row: Any) -> str:
    return admin_url(type(row), "change", row.pk)


def shown_alt(body: str) -> list[str]:
    article = make_article(body=body)
    [html] = fill_texts([article.body_html])
    return re.findall(r'<img [^>]*alt="([^"]*)"', html)


def test_picture_without_words_in_the_text_uses_its_own() -> None:
    picture = make_picture(alt='A "box" <b>')
    own = "A &quot;box&quot; &lt;b&gt;"
    assert shown_alt(f"![](picture:{picture.pk}) ![ ](picture:{picture.pk})") == [own, own]
    assert shown_alt(f"![Other](picture:{picture.pk})\n\n![][p]\n\n[p]: picture:{picture.pk}") == ["Other", own]


def test_picture_without_any_words_has_an_empty_alt_attribute() -> None:
    assert shown_alt(f"![](picture:{make_picture(alt='').pk})") == [""]


def test_markdown_for_elsewhere_says_what_the_picture_shows() -> None:
    picture = make_picture(alt="A [box]")
    article = make_article(body=f"![](picture:{picture.pk}) ![Other](picture:{picture.pk})")
    [text] = portable_texts([article.body], [lambda address: address])
    assert text.startswith("![A \\[box\\]](/media/")
    assert "![Other](/media/" in text


def test_new_words_of_a_picture_reach_texts_at_once() -> None:
    picture = make_picture(alt="Old")
    article = make_article(body=f"![](picture:{picture.pk})")
    Picture.objects.update(alt="New")
    assert 'alt="New"' in fill_texts([article.body_html])[0]


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("![](picture:ID)", True),
        ("[![ ](picture:ID)](https://a.example)", True),
        ("![][p]\n\n[p]: picture:ID", True),
        ("![words](picture:ID)", False),
        ("`![](picture:ID)`", False),
        ("![](https://a.example/x.png) ![words](picture:ID)", False),
    ],
)
def test_unlabelled_pictures_are_those_that_readers_would_get_without_words(source: str, is_found: bool) -> None:
    pk = "0d3b0f4e-8c1f-4b43-9b59-8a3c4b3c2d1e"
    assert unlabelled_pictures(source.replace("ID", pk)) == ((pk,) if is_found else ())


def test_editor_is_asked_once_the_item_is_saved(client: Client, erin: User) -> None:
    silent, told = make_picture(alt=""), make_picture(alt="A red box", color="red")
    url = url_of(make_article())
    asked = messages_of(client.get(save(client, url, body=f"![](picture:{silent.pk})")["Location"]))
    assert asked[0].startswith(ASKED) and url_of(silent) in asked[0]
    assert "changed successfully" in asked[1]
    for body in (f"![words](picture:{silent.pk})", f"![](picture:{told.pk})"):
        messages = messages_of(client.get(save(client, url, body=body)["Location"]))
        assert [text.startswith(ASKED) for text in messages] == [False]


def test_cover_is_asked_for_too_and_nothing_where_nothing_was_saved(client: Client, erin: User) -> None:
    article = make_article()
    picture = make_picture(alt="")
    assert ASKED in messages_of(client.get(save(client, url_of(article), cover=str(picture.pk))["Location"]))[0]
    assert ASKED not in messages_of(client.get(save(client, url_of(article))["Location"]))[0]


def test_restored_item_is_asked_for_words(client: Client, erin: User) -> None:
    article = make_article(cover=make_picture(alt=""))
    change(article, cover=None)
    url = admin_url(Article, "restore", article.pk, 1)
    assert ASKED in messages_of(client.post(url, {"expected_version": "2"}, follow=True))[0]


def test_descriptions_of_other_types_are_looked_at(client: Client, erin: User) -> None:
    response = save(client, url_of(make_skill()), description=f"![](picture:{make_picture(alt='').pk})")
    assert ASKED in messages_of(client.get(response["Location"]))[0]


@pytest.mark.parametrize("is_dry", [True, False])
def test_import_warns_and_takes_it_in(is_dry: bool) -> None:
    silent, told = make_picture(alt=""), make_picture(alt="A red box", color="red")
    one_run, report = Run("set", is_dry=is_dry, tell=lambda _line: None), Report()
    bodies = [f"![](picture:{silent.pk})", f"![](picture:{told.pk})"]
    edits = [
        Edit(Article(), Snapshot(fields={"title": f"T{n}", "body": body}, links={}), 0) for n, body in enumerate(bodies)
    ]
    for saved in one_run.save_edits(edits):
        report.add("file").take(saved, {})
    warning = f"picture:{silent.pk} has no alternative text; say what it shows, unless it is mere decoration"
    assert [(entry.outcome, entry.warnings) for entry in report.entries] == [("created", [warning]), ("created", [])]


def test_no_pictures_cost_no_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert undescribed(set()) == set()


# What is no picture


ODD = "Shows what is no picture here: picture:abc."


@pytest.mark.parametrize("body", ["![Chart](picture:abc)", "![Chart](PICTURE:abc)", "![Chart][p]\n\n[p]: picture:abc"])
def test_picture_with_a_mistyped_id_is_refused(body: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make_article(body=body)
    assert refused.value.message_dict == {"body": [ODD]}
    article = make_article(body="Text.", status="draft")
    with pytest.raises(ValidationError, match="picture:abc"):
        change(article, body=body)


def test_id_of_a_picture_with_something_after_it_is_refused() -> None:
    with pytest.raises(ValidationError, match="no picture here"):
        make_article(body=f"![Chart](picture:{make_picture().pk}x)")


@pytest.mark.parametrize(
    "body", ["`![Chart](picture:abc)`", "    ![Chart](picture:abc)", "[Chart](picture:abc)", "picture:abc"]
)
def test_what_shows_no_picture_may_say_picture(body: str) -> None:
    assert make_article(body=body).body.strip() == body.strip()


def test_document_from_elsewhere_keeps_what_is_no_picture_and_tells(tmp_path: Path) -> None:
    path = written(tmp_path, {"a.md": "# A\n\nSome words ![Chart][p] here.\n\n[p]: picture:abc\n"})
    for is_dry in (True, False):
        [entry] = run(path, is_dry=is_dry).entries
        assert (entry.outcome, entry.text) == ("created", "")
        assert entry.warnings == ["picture:abc is no picture here, so readers see its text alone"]
    article = Article.objects.get()
    assert "[p]: picture:abc" in article.body
    assert change(article, title="Else").title == "Else"
