"""Tokens to HTML: the only place that emits our classes, ids and the `data-item` and `data-picture` markers."""

from collections.abc import Sequence
from inspect import getmembers, isfunction
from typing import Any

from django.utils.html import escape
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from .escaping import escape_text
from .guards import budget_of
from .highlighting import LANGUAGES, Highlighter
from .link_targets import diagram_name, picture_id
from .mathematics import Formulas
from .tokens import heading_id, plain_text

PREFORMATTED = '<pre tabindex="0"><code>{}</code></pre>'


class HtmlWriter(RendererHTML):
    """Writes one document; methods are named after the tokens they write, as the base class wants."""

    def __init__(self, parser: Any = None) -> None:
        # The base class would look through itself for each document: longer than a short text takes.
        self.rules = {name: getattr(self, name) for name in RULES}
        self._highlighter = Highlighter()
        self._formulas = Formulas()

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A code block; scrollable, hence focusable by keyboard."""
        token = tokens[idx]
        language = (token.info.split(maxsplit=1) or [""])[0].lower()[:40]
        code = self._highlighter.html(token.content, language, budget_of(env).purse)
        name = f' class="language-{LANGUAGES[language]}"' if language in LANGUAGES else ""
        return f'<pre tabindex="0"><code{name}>{code}</code></pre>\n'

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return PREFORMATTED.format(escape_text(tokens[idx].content)) + "\n"

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return escape_text(tokens[idx].content)

    def code_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f"<code>{escape_text(tokens[idx].content)}</code>"

    def item_reference(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The marked anchor that `fill_references` completes."""
        token = tokens[idx]
        place = f"#{heading_id(token.meta['place'])}" if token.meta["place"] else ""
        return f'<a data-item="{token.meta["type"]}:{token.meta["id"]}{place}">{escape_text(token.content)}</a>'

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A picture's or diagram's marker, a link to a remote image, or the alternative text alone."""
        token = tokens[idx]
        caption = f"<figcaption>{escape_text(token.meta['caption'])}</figcaption>" if "is_figure" in token.meta else ""
        alt = " ".join(plain_text(token.children or ()).split())
        address = str(token.attrGet("src") or "")
        if picture := picture_id(address):
            return f'<img data-picture="{picture}" alt="{escape(alt)}">{caption}'
        if diagram := diagram_name(address):
            return f'<img data-diagram="{diagram}" alt="{escape(alt)}">{caption}'
        link = token.meta.get("link")
        return f'<a href="{escape(link)}" rel="noopener">{escape_text(alt or link)}</a>' if link else escape_text(alt)

    def math_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return self._formulas.html(tokens[idx].content, budget_of(env).purse, display="inline")

    def math_inline_double(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return self._formulas.html(tokens[idx].content, budget_of(env).purse, display="block")

    def math_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f'<div class="math-block" tabindex="0">{self.math_inline_double(tokens, idx, options, env)}</div>\n'

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A list item; a task shows its state as a character, since a form field would need a label."""
        opening = self.renderToken(tokens, idx, options, env)
        if "checked" not in (tokens[idx].meta or {}):
            return opening
        return f"{opening}{'☑' if tokens[idx].meta['checked'] else '☐'} "

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The box that a wide table scrolls in: focusable, and a region with a name where its columns have names."""
        name = tokens[idx].meta.get("name")
        region = f' role="region" aria-label="{escape(name)}"' if name else ""
        return f'<div class="table-scroll" tabindex="0"{region}><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A cell; the parser's inline style becomes a class, which the content security policy allows."""
        token = tokens[idx]
        style = str(token.attrGet("style") or "")
        name = f' class="align-{style.removeprefix("text-align:")}"' if style else ""
        return f"<{token.tag}{name}>"

    td_open = th_open

    def footnote_ref(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        number, repeat = _footnote_number(tokens[idx])
        return f'<sup class="footnote-ref"><a href="#fn-{number}" id="fnref-{number}{repeat}">[{number}]</a></sup>'

    def footnote_block_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return '<div class="footnotes">\n<ol>\n'

    def footnote_block_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</ol>\n</div>\n"

    def footnote_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f'<li id="fn-{_footnote_number(tokens[idx])[0]}">'

    def footnote_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """The way back to one reference, named by its number: what is stored is of no language."""
        reference = "{}{}".format(*_footnote_number(tokens[idx]))
        return f' <a href="#fnref-{reference}" class="footnote-backref" aria-label="↩ {reference}">↩\ufe0e</a>'


def _footnote_number(token: Token) -> tuple[int, str]:
    """The note's number from 1, and "-2", "-3" ... for its repeated references."""
    repeat = token.meta.get("subId", 0)
    return token.meta["id"] + 1, f"-{repeat + 1}" if repeat > 0 else ""


# The tokens that have a method, as the base class finds them.
RULES = [name for name, _method in getmembers(HtmlWriter, isfunction) if not name.startswith(("render", "_"))]
