"""Tables as the migrations of a database made them, which may be fewer than this version of the portal knows.

Before an upgrade, and for a backup from before one, today's models do not fit: columns come from the migrations themselves.
"""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from portal.backups.errors import BackupError
from portal.backups.manifest import MigrationName

# Who is signed in is no content, and a restored portal asks anew.
LEFT_OUT = {"sessions"}


@cache
def schema_of(migrations: tuple[MigrationName, ...]) -> "Schema":
    return Schema(migrations)


class Schema:
    """models: those of the tables that a backup holds, by table, as the migrations left them."""

    def __init__(self, migrations: Collection[MigrationName]) -> None:
        """Raises BackupError where this version does not know a migration, or one lacks what it rests on."""
        loader = step_by_step(None)
        graph = loader.graph
        self.migrations = sorted(set(migrations) - set(loader.replacements))
        if unknown := [f"{app}.{name}" for app, name in self.migrations if (app, name) not in graph.nodes]:
            raise BackupError(
                f"It was made by a newer version of the portal (migration {unknown[0][:80]}). Update the portal first."
            )
        had = set(self.migrations)
        parents = {parent.key for key in had for parent in graph.node_map[key].parents}
        if parents - had:
            raise BackupError("Its migrations have gaps: this is no backup of the portal.")
        self.leaves = sorted(key for key in had if not {child.key for child in graph.node_map[key].children} & had)
        state = graph.make_state(nodes=self.leaves, at_end=True, real_apps=loader.unmigrated_apps) if had else None
        found = state.apps.get_models(include_auto_created=True) if state else []
        self.models: dict[str, type[models.Model]] = {
            model._meta.db_table: model for model in found if is_kept(model, {app for app, _name in had})
        }


def step_by_step(connection: BaseDatabaseWrapper | None) -> MigrationLoader:
    """The migrations as releases brought them, one by one: what makes the tables of a new portal at once fits no older one."""
    loader = MigrationLoader(connection, replace_migrations=False)
    for key, at_once in loader.replacements.items():
        loader.graph.remove_replacement_node(key, at_once.replaces)
    return loader


def is_kept(model: type[models.Model], migrated: Collection[str]) -> bool:
    meta = model._meta
    return meta.managed and not meta.proxy and meta.app_label in migrated and meta.app_label not in LEFT_OUT


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def file_fields(model: type[models.Model]) -> list[str]:
    return [field.attname for field in columns_of(model) if isinstance(field, models.FileField)]


def applied_migrations(connection: BaseDatabaseWrapper) -> list[MigrationName]:
    """Those of apps that this version has; what an app of former days left behind does not count."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    return sorted(key for key in loader.applied_migrations if key[0] in loader.migrated_apps)


def own_tables(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """The tables of the database that are the portal's, those of sessions and of the migrations themselves too."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    yield from (name for name in names if name in known or name == "django_migrations" or name.startswith("articles_"))
