"""THE characters that no text of the portal holds, stored or rendered: what a database, a browser or a reader should never meet."""

import re

# C0 and C1 controls except tab and newline (PostgreSQL refuses NUL), and noncharacters: HTML and XML forbid them. One of the
# noncharacters marks positions in `references.py`.
_FORBIDDEN = "\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff"
# The byte order mark, the bidirectional embeddings and overrides that make text read other than it is, and the space without
# width, by which two names look like one. Isolates, direction marks and joiners, which texts in Arabic and Persian and emoji
# need, stay.
_MISLEADING = "\u200b\u202a-\u202e\ufeff"
_UNWANTED = re.compile(f"[{_FORBIDDEN}{_MISLEADING}]")
_UNSHOWABLE = re.compile(f"[{_FORBIDDEN}]")
# Apart from the others: a set beyond the basic plane is compared range by range, which takes ten times as long.
_HIGH_NONCHARACTERS = re.compile(
    "[" + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF)) + "]"
)
_LINE_BREAKS = re.compile("\r\n?|[\x0c\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Holds all of the above and what lies above the first of the high ones; most texts have none of these.
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff\U0001fffe-\U0010ffff]"
)


def clean_characters(text: str) -> str:
    """The text with line feeds only, without control characters, with lone surrogates replaced by U+FFFD."""
    if not _SUSPECT.search(text):
        return text
    text = _UNWANTED.sub("", _LINE_BREAKS.sub("\n", text))
    return _SURROGATES.sub("\ufffd", _HIGH_NONCHARACTERS.sub("", text))


def mark_forbidden(text: str) -> str:
    """The text with U+FFFD for each character that no page can hold."""
    return _UNSHOWABLE.sub("\ufffd", _HIGH_NONCHARACTERS.sub("\ufffd", text))
