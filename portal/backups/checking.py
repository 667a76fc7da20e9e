"""Whether a file is a whole backup that this version of the portal can restore. Writes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.backups.archive import Reader, open_archive
from portal.backups.errors import BackupError
from portal.backups.manifest import Manifest, short, table_member
from portal.backups.rows import read_rows
from portal.backups.schema import Schema, columns_of, schema_of


@dataclass
class Checked:
    """A backup that is sound, open to be read."""

    reader: Reader
    schema: Schema

    @property
    def manifest(self) -> Manifest:
        return self.reader.manifest


@contextmanager
def checked_backup(path: Path) -> Iterator[Checked]:
    """Gives the backup once everything in it was looked at. Raises BackupError."""
    with open_archive(path) as reader:
        schema = schema_of(tuple(reader.manifest.migrations))
        check_tables(reader.manifest, schema)
        check_contents(reader, schema)
        yield Checked(reader, schema)


def check_tables(manifest: Manifest, schema: Schema) -> None:
    """The tables and columns have to be those of the migrations, no more and no fewer."""
    if not schema.models or set(manifest.tables) != set(schema.models):
        odd = sorted(set(manifest.tables) ^ set(schema.models)) or ["none"]
        raise BackupError(f"Its tables are not those of its migrations ({short(odd[0])}).")
    for name, model in schema.models.items():
        if manifest.tables[name].columns != [field.attname for field in columns_of(model)]:
            raise BackupError(f"The columns of {short(name)} in it are not those of its migrations.")
        if table_member(name) not in manifest.members:
            raise BackupError(f"It lacks the rows of {short(name)}.")
    tables = {table_member(name) for name in manifest.tables}
    if odd := sorted(name for name in manifest.members if name.startswith("tables/") and name not in tables):
        raise BackupError(f"It holds {short(odd[0])}, which its manifest does not name.")


def check_contents(reader: Reader, schema: Schema) -> None:
    """Unpacks everything once: digests, sizes, the number of rows, and each value of each row."""
    for name, model in schema.models.items():
        with reader.open(table_member(name)) as source:
            rows = sum(1 for _row in read_rows(source, model))
        if rows != reader.manifest.tables[name].rows:
            raise BackupError(f"{short(name)} in it has {rows} rows, not {reader.manifest.tables[name].rows}.")
    for name in reader.manifest.members:
        if not name.startswith("tables/"):
            for _piece in reader.pieces(name):
                pass
