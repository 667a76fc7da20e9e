"""PostgreSQL looks at the tables anew after an import; SQLite needs no such look."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.articles.transfer.imports.samples import bring_in, write_table

pytestmark = pytest.mark.django_db

LOOKS = {"postgresql": 1, "sqlite": 0}


def count_looks(*paths, is_dry: bool = False) -> int:
    with CaptureQueriesContext(connection) as queries:
        bring_in(*paths, item_type="tool", is_dry=is_dry)
    return len([query for query in queries if '"articles_tool"' in query["sql"] and "ANALYZE" in query["sql"]])


def test_import_that_writes_has_the_database_look_once(tmp_path) -> None:
    path = write_table(tmp_path / "tools.csv", ["name", "summary"], {"name": "A tool", "summary": "It helps."})

    assert count_looks(path, is_dry=True) == 0
    assert count_looks(path) == LOOKS[connection.vendor]
    assert count_looks(path) == 0  # nothing changed
