"""The one Markdown parser: markdown-it-py "js-default" with our guards and rules. Raw HTML is off."""

import functools
import re
from typing import override

from markdown_it import MarkdownIt
from markdown_it.rules_block import heading, lheading, reference
from markdown_it.rules_inline import link
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def, footnote_tail

from .guards import GuardedBlock, GuardedInline, counted, look
from .link_targets import normalise_address
from .places import with_place, with_span, without_places
from .rules import PIPE, REFERENCE, bare_address, footnote_reference, image, item_reference, math_block


class PortalMarkdown(MarkdownIt):
    """markdown-it-py with our address policy: every link is parsed, `tokens.py` takes the unsafe ones out."""

    @override
    def normalizeLink(self, url: str) -> str:
        """The address as it goes into the token."""
        return normalise_address(url)

    @override
    def validateLink(self, url: str) -> bool:
        """Always true: a refused link would show its source, and a pasted picture with it."""
        return True


@functools.cache
def _parser() -> MarkdownIt:
    md = PortalMarkdown("js-default", {"linkify": False, "tasklists": True})
    md.inline, md.block = GuardedInline(), GuardedBlock()
    # Inline notes `^[...]` are left out: they nest without limit, and no other Markdown that we import has them.
    md.use(footnote_plugin, inline=False)
    md.use(dollarmath_plugin, allow_space=False, allow_digits=False, allow_labels=False, double_inline=True)
    md.inline.ruler.at("linkify", bare_address)
    md.inline.ruler.at("link", with_span("link_open", link))
    md.inline.ruler.at("image", with_span("image", image))
    md.inline.ruler.at("footnote_ref", with_span("footnote_ref", footnote_reference))
    md.inline.ruler.before("link", "item_reference", item_reference)
    md.block.ruler.before("table", "look", look, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.block.ruler.at("math_block", math_block)
    md.block.ruler.at("heading", with_place("heading", heading), {"alt": ["paragraph", "reference", "blockquote"]})
    md.block.ruler.at("lheading", with_place("heading", lheading))
    md.block.ruler.at("reference", with_place("definition", counted("definitions", reference)))
    md.block.ruler.at("footnote_def", with_place("footnote", footnote_def), {"alt": ["paragraph", "reference"]})
    md.core.ruler.at("footnote_tail", without_places(footnote_tail))
    return md


def parse(source: str, env: EnvType | None = None) -> list[Token]:
    """The tokens of a cleaned source. Raises TooCostlyError.

    Safe in threads: all state is in the environment, new for each call.
    """
    protected = REFERENCE.sub(_protected, source) if "[[" in source else source
    tokens = _parser().parse(protected, {} if env is None else env)
    if PIPE in protected:
        _restore_pipes(tokens)
    return tokens


def parse_line(source: str) -> list[Token]:
    """The tokens of one run of text, without blocks."""
    return _parser().parseInline(source, {})


def _protected(match: re.Match[str]) -> str:
    return match.group().replace("|", PIPE)


def _restore_pipes(tokens: list[Token]) -> None:
    """Brings the pipes back where a reference was no reference: in code, formulas and addresses."""
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        token.content, token.info = token.content.replace(PIPE, "|"), token.info.replace(PIPE, "|")
        for name, value in token.attrs.items():
            if isinstance(value, str):
                token.attrs[name] = value.replace(PIPE, "|")
        waiting += token.children or ()


OPTIONS = _parser().options
