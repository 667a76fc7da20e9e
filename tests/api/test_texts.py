"""Markdown and HTML given out: links and pictures are filled in, hidden ones leave only their label."""

import pytest

from tests.factories import make_article, make_picture, make_skill


@pytest.fixture
def cast(db):
    return make_skill(name="Public skill", slug="public-skill"), make_skill(
        name="Secret", slug="secret", status="draft"
    )


def read_article(read, body):
    article = make_article(body=body)
    whole = read(f"/api/v1/articles/{article.slug}/")
    return whole["body_markdown"], whole["body_html"]


def test_link_to_a_visible_item_is_kept(read, cast):
    shown, _secret = cast
    markdown, html = read_article(read, "See [[skill:public-skill]] and [[skill:public-skill|this]].")
    assert markdown == f"See [[skill:{shown.pk}]] and [[skill:{shown.pk}|this]]."
    address = '<a href="/skills/public-skill/">'
    assert html == f"<p>See {address}Public skill</a> and {address}this</a>.</p>\n"


def test_link_to_a_hidden_item_leaves_its_label(read, cast):
    shown, _secret = cast
    markdown, html = read_article(read, "[[skill:secret|A label]], [[skill:secret]], [[skill:public-skill]].")
    assert markdown == f"A label, , [[skill:{shown.pk}]]."
    assert html == '<p>A label, , <a href="/skills/public-skill/">Public skill</a>.</p>\n'


def test_link_in_a_table_leaves_its_label(read, cast):
    markdown, _html = read_article(read, "| a |\n|---|\n| [[skill:secret\\|A label]] |")
    assert markdown == "| a |\n|---|\n| A label |"


def test_code_is_not_rewritten(read, cast):
    markdown, _html = read_article(read, "`[[skill:secret]]` and [[skill:secret|x]]")
    assert markdown == "`[[skill:secret]]` and x"


def test_picture_is_shown_with_its_size(read):
    picture = make_picture()
    _markdown, html = read_article(read, f"![A box](picture:{picture.pk})")
    assert f'<img src="/media/pictures/{picture.pk}/" width="40" height="30" alt="A box"' in html


@pytest.mark.parametrize(
    "source",
    [
        "T ![see [[skill:{slug}|Lab]] x](https://e.org/a.png)",
        "T\n\n[^unused]: note [[skill:{slug}|Lab]]",
        "| a |\n|---|\n| b | [[skill:{slug}|Lab]] |",
        "[[skill:{slug}#a-place|Lab]]",
        "[[skill:{id}#a-place|Lab]] and [[skill:{id}#a-place]]",
        "[[skill: {id} |Lab]] and [[ skill:{id}]]",
        "| a |\n|---|\n| [[skill:{id}#a-place\\|Lab]] |",
        "[[skill:{id}|Lab\nel]]",
        "[[Skill:{id}|Lab]] and [[SKILL:{upper}]]",
        "`[[skill:{id}#a-place|Lab]]` as code",
    ],
)
def test_hidden_item_leaves_no_id_wherever_it_is_written(read, source):
    hidden, shown = make_skill(status="draft"), make_skill()
    texts = read_article(read, source.format(slug=hidden.slug, id=hidden.pk, upper=str(hidden.pk).upper()))
    assert all(str(hidden.pk) not in text.lower() and "a-place" not in text for text in texts)
    assert "Lab" in texts[0]

    control, _html = read_article(read, source.format(slug=shown.slug, id=shown.pk, upper=str(shown.pk).upper()))
    assert str(shown.pk) in control.lower() or shown.slug in control
