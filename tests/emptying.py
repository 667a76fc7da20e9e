"""Empties the database after a test whose writes were committed, at a fraction of the cost of Django's `flush`.

`flush` truncates every table and then makes all content types and permissions anew; few tables hold rows after a test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TestCase, TransactionTestCase

type Rows = list[tuple[object, ...]]

# What `migrate` makes; a test that changed it is followed by a whole flush.
KEPT = (ContentType, Permission)


class EmptyingTestCase:
    """rows: what was made in the tables that are kept; None before the first test ended."""

    rows: list[Rows] | None = None

    @classmethod
    def take_over(cls) -> None:
        TransactionTestCase._fixture_teardown = cls.after_test  # type: ignore[attr-defined]  # Django's private name

    @classmethod
    def after_test(cls, _case: TransactionTestCase | None = None) -> None:
        if cls.rows is None or read_kept() != cls.rows:
            call_command("flush", verbosity=0, interactive=False)
            cls.rows = read_kept()
        else:
            empty_tables()


def read_kept() -> list[Rows]:
    return [list(model._default_manager.order_by("pk").values_list()) for model in KEPT]


def empty_tables() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for name in filled_tables():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608  # no name comes from outside


def filled_tables() -> list[str]:
    """Names of those that hold rows, of what is not kept: one query."""
    quote = connection.ops.quote_name
    asked = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quote(name)})" for name in table_names())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for [name] in cursor.fetchall()]


@contextmanager
def undone() -> Iterator[None]:
    """For what several tests read, or several states one after the other: what is stored within is gone afterwards."""
    transactions = TestCase._enter_atomics()  # type: ignore[attr-defined]  # as Django's own tests of a class have it
    try:
        yield
    finally:
        TestCase._rollback_atomics(transactions)  # type: ignore[attr-defined]


@cache
def table_names() -> list[str]:
    kept = {model._meta.db_table for model in KEPT}
    return [name for name in connection.introspection.django_table_names(only_existing=True) if name not in kept]
