"""Cleaning of text before and after parsing: characters that a database, a browser or a reader should never meet."""

import re

from .limits import MAX_LINES, MAX_SOURCE_CHARACTERS

# C0 and C1 controls except tab and newline (PostgreSQL refuses NUL), the byte order mark, noncharacters (one of them
# marks positions in `rewriting.py`), and the bidirectional embeddings and overrides that make text read other than it
# is; isolates and direction marks, which right-to-left texts need, stay.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ufeff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_LINE_BREAKS = re.compile("\r\n?|[\x0c\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """The text with line feeds only, without control characters, with lone surrogates replaced by U+FFFD."""
    return _SURROGATES.sub("\ufffd", _UNWANTED.sub("", _LINE_BREAKS.sub("\n", text)))


def is_oversized(source: str) -> bool:
    """Whether the source is too long, or has too many lines, to be parsed as Markdown."""
    return len(source) > MAX_SOURCE_CHARACTERS or source.count("\n") > MAX_LINES
