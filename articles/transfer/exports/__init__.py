"""Writes the portal's content into files that people can work on and that an import brings back."""

import os
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import IO

from articles.transfer.columns import TYPES, columns_of, decode_cell, encode
from articles.transfer.exports.documents import write_json, write_markdown
from articles.transfer.exports.grids import Counts, write_csv, write_csv_zip, write_xlsx, write_xlsx_zip
from articles.transfer.exports.rows import item_rows, record_rows
from articles.transfer.exports.selection import Selection, select, select_rows

__all__ = [
    "FORMATS",
    "TYPES",
    "ExportError",
    "Selection",
    "columns_of",
    "decode_cell",
    "encode",
    "export_items",
    "item_rows",
    "record_rows",
    "select",
    "select_rows",
    "write_export",
]

type Writer = Callable[[IO[bytes], Selection], Counts]

# Format -> suffix of the file -> what writes it. An archive comes last: it holds what one table cannot.
FORMATS: dict[str, dict[str, Writer]] = {
    "md": {".zip": write_markdown},
    "csv": {".csv": write_csv, ".zip": write_csv_zip},
    "xlsx": {".xlsx": write_xlsx, ".zip": write_xlsx_zip},
    "json": {".json": write_json},
}


class ExportError(Exception):
    """The export cannot be written there; the message says why."""


def export_items(
    out: Path,
    file_format: str,
    *,
    types: Collection[str] = (),
    statuses: Sequence[str] = (),
    replace: bool = False,
) -> Counts:
    """How many rows of each type were written to a file, which is there only once it is complete. Raises ExportError.

    file_format: one of `FORMATS`. types: plural names of `TYPES`; none means all. statuses: of items; none means all,
    with the trash. replace: a file that is there already.
    """
    selection = select(types, statuses)
    writer = FORMATS[file_format].get(out.suffix.lower())
    if writer is None:
        raise ExportError(f"The name of this export has to end in {' or '.join(FORMATS[file_format])}.")
    if writer is write_csv and len(selection.queries) > 1:
        raise ExportError("A .csv file holds one type; choose one, or name a .zip file.")
    if writer in (write_csv, write_xlsx) and selection.has_pictures:
        raise ExportError("These items show pictures, which come in an archive with the tables; name a .zip file.")
    if out.exists() and not replace:
        raise ExportError(f"{out} is there already.")
    return write_file(out, lambda target: writer(target, selection))


def write_file(out: Path, write: Callable[[IO[bytes]], Counts]) -> Counts:
    """Under another name first, so that nobody finds half a file."""
    try:
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as target:
            part = Path(target.name)
            try:
                counts = write(target)
            except BaseException:
                part.unlink()
                raise
        os.replace(part, out)  # noqa: PTH105  Path.replace says no more
    except OSError as error:
        raise ExportError(f"{out} cannot be written: {error.strerror or error}.") from None
    return counts


def write_export(target: IO[bytes], file_format: str, selection: Selection) -> str:
    """Writes what was selected, and says which suffix the file's name needs: an archive's only where one table is not
    enough. target: can be read and sought in.
    """
    plain, *archive = FORMATS[file_format]
    is_many = file_format == "csv" and len(selection.queries) > 1
    suffix = archive[0] if archive and (is_many or selection.has_pictures) else plain
    FORMATS[file_format][suffix](target, selection)
    return suffix
