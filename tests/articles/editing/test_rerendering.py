"""A new renderer brings old HTML up to date without touching content."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from articles.models import Article, Change, Revision
from articles.snapshots import snapshot_of
from tests.factories import change, count, make_article, make_industry, make_skill

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


COSTLY = "|a" * 50 + "|\n" + "|-" * 50 + ("|\n" + "|a" * 50) * 1_400


def test_text_from_before_the_limits_keeps_what_is_shown_of_it_and_that_is_told() -> None:
    old, other = make_article(slug="old"), make_article(body="*a*")
    Article.objects.filter(pk=old.pk).update(body=COSTLY, body_html="<p>old</p>")
    Article.objects.update(rendered_with=0)
    told = rerender()
    assert "article old stays as it was rendered before: More than 66,000 table cells." in told
    assert told.endswith("1 items were out of date.\n")
    changed = change(Article.objects.get(pk=old.pk), title="Another title", body=COSTLY)
    assert (changed.title, changed.body_html) == ("Another title", "<p>old</p>")
    assert Article.objects.get(pk=other.pk).body_html == "<p><em>a</em></p>\n"


def test_text_that_would_take_too_long_is_refused_at_its_field() -> None:
    with pytest.raises(ValidationError) as refusal:
        make_article(body=COSTLY)
    assert refusal.value.message_dict == {"body": ["More than 66,000 table cells. Divide the text."]}
