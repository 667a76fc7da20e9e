"""What updates do to a database: a new portal has the same tables as an old one, and what waits there still works."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from articles.mass.jobs import run_mass_action
from articles.transfer.imports.jobs import run_import
from portal.backups.schema import step_by_step

STEPWISE = "stepwise"
OUTERMOST_COMMA = re.compile(r",\s*(?![^()]*\))")
DEFINITIONS = """
    SELECT table_name, concat_ws(' ', column_name, data_type, character_maximum_length, is_nullable, column_default)
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT conrelid::regclass::text, concat_ws(' ', conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""


@pytest.fixture
def empty(
    db: None, tmp_path: Path, new_database: Callable[[], dict[str, str]], settings
) -> Iterator[BaseDatabaseWrapper]:
    """A database without tables, beside the tests' own."""
    url = new_database().get("DATABASE_URL")
    other = connection.copy(STEPWISE)
    other.settings_dict["NAME"] = urlsplit(url).path[1:] if url else str(tmp_path / "stepwise.sqlite3")
    connections[STEPWISE] = other
    yield other
    other.close()
    del connections[STEPWISE]


def migrate_step_by_step(target: BaseDatabaseWrapper) -> None:
    executor = MigrationExecutor(target)
    executor.loader = step_by_step(target)
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == "articles"])


def definitions(of: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """(table, definition) of each column, constraint and index of our tables, whatever their order."""
    with of.cursor() as cursor:
        if of.vendor == "postgresql":
            cursor.execute(DEFINITIONS)
            return {row for row in cursor.fetchall() if row[0].startswith("articles_")}
        cursor.execute("SELECT tbl_name, type, sql FROM sqlite_master WHERE tbl_name LIKE 'articles_%' AND sql <> ''")
        return {(table, part) for table, kind, sql in cursor.fetchall() for part in parts_of(kind, sql)}


def parts_of(kind: str, sql: str) -> list[str]:
    if kind != "table":
        return [sql]
    return [part.strip() for part in OUTERMOST_COMMA.split(sql[sql.index("(") + 1 : -1])]


def test_tables_made_at_once_are_those_made_step_by_step(empty):
    migrate_step_by_step(empty)

    at_once, stepwise = definitions(connection), definitions(empty)
    assert len(at_once) > 300
    assert at_once ^ stepwise == set()


def test_import_that_waits_is_still_found_after_an_update(empty):
    executor = MigrationExecutor(empty)
    executor.migrate(
        [("articles", "0011_what_readers_get"), *executor.loader.graph.leaf_nodes("django_tasks_database")]
    )
    for path in ("articles.imports.jobs.run_import", "articles.mass.jobs.run_mass_action"):
        DBTaskResult.objects.using(STEPWISE).create(
            task_path=path, args_kwargs={"args": [1], "kwargs": {}}, backend_name="default", run_after=timezone.now()
        )

    MigrationExecutor(empty).migrate([("articles", "0012_task_paths")])

    paths = DBTaskResult.objects.using(STEPWISE).values_list("task_path", flat=True)
    assert {import_string(path) for path in paths} == {run_import, run_mass_action}
