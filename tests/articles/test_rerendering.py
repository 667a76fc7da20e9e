"""A new renderer brings old HTML up to date without touching content."""

import io

import pytest
from django.core.management import call_command

from articles.models import Article, Change, Revision
from articles.snapshots import snapshot_of
from tests.factories import count, make_article, make_industry, make_skill

pytestmark = pytest.mark.django_db


def rerender() -> str:
    out = io.StringIO()
    call_command("rerender", stdout=out)
    return out.getvalue()


def test_what_an_older_renderer_made_is_made_anew_and_the_rest_left_alone() -> None:
    old, other = make_article(body="Some *text*."), make_article()
    Article.objects.filter(pk=old.pk).update(body_html="<p>old</p>", rendered_with=0)
    before, numbers = snapshot_of(old), count(Change)
    assert rerender().endswith("1 items were out of date.\n")
    fresh = Article.objects.get(pk=old.pk)
    assert fresh.body_html == "<p>Some <em>text</em>.</p>\n"
    assert (fresh.version, snapshot_of(fresh), count(Revision)) == (1, before, 2)
    assert list(Change.objects.filter(number__gt=numbers).values_list("item_id", "reason")) == [(old.pk, "rerender")]
    assert Article.objects.get(pk=other.pk).updated_at == other.updated_at


def test_second_run_finds_nothing_to_do() -> None:
    make_skill(description="*x*")
    make_industry(ai_use="*y*")
    for model in (make_skill().__class__, make_industry().__class__):
        model.objects.update(rendered_with=0)
    rerender()
    assert rerender() == "0 items were out of date.\n"
