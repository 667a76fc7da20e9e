"""Reads CSV and tab-separated text. Pure."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.files.decoding import decode_file
from articles.transfer.imports.tables.rowsets import Line, Problem, Table, table_of_lines
from articles.transfer.limits import MAX_FILE_BYTES

MAX_LINES = 5_000_000
# After so many quotes that nothing closes the file is no CSV; each one costs a reading of what follows it.
MAX_UNCLOSED = 20
QUOTED = re.compile(r'"[^"]*+"')
LIMIT_LOCK = Lock()
UNCLOSED = "unexpected end of data"


def read_separated(content: bytes, name: str, *, is_tab: bool) -> Table:
    """The table of a file. Raises ImportFormatError for what has no rows or columns at all."""
    decoded = decode_file(name, content)
    warnings = [decoded.warning] if decoded.warning else []
    text = decoded.text.removeprefix("\ufeff")
    if "\0" in text:
        text = text.replace("\0", "")
        warnings.append("NUL characters were left out")
    if text.count("\n") > MAX_LINES or text.count("\r") > MAX_LINES:
        raise ImportFormatError(f"{name} has more than {MAX_LINES:,} lines.")
    problems: list[Problem] = []
    lines = read_lines(text, "\t" if is_tab else find_delimiter(text), name, problems)
    return table_of_lines(name, lines, problems=problems, warnings=warnings)


def find_delimiter(text: str) -> str:
    """What separates the names of the columns: a comma, unless the header has more semicolons or tabs."""
    header = next((line for line in io.StringIO(text[:100_000], newline=None) if line.strip()), "")
    bare = QUOTED.sub("", header)
    return max(",;\t", key=bare.count)


def read_lines(text: str, delimiter: str, name: str, problems: list[Problem]) -> Iterator[Line]:
    """(line where it starts, cells) of each row. Rows with wrong quotes become problems; what follows them is read."""
    source = list(io.StringIO(text, newline=""))
    first = unclosed = 0
    while first < len(source):
        lines, failed = read_from(source, first, delimiter)
        yield from lines
        problems += failed
        if not failed or UNCLOSED not in failed[-1].text:
            return
        first, unclosed = failed[-1].line, unclosed + 1
        if unclosed > MAX_UNCLOSED:
            raise ImportFormatError(f"{name} has more than {MAX_UNCLOSED} quotes that are not closed.")


def read_from(source: list[str], first: int, delimiter: str) -> tuple[list[Line], list[Problem]]:
    """The rows from a line on, counted from 0. A quote that nothing closes is the last problem."""
    rows: list[Line] = []
    failed: list[Problem] = []
    reader = csv.reader((source[at] for at in range(first, len(source))), delimiter=delimiter, strict=True)
    with any_cell_size():
        while (start := first + reader.line_num) < len(source):
            try:
                rows.append((start + 1, next(reader)))
            except StopIteration:
                break
            except csv.Error as error:
                failed.append(Problem(start + 1, f"its quotes do not fit: {error}"))
    return rows, failed


@contextmanager
def any_cell_size() -> Iterator[None]:
    """The csv module's limit, one for the whole process, would end the reading; `table_of_lines` has its own."""
    with LIMIT_LOCK:
        before = csv.field_size_limit(MAX_FILE_BYTES)
        try:
            yield
        finally:
            csv.field_size_limit(before)
