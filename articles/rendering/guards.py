"""The parser of markdown-it-py with brakes: the same result for ordinary text, linear time for any text."""

import re
from dataclasses import dataclass
from typing import override

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from .limits import (
    CONTAINER_COST,
    MAX_BLOCK_LEVEL,
    MAX_CELLS,
    MAX_CONTAINER_WORK,
    MAX_FOOTNOTE_REFERENCES,
    MAX_OPEN_FORMULAS,
    MAX_RUN_CHARACTERS,
    MAX_RUN_SPECIALS,
    MAX_SPECIALS,
    MAX_STEPS,
    STEPS_BASE,
    STEPS_PER_CHARACTER,
)

_SPECIALS = re.compile(r"[!$&*<:\[\\\]^_`~]")
_PASTED_DATA = re.compile(r"\(\s{0,10}<?data:[^\s()<>]{200,}", re.IGNORECASE)


class TooMuchWorkError(Exception):
    """One run of text needs more look-ahead than its length justifies."""


@dataclass
class Budget:
    """What one document may still cost; kept in the parser's environment under BUDGET."""

    steps: int = MAX_STEPS
    run_steps: int = 0
    specials: int = MAX_SPECIALS
    container_work: int = MAX_CONTAINER_WORK
    cells: int = MAX_CELLS
    footnote_references: int = MAX_FOOTNOTE_REFERENCES
    open_formulas: int = MAX_OPEN_FORMULAS
    inline_depth: int = 0

    def afford_run(self, text: str) -> bool:
        """Whether this run may be parsed; takes its cost out of the budget."""
        if len(text) > MAX_RUN_CHARACTERS:
            return False
        specials = len(_SPECIALS.findall(text))
        if specials > min(self.specials, MAX_RUN_SPECIALS):
            return False
        self.specials -= specials
        self.run_steps = STEPS_BASE + STEPS_PER_CHARACTER * len(text)
        return True

    def step(self) -> None:
        """Takes one look-ahead step; raises TooMuchWorkError when none is left."""
        self.steps -= 1
        self.run_steps -= 1
        if self.steps < 0 or self.run_steps < 0:
            raise TooMuchWorkError


BUDGET = "portal_budget"


def budget_of(env: EnvType) -> Budget:
    """The budget of the document being parsed."""
    budget: Budget | None = env.get(BUDGET)
    if budget is None:
        budget = env[BUDGET] = Budget()
    return budget


class GuardedInline(ParserInline):
    """Shows a run that would cost too much as the text it is."""

    @override
    def skipToken(self, state: StateInline) -> None:
        """Skips one token ahead, on the budget."""
        budget_of(state.env).step()
        super().skipToken(state)

    @override
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parses a run; nested runs (alternative texts) are paid for by the run they are in."""
        budget = budget_of(env)
        if budget.inline_depth:
            return self._nested(budget, src, md, env, tokens)
        if len(src) > MAX_RUN_CHARACTERS:
            src = _PASTED_DATA.sub("(data:", src)
        if not budget.afford_run(src):
            return _plain(tokens, src)
        try:
            return self._nested(budget, src, md, env, tokens)
        except TooMuchWorkError:
            return _plain(tokens, src)

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


class GuardedBlock(ParserBlock):
    """Shows containers that nest too deep as a paragraph; the original would drop the rest of the document."""

    @override
    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Tokenizes the lines of one container."""
        budget = budget_of(state.env)
        is_quote = state.parentType == "blockquote"
        # A quote's end is known before, a list item's only after.
        budget.container_work -= CONTAINER_COST + (endLine - startLine if is_quote else 0)
        if state.level and (state.level >= MAX_BLOCK_LEVEL or budget.container_work < 0):
            _paragraph(state, startLine, endLine)
            return
        super().tokenize(state, startLine, endLine)
        if state.level and not is_quote:
            budget.container_work -= state.line - startLine


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
