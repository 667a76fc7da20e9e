"""How fast rendering is, for the largest ordinary and hostile sources that it takes: `python -m tests.bench rendering`."""

# ruff: noqa: T201 - a benchmark prints

import sys
import time
from collections.abc import Callable

from django.conf import settings
from markdown_it.utils import EnvType

from articles.rendering import Rendered, TooCostlyError, render_markdown
from articles.rendering.costs import Purse
from articles.rendering.guards import budget_of
from articles.rendering.limits import MAX_WORK

SAMPLE, ROOM = 100_000, 0.9

_PROSE = (
    "Retrieval augmented generation, in short *RAG*, lets a model **read** what it was not trained on; see"
    " [the survey](https://example.org/survey) or `retriever.py`. It costs little,\nand it is easy to measure: recall,"
    " precision - and what the readers say. 検索拡張生成は、モデルに文書を読ませる。\n\n"
)
_PAGE = (
    "## A step\n\n"
    + 3 * _PROSE
    + "- one\n- two\n  - three\n\n> A quote.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nSo $a^2 + b^2$.\n\n"
)
_CODE = {
    "python": "def answer(question: str) -> str:\n    return f'{question!r}: {len(question):>5}'  # always\n\n",
    "javascript": "const answer = async ({question}) => await fetch(`/ask?q=${question}`); // never\n",
    "json": '{"question": "why", "answer": [1, 2.5, null], "nested": {"a": true}}\n',
    "sql": "SELECT name, count(*) FROM skills WHERE slug LIKE 'a%' GROUP BY name HAVING count(*) > 1;\n",
    "yaml": "skills:\n  - name: python\n    level: 3  # of five\n",
    "html": '<a href="/skills/" class="link">Skills &amp; tools</a>\n',
    "unknown": "what (is [this {language}])?\n",
}


def _fences(size: int) -> str:
    blocks = [f"```{language}\n{_filled(code, 2_000)}\n```\n\n" for language, code in _CODE.items()]
    return _filled("".join(blocks), size)


