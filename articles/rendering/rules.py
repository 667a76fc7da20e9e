"""Inline and block rules of our own: references to items, bare addresses, and guards around plugin rules."""

# ruff: noqa: FBT001 - the signatures of rules are the parser's

import re
from collections.abc import Callable, Iterator

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as parse_image
from mdit_py_plugins.dollarmath.index import math_block_dollar
from mdit_py_plugins.footnote.index import footnote_ref as parse_footnote_reference

from .guards import budget_of
from .limits import MAX_ADDRESS_CHARACTERS, MAX_FORMULA_LINES, MAX_IMAGE_DEPTH
from .link_targets import UUID, normalise_address

# The types that a text can refer to; each type of items joins when it is defined.
ITEM_TYPES: set[str] = set()

# A position mark, put behind the key by `references.py`; `clean_characters` drops both characters from every source.
MARK_OPEN, MARK_CLOSE = "\ufdd0", "\ufdd1"
# Stands for the `|` of a reference while blocks are parsed, so that it parts no cells; dropped from sources as well.
PIPE = "\ufdd2"
LIVE_MARKS = "portal_live_marks"

_SPELLING = re.compile(
    rf"\[\[(?P<type>[a-z]{{1,12}}):(?P<key>[^#\[\]|\\\n{MARK_OPEN}{MARK_CLOSE}{PIPE}]{{1,200}})"
    rf"(?:{MARK_OPEN}(?P<mark>\d{{1,9}}){MARK_CLOSE})?"
    rf"(?:#(?P<place>[^\[\]|\\\n{PIPE}]{{0,200}}))?"
    rf"(?:\\?[|{PIPE}](?P<label>[^\[\]|\n{PIPE}]{{1,300}}))?\]\]"
)


class KnownReferences:
    """The pattern of a reference, as far as it is one to a type that there is; all else stays text."""

    def match(self, text: str, start: int, end: int) -> re.Match[str] | None:
        found = _SPELLING.match(text, start, end)
        return found if found and found["type"] in ITEM_TYPES else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return (found for found in _SPELLING.finditer(text) if found["type"] in ITEM_TYPES)

    def sub(self, replace: Callable[[re.Match[str]], str], text: str) -> str:
        return _SPELLING.sub(lambda found: replace(found) if found["type"] in ITEM_TYPES else found[0], text)


REFERENCE = KnownReferences()
_UUID = re.compile(UUID)
_FOOTNOTE_REFERENCE = re.compile(r"\[\^[^\s\]]{1,100}\]")

# What RFC 3986 does not allow in an address, and the full-width punctuation that follows one in Chinese and Japanese.
_BARE = re.compile(
    rf"://[\w-]+(?:\.[\w-]+)+(?::\d{{1,5}})?(?:[/?#][^\s<>\[\]{{}}|\\^`\"\u3000-\u303f\uff00-\uffef]"
    rf"{{0,{MAX_ADDRESS_CHARACTERS}}})?"
)
_TRAILING = "?!.,:;*_~'"


def item_reference(state: StateInline, silent: bool) -> bool:
    """`[[skill:<uuid>#heading|label]]`; a key that is no UUID stays text, unless positions are being collected."""
    if not state.src.startswith("[[", state.pos):
        return False
    match = REFERENCE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if LIVE_MARKS in state.env:
        state.env[LIVE_MARKS].add(match["mark"])
    elif not _UUID.fullmatch(match["key"].strip()):
        return False
    if not silent:
        token = state.push("item_reference", "a", 0)
        token.meta = {
            "type": match["type"],
            "id": match["key"].strip().lower(),
            "place": (match["place"] or "").strip(),
        }
        token.content = (match["label"] or "").strip()
    state.pos = match.end()
    return True


def bare_address(state: StateInline, silent: bool) -> bool:
    """`https://example.org/` in running text. Names without a scheme are not linked: `main.py` is no site."""
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _scheme_before(state.src, state.pos)
    match = _BARE.match(state.src, state.pos, state.posMax) if scheme else None
    if not match:
        return False
    text = scheme + _without_trailing_punctuation(match.group())
    address = normalise_address(text)
    if not address:
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme)]
        state.push("link_open", "a", 1).attrs = {"href": address}
        state.push("text", "", 0).content = text
        state.push("link_close", "a", -1)
    state.pos += len(text) - len(scheme)
    return True


def _scheme_before(src: str, pos: int) -> str:
    for scheme in ("https", "http"):
        start = pos - len(scheme)
        if start >= 0 and src[start:pos].lower() == scheme and not (start and src[start - 1].isalnum()):
            return src[start:pos]
    return ""


def _without_trailing_punctuation(address: str) -> str:
    """The address without the sentence's punctuation; a closing parenthesis stays when it was opened within."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end and (address[end - 1] in _TRAILING or (address[end - 1] == ")" and unopened > 0)):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def footnote_reference(state: StateInline, silent: bool) -> bool:
    """`[^name]`, for short names only: the plugin looks for the end of each name anew."""
    found = _FOOTNOTE_REFERENCE.match(state.src, state.pos, state.posMax)
    return bool(found) and parse_footnote_reference(state, silent)


def image(state: StateInline, silent: bool) -> bool:
    """An image, unless it stands in the alternative text of too many others."""
    if budget_of(state.env).inline_depth > MAX_IMAGE_DEPTH:
        return False
    return parse_image(state, silent)


_parse_math_block = math_block_dollar(allow_labels=False, label_normalizer=None, allow_blank_lines=False)


def math_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """`$$` on its own lines; the plugin looks for the end through the rest of the document, this only so far."""
    position = state.bMarks[start_line] + state.tShift[start_line]
    budget = budget_of(state.env)
    if not state.src.startswith("$$", position) or not budget.open_formulas:
        return False
    if _parse_math_block(state, start_line, min(end_line, start_line + MAX_FORMULA_LINES), silent):
        if not silent:
            budget.purse.spend("dollars", state.tokens[-1].content.count("$"))
        return True
    budget.open_formulas -= 1
    return False
