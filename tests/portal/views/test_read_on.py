"""What an article leads on to: its neighbours in the section, and related articles with the reason."""

import pytest
from django.urls import reverse

from tests.factories import make_article, make_industry, make_section, make_skill, make_tool
from tests.portal.reading import find, page_of, text_of

pytestmark = pytest.mark.django_db


def show(client, article):
    return page_of(client.get(reverse("article", args=[article.slug])))


def read_on(client, article) -> list[tuple[str, str]]:
    """(title, reason) in order."""
    return [
        (text_of(find(entry, "a")[0]), text_of(find(entry, class_="note")[0]))
        for section in find(show(client, article), class_="read-on")
        for entry in find(section, "li")
    ]


def neighbours(client, article) -> list[str]:
    return [text_of(link) for box in find(show(client, article), class_="neighbours") for link in find(box, "a")]


def test_related_articles_come_by_what_they_share_and_say_it(client):
    torch, tuning, bank = make_tool(name="PyTorch"), make_skill(name="Fine-tuning"), make_industry(name="Banking")
    article = make_article(title="One", skills=[tuning], tools=[torch], industries=[bank])
    make_article(title="Near", tools=[torch], skills=[tuning])
    make_article(title="Nearer", tools=[torch], skills=[tuning], industries=[bank])
    make_article(title="Far", skills=[make_skill()])

    assert read_on(client, article) == [
        ("Nearer", "shares Fine-tuning, PyTorch and Banking"),
        ("Near", "shares Fine-tuning and PyTorch"),
    ]


def test_what_editors_chose_comes_first_and_says_what_it_shares_if_anything(client):
    skill = make_skill(name="Testing")
    chosen, sharing = make_article(title="Chosen"), make_article(title="Chosen too", skills=[skill])
    make_article(title="Found", skills=[skill])
    article = make_article(title="One", skills=[skill], related=[chosen, sharing])

    found = read_on(client, article)

    assert sorted(found[:2]) == [("Chosen", "chosen by the editors"), ("Chosen too", "shares Testing")]
    assert found[2:] == [("Found", "shares Testing")]


def test_article_of_the_section_is_related_by_rare_words_of_title_and_summary(client):
    section = make_section()
    article = make_article(title="When models drift", summary="What monitoring shows.", section=section)
    make_article(title="Drift at work", summary="With monitoring.", section=section)
    make_article(title="Something else", summary="Nothing alike.", section=section)

    assert read_on(client, article) == [("Drift at work", "also speaks of drift and monitoring")]


def test_hidden_things_and_hidden_articles_relate_nothing(client):
    hidden, shown = make_skill(name="Unseen", status="draft"), make_skill(name="Seen")
    article = make_article(skills=[hidden, shown])
    make_article(title="By the hidden", skills=[hidden])
    make_article(title="Hidden itself", skills=[shown], status="draft")
    make_article(title="In German", skills=[shown], language="de")
    make_article(
        title="Translation", skills=[shown], language="en-GB", translation_group=str(article.translation_group)
    )
    make_article(title="Visible", skills=[hidden, shown])

    assert read_on(client, article) == [("Visible", "shares Seen")]


def test_neighbours_are_those_of_the_section_and_language_by_date_then_title(client):
    section, day = make_section(), "2026-01-0{}T08:00:00Z"
    make_article(title="Oldest", section=section, publish_at=day.format(1))
    before = make_article(title="Alpha", section=section, publish_at=day.format(2))
    article = make_article(title="Beta", section=section, publish_at=day.format(2))
    make_article(title="Newer", section=section, publish_at=day.format(4))
    make_article(title="Draft", section=section, publish_at=day.format(3), status="draft")
    make_article(title="German", section=section, publish_at=day.format(3), language="de")
    make_article(title="Elsewhere", section=make_section(), publish_at=day.format(3))

    assert neighbours(client, article) == ["Previous Alpha", "Next Newer"]
    assert neighbours(client, before) == ["Previous Oldest", "Next Beta"]


def test_article_of_no_section_has_no_neighbours(client):
    make_article()
    assert neighbours(client, make_article()) == []
