"""A Markdown text as a part of a longer document."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.rendering import embed_markdown, render_markdown
from tests.articles.rendering.samples import HOSTILE

PAGE = "https://p.example/articles/a/"
LINES = [
    "# One", "## Two #", "###### Six", "Under", "====", "---", "", "> # Quoted", "> text [^1]", "- # Listed", "  [docs]",
    "words [^1] and [docs], [all][docs] or [docs][]", "![alt][docs] ![docs]", "[^1]: A note.", "    # deeper",
    "[docs]: https://d.example/ \"T\"", "```", "~~~", "`[^1] [docs]`", "| a \\| b [^1] | [docs] |", "|---|---|", "| `x` | [^1] |",
    "[![in][docs]](https://x.example)", "*see*[^1].", "\\# no", "#no", "\tcode", "Foo #", "1. x", "[docs]: #two", "a|b",
]  # fmt: skip


def embed(source: str) -> str:
    return embed_markdown(source, below=3, prefix="t1-", page_url=PAGE)


def put_first(source: str, prefix: str = "t1-") -> str:
    """Below a title, where no level changes; links to its own headings stay."""
    return embed_markdown(source, below=1, prefix=prefix, page_url="")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        pytest.param("# A\n\n## B ##\n\n### C", "#### A\n\n#### B ##\n\n##### C", id="levels"),
        pytest.param("#### D\n\n###### F", "#### D\n\n##### F", id="no level left out"),
        pytest.param("## B\n### C\n#### D\n##### E", "#### B\n##### C\n###### D\n###### E", id="no deeper than six"),
        pytest.param("A\n===\n\nB\nmore\n---", "#### A\n\n#### B more", id="underlined"),
        pytest.param("> A #\n> ---\n\n- # B", "> #### A # #\n\n- #### B", id="within others"),
        pytest.param("```\n# a\n```\n\n    # b\n\n`# c`\n\\# d\n#e", "```\n# a\n```\n\n    # b\n\n`# c`\n\\# d\n#e", id="no headings"),
        pytest.param("a[^1]\n\n[^1]: b", "a[^t1-1]\n\n[^t1-1]: b", id="footnote"),
        pytest.param("# a | b[^1] \\| [d]\n\n[d]: /x\n\n[^1]: c", "#### a | b[^t1-1] \\| [d][t1-d]\n\n[t1-d]: /x\n\n[^t1-1]: c", id="heading with pipes"),
        pytest.param("a[^2] `b[^1]` \\[^1]\n\n[^1]: c", "a[^2] `b[^1]` \\[^1]\n\n[^t1-1]: c", id="no footnote"),
        pytest.param("| [^1] |\n|---|\n| `\\|` [^1] |\n\n[^1]: a", "| [^t1-1] |\n|---|\n| `\\|` [^t1-1] |\n\n[^t1-1]: a", id="footnote in a table"),
        pytest.param(
            "[a][D] [d][] [d] ![b][d] `[d]`\n\n[d]: https://x.example",
            "[a][t1-D] [d][t1-d] [d][t1-d] ![b][t1-d] `[d]`\n\n[t1-d]: https://x.example", id="definition",
        ),
        pytest.param("## B\n\n[a](#B) [b](<#c> \"t\") `[a](#B)`", f"#### B\n\n[a]({PAGE}#h-b) [b](<{PAGE}#c> \"t\") `[a](#B)`", id="own heading"),
        pytest.param("[`](#a)` b](#c) [d](&#35;e)", f"[`](#a)` b]({PAGE}#c) [d](&#35;e)", id="own heading, oddly written"),
        pytest.param("[a]: #b\n[c]: #", f"[t1-a]: {PAGE}#b\n[t1-c]: #", id="own heading in a definition"),
        pytest.param("~~~~ py\na\n```", "~~~~ py\na\n```\n~~~~", id="open code"),
        pytest.param("<!-- a\n\n`<!--` <b>\n<pre>", "\\<!-- a\n\n`<!--` <b>\n\\<pre>", id="HTML"),
        pytest.param("\n\n    code\n\n", "    code", id="only empty lines around it go"),
    ],
)  # fmt: skip
def test_text_becomes_part_of_a_longer_one(source, told) -> None:
    assert embed(source) == told


def test_text_beyond_the_limits_of_the_renderer_stands_as_it_was_written() -> None:
    source = "```\n# a\n" * 75_001
    assert embed(source) == f"````\n{source}````"


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_reads_as_before(source) -> None:
    assert reads(put_first(source)) == reads(source)


@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_any_text_reads_as_before(lines) -> None:
    source = "\n".join(lines)
    assert reads(put_first(source)) == reads(source)


@given(st.lists(st.sampled_from(LINES), max_size=14), st.lists(st.sampled_from(LINES), max_size=8))
def test_text_does_nothing_to_the_one_behind_it(lines, others) -> None:
    first, second = "\n".join(lines), "\n".join(others)
    assert without_notes(reads(f"{put_first(first)}\n\n## Title\n\n{put_first(second, 't2-')}")).endswith(
        without_notes(reads(second))
    )


def reads(source: str) -> str:
    """The text as its page shows it; how lines break, and whether code ends in empty ones, is all one."""
    return re.sub(r"\s+", " ", re.sub(r"\s+</code>", "</code>", render_markdown(source).html))


def without_notes(html: str) -> str:
    """Footnotes stand together at the end and count through; equal headings and tables are numbered."""
    html = re.sub(r'<div class="footnotes">.*</div>', "", html)
    return re.sub(r' (?:id|aria-label|href="#)[^>]*|\[\d+\]', "", html).strip()
