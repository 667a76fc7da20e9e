"""Markdown for readers elsewhere."""

import pytest

from articles.rendering import (
    LinkTarget,
    PictureTarget,
    Reference,
    Targets,
    escape_markdown,
    portable_markdown,
    render_markdown,
)

SEEN, HIDDEN = "0f0e0d0c-0b0a-4908-8706-050403020100", "1f0e0d0c-0b0a-4908-8706-050403020100"
TARGETS = Targets(
    links={Reference("skill", SEEN): LinkTarget("/skills/python/", "Python [3]")},
    pictures={SEEN: PictureTarget("/media/pictures/1/", 40, 30)},
    diagrams={"loop": PictureTarget("/static/diagrams/loop.svg", 40, 30)},
)


def portable(source: str) -> str:
    return portable_markdown(source, TARGETS, lambda address: f"https://p.example{address}")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        pytest.param(f"a [[skill:{SEEN}]] b", r"a [Python \[3\]](https://p.example/skills/python/) b", id="link"),
        pytest.param(f"[[skill:{SEEN}|*that*]]", r"[\*that\*](https://p.example/skills/python/)", id="label"),
        pytest.param(
            f"[[ Skill : {SEEN.upper()} # Getting on |x]]",
            "[x](https://p.example/skills/python/#h-getting-on)",
            id="place",
        ),
        pytest.param(f"[[skill:{HIDDEN}|that]] [[tool:{SEEN}]] `[[skill:{HIDDEN}]]`", "that  ``", id="hidden link"),
        pytest.param(f"![A box](picture:{SEEN})", "![A box](https://p.example/media/pictures/1/)", id="picture"),
        pytest.param(f"![A [b] x](<picture:{SEEN}>)", "![A [b] x](<https://p.example/media/pictures/1/>)", id="odd"),
        pytest.param(f'![A box](picture:{HIDDEN} "T")', "A box", id="hidden picture"),
        pytest.param(f"![A [b] x](picture:{HIDDEN})", "![A [b] x](#)", id="hidden odd picture"),
        pytest.param(f"[x]: picture:{HIDDEN}", "[x]: #", id="hidden definition"),
        pytest.param("![x](diagram:loop)", "![x](https://p.example/static/diagrams/loop.svg)", id="diagram"),
        pytest.param("![x](diagram:none)", "![x](#)", id="no diagram"),
        pytest.param("[x](/about/)", "[x](https://p.example/about/)", id="address"),
        pytest.param("[x]: /about/", "[x]: https://p.example/about/", id="definition"),
        pytest.param("[x](https://x.example/) [y](#h-y)", "[x](https://x.example/) [y](#h-y)", id="others"),
        pytest.param("a[0](b) `x = y[1](z)`", "a[0](b) `x = y[1](z)`", id="code"),
    ],
)
def test_references_become_links_with_whole_addresses(source, told) -> None:
    assert portable(source) == told


@pytest.mark.parametrize(
    "text",
    ["a *b* _c_ `d`", "[x](y) <b>", "snake_case", "# no heading", "1. no list", "- x", "a\\b", "AT&T &lt;", "~~x~~",
     "a | b", "costs $5 or $6", "C++ & C#", "O*NET 29.3", "1.5 times"],
)  # fmt: skip
def test_escaped_text_reads_as_it_was(text) -> None:
    assert render_markdown(escape_markdown(text)).text.strip() == text


@pytest.mark.parametrize("title", ["C #", "Two ##", "# #", "F# and C# #", "#"])
def test_escaped_title_reads_as_it_was_in_a_heading(title) -> None:
    assert [heading.text for heading in render_markdown(f"## {escape_markdown(title)}").headings] == [title]


def test_escaped_text_is_one_line() -> None:
    assert escape_markdown("a\n\n# b\t c") == "a # b c"
