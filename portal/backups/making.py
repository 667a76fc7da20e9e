"""Makes a backup while people go on writing."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, connections
from django.db import Error as DatabaseFailure

from articles.operation.releases import NewerDatabaseError, refuse_newer_database
from portal.backups.archive import PIECE_BYTES, Writer
from portal.backups.errors import BackupError, explain_os_error, first_line
from portal.backups.manifest import SECRET_KEY, Manifest, Table, media_member, safe_name, table_member
from portal.backups.rows import Row, in_pieces, stored_rows, to_line
from portal.backups.schema import Schema, applied_migrations, columns_of, file_fields, schema_of
from portal.backups.snapshots import frozen_database
from portal.version import VERSION


@dataclass
class Made:
    """size in bytes. missing: media files that a row names and that are not there, or were removed meanwhile."""

    path: Path
    size: int
    rows: int
    files: int
    missing: list[str] = field(default_factory=list)


def make_backup(path: Path, *, with_secret_key: bool = False) -> Made:
    """Writes the portal into a new file, readable by its owner only. Until it is whole it bears another name.

    Raises BackupError, with nothing left behind, where that cannot be done.
    """
    path = path.absolute()
    if path.exists():
        raise BackupError(f"{path} is there already; a backup never replaces a file.")
    try:
        refuse_newer_database(connections[DEFAULT_DB_ALIAS])
        with work_folder(path) as folder:
            made = write_archive(folder, path, with_secret_key=with_secret_key)
            put_in_place(folder / "archive", path)
    except NewerDatabaseError as error:
        raise BackupError(str(error)) from None
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {explain_os_error(error)}.") from None
    except (DatabaseFailure, sqlite3.Error) as error:
        raise BackupError(f"The database cannot be read or copied: {first_line(error)}.") from None
    return made


@contextmanager
def work_folder(path: Path) -> Iterator[Path]:
    """A hidden folder of the owner's beside the file, so that what was cut off never looks like a backup."""
    folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".unfinished"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(archive: Path, path: Path) -> None:
    try:
        os.link(archive, path)
    except FileExistsError:
        raise BackupError(f"{path} is there already; a backup never replaces a file.") from None
    except OSError:  # a file system without links
        archive.rename(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """A new name outlives a loss of power only once its folder is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_archive(folder: Path, path: Path, *, with_secret_key: bool) -> Made:
    with open(folder / "archive", "xb+", opener=private) as file, Writer(file) as writer:
        with frozen_database(folder):
            migrations = applied_migrations(connections[DEFAULT_DB_ALIAS])
            dump = Dump(writer)
            dump.write_tables(schema_of(tuple(migrations)))
        missing = [name for name in sorted(dump.files) if not write_media(writer, name)]
        if with_secret_key:
            with writer.member(SECRET_KEY, is_packed=False) as add:
                add(settings.SECRET_KEY.encode())
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        writer.finish(Manifest(VERSION, made_at, vendor, migrations, dump.tables, writer.members, missing))
        rows = sum(table.rows for table in dump.tables.values())
        return Made(path, file.seek(0, os.SEEK_END), rows, len(dump.files) - len(missing), missing)


def private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


class Dump:
    """Writes the tables, and gathers the media files that their rows name."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.tables: dict[str, Table] = {}
        self.files: set[str] = set()

    def write_tables(self, schema: Schema) -> None:
        if not schema.models:
            raise BackupError("The database is empty: there is nothing to back up.")
        for table, model in sorted(schema.models.items()):
            self.write_table(table, model)

    def write_table(self, table: str, model: Any) -> None:
        columns = [column.attname for column in columns_of(model)]
        number = 0

        def lines() -> Iterator[bytes]:
            nonlocal number
            for row in stored_rows(model):
                number += 1
                self.files.update(named_files(model, columns, row))
                yield to_line(row)

        with self.writer.member(table_member(table), is_packed=True) as add:
            in_pieces(lines(), add)
        self.tables[table] = Table(columns, number)


def named_files(model: Any, columns: list[str], row: Row) -> Iterable[str]:
    """The files that a row names; an import that waits names all that were uploaded for it among its options."""
    values = dict(zip(columns, row, strict=True))
    names = [values[name] for name in file_fields(model) if values[name]]
    options = values.get("options")
    if names and model._meta.model_name == "importbatch" and isinstance(options, dict):
        names += [name for name in options.get("files") or [] if isinstance(name, str)]
    return names


def write_media(writer: Writer, name: str) -> bool:
    """Whether the file was there; an editor may have removed it since the snapshot."""
    try:
        source = default_storage.open(name)
    except (FileNotFoundError, IsADirectoryError):
        return False
    with source, writer.member(safe_name(media_member(name)), is_packed=False) as add:
        while piece := source.read(PIECE_BYTES):
            add(piece)
    return True
