"""Markdown to HTML, headings, text and reading time: each feature with its exact result."""

import re

import pytest

from articles.rendering import Heading, render_markdown

ID = "123e4567-e89b-12d3-a456-426614174000"
NOTE_REFERENCE = '<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">[1]</a></sup>'

FEATURES: dict[str, tuple[str, str]] = {
    "nothing": ("", ""),
    "paragraphs": ("a\nb\n\nc", "<p>a\nb</p>\n<p>c</p>\n"),
    "hard break": ("a  \nb", "<p>a<br>\nb</p>\n"),
    "emphasis": ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>\n"),
    "quote": ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
    "lists": ("- a\n  1. b", "<ul>\n<li>a\n<ol>\n<li>b</li>\n</ol>\n</li>\n</ul>\n"),
    "list from three": ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
    "rule": ("---", "<hr>\n"),
    "raw HTML": ("<b>a</b> &amp; &lt;", "<p>&lt;b&gt;a&lt;/b&gt; &amp; &lt;</p>\n"),
    "JSX": ("<Tip a={[1]}/>", "<p>&lt;Tip a={[1]}/&gt;</p>\n"),
    "MDX import": ("import {A} from 'b'", "<p>import {A} from 'b'</p>\n"),
    "tasks": (
        "- [ ] a\n- [x] b",
        (
            '<ul class="contains-task-list">\n<li class="task-list-item">☐ a</li>\n'
            '<li class="task-list-item">☑ b</li>\n</ul>\n'
        ),
    ),
    "table": (
        "|a|b|\n|:-|-:|\n|c|d|",
        (
            '<div class="table-scroll" tabindex="0" role="region" aria-label="a, b"><table>\n<thead>\n<tr>\n'
            '<th class="align-left">a</th>\n'
            '<th class="align-right">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td class="align-left">c</td>\n'
            '<td class="align-right">d</td>\n</tr>\n</tbody>\n</table></div>\n'
        ),
    ),
    "table without names": (
        "| | |\n|-|-|",
        '<div class="table-scroll" tabindex="0"><table>\n<thead>\n<tr>\n<th></th>\n<th></th>\n</tr>\n</thead>\n</table></div>\n',
    ),
    "footnote": (
        "a[^x]\n\n[^x]: b",
        (
            f'<p>a{NOTE_REFERENCE}</p>\n<div class="footnotes">\n<ol>\n<li id="fn-1"><p>b'
            ' <a href="#fnref-1" class="footnote-backref" aria-label="↩ 1">↩︎</a></p>\n</li>\n</ol>\n</div>\n'
        ),
    ),
    "footnote with two references": (
        "a[^x] b[^x]\n\n[^x]: c",
        (
            f'<p>a{NOTE_REFERENCE} b{NOTE_REFERENCE.replace("fnref-1", "fnref-1-2")}</p>\n<div class="footnotes">\n<ol>\n'
            '<li id="fn-1"><p>c <a href="#fnref-1" class="footnote-backref" aria-label="↩ 1">↩︎</a>'
            ' <a href="#fnref-1-2" class="footnote-backref" aria-label="↩ 1-2">↩︎</a></p>\n</li>\n</ol>\n</div>\n'
        ),
    ),
    "formula": ("$a<1$", '<p><math display="inline"><mrow><mi>a</mi><mo>&lt;</mo><mn>1</mn></mrow></math></p>\n'),
    "formula with markup": (
        r"$\text{<b>}$",
        '<p><math display="inline"><mrow><mtext>&lt;b&gt;</mtext></mrow></math></p>\n',
    ),
    "formula on its own": (
        "$$\na\n$$",
        '<div class="math-block" tabindex="0"><math display="block"><mrow><mi>a</mi></mrow></math></div>\n',
    ),
    "formula with an error": (r"$\left(a<$", '<p><code class="math">\\left(a&lt;</code></p>\n'),
    "prices": ("$5 and $10", "<p>$5 and $10</p>\n"),
    "code": (
        "```python\ndef a(): pass\n```",
        (
            '<pre tabindex="0"><code class="language-python"><span class="k">def</span> <span class="nf">a</span>():'
            ' <span class="k">pass</span>\n</code></pre>\n'
        ),
    ),
    "code, unknown language": ("```weird x\na<b\n```", '<pre tabindex="0"><code>a&lt;b\n</code></pre>\n'),
    "code, indented": ("    a<b", '<pre tabindex="0"><code>a&lt;b\n</code></pre>\n'),
    "link": ("[a](/b 'c')", '<p><a href="/b" title="c">a</a></p>\n'),
    "external link": ("[a](https://b.example)", '<p><a href="https://b.example" rel="noopener">a</a></p>\n'),
    "mail link": ("<a@b.example>", '<p><a href="mailto:a@b.example">a@b.example</a></p>\n'),
    "refused link": ("[a](javascript:b) [c](//d.example)", "<p>a c</p>\n"),
    "bare address": (
        "(See https://a.example/b_(c)?d=e.)",
        '<p>(See <a href="https://a.example/b_(c)?d=e" rel="noopener" class="bare">https://a.example/b_(c)?d=e</a>.)</p>\n',
    ),
    "bare address before a full-width stop": (
        "https://a.example。",
        '<p><a href="https://a.example" rel="noopener" class="bare">https://a.example</a>。</p>\n',
    ),
    "address as the text of a link": (
        "[a.example](https://a.example/) <http://b.example> [c](https://c.example)",
        (
            '<p><a href="https://a.example/" rel="noopener" class="bare">a.example</a>'
            ' <a href="http://b.example" rel="noopener" class="bare">http://b.example</a>'
            ' <a href="https://c.example" rel="noopener">c</a></p>\n'
        ),
    ),
    "file name": ("main.py and https://localhost", "<p>main.py and https://localhost</p>\n"),
    "picture": (f"![a *b*](picture:{ID} 'c') d", f'<p><img data-picture="{ID}" alt="a b"> d</p>\n'),
    "diagram": ("![a *b*](diagram:agent-loop)", '<p><img data-diagram="agent-loop" alt="a b"></p>\n'),
    "diagram of a strange name": ("![a](diagram:../x) ![b](diagram:X)", "<p>a b</p>\n"),
    "picture with a caption": (
        f"![a](picture:{ID} 'The *c* & d')",
        f'<figure><img data-picture="{ID}" alt="a"><figcaption>The *c* &amp; d</figcaption></figure>\n',
    ),
    "diagram with a caption": (
        "> ![a](diagram:agent-loop 'c')",
        '<blockquote>\n<figure><img data-diagram="agent-loop" alt="a"><figcaption>c</figcaption></figure>\n</blockquote>\n',
    ),
    "picture with a caption in a tight list": (
        f"- ![a](picture:{ID} 'c')",
        f'<ul>\n<li><img data-picture="{ID}" alt="a"></li>\n</ul>\n',
    ),
    "remote picture with a title": (
        "![a](https://b.example/c 'd')",
        '<p><a href="https://b.example/c" rel="noopener">a</a></p>\n',
    ),
    "picture in capitals": (f"![](picture:{ID.upper()})", f'<p><img data-picture="{ID}" alt=""></p>\n'),
    "remote picture": ("![a](https://b.example/c)", '<p><a href="https://b.example/c" rel="noopener">a</a></p>\n'),
    "remote picture in a link": (
        "[![a](https://b.example/c)](/d)",
        '<p><a href="/d">a</a></p>\n',
    ),
    "other pictures": ("![a](b.png) ![c](data:image/png;base64,AA) ![d](picture:e)", "<p>a c d</p>\n"),
    "item": (f"[[skill:{ID}]]", f'<p><a data-item="skill:{ID}"></a></p>\n'),
    "item with a label": (f"[[tool:{ID}|a & b]]", f'<p><a data-item="tool:{ID}">a &amp; b</a></p>\n'),
    "item in a heading": (f"# [[path:{ID}|a]]", f'<h2 id="h-a"><a data-item="path:{ID}">a</a></h2>\n'),
    "item in code": (f"`[[skill:{ID}]]`", f"<p><code>[[skill:{ID}]]</code></p>\n"),
    "item by slug": ("[[skill:python]]", "<p>[[skill:python]]</p>\n"),
    "item of no type": (f"[[user:{ID}]]", f"<p>[[user:{ID}]]</p>\n"),
    "item in a link": (
        f"[a [[skill:{ID}|b]]](/c)",
        f'<p>[a <a data-item="skill:{ID}">b</a>](/c)</p>\n',
    ),
    "NUL and surrogate": ("a\0b\ud800", "<p>ab\ufffd</p>\n"),
    "override": ("a\u202eb &#x202e;c", "<p>ab c</p>\n"),
}


