"""Whether a database was made by a newer release than this one, which would damage what it does not know."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader


class NewerDatabaseError(Exception):
    """The message is one line for the operator."""


def unknown_migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """What was applied to the database and is not known here, of the apps that are; as `articles.0099_name`."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    known = {*loader.disk_migrations, *loader.graph.nodes}
    applied = sorted(key for key in loader.applied_migrations if key[0] in loader.migrated_apps)
    return [f"{app}.{name}" for app, name in applied if (app, name) not in known]


def refuse_newer_database(connection: BaseDatabaseWrapper) -> None:
    """Raises NewerDatabaseError."""
    if unknown := unknown_migrations(connection):
        raise NewerDatabaseError(
            f"The database belongs to a newer version of the portal (it has {unknown[-1]}, which is not known here)."
            " Start that version, or restore a backup of this one into an empty database."
        )
