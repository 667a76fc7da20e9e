"""Breaks names into lines, without a browser that could measure them."""

import unicodedata
from collections.abc import Iterator

LINE_EMS = 10.3  # what a box of the drawing has room for
MAX_LINES = 3
ELLIPSIS = "…"
# The signs of a wide font, in parts of its size; other letters are as wide as `LETTER`.
WIDTHS = {
    **dict.fromkeys("mMW%@…—œæ", 1.0),
    **dict.fromkeys("w", 0.82),
    **dict.fromkeys("iljI.,:;'|!", 0.33),
    **dict.fromkeys("frt()[]-/", 0.42),
    " ": 0.32,
}
LETTER, CAPITAL, IDEOGRAPH = 0.64, 0.8, 1.0


def wrap(name: str, *, ems: float = LINE_EMS, max_lines: int = MAX_LINES) -> tuple[str, ...]:
    """The name in lines that are as wide as so many squares of the font's size."""
    lines = [""]
    for piece in pieces_of(name, ems):
        if lines[-1] and width(f"{lines[-1]}{piece}".rstrip()) > ems:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    lines[-1] = lines[-1].rstrip()
    if len(lines) <= max_lines:
        return tuple(lines)
    return (*lines[: max_lines - 1], cut(lines[max_lines - 1], ems - WIDTHS[ELLIPSIS]).rstrip() + ELLIPSIS)


def pieces_of(name: str, ems: float) -> Iterator[str]:
    """Words with the space after them; what is longer than a line in parts, hyphens end a part."""
    for word in name.split():
        rest = word.replace("-", "-\0").split("\0")
        for at, part in enumerate(rest):
            end = " " if at == len(rest) - 1 else ""
            while width(part) > ems:
                head = cut(part, ems)
                yield head
                part = part[len(head) :]  # noqa: PLW2901  what is left of it
            yield part + end


def width(text: str) -> float:
    return sum(sign_width(sign) for sign in text)


def sign_width(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return IDEOGRAPH
    return WIDTHS.get(sign, CAPITAL if sign.isupper() else LETTER)


def cut(text: str, ems: float) -> str:
    """The longest beginning that fits."""
    used = 0.0
    for at, sign in enumerate(text):
        used += sign_width(sign)
        if used > ems:
            return text[:at]
    return text
