"""The parser of markdown-it-py with brakes: the same result for ordinary text, linear time for any text."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, override

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from .costs import Purse
from .limits import (
    MAX_BLOCK_LEVEL,
    MAX_OPEN_FORMULAS,
    MAX_RUN_CHARACTERS,
    MAX_RUN_SPECIALS,
    STEPS_BASE,
    STEPS_PER_CHARACTER,
)

# What a rule of ours for running text may begin at; without any of these, a run is one text.
_MARKUP = re.compile(r"[\n!$&*<:\[\\\]_`~]")
_SPECIALS = re.compile(r"[!$&*<:\[\\\]^_`~]")
_KIND_OF_PART = {
    "link_open": "links",
    "image": "links",
    "footnote_ref": "footnotes",
    "item_reference": "links",
} | dict.fromkeys(("math_inline", "math_inline_double"), "formulas")
_KIND_OF_BLOCK = {"th_open": "cells", "td_open": "cells", "heading_open": "headings"}
# What rules for blocks walk through character by character, to see whether a line is a rule, a list or a table.
_RUN = re.compile(r"[-*_=~`#>|:+ \t]+")
_TABLE_LINE = re.compile(r"[-|:][-|: \t]*")
FREE_RUN = 8
_PASTED_DATA = re.compile(r"\(\s{0,10}<?data:[^\s()<>]{200,}", re.IGNORECASE)


type BlockRule = Callable[[StateBlock, int, int, bool], bool]


class TooMuchWorkError(Exception):
    """One run of text needs more look-ahead than its length justifies."""


@dataclass
class Budget:
    """What one document may still cost; kept in the parser's environment under BUDGET."""

    purse: Purse = field(default_factory=Purse)
    run_steps: int = 0
    open_formulas: int = MAX_OPEN_FORMULAS
    inline_depth: int = 0

    def afford_run(self, text: str) -> bool:
        """Whether this run may be parsed; takes its cost out of the budget."""
        if len(text) > MAX_RUN_CHARACTERS:
            return False
        specials = len(_SPECIALS.findall(text))
        if specials > MAX_RUN_SPECIALS:
            return False
        self.purse.spend("marks", specials)
        self.purse.spend("dollars", text.count("$"))
        self.purse.spend("addresses", text.count("]("))
        self.run_steps = STEPS_BASE + STEPS_PER_CHARACTER * len(text)
        return True

    def step(self) -> None:
        """Takes one look-ahead step; raises TooMuchWorkError when the run has none left."""
        self.purse.spend("steps")
        self.run_steps -= 1
        if self.run_steps < 0:
            raise TooMuchWorkError


BUDGET = "portal_budget"


def env_of(purse: Purse | None) -> EnvType:
    """A new environment for the parser, which pays from this purse, else from one of its own."""
    return {BUDGET: Budget(purse or Purse())}


def budget_of(env: EnvType) -> Budget:
    """The budget of the document being parsed."""
    budget: Budget | None = env.get(BUDGET)
    if budget is None:
        budget = env[BUDGET] = Budget()
    return budget


