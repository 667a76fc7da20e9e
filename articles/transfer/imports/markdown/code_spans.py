"""Tells code from text in Markdown, so that nothing in code is rewritten. Linear, whatever the source."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

FENCE = re.compile(r"(?P<lead>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*[ \t>]*)(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)")
LIST_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
MAX_SPAN = 2_000
RUN = re.compile(r"`+")
INDENT = ("    ", "\t")

# Stands around the number of what is hidden. A character that no text means: the renderer drops it, and so does this.
MARK = "\ufdd3"
HIDDEN = re.compile(rf"{MARK}(\d{{1,9}}){MARK}")

type Piece = tuple[bool, str]
type Show = Callable[[str], str]


def split_code(body: str) -> Iterator[Piece]:
    """(whether it is code, text) pieces that make up the body: blocks of code, code in lines, and text between."""
    for is_code, piece in split_blocks(body):
        if is_code:
            yield True, piece
        else:
            yield from split_spans(piece)


def outside_code(body: str, rewrite: Callable[[str], str]) -> str:
    """The body with `rewrite` applied to each piece of text between code."""
    return "".join(piece if is_code else rewrite(piece) for is_code, piece in split_code(body))


def around_code(body: str, rewrite: Callable[[str, Show], str]) -> str:
    """The body with `rewrite(text, show)` applied to what stands between blocks of code.

    Code in lines is hidden in the text, so that what is found there may reach over it; `show` puts it back into a part.
    """
    return "".join(piece if is_code else rewrite_around(piece, rewrite) for is_code, piece in split_blocks(body))


def rewrite_around(text: str, rewrite: Callable[[str, Show], str]) -> str:
    hidden: list[str] = []

    def hide(piece: str) -> str:
        hidden.append(piece)
        return f"{MARK}{len(hidden) - 1}{MARK}"

    def show(part: str) -> str:
        return HIDDEN.sub(lambda match: hidden[int(match[1])], part)

    pieces = (hide(piece) if is_code else piece for is_code, piece in split_spans(text.replace(MARK, "")))
    return show(rewrite("".join(pieces), show))


def split_blocks(body: str) -> Iterator[Piece]:
    """Blocks of code (fenced, indented) and what stands between them, both in whole lines."""
    held: list[str] = []
    fence, kind = "", False
    in_list = was_blank = False
    for line in body.splitlines(keepends=True):
        is_code = kind
        opening = FENCE.match(line)
        if fence:
            if opening and is_closing(opening, fence):
                fence = ""
            is_code = True
        elif opening and not ("`" in opening["info"] and opening["fence"][0] == "`"):
            fence, is_code = opening["fence"], True
        else:
            is_code = is_indented(line, kind=kind, was_blank=was_blank, in_list=in_list)
            if line.strip():
                in_list = not is_code and (bool(LIST_ITEM.match(line)) or (in_list and line[0] in " \t"))
        was_blank = not line.strip()
        if held and is_code != kind:
            yield kind, "".join(held)
            held = []
        kind = is_code
        held.append(line)
    if held:
        yield kind, "".join(held)


def is_closing(opening: re.Match[str], fence: str) -> bool:
    return opening["fence"].startswith(fence) and not opening["info"].strip()


def is_indented(line: str, *, kind: bool, was_blank: bool, in_list: bool) -> bool:
    """Whether a line belongs to an indented block, which starts after a blank line and outside lists."""
    if not line.startswith(INDENT) or not line.strip():
        return False
    return (kind or was_blank) and not in_list


def split_spans(text: str) -> Iterator[Piece]:
    """Code between runs of equally many backticks, and what stands between."""
    runs = list(RUN.finditer(text))
    later: dict[int, list[int]] = defaultdict(list)
    for number, run in enumerate(runs):
        later[len(run.group())].append(number)
    at = number = 0
    taken: dict[int, int] = defaultdict(int)
    while number < len(runs):
        run = runs[number]
        same, pointer = later[len(run.group())], taken[len(run.group())]
        while pointer < len(same) and same[pointer] <= number:
            pointer += 1
        taken[len(run.group())] = pointer
        end = runs[same[pointer]] if pointer < len(same) else None
        if (
            end is None
            or "\n\n" in text[run.end() : min(end.start(), run.end() + MAX_SPAN)]
            or end.start() - run.end() > MAX_SPAN
        ):
            number += 1
            continue
        if run.start() > at:
            yield False, text[at : run.start()]
        yield True, text[run.start() : end.end()]
        at, number = end.end(), same[pointer] + 1
    if at < len(text):
        yield False, text[at:]
