"""Every type of page asks the database the same number of questions at 100 and at 10,000 articles: eight at most."""

from itertools import batched

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.editing import Edit, save_items
from articles.models import Article, Industry, Section, Skill, Tool
from articles.snapshots import Snapshot
from articles.transfer.imports.statistics import refresh_statistics
from tests.portal.reading import names_of, page_names
from tests.portal.views.test_queries import QUERIES, link_many

pytestmark = pytest.mark.django_db

FEW, MANY, MOST_QUERIES = 100, 10_000, 8
BATCH = 1_000
# In order of names and of dates, from the middle: where a list could be tempted to count its way there.
ADDRESSES = [*QUERIES, "/about/", "/articles/?ordering=name&skills=main&tools=main", "/articles/text-9/"]


def add_articles(numbers: range) -> None:
    """All of them linked to the items called "main", so that no page has less than all to look through."""
    links = {
        "skills": [str(Skill.objects.get(slug="main").pk)],
        "tools": [str(Tool.objects.get(slug="main").pk)],
        "industries": [str(Industry.objects.get(slug="main").pk)],
        "section": [str(Section.objects.all()[0].pk)],
    }
    for group in batched(numbers, BATCH, strict=False):
        fields = [{"title": f"Row {number}", "summary": "S.", "body": "T.", "status": "published"} for number in group]
        save_items([Edit(Article(), Snapshot(fields=one, links=links)) for one in fields], by=None)
    refresh_statistics()  # which PostgreSQL does by itself once rows are committed


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