def _filled(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def _nested(opening: str, closing: str, depth: int) -> str:
    return opening * depth + "x" + closing * depth


def _wrapped(unit: str, width: int = 40_000) -> Callable[[int], str]:
    """Paragraphs just under the limit of one run: the worst that is still parsed."""
    return lambda size: _filled(_filled(unit, width) + "\n\n", size)


def _of(unit: str) -> Callable[[int], str]:
    return lambda size: _filled(unit, size)


def _of_lines(unit: str) -> Callable[[int], str]:
    """The unit as often as size and number of lines allow, so that it is still parsed."""
    return lambda size: unit * min(size // len(unit), 149_000 // unit.count("\n"))


def _lists(size: int) -> str:
    return _filled("".join(f"{' ' * 2 * depth}- a\n" for depth in range(30)), size)


def _table(columns: int, rows: int) -> str:
    row = "|a" * columns + "|\n"
    return row + "|-" * columns + "|\n" + row * rows


ORDINARY: dict[str, Callable[[int], str]] = {
    "page, 14 kB": lambda _: _filled(_PAGE, 14_000),
    "prose": _of(_PROSE),
    "mixed page": _of(_PAGE),
    "code fences": _fences,
    "one line of prose, 1.4 MB": lambda _: _filled(_PROSE.replace("\n", " "), 1_400_000),
    "one word, 1.4 MB": lambda _: "a" * 1_400_000,
    "data: picture": lambda size: f"Text ![alt](data:image/png;base64,{'QUJD' * (size // 4)}) after",
    "data: picture by reference": lambda size: f"![alt][p]\n\n[p]: data:image/png;base64,{'QUJD' * (size // 4)}\n",
}

_RUNS = {
    "open brackets": "[",
    "double brackets": "[[",
    "closed brackets": "[a](",
    "brackets in code": "[`]` ",
    "images": "![](",
    "links": "[a](b) ",
    "nested images": "![a![b](c)](d) ",
    "stars": "*",
    "star pairs": "*a **b* ",
    "stars and underscores": "*a_",
    "underscores": "_ ",
    "tildes": "~~a ",
    "backticks": "`",
    "angles": "<",
    "tags": "<a b=\"'",
    "dollars": "$",
    "escaped dollars": "$$a \\$1 ",
    "formulas": "$a$ ",
    "heavy formulas": r"$\frac{\sqrt{a}}{b_i^2}$ ",
    "backslashes": "\\",
    "entities": "&amp;&#x26;&",
    "addresses": "http://a.b.",
    "scheme starts": "http://",
    "whole addresses": "http://a.b/c ",
    "autolinks": "<http://a.b>",
    "footnote references": "[^1]",
    "open footnotes": "[^",
    "item starts": "[[skill:",
    "colons": "://",
    "carets": "^[",
    "titles": '[a](b "',
}
_LINES = {
    "quote marks": ">" * 100 + "\n",
    "quote marks, spaced": "> " * 100 + "\n",
    "quoted lines": "> a\n",
    "deeply quoted lines": ">" * 40 + " a\n",
    "quoted and lazy lines": "> a\nb\n",
    "list items": "- a\n",
    "empty list items": "-\n",
    "lists in one line": "- " * 40 + "a\n",
    "task items": "- [ ] a\n",
    "ordered items": "1. a\n",
    "single characters": "a\n",
    "empty lines": "\n",
    "short paragraphs": "a\n\n",
    "headings": "# a\n",
    "headings, paragraphs": "a\n=\n\n",
    "rules": "---\n",
    "open fences in items": "- ```\n",
    "fences": "```python\nx\n```\n",
    "open formulas in items": "- $$ a\n",
    "formula blocks": "$$\na\n$$\n",
    "footnotes": "[^1]\n\n[^1]: a\n\n",
    "nested footnotes": "[^a]: " * 30 + "\n\n",
    "definitions": "[a]: b\n",
    "table rows of long text": "a|b\n-|-\n" + ("a" * 5_000 + "|b\n") * 20,
    "long heading": "# " + "a" * 40_000 + "\n",
    "open definitions": "[a]: b '\n",
    "table starts": "a|b\n-|-\n",
    "indented": "     a\n",
    "unclosed braces in code": "```javascript\n" + '`${"' * 200 + "\n```\n",
}


def _hostile() -> dict[str, Callable[[int], str]]:
    inputs = {f"{name}, one run": _of(unit) for name, unit in _RUNS.items()}
    inputs |= {f"{name}, long runs": _wrapped(unit) for name, unit in _RUNS.items()}
    inputs |= {f"{name}, short runs": _wrapped(unit, 1_000) for name, unit in _RUNS.items()}
    inputs |= {f"{name}, lines": _of_lines(unit) for name, unit in _LINES.items()}
    return inputs | {
        "numbered footnotes x 100,000": lambda _: "".join(f"[^{n}] " for n in range(100_000)) + "\n\n[^1]: a",
        "notes x 60,000": lambda _: "".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(60_000)),
        "rising backticks": lambda _: " ".join("`" * n for n in range(1, 2_400)),
        "rising backticks, short": lambda size: _filled(" ".join("`" * n for n in range(1, 250)) + "\n\n", size),
        "nested lists": _lists,
        "quotes 10,000 deep": lambda _: ">" * 10_000 + " a\n\n" + "> " * 10_000 + "a",
        "lists 10,000 deep": lambda _: "".join(f"{' ' * 2 * n}- a\n" for n in range(2_000)),
        "brackets 10,000 deep": lambda _: _nested("[", "](b)", 10_000),
        "images 5,000 deep": lambda _: _nested("![", "](b)", 5_000),
        "emphasis 10,000 deep": lambda _: _nested("*a **b ", " b** a*", 5_000),
        "formula 10,000 deep": lambda _: f"${_nested('{', '}', 10_000)}$",
        "formulas 500 deep": lambda _: f"${_nested(chr(92) + 'frac{', '}{b}', 150)}$\n\n" * 100,
        "fractions without end": lambda _: ("$" + r"\frac" * 390 + "$\n\n") * 100,
        "table of 20,000 columns": lambda _: _table(20_000, 10),
        "table of 20,000 rows": lambda _: _table(10, 20_000),
        "table of 1,000 x 2,500 cells": lambda _: _table(1_000, 2_500),
        "two-cell tables": lambda size: _filled(_table(2, 1) + "\n", size),
        "short rows under a wide head": lambda _: _table(5_000, 0) + "|a\n" * 20_000,
        "one long address, cited": lambda _: f"[a]: /{'b' * 1_900}\n\n" + "[a] " * 300_000,
        "one long title, cited": lambda _: f"[a]: /b '{'c' * 1_000_000}'\n\n" + "[a] " * 300_000,
        "duplicate headings": lambda _: "# a\n\n# a-2\n\n" * 50_000,
        "too many lines": lambda size: "a\n" * (size // 2),
        "text with entities": lambda size: "a&" * (size // 2),
        "code with entities": lambda size: "```\n" + "a&" * (size // 2),
        "zero bytes": lambda size: "\0" * size,
        "lone surrogates": lambda size: "\ud800" * size,
        "emoji": lambda size: "👩‍💻 " * (size // 4),
    }


HOSTILE = _hostile()


def main() -> None:
    """Prints one line per input; a first argument after the name keeps the inputs whose name contains it."""
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    print(f"{'input':<40} {'kB':>7} {'CPU s':>8} {'s/work':>7} {'html kB':>8}  refused")
    for name, make in (ORDINARY | HOSTILE).items():
        if wanted in name:
            _measure(name, largest(make))


def largest(make: Callable[[int], str]) -> str:
    """About as much of the input as one text may hold: it is taken to cost the more, the longer it is."""
    sample = make(SAMPLE)[:SAMPLE]
    purse, _rendered = render(sample)
    size = min(int(len(sample) * ROOM * MAX_WORK / (MAX_WORK - purse.left)), settings.MAX_BODY_BYTES)
    return make(size)[:size]


def render(source: str) -> tuple[Purse, Rendered | TooCostlyError]:
    env: EnvType = {}
    try:
        return budget_of(env).purse, render_markdown(source, env)
    except TooCostlyError as error:
        return budget_of(env).purse, error


def _measure(name: str, source: str) -> None:
    start = time.process_time()
    purse, rendered = render(source)
    seconds = time.process_time() - start
    size, refusal = (len(rendered.html), "") if isinstance(rendered, Rendered) else (0, rendered.message)
    share = seconds / (MAX_WORK - purse.left) * 1_000_000
    print(f"{name:<40} {len(source) / 1_000:>7.0f} {seconds:>8.2f} {share:>7.2f} {size / 1_000:>8.0f}  {refusal}")
