"""A Markdown text as a part of a longer document: below a heading of it, and without harm to its other texts."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

from .costs import TooCostlyError
from .parser import parse
from .places import PLACES, Place, Source
from .source import clean_characters
from .tokens import assign_heading_ids, heading_anchor

MAX_LEVEL = 6
# Possessive, so that no text makes them quadratic.
_FULL = re.compile(r"\]\[(?=[^\[\]]*+\]\Z)")
_FRAGMENT = re.compile(r"\]\(\s*+<?(?P<address>#[^\s<>()]++)")
_DEFINED_FRAGMENT = re.compile(r"\[(?:[^\[\]\\]|\\.)*+\]:\s*+<?(?P<address>#[^\s<>]++)")
# What opens raw HTML that other readers of Markdown take to reach beyond the next blank line.
_HTML = re.compile(r"<(?:!|\?|(?:script|pre|style|textarea)(?:[\s>]|$))", re.IGNORECASE)
_BACKTICKS = re.compile("`{3,}")

type Edit = tuple[int, int, str]


def embed_markdown(source: str, *, below: int, prefix: str, page_url: str) -> str:
    """The text with its headings below one of level `below` (1 to 5), at the deepest of level six.

    prefix: put before the labels of its footnotes and link definitions, so that no other text's meet them.
    page_url: where links to its own headings lead, since other texts may have headings of the same name.
    """
    text = clean_characters(source).strip("\n") + "\n"
    places: list[Place] = []
    try:
        tokens = parse(text, {PLACES: places})
    except TooCostlyError:
        return _preformatted(text)
    ids = {heading.id for heading in assign_heading_ids(tokens)}

    def absolute(fragment: str) -> str:
        return f"{page_url}{heading_anchor(fragment, ids)}"

    written = Source(text)
    edits = [
        *_label_edits(written, places, prefix, absolute),
        *_heading_edits(written, tokens, {place.line: place.at for place in places if place.kind == "heading"}, below),
        *_run_edits(written, tokens, prefix, absolute),
        *_open_fence_edits(written, tokens),
    ]
    return _edited(text, edits).strip("\n")


def _edited(text: str, edits: Sequence[Edit]) -> str:
    parts, done = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [text[done:start], new]
        done = end
    return "".join(parts) + text[done:]


def _preformatted(text: str) -> str:
    """A text from before the limits of the renderer, which takes none like it any more."""
    fence = "`" * max([2, *map(len, _BACKTICKS.findall(text))]) + "`"
    return f"{fence}\n{text}{fence}"


def _label_edits(
    source: Source, places: Sequence[Place], prefix: str, absolute: Callable[[str], str]
) -> Iterator[Edit]:
    for place in places:
        if place.kind == "footnote":
            yield place.at + 2, place.at + 2, prefix
        elif place.kind == "definition":
            yield place.at + 1, place.at + 1, prefix
            if found := _DEFINED_FRAGMENT.match(source.text, place.at):
                yield *found.span("address"), absolute(found["address"])


def _heading_edits(source: Source, tokens: Sequence[Token], starts: dict[int, int], below: int) -> Iterator[Edit]:
    """A title of the text itself (level 1) stands beside its parts (level 2), as on its page."""
    for opening, run in pairwise(tokens):
        if opening.type != "heading_open" or not opening.map:
            continue
        start = starts[opening.map[0]]
        marks = "#" * min(MAX_LEVEL, int(opening.tag[1]) + below - 1)
        if opening.markup.startswith("#"):
            yield start, start + len(opening.markup), marks
        else:
            yield start, start, f"{marks} "
            yield from _without_underline(source, run, opening.map[1])


def _without_underline(source: Source, run: Token, last_line: int) -> Iterator[Edit]:
    """An underlined heading becomes one line, for there are only two levels of these."""
    starts = source.line_starts(run)
    for line, start in enumerate(starts[1:], start=(run.map or (0, 0))[0]):
        yield source.line_end(line), start, " "
    # A `#` at the end would be taken for the closing mark, and a heading with a pipe for the head of a table below it.
    ending = (" #" if run.content.endswith("#") else "") + ("\n" if "|" in run.content else "")
    yield source.line_end(last_line - 2), source.line_end(last_line - 1), ending


def _run_edits(source: Source, tokens: Sequence[Token], prefix: str, absolute: Callable[[str], str]) -> Iterator[Edit]:
    for opening, run in pairwise(tokens):
        if run.type != "inline":
            continue
        for token, start, end in source.spans_of(opening, run):
            written = source.text[start:end]
            yield from _reference_edits(token, written, start, prefix)
            yield from _fragment_edits(token, written, start, absolute)
        if opening.type == "paragraph_open" and "<" in run.content:
            yield from ((at, at, "\\") for at in source.line_starts(run) if _HTML.match(source.text, at))


def _reference_edits(token: Token, written: str, start: int, prefix: str) -> Iterator[Edit]:
    """What names a footnote or a definition names it by its new label: `[^1]`, `[text][label]`, `[label][]`, `[label]`."""
    end = start + len(written)
    label = written[written.index("[") + 1 :].removesuffix("[]").removesuffix("]")
    if token.type == "footnote_ref":
        yield start + 2, start + 2, prefix
    elif written.endswith("[]"):
        yield end - 1, end - 1, prefix + label
    elif found := _FULL.search(written):
        yield start + found.end(), start + found.end(), prefix
    elif written.endswith("]"):
        yield end, end, f"[{prefix}{label}]"


def _fragment_edits(token: Token, written: str, start: int, absolute: Callable[[str], str]) -> Iterator[Edit]:
    """Only the last one is the link's own: a picture or code in its text may hold others."""
    is_fragment = str(token.attrGet("href") or "").startswith("#") and written.endswith(")")
    for found in list(_FRAGMENT.finditer(written))[-1:] if is_fragment else ():
        first, last = found.span("address")
        yield start + first, start + last, absolute(found["address"])


def _open_fence_edits(source: Source, tokens: Sequence[Token]) -> Iterator[Edit]:
    """The end of a code block that nothing closes: it would go on through the rest of the document."""
    for token in tokens:
        if token.type == "fence" and not token.level and token.map:
            first, last = token.map
            if last - first < token.content.count("\n") + 2:  # the two lines of marks
                yield len(source.text), len(source.text), token.markup
