"""Names, addresses and pictures appear in texts when the page is made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.reading.texts import fill_texts
from tests.factories import change, make_article, make_picture, make_skill, make_tool

pytestmark = pytest.mark.django_db


def test_link_shows_the_name_of_today() -> None:
    skill = make_skill(name="Python")
    article = make_article(body="See [[skill:python]].")
    change(skill, name="Python <3>", slug="python-3")
    assert fill_texts([article.body_html]) == ['<p>See <a href="/skills/python-3/">Python &lt;3&gt;</a>.</p>\n']


def test_link_to_the_hidden_leaves_only_the_writers_label() -> None:
    skill = make_skill(name="Secret")
    article = make_article(body="See [[skill:secret]] or [[skill:secret|that]].")
    change(skill, status="draft")
    assert fill_texts([article.body_html]) == ["<p>See  or that.</p>\n"]


def test_picture_shows_where_its_article_is_public() -> None:
    picture = make_picture(alt="")
    article = make_article(body=f"![A box](picture:{picture.pk})")
    [shown] = fill_texts([article.body_html])
    assert f'src="/media/pictures/{picture.pk}/"' in shown and 'width="40"' in shown and 'alt="A box"' in shown
    [later] = fill_texts([change(article, status="archived").body_html])
    assert "<img" not in later


def test_links_of_many_types_take_one_query_and_pictures_one(django_assert_num_queries) -> None:
    make_skill(name="Python")
    make_tool(name="NumPy")
    picture = make_picture()
    article = make_article(body=f"[[skill:python]] [[tool:numpy]] ![x](picture:{picture.pk})")
    with django_assert_num_queries(2):  # links, pictures
        fill_texts([article.body_html])


def test_links_follow_the_clock() -> None:
    soon = timezone.now() + timedelta(hours=1)
    make_skill(name="Soon", publish_at=soon.isoformat())
    article = make_article(body="[[skill:soon]]")
    assert "Soon" not in fill_texts([article.body_html])[0]
    assert ">Soon</a>" in fill_texts([article.body_html], soon)[0]