@pytest.mark.parametrize(("source", "html"), FEATURES.values(), ids=FEATURES.keys())
def test_feature_renders_exactly(source: str, html: str) -> None:
    assert render_markdown(source).html == html


@pytest.mark.parametrize(
    ("source", "headings"),
    [
        ("# A\n\n### B", [Heading(2, "h-a", "A"), Heading(3, "h-b", "B")]),
        ("#### A\n\n###### B\n\n## C", [Heading(2, "h-a", "A"), Heading(3, "h-b", "B"), Heading(2, "h-c", "C")]),
        ("A *b* `c`\n===", [Heading(2, "h-a-b-c", "A b c")]),
        ("## A\n\n## A\n\n## A", [Heading(2, "h-a", "A"), Heading(2, "h-a-2", "A"), Heading(2, "h-a-3", "A")]),
        ("## A\n\n## A\n\n## A 2", [Heading(2, "h-a", "A"), Heading(2, "h-a-3", "A"), Heading(2, "h-a-2", "A 2")]),
        ("## 検索\n\n## Поиск", [Heading(2, "h-jiansuo", "検索"), Heading(2, "h-poisk", "Поиск")]),
        ("## !\n\n### ?", [Heading(2, "h-xbb7208bc", "!"), Heading(3, "h-x8a8de823", "?")]),
        ("> ## A", [Heading(2, "h-a", "A")]),
        ("####### A", []),
    ],
    ids=[
        "levels",
        "skipped levels",
        "markup",
        "repeated",
        "natural id wins",
        "scripts",
        "no letters",
        "in a quote",
        "too deep",
    ],
)
def test_headings_tell_what_the_html_holds(source: str, headings: list[Heading]) -> None:
    rendered = render_markdown(source)

    assert list(rendered.headings) == headings
    assert all(f'<h{h.level} id="{h.id}">' in rendered.html for h in headings)


