"""What a save of an item refuses, and the part that it names."""

from uuid import uuid4

import pytest

from articles.editing import Edit, save_item, save_items
from articles.models import (
    Article,
    Change,
    Skill,
)
from tests.articles.editing.refusing import refusal
from tests.factories import (
    change,
    count,
    make_article,
    make_industry,
    make_skill,
    make_source,
    make_tool,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "links", "part"),
    [
        ({"title": ""}, {}, "title"),
        ({"title": "\u200b \n"}, {}, "title"),
        ({"title": "\u3164\u2800 \uffa0"}, {}, "title"),
        ({"title": "x" * 251}, {}, "title"),
        ({"title": 7}, {}, "title"),
        ({"title": "A", "status": "live"}, {}, "status"),
        ({"title": "A", "language": "English!"}, {}, "language"),
        ({"title": "A", "slug": "Not a slug"}, {}, "slug"),
        ({"title": "A", "slug": "search"}, {}, "slug"),
        ({"title": "A", "slug": "0f0e0d0c-0b0a-0908-0706-050403020100"}, {}, "slug"),
        ({"title": "A", "publish_at": "tomorrow"}, {}, "publish_at"),
        ({"title": "A", "publish_at": "2026-01-02T00:00Z", "expire_at": "2026-01-01T00:00Z"}, {}, "expire_at"),
        ({"title": "A", "status": "published", "body": "b"}, {}, "summary"),
        ({"title": "A", "status": "published", "summary": "s"}, {}, "body"),
        ({"title": "A", "origin": "syndicated"}, {}, "source"),
        ({"title": "A", "colour": "red"}, {}, "colour"),
        ({"title": "A"}, {"friends": []}, "friends"),
        ({"title": "A"}, {"skills": ["python"]}, "skills"),
        ({"title": "A"}, {"skills": [str(uuid4())]}, "skills"),
        ({"title": "A"}, {"section": [str(uuid4()), str(uuid4())]}, "section"),
        ({"title": "A", "body": "[[skill:nowhere]]"}, {}, "body"),
        ({"title": "A", "body": f"![x](picture:{uuid4()})"}, {}, "body"),
        ({"title": "A", "external_ids": [{"scheme": "x", "code": ""}]}, {}, "external_ids"),
    ],
)
def test_refused_article_names_the_part_at_fault(fields, links, part) -> None:
    assert part in refusal(save_item, Article(), {"fields": fields, "links": links}, by=None, expected_version=0)
    assert count(Article) == count(Change) == 0


def test_own_text_with_a_source_is_refused() -> None:
    links = {"source": [str(make_source().pk)]}
    assert "source" in refusal(
        save_item, Article(), {"fields": {"title": "A"}, "links": links}, by=None, expected_version=0
    )


def test_body_over_the_limit_is_refused(settings) -> None:
    settings.MAX_BODY_BYTES = 1000
    fields = {"title": "A", "body": "ä" * 501}
    assert "body" in refusal(save_item, Article(), {"fields": fields}, by=None, expected_version=0)


def test_text_is_stored_without_what_no_database_holds() -> None:
    article = make_article(title="A\x00  B\ud800", body="one\r\ntwo\x00\x07\n\n")
    assert (article.title, article.body) == ("A B\ufffd", "one\ntwo")


def test_prerequisites_that_lead_back_are_refused_with_the_circle_named() -> None:
    first = make_skill(name="First")
    second = make_skill(name="Second", prerequisites=[first])
    third = make_skill(name="Third", prerequisites=[second])
    problems = refusal(change, first, prerequisites=[third])
    assert problems == {"prerequisites": ["This would make a circle: First → Third → Second → First."]}


def test_circle_within_one_batch_is_refused() -> None:
    first, second = Skill(), Skill()
    edits = [
        Edit(first, {"fields": {"name": "One"}, "links": {"broader": [str(second.pk)]}}),
        Edit(second, {"fields": {"name": "Two"}, "links": {"broader": [str(first.pk)]}}),
    ]
    assert refusal(save_items, edits, by=None) == {"broader": ["This would make a circle: One → Two → One."]}


def test_industry_below_itself_is_refused() -> None:
    health = make_industry(name="Health care")
    clinics = make_industry(name="Clinics", parent=health)
    assert refusal(change, health, parent=clinics) == {
        "parent": ["This would make a circle: Health care → Clinics → Health care."]
    }
    assert "parent" in refusal(change, health, parent=health)


def test_article_related_to_itself_is_refused() -> None:
    article = make_article()
    assert refusal(change, article, related=[article]) == {"related": ["It cannot link to itself."]}


def test_second_skill_with_the_same_name_is_refused_whatever_its_case() -> None:
    make_skill(name="Straße")
    assert "name" in refusal(make_skill, name="STRASSE")
    assert make_tool(name="Strasse").pk


def test_alias_that_another_skill_holds_is_refused() -> None:
    make_skill(aliases=[{"name": "Py"}])
    assert "aliases" in refusal(make_skill, aliases=[{"name": "PY", "language": "en"}])
    assert make_tool(aliases=[{"name": "py"}]).pk


def test_external_id_that_another_item_holds_is_refused() -> None:
    make_skill(external_ids=[{"scheme": "esco", "code": "1"}])
    assert "external_ids" in refusal(make_tool, external_ids=[{"scheme": "esco", "code": "1"}])


def test_second_article_in_one_language_of_a_group_is_refused() -> None:
    english = make_article()
    group = str(english.translation_group)
    assert make_article(language="de", translation_group=group).pk
    assert "language" in refusal(make_article, language="de", translation_group=group)
