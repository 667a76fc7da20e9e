"""The starter catalogue: it loads into an empty portal, and all of it is linked and visible."""

import io
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from articles.models import ITEM_MODELS, Article, Change, Figure, Industry, LearningPath, Skill, Tool
from articles.rendering import html_references
from articles.starter.loading import is_portal_empty, load_starter
from tests.factories import count, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter(db) -> None:
    load_starter(report=lambda _line: None)


def test_empty_portal_is_filled_and_everything_is_visible(starter) -> None:
    assert not is_portal_empty()
    least = {Article: 8, Skill: 15, Tool: 15, Industry: 6, LearningPath: 2}
    assert all(model.objects.published().count() >= number for model, number in least.items())
    assert all(not model._default_manager.exclude(status="published").exists() for model in ITEM_MODELS.values())
    assert set(Change.objects.values_list("reason", flat=True)) == {"starter"}


def test_everything_is_linked(starter) -> None:
    assert not Skill.objects.filter(tools=None).exists()
    assert not Tool.objects.filter(skills=None).exists()
    assert not Article.objects.filter(skills=None).exists()
    assert not Industry.objects.filter(articles=None).exists()
    assert not Skill.objects.filter(articles=None, steps=None).exists()
    assert count(Figure) >= 6


def test_every_link_in_a_text_leads_to_an_item(starter) -> None:
    for article in Article.objects.all():
        for reference in html_references(article.body_html)[0]:
            assert ITEM_MODELS[reference.type]._default_manager.filter(pk=reference.id).exists()


def test_summaries_are_short_and_headings_in_order(starter) -> None:
    for article in Article.objects.all():
        levels = [heading["level"] for heading in article.headings]
        assert len(article.summary) <= 300
        assert levels[0] == 2
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_start_that_is_cut_off_leaves_the_portal_empty(monkeypatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("articles.starter.loading.make_figures", stop)
    with pytest.raises(KeyboardInterrupt):
        load_starter(report=lambda _line: None)
    assert is_portal_empty()
    assert count(Change) == 0


def test_command_refuses_a_portal_that_has_content() -> None:
    make_section()
    with pytest.raises(CommandError, match="has content already"):
        call_command("load_starter")


def test_command_says_what_it_does() -> None:
    out = io.StringIO()
    call_command("load_starter", stdout=out)
    assert out.getvalue().splitlines()[-1] == f"starter catalogue: {sum(map(count, ITEM_MODELS.values()))} items"
