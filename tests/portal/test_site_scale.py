"""Every type of page asks the database the same number of questions at 100 and at 10,000 articles: eight at most."""

from copy import copy
from itertools import batched
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.imports.statistics import refresh_statistics
from articles.models import Article, Industry, Section, Skill, Tool
from tests.factories import make_article
from tests.portal.reading import names_of, page_names
from tests.portal.test_site_queries import QUERIES, link_many

pytestmark = pytest.mark.django_db

FEW, MANY, MOST_QUERIES = 100, 10_000, 8
BATCH = 1_000
# In order of names and of dates, from the middle: where a list could be tempted to count its way there.
ADDRESSES = [*QUERIES, "/about/", "/articles/?ordering=name&skills=main&tools=main", "/articles/text-9/"]


def add_articles(numbers: range) -> None:
    """All of them linked to the items called "main", so that no page has less than all to look through.

    The first is saved as all content is; the others are copies of its rows in the tables that pages read.
    """
    links = {
        "skills": [Skill.objects.get(slug="main")],
        "tools": [Tool.objects.get(slug="main")],
        "industries": [Industry.objects.get(slug="main")],
        "section": Section.objects.all()[0],
    }
    first = make_article(title=f"Row {numbers[0]}", **links)
    for group in batched(numbers[1:], BATCH, strict=False):
        copies = [copy_of(first, f"Row {number}") for number in group]
        Article.objects.bulk_create(copies)
        for name in ("skills", "tools", "industries"):
            copy_links(first, name, copies)
    refresh_statistics()  # which PostgreSQL does by itself once rows are committed


def copy_of(article: Article, title: str) -> Article:
    made = copy(article)
    made.id, made.translation_group = uuid4(), uuid4()
    made.title, made.slug = title, title.lower().replace(" ", "-")
    made.set_keys()
    return made


def copy_links(article: Article, name: str, copies: list[Article]) -> None:
    field: Any = Article._meta.get_field(name)
    through = field.remote_field.through
    source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    [linked] = through.objects.filter(**{source: article.pk}).values_list(target, flat=True)
    through.objects.bulk_create([through(**{source: one.pk, target: linked}) for one in copies])


def count_queries(client: Client) -> dict[str, int]:
    numbers = {}
    for address in ADDRESSES:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        numbers[address] = len(queries)
    return numbers


def test_pages_ask_as_often_at_10000_articles_as_at_100(client):
    link_many(30)
    add_articles(range(FEW - Article.objects.count()))
    few = count_queries(client)
    add_articles(range(FEW, FEW + MANY - Article.objects.count()))
    many = count_queries(client)

    assert Article.objects.count() == MANY
    assert {one: (few[one], many[one]) for one in ADDRESSES if few[one] != many[one]} == {}
    assert {one: number for one, number in many.items() if number > MOST_QUERIES} == {}


def test_every_type_of_page_is_tried(client):
    assert page_names() - names_of(ADDRESSES) == set()
