"""Each page of each list is read along the index of its order, whatever way it is asked for, and no list is sorted whole."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from articles.reading.lists.filters import LISTINGS
from articles.reading.lists.paging import Cursor, Ordering

ORDERS = [(kind, one) for kind, listing in LISTINGS.items() for one in listing.orderings]
AT = datetime(2026, 1, 5, tzinfo=UTC)


def explain(sql: str, params: Any) -> str:
    """How the database reads the rows; PostgreSQL, where it has few rows, is told to sort only what no index brings in order."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for way in () if is_sqlite else ("enable_seqscan", "enable_bitmapscan", "enable_sort", "jit"):
            cursor.execute(f"SET LOCAL {way} = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{sql}", params)
        return "; ".join(str(row[-1]) for row in cursor.fetchall())


def plans_of(client: Client, address: str, **query: str) -> list[str]:
    """Of the statements that read a page of rows."""
    plans = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and "ORDER BY" in sql and re.search(r"LIMIT 2[15]$", sql):
            plans.append(explain(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        assert client.get(address, query).status_code == 200
    return plans


def is_sorted(plan: str) -> bool:
    return "TEMP B-TREE" in plan or "Sort" in plan


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "ordering"), ORDERS, ids=lambda one: getattr(one, "name", one))
def test_page_is_read_along_its_index_and_nothing_is_sorted(client, kind, ordering) -> None:
    model = LISTINGS[kind].model
    value = "m" if ordering.column == "sort_key" else AT
    forward, backward = (str(Cursor(ordering.name, value, UUID(int=5), way)) for way in (False, True))
    plans = plans_of(client, f"/{model.plural}/", ordering=ordering.name)
    plans += plans_of(client, f"/api/v1/{model.plural}/", ordering=ordering.name)
    for cursor in (forward, backward):
        plans += plans_of(client, f"/api/v1/{model.plural}/", ordering=ordering.name, cursor=cursor)
    assert len(plans) == 4
    assert [plan for plan in plans if ordering.index_name(model) not in plan or is_sorted(plan)] == []


@pytest.mark.django_db
def test_plan_tells_a_sort(client, monkeypatch) -> None:
    by_summary = Ordering("summary", "summary", "by summary", "%(class)s_by_name")
    monkeypatch.setitem(LISTINGS, "skill", replace(LISTINGS["skill"], orderings=(by_summary,)))
    assert [is_sorted(plan) for plan in plans_of(client, "/api/v1/skills/")] == [True]


@pytest.mark.django_db
def test_narrowed_list_is_not_led_along_the_index_of_all_rows(client) -> None:
    for address in ("/articles/", "/api/v1/articles/"):
        [plan] = plans_of(client, address, ordering="name", section="rare")
        assert "by_name" not in plan or connection.vendor != "sqlite"