class GuardedInline(ParserInline):
    """Shows a run that would cost too much as the text it is."""

    def __init__(self) -> None:
        super().__init__()
        # The parser's own set stops at sixteen more, and asks every rule each time.
        self.terminator_re = _MARKUP

    @override
    def skipToken(self, state: StateInline) -> None:
        """Skips one token ahead, on the budget."""
        budget_of(state.env).step()
        super().skipToken(state)

    @override
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parses a run; nested runs (alternative texts) are paid for by the run they are in."""
        if not _MARKUP.search(src) and len(src) <= MAX_RUN_CHARACTERS:
            return _plain(tokens, src) if src else tokens
        budget = budget_of(env)
        if budget.inline_depth:
            return self._nested(budget, src, md, env, tokens)
        if len(src) > MAX_RUN_CHARACTERS:
            src = _PASTED_DATA.sub("(data:", src)
        if not budget.afford_run(src):
            return _plain(tokens, src)
        try:
            parsed = self._nested(budget, src, md, env, tokens)
        except TooMuchWorkError:
            return _plain(tokens, src)
        for token in parsed:
            budget.purse.spend(_KIND_OF_PART.get(token.type, "parts"))
        return parsed

    def _nested(self, budget: Budget, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        budget.inline_depth += 1
        try:
            return super().parse(src, md, env, tokens)
        finally:
            budget.inline_depth -= 1


def _plain(tokens: list[Token], text: str) -> list[Token]:
    token = Token("text", "", 0)
    token.content = text
    tokens[:] = [token]
    return tokens


class CountedState(StateBlock):
    """Lets each block be paid for when it is found."""

    @override
    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """A new token, the first or only one of its block."""
        if nesting >= 0 and ttype != "inline":
            budget_of(self.env).purse.spend(_KIND_OF_BLOCK.get(ttype, "blocks"))
        return super().push(ttype, tag, nesting)


class GuardedBlock(ParserBlock):
    """Shows containers that nest too deep as a paragraph; the original would drop the rest of the document."""

    @override
    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token] | None:
        """The tokens of a document, its length paid for before anything is looked at."""
        purse = budget_of(env).purse
        purse.spend("characters", len(src))
        purse.spend("rows", src.count("\n") + 1)
        purse.spend("runs", 2 * src.count("  ") + src.count("\t"))
        if not src:
            return None
        state = CountedState(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens

    @override
    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Tokenizes the lines of one container."""
        if not state.level:
            super().tokenize(state, startLine, endLine)
            return
        purse = budget_of(state.env).purse
        is_quote = state.parentType == "blockquote"
        # A quote's end is known before, a list item's only after.
        purse.spend("containers")
        purse.spend("levels", endLine - startLine if is_quote else 0)
        if state.level >= MAX_BLOCK_LEVEL:
            _paragraph(state, startLine, endLine)
            return
        super().tokenize(state, startLine, endLine)
        if not is_quote:
            purse.spend("levels", state.line - startLine)


def look(state: StateBlock, start_line: int, _end_line: int, _silent: bool) -> bool:  # noqa: FBT001  the parser's
    """A rule that finds nothing: it pays for each line at which the others look whether a block begins or ends."""
    purse = budget_of(state.env).purse
    purse.spend("lines")
    walked = _walked(state, start_line)
    if walked > FREE_RUN:
        purse.spend("runs", walked)
    return False


def _walked(state: StateBlock, line: int) -> int:
    """About how many characters the rules walk through at a line; a table is sought in it and the next one."""
    start, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    run = _RUN.match(state.src, start, end)
    walked = run.end() - start if run else 0
    if line + 1 < state.lineMax:
        below, last = state.bMarks[line + 1] + state.tShift[line + 1], state.eMarks[line + 1]
        if run := _RUN.match(state.src, below, last):
            walked += run.end() - below
            walked += end - start if _TABLE_LINE.fullmatch(state.src, below, last) else 0
    return walked


def counted(kind: str, rule: BlockRule) -> BlockRule:
    """The rule, each of whose finds is paid for: for one that makes no tokens."""

    def counting(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001  the parser's
        is_found = rule(state, start_line, end_line, silent)
        if is_found:
            budget_of(state.env).purse.spend(kind)
        return is_found

    return counting


def _paragraph(state: StateBlock, start: int, end: int) -> None:
    """Pushes the lines from start as one paragraph, up to the first that does not belong to the container."""
    line = start + 1
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        line += 1
    state.line = line
    content = state.getLines(start, line, state.blkIndent, keepLastLF=False).strip()
    if content:
        state.push("paragraph_open", "p", 1)
        token = state.push("inline", "", 0)
        token.content, token.children = content, []
        state.push("paragraph_close", "p", -1)