def test_heading_without_words_is_left_out() -> None:
    rendered = render_markdown("a\n\n##\n\n> #\n\n### B\n\n####  ##")

    assert re.findall(r"<h\d", rendered.html) == ["<h2"]
    assert rendered.headings == (Heading(2, "h-b", "B"),)


def test_heading_id_stays_when_other_text_changes() -> None:
    before = render_markdown("## Setup\n\nx\n\n## Usage").headings[1]
    after = render_markdown("# New\n\n## Intro\n\n## Usage\n\ny").headings[2]

    assert before == after


@pytest.mark.parametrize(
    ("address", "href"),
    [("#a-b", "#h-a-b"), ("#A%20B", "#h-a-b"), ("#h-a-b", "#h-a-b"), ("#other", "#other"), ("#", "#")],
)
def test_fragment_link_leads_to_the_heading_if_there_is_one(address: str, href: str) -> None:
    assert f'<a href="{href}">x</a>' in render_markdown(f"## A b\n\n[x]({address})").html


def test_text_is_plain_and_complete() -> None:
    source = (
        f"# A *b*\n\n`c` [d](/e) ![f](picture:{ID}) [[skill:{ID}|g]] [[skill:{ID}]] $h$\n\n"
        "|i|\n|-|\n|j|\n\n```python\nk = 1\n```\n\n<b>l</b>&amp;[^m]\n\n[^m]: n"
    )

    assert render_markdown(source).text == "A b c d f g h i j k = 1 <b>l</b>& n"


@pytest.mark.parametrize(
    ("source", "minutes"),
    [
        ("", 0),
        ("\n \n", 0),
        ("a", 1),
        ("a " * 220, 1),
        ("a " * 221, 2),
        ("検" * 220, 1),
        ("検" * 221, 2),
        ("한국어" * 100, 2),
        ("検索 a " * 100, 2),
        ("ก" * 1_100, 1),
        ("ก" * 1_101, 2),
        ("---", 0),
    ],
)
def test_reading_time_counts_words_and_characters(source: str, minutes: int) -> None:
    assert render_markdown(source).reading_minutes == minutes


def test_rendering_twice_gives_the_same() -> None:
    source = "".join(markdown for markdown, _ in FEATURES.values())

    assert render_markdown(source) == render_markdown(source)


def test_tables_with_the_same_columns_have_different_names() -> None:
    table = "|a|[b](/c)|\n|-|-|\n|d|e|\n\n"
    html = render_markdown(table + "|x|\n|-|\n\n" + table).html

    assert re.findall(r'aria-label="([^"]*)"', html) == ["a, b", "x", "a, b (2)"]
