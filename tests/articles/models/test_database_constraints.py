"""What the database itself refuses, whatever asks it."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from articles.models import (
    Article,
)
from tests.factories import (
    make_article,
    make_category,
    make_industry,
    make_skill,
    make_source,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"status": "live"}, "article_status_valid"),
        (
            {"publish_at": datetime(2026, 2, 1, tzinfo=UTC), "expire_at": datetime(2026, 1, 1, tzinfo=UTC)},
            "article_expires_after_publish",
        ),
        ({"status": "published", "publish_at": None}, "article_published_has_publish_at"),
        ({"origin": "syndicated"}, "article_syndicated_has_source"),
        ({"origin": "borrowed"}, "article_origin_valid"),
        ({"slug": ""}, "article_slug_given"),
        ({"name_key": ""}, "article_name_given"),
    ],
)
def test_database_itself_refuses(values, constraint) -> None:
    article = make_article(status="draft")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**values)


def test_database_itself_refuses_a_source_of_our_own_text() -> None:
    article, source = make_article(), make_source()
    with pytest.raises(IntegrityError, match="article_own_has_no_source"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(source=source)


@pytest.mark.parametrize(
    ("make_one", "link", "constraint"),
    [
        (make_skill, "broader", "skill_not_its_own_broader"),
        (make_industry, "parent", "industry_not_its_own_parent"),
        (make_category, "parent", "category_not_its_own_parent"),
    ],
)
def test_database_itself_refuses_an_item_above_itself(make_one, link, constraint) -> None:
    row = make_one()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**{link: row.pk})


@pytest.mark.parametrize(
    ("make_one", "link", "constraint"),
    [
        (make_skill, "prerequisites", "skillprerequisite_not_itself"),
        (make_article, "related", "relatedarticle_not_itself"),
    ],
)
def test_database_itself_refuses_an_item_linked_to_itself(make_one, link, constraint) -> None:
    row = make_one()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        getattr(row, link).add(row)
