"""Makes an empty place the portal of a backup: all of it, or nothing."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db import Error as DatabaseFailure
from django.db.migrations.executor import MigrationExecutor

from articles.operation.releases import unknown_migrations
from portal.backups.archive import Reader, digest_of
from portal.backups.checking import Checked, checked_backup
from portal.backups.errors import BackupError, explain_os_error, first_line
from portal.backups.making import private, sync_folder
from portal.backups.manifest import SECRET_KEY, Manifest, table_member
from portal.backups.rows import insert_rows, read_rows
from portal.backups.schema import own_tables, step_by_step
from portal.backups.snapshots import file_as_database

MEDIA = "media/"
# One row of each is made with the tables.
MADE_BY_MIGRATIONS = {"articles_changecounter"}
ROOM = 1.2

type Report = Callable[[str], None]


def restore_backup(path: Path, *, report: Report) -> None:
    """Raises BackupError, with nothing written, where the backup or the place will not do."""
    check_place()
    report("Checking the backup …")
    with checked_backup(path) as backup:
        check_media_place(backup.manifest)
        check_room(backup.manifest)
        report(f"Restoring the portal of {backup.manifest.made_at} (version {backup.manifest.version}) …")
        try:
            write_portal(backup)
        except OSError as error:
            raise BackupError(
                f"The portal cannot be written: {explain_os_error(error)}. Nothing was restored."
            ) from None
        except (DatabaseFailure, ValueError) as error:
            raise BackupError(
                f"The database refused what the backup holds: {first_line(error)}. Nothing was restored."
            ) from None


def check_place() -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        if unknown := unknown_migrations(connection):
            raise BackupError(f"The database belongs to a newer version of the portal (migration {unknown[0]}).")
        for table in own_tables(connection):
            if table.startswith("articles_") and table not in MADE_BY_MIGRATIONS and has_rows(table):
                raise BackupError("The database holds a portal already. A backup is restored into an empty one only.")
    except DatabaseFailure as error:
        raise BackupError(f"The database does not answer: {first_line(error)}.") from None


def has_rows(table: str) -> bool:
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608  a name that the database gave
        return cursor.fetchone() is not None


def check_media_place(manifest: Manifest) -> None:
    """What a restore that was cut off left behind is no hindrance."""
    root = Path(settings.MEDIA_ROOT)
    for folder, _folders, names in os.walk(root):
        for name in names:
            path = Path(folder) / name
            member = manifest.members.get(MEDIA + path.relative_to(root).as_posix())
            if member is None or path.stat().st_size != member.size or file_digest(path) != member.sha256:
                raise BackupError(f"{root} holds files already. A backup is restored into an empty place only.")


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return digest_of(file, path.stat().st_size)


def check_room(manifest: Manifest) -> None:
    """A backup that unpacks to more than the disk holds is refused before it fills it."""
    is_sqlite = connections[DEFAULT_DB_ALIAS].vendor == "sqlite"
    sizes = [member.size for name, member in manifest.members.items() if is_sqlite or name.startswith(MEDIA)]
    if sum(sizes) * ROOM > shutil.disk_usage(settings.VAR_DIR).free:
        raise BackupError(f"It needs {sum(sizes) / 1024**2:,.0f} MB, which {settings.VAR_DIR} does not have free.")


def write_portal(backup: Checked) -> None:
    """Media first: files without rows do no harm, rows without files do. The database is last, and all at once."""
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix=".restoring-") as name:
        folder = Path(name)
        unpack_media(backup.reader, folder / "media")
        with filled_database(backup, folder):
            written = move_media(folder / "media")
            try:
                keep_secret_key(backup.reader)
            except BaseException:
                remove_files(written)
                raise
    analyze()


def unpack_media(reader: Reader, folder: Path) -> None:
    folder.mkdir()
    for name in reader.manifest.members:
        if name.startswith(MEDIA):
            target = folder / name.removeprefix(MEDIA)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                for piece in reader.pieces(name):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())


def move_media(folder: Path) -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    written = []
    for source in sorted(path for path in folder.rglob("*") if path.is_file()):
        target = root / source.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
        sync_folder(target.parent)
        written.append(target)
    return written


def remove_files(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def keep_secret_key(reader: Reader) -> None:
    """Only where the backup has it: then those who hold a signed address, such as a password reset, may go on using it."""
    if SECRET_KEY in reader.manifest.members:
        path = Path(settings.VAR_DIR) / SECRET_KEY
        draft = path.with_name(f".{SECRET_KEY}-restored")
        with open(draft, "wb", opener=private) as file:
            file.writelines(reader.pieces(SECRET_KEY))
        draft.replace(path)


@contextmanager
def filled_database(backup: Checked, folder: Path) -> Iterator[None]:
    """The database is the backup's once the block ends; as it was, where the block or the filling fails."""
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        with filled_file(backup, folder / "database.sqlite3"):
            yield
    else:
        with transaction.atomic(durable=True):
            lift_limits()
            drop_tables()
            fill(backup)
            yield


@contextmanager
def filled_file(backup: Checked, file: Path) -> Iterator[None]:
    """SQLite makes its tables outside of a transaction, so a new file is filled and takes the place of the empty one."""
    file.touch(mode=0o600)
    with file_as_database(file):
        fill(backup)
    yield
    connection = connections[DEFAULT_DB_ALIAS]
    connection.close()
    place = Path(connection.settings_dict["NAME"])
    for ending in ("-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    with file.open("rb") as whole:
        os.fsync(whole.fileno())
    os.replace(file, place)  # noqa: PTH105  across the folders of one file system
    sync_folder(place.parent)


def lift_limits() -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL lock_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def drop_tables() -> None:
    """Empty ones, which may be of other migrations than the backup's."""
    connection = connections[DEFAULT_DB_ALIAS]
    tables = [connection.ops.quote_name(name) for name in own_tables(connection)]
    if tables:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {', '.join(tables)}")


def fill(backup: Checked) -> None:
    """Makes the tables as they were, then the rows, then brings both up to this version."""
    connection = connections[DEFAULT_DB_ALIAS]
    executor = MigrationExecutor(connection)
    executor.loader = step_by_step(connection)
    executor.migrate(backup.schema.leaves)
    with transaction.atomic():
        connection.check_constraints()  # on PostgreSQL defers them again, of which migrations made some immediate
        write_rows(backup)
        connection.check_constraints()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        check_rows_at_once()
        call_command("migrate", interactive=False, verbosity=0)


def check_rows_at_once() -> None:
    """PostgreSQL alters no table of which rows are still to be checked, and rows of this transaction are whenever they change."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def write_rows(backup: Checked) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    models = list(backup.schema.models.values())
    # What migrations put there themselves.
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), list(backup.schema.models)))
    for name, model in backup.schema.models.items():
        with backup.reader.open(table_member(name)) as source:
            insert_rows(model, read_rows(source, model))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def analyze() -> None:
    """Without statistics PostgreSQL takes minutes for filters of large lists."""
    connection = connections[DEFAULT_DB_ALIAS]
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
