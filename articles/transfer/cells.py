r"""The texts in the cells of a table, as exports write and imports read them. Pure.

A list in a cell stands between bars, `a | b`; a bar inside a part is written `\\|`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

# What a spreadsheet takes for a formula, in any width; apostrophes in front make it text, and one is taken away again.
RUNS = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
BAR = "|"


def neutralise(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would run it."""
    return f"'{text}" if RUNS.match(text) else text


def restore(text: str) -> str:
    """What `neutralise` was given."""
    return text[1:] if text[:1] == "'" and RUNS.match(text, 1) else text


def join_list(parts: Iterable[str]) -> str:
    """One text from which `split_list` gets the parts back."""
    return f" {BAR} ".join(escape(part, BAR) for part in parts)


def split_list(text: str, separators: Sequence[str] = (BAR,)) -> list[str]:
    """The parts between separators, in order, trimmed, without empty and repeated ones.

    A separator after a backslash is text. Any other backslash is one, but for two that stand for one.
    """
    return list(dict.fromkeys(part for raw in cut(text, separators) if (part := unescape(raw.strip(), separators))))


def escape(text: str, *signs: str) -> str:
    """The text with a backslash before each sign, and before each backslash that would be read as one of these."""
    among = "|".join(map(re.escape, signs))
    return re.sub(rf"\\(?=\\|{among}|\Z)|{among}", r"\\\g<0>", text)


def unescape(text: str, signs: Sequence[str]) -> str:
    among = "|".join(map(re.escape, signs))
    return re.sub(rf"\\(\\|{among})", r"\1", text)


def cut(text: str, separators: Sequence[str]) -> Iterator[str]:
    """The text between separators that have no backslash before them; still escaped."""
    among = "|".join(map(re.escape, separators))
    start = 0
    for match in re.finditer(rf"\\(?:\\|{among})|(?P<separator>{among})", text):
        if match["separator"] is not None:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]


def pair(first: str, sign: str, second: str) -> str:
    """`first=second`; `split_pair` gets both back."""
    return f"{escape(first, sign)}{sign}{second}"


def split_pair(text: str, sign: str) -> tuple[str, str]:
    """Both sides of the first sign that no backslash hides; ("", text) without one."""
    for match in re.finditer(rf"\\(?:\\|{re.escape(sign)})|(?P<sign>{re.escape(sign)})", text):
        if match["sign"] is not None:
            return unescape(text[: match.start()], (sign,)), text[match.end() :]
    return "", text
