"""What the profiles share: plain texts as Markdown, short summaries, names in capitals, lists in cells."""

import re
from typing import Any

from articles.cleaning import clean_text
from articles.snapshots import AliasRow
from articles.transfer.imports.markdown.documents import shorten
from articles.transfer.imports.tables import TableRow

SUMMARY_LENGTH = 280
INLINE_SIGNS = re.compile(r"([\\`*_\[\]<>|$~&])")
LINE_SIGNS = re.compile(r"^(\s*)([#>+=-]|\d+[.)])", re.MULTILINE)


def text_of(row: TableRow, column: str) -> str:
    """A cell as text without spaces around it; "" where the table has no such column, and for no column.

    A column without a name, as JSON has it of a table's row numbers, is not meant by "".
    """
    value: Any = row.values.get(column) if column else None
    return "" if value is None else str(value).strip()


def as_markdown(text: str) -> str:
    """Markdown that shows a plain text as it is; its lines stay lines of their own."""
    escaped = INLINE_SIGNS.sub(r"\\\1", re.sub(r"^[ \t]+", "", clean_text(text).strip(), flags=re.MULTILINE))
    escaped = LINE_SIGNS.sub(lambda match: f"{match[1]}{escape_first(match[2])}", escaped)
    return re.sub(r"(?<!\n)\n(?!\n)", "\\\\\n", escaped)


def escape_first(sign: str) -> str:
    """Escapes the sign of a list or heading: the last character of what starts the line."""
    return f"{sign[:-1]}\\{sign[-1]}"


def in_brief(text: str) -> str:
    """The first sentences of a text, in one line."""
    return shorten(" ".join(text.split()), SUMMARY_LENGTH)


def sentence_case(name: str) -> str:
    """A name in capitals as a sentence has it; any other as it is."""
    return name.capitalize() if name.isupper() and len(name) > len("ABCDE") else name


def aliases_of(names: list[str], language: str = "en") -> list[AliasRow]:
    return [{"name": " ".join(name.split()), "language": language} for name in names if name.strip()]
