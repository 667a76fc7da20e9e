"""Colours for fenced code: Pygments classes, never inline styles."""

import functools
from collections.abc import Iterator

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType

from .costs import Purse
from .escaping import escape_text
from .limits import (
    MAX_HIGHLIGHTED_BLOCK_CHARACTERS,
    MAX_HIGHLIGHTED_CHARACTERS,
    MAX_HIGHLIGHTED_LINE_CHARACTERS,
)

# An allow-list, not all 500 lexers: these were measured on hostile input, and loading a lexer runs its module.
LANGUAGES: dict[str, str] = {
    alias: name
    for name, aliases in {
        "bash": "bash sh shell zsh",
        "c": "c h",
        "console": "console shell-session",
        "cpp": "cpp c++ cc hpp",
        "csharp": "csharp cs c#",
        "css": "css",
        "diff": "diff patch",
        "docker": "docker dockerfile",
        "go": "go golang",
        "graphql": "graphql",
        "html": "html",
        "http": "http",
        "ini": "ini cfg conf",
        "java": "java",
        "javascript": "javascript js mjs jsx",
        "json": "json jsonl json5",
        "julia": "julia jl",
        "kotlin": "kotlin kt",
        "lua": "lua",
        "make": "make makefile",
        "nginx": "nginx",
        "php": "php",
        "powershell": "powershell ps1",
        "pycon": "pycon",
        "pytb": "pytb",
        "python": "python py python3 py3",
        "r": "r",
        "ruby": "ruby rb",
        "rust": "rust rs",
        "scala": "scala",
        "sql": "sql postgresql sqlite",
        "swift": "swift",
        "hcl": "hcl terraform tf",
        "toml": "toml",
        "typescript": "typescript ts tsx",
        "xml": "xml svg",
        "yaml": "yaml yml",
    }.items()
    for alias in aliases.split()
}
CODE_CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)


class Highlighter:
    """Colours the code blocks of one document until its budget is used up."""

    def __init__(self) -> None:
        self.characters_left = MAX_HIGHLIGHTED_CHARACTERS

    def html(self, code: str, language: str, purse: Purse) -> str:
        """Escaped code, with spans when the language is known (a key of `LANGUAGES`) and the limits allow."""
        if language not in LANGUAGES or not self._is_affordable(code):
            return escape_text(code)
        self.characters_left -= len(code)
        return "".join(_spans(code, _lexer(LANGUAGES[language]), purse))

    def _is_affordable(self, code: str) -> bool:
        if len(code) > min(self.characters_left, MAX_HIGHLIGHTED_BLOCK_CHARACTERS):
            return False
        return max(map(len, code.split("\n"))) <= MAX_HIGHLIGHTED_LINE_CHARACTERS


@functools.cache
def _lexer(name: str) -> Lexer:
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)


def _spans(code: str, lexer: Lexer, purse: Purse) -> Iterator[str]:
    """The code as HTML, neighbours of one class in one span: half the size of Pygments' own formatter."""
    current, parts = "", list[str]()
    for kind, value in lexer.get_tokens(code):
        purse.spend("colours")
        name = _class_of(kind)
        if name != current:
            yield _span(current, "".join(parts))
            current, parts = name, []
        parts.append(value)
    yield _span(current, "".join(parts))


@functools.cache
def _class_of(kind: _TokenType) -> str:
    while kind.parent is not None and kind not in STANDARD_TYPES:
        kind = kind.parent
    name = STANDARD_TYPES.get(kind, "")
    return "" if name in _UNCOLOURED else name


# White space, punctuation and plain names look like the text around them; spans for them would double the HTML.
_UNCOLOURED = frozenset({"w", "n", "p", "x", "esc"})


def _span(name: str, text: str) -> str:
    return f'<span class="{name}">{escape_text(text)}</span>' if name and text else escape_text(text)
