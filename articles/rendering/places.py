"""Where in the source the parser met what, so that a text can be changed without being written anew."""

# ruff: noqa: FBT001 - the signatures of rules are the parser's

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .limits import MAX_RUN_CHARACTERS

PLACES, SPAN = "portal_places", "span"

type BlockRule = Callable[[StateBlock, int, int, bool], bool]
type CoreRule = Callable[[StateCore], None]
type InlineRule = Callable[[StateInline, bool], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block begins: its line, counted from 0, and its first character in the source."""

    kind: str
    line: int
    at: int


def with_place(kind: str, rule: BlockRule) -> BlockRule:
    """The rule, which also notes where each block begins, when the environment has a list for that under PLACES."""

    def noting(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        at = state.bMarks[start_line] + state.tShift[start_line]
        is_found = rule(state, start_line, end_line, silent)
        if is_found and not silent and PLACES in state.env:
            state.env[PLACES].append(Place(kind, start_line, at))
        return is_found

    return noting


def with_span(token_type: str, rule: InlineRule) -> InlineRule:
    """The rule, which then also notes in its token, under SPAN, from where to where it reaches within its run of text."""

    def noting(state: StateInline, silent: bool) -> bool:
        at, count = state.pos, len(state.tokens)
        is_found = rule(state, silent)
        if is_found and not silent and PLACES in state.env:
            token = next(one for one in state.tokens[count:] if one.type == token_type)
            token.meta = {**token.meta, SPAN: (at, state.pos)}
        return is_found

    return noting


def without_places(rule: CoreRule) -> CoreRule:
    """The rule, which does nothing where places are noted: for one that takes tokens from where they stand."""

    def running(state: StateCore) -> None:
        if PLACES not in state.env:
            rule(state)

    return running


class Source:
    """A cleaned source, and where in it the runs of text stand that the parser took out. Runs are asked for in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self._searched_to = 0

    def line_end(self, line: int) -> int:
        """Behind the last character of the line that is no white space."""
        return self.starts[line] + len(self.lines[line].rstrip())

    def spans_of(self, opening: Token, run: Token) -> Iterator[tuple[Token, int, int]]:
        """(token, start, end) of what `with_span` noted in the run; nothing where the run cannot be found again.

        opening: the token before the run.
        """
        if not run.map or len(run.content) > MAX_RUN_CHARACTERS:
            return
        noted = [token for token in run.children or () if SPAN in token.meta]
        is_cell = opening.type in ("th_open", "td_open")
        offsets: list[int] = []
        # Every cell is looked for, since the next one is searched behind it.
        if is_cell or opening.markup.startswith("#"):
            offsets = self._offsets_in_line(run, is_cell=is_cell)
        elif noted:
            offsets = self._offsets_in_lines(run)
        for token in noted if offsets else ():
            start, end = token.meta[SPAN]
            yield token, offsets[start], offsets[end - 1] + 1

    def line_starts(self, run: Token) -> list[int]:
        """Where each line of a paragraph begins, behind quote marks and the like; empty where that cannot be told."""
        first, last = run.map or (0, 0)
        shown = [content.strip() for content in run.content.split("\n")]
        starts = [self.line_end(line) - len(content) for line, content in zip(range(first, last), shown, strict=False)]
        is_found = len(starts) == len(shown) and all(map(self.text.startswith, shown, starts))
        return starts if is_found else []

    def _offsets_in_lines(self, run: Token) -> list[int]:
        """The place in the source of each character of the run."""
        offsets: list[int] = []
        for content, start in zip(run.content.split("\n"), self.line_starts(run), strict=False):
            before = len(content) - len(content.lstrip())
            offsets += range(start - before, start - before + len(content) + 1)
        return offsets

    def _offsets_in_line(self, run: Token, *, is_cell: bool) -> list[int]:
        """As above. A row's cells are found one behind the other; a pipe within one is written with a backslash."""
        first, last = run.map or (0, 0)
        written = run.content.replace("|", "\\|") if is_cell else run.content
        start = self.text.find(written, max(self._searched_to, self.starts[first]), self.starts[last])
        if start < 0:
            return []
        self._searched_to = start + len(written)
        offsets = []
        for character in run.content:
            start += is_cell and character == "|"
            offsets.append(start)
            start += 1
        return offsets
