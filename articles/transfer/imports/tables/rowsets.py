"""The one shape that all tables are read into, and what the formats share on the way there. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from articles.cleaning import clean_text
from articles.json_objects import JsonObject
from articles.transfer.cells import restore
from articles.transfer.errors import ImportFormatError

MAX_ROWS = 200_000
MAX_COLUMNS = 500
# Rows are filled up to the last column.
MAX_CELLS = 8_000_000
# No text of the portal is longer (settings.MAX_BODY_BYTES), so that what an export wrote can be read.
MAX_CELL = 6 * 1024**2
CONTINUED = re.compile(r"(?P<column>.+)\+(?P<number>[1-9]\d{0,2})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that could not be read. line: where it starts."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """values: column to text from CSV and XLSX ("" in an empty cell), to what JSON holds from the other formats.

    line: of the file in CSV, the row's number in XLSX, its place from 1 on elsewhere. place: the file, and what in it.
    """

    line: int
    values: JsonObject
    place: str


@dataclass(frozen=True, slots=True)
class Table:
    """name: the file's, with the sheet, member or kind where it holds several. problems: rows that did not come in."""

    name: str
    columns: tuple[str, ...]
    rows: list[TableRow]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()

    def warned(self, *warnings: str) -> "Table":
        """The same with further warnings; an empty one says nothing."""
        return replace(self, warnings=(*self.warnings, *filter(None, warnings)))


type Line = tuple[int, Sequence[str]]


def table_of_lines(name: str, lines: Iterable[Line], *, problems: list[Problem], warnings: list[str]) -> Table:
    """The table of a grid whose first line that is not empty names the columns.

    problems, warnings: lists that reading the lines still adds to.
    """
    given = ((number, cells) for number, cells in lines if any(cells))
    header = next(given, None)
    if header is None and not problems:
        raise ImportFormatError(f"{name} is empty.")
    columns = read_header(header[1], name) if header else ()
    rows: list[TableRow] = []
    for number, cells in given:
        if any(cells[len(columns) :]):
            text = f"has {len(cells)} cells, but there are only {len(columns)} columns"
            problems.append(Problem(number, text))
        elif any(len(cell) > MAX_CELL for cell in cells):
            problems.append(Problem(number, f"has a cell of more than {MAX_CELL // 1024**2} MiB"))
        else:
            rows.append(TableRow(number, fill_row(columns, cells), name))
        check_count(name, len(rows) + len(problems))
        check_cells(name, len(rows) * len(columns))
    unnamed = [column for column, cell in zip(columns, header[1] if header else (), strict=False) if not cell.strip()]
    empty = [column for column in unnamed if not any(row.values[column] for row in rows)]
    return tidy(Table(name, columns, rows, tuple(sorted(problems, key=by_line)), tuple(warnings)), empty)


def by_line(problem: Problem) -> int:
    return problem.line


def check_count(name: str, count: int) -> None:
    if count > MAX_ROWS:
        raise ImportFormatError(f"{name} has more than {MAX_ROWS:,} rows.")


def check_cells(name: str, count: int) -> None:
    if count > MAX_CELLS:
        raise ImportFormatError(f"{name} has more than {MAX_CELLS:,} cells.")


def fill_row(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    values = {column: restore(cell) for column, cell in zip(columns, cells, strict=False)}
    return values if len(values) == len(columns) else {column: values.get(column, "") for column in columns}


def read_header(cells: Sequence[str], name: str) -> tuple[str, ...]:
    """The names of the columns; one without a name is called by its number. Raises ImportFormatError."""
    names = [clean_name(restore(cell)) for cell in cells]
    while names and not names[-1]:
        names.pop()
    columns = tuple(column or f"column {number}" for number, column in enumerate(names, start=1))
    check_columns(name, columns)
    return columns


def check_columns(name: str, columns: Sequence[str]) -> None:
    if len(columns) > MAX_COLUMNS:
        raise ImportFormatError(f"{name} has more than {MAX_COLUMNS} columns.")
    if twice := [column for column, count in Counter(columns).items() if count > 1]:
        raise ImportFormatError(f"{name} has several columns called {', '.join(twice[:5])}.")


def clean_name(text: str) -> str:
    return " ".join(clean_text(text).removeprefix("\ufeff").split())


def tidy(table: Table, empty: Sequence[str]) -> Table:
    """The table without the empty columns, and with the pieces of long texts (`body`, `body+2`) joined again."""
    pieces = continuations(table.columns)
    gone = {*empty, *(piece for parts in pieces.values() for piece in parts)}
    if not gone:
        return table
    for row in table.rows:
        for column, parts in pieces.items():
            row.values[column] = join_pieces(row.values, column, parts)
        for column in gone:
            row.values.pop(column, None)
    return replace(table, columns=tuple(column for column in table.columns if column not in gone))


def continuations(columns: Sequence[str]) -> dict[str, list[str]]:
    """Each column with pieces in others, numbered from 2 without a gap, to these in order."""
    known, pieces = set(columns), dict[str, list[str]]()
    for column in columns:
        if f"{column}+2" in known and not is_continuation(column, known):
            numbers = range(2, len(columns) + 2)
            end = next((number for number in numbers if f"{column}+{number}" not in known), len(columns) + 2)
            pieces[column] = [f"{column}+{number}" for number in range(2, end)]
    return pieces


def is_continuation(column: str, known: set[str]) -> bool:
    match = CONTINUED.fullmatch(column)
    return bool(match and match["column"] in known)


def join_pieces(values: Mapping[str, Any], column: str, parts: Sequence[str]) -> Any:
    """Pieces are texts; where one is not, all but the first would be lost, so that they count as one text."""
    given = [values.get(name) for name in (column, *parts)]
    texts = [str(piece) for piece in given if piece not in (None, "")]
    return "".join(texts) if len(texts) > 1 or isinstance(given[0], str) else given[0]
