"""Whatever a body holds, the HTML holds nothing that acts."""

# ruff: noqa: SIM905 - the names fill three lines, not thirty

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.rendering import fill_references, item_references, picture_references, render_markdown, rewrite_references
from articles.rendering.sanitising import sanitise
from tests.articles.rendering.samples import HOSTILE, PICTURE

ELEMENTS = frozenset(
    "a blockquote br code div em h2 h3 h4 h5 h6 hr img li ol p pre s span strong sup table tbody td th thead tr"
    " ul math mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub msubsup msup mtable mtd mtext"
    " mtr munder munderover menclose".split()
)
ID = re.compile(r"(?:h|fn|fnref)-[a-z0-9-]+")


class Violations(HTMLParser):
    """Collects what must not be in the rendered HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.found.append(f"element {tag}")
        self.found += [f"{tag} {name}={value}" for name, value in attrs if not _is_allowed(name, value or "")]

    def handle_comment(self, data: str) -> None:
        self.found.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"declaration {decl}")

    unknown_decl = handle_pi = handle_comment


def _is_allowed(name: str, value: str) -> bool:
    if name.startswith("on") or name in ("style", "src", "srcset", "action", "name", "target"):
        return False
    if name == "id":
        return bool(ID.fullmatch(value))
    if name == "href":
        return urlsplit(value).scheme in ("", "http", "https", "mailto") and not value.startswith(("//", "\\", "/\\"))
    return True


def violations(html: str) -> list[str]:
    """What the HTML holds that it must not."""
    parser = Violations()
    parser.feed(html)
    parser.close()
    return parser.found


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_source_is_rendered_harmless(source: str) -> None:
    rendered = render_markdown(source)

    assert violations(rendered.html) == []
    assert violations(fill_references(rendered.html, {}, {})) == []


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_source_has_no_references_beyond_its_own(source: str) -> None:
    assert {reference.id for reference in item_references(source)} <= {PICTURE}
    assert set(picture_references(source)) <= {PICTURE}


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<p onclick=x>x</p>",
        '<a href="javascript:x">x</a>',
        '<p style="color:red">x</p>',
        '<h2 id="body">x</h2>',
        '<img src="https://evil.example/">',
        "<!-- x -->",
    ],
)
def test_check_for_violations_finds_each_kind(html: str) -> None:
    assert violations(html)


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>a<script>x</script>b</p>", "<p>ab</p>"),
        ('<a href="javascript:x">a</a>', "<a>a</a>"),
        ('<p style="color:red" onclick="x" id="y" class="z">a</p>', "<p>a</p>"),
        ('<h2 id="body">a</h2>', "<h2>a</h2>"),
        ('<a data-item="skill:x">a</a><img data-picture="x" src="y">', "<a>a</a><img>"),
        ('<div tabindex="5" class="math-block evil">a</div>', '<div class="math-block">a</div>'),
        ('<math href="x" onclick="y"><mi xlink:href="x">a</mi></math>', "<math><mi>a</mi></math>"),
        ('<a href="/x" rel="opener" target="_blank">a</a>', '<a href="/x">a</a>'),
    ],
)
def test_sanitiser_alone_refuses_what_the_writer_never_emits(html: str, clean: str) -> None:
    assert sanitise(html) == clean


def test_sanitised_html_survives_a_second_cleaning_unchanged() -> None:
    for source in HOSTILE.values():
        html = render_markdown(source).html
        assert sanitise(html) == html


MARKUP = [*"\t$[]()*_`<>&\\|", "\n", "\n\n", "    ", "> ", "- ", "1. ", "|-|-|\n", "```", "$$", "![", "[[", "]]", "~~"]
MARKUP += ["[^1]", "[^1]: ", "# ", "---\n", "http://", "a.b"]
PIECES = st.sampled_from([*HOSTILE.values(), *MARKUP])
SOURCES = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=25).map("".join))


@settings(max_examples=300, deadline=None)
@given(SOURCES)
def test_any_source_is_rendered_harmless_and_stable(source: str) -> None:
    rendered = render_markdown(source)

    assert violations(rendered.html) == []
    assert sanitise(rendered.html) == rendered.html
    assert "\0" not in rendered.html + rendered.text
    (rendered.html + rendered.text).encode()


@settings(max_examples=100, deadline=None)
@given(SOURCES)
def test_rewriting_nothing_changes_nothing(source: str) -> None:
    assert rewrite_references(source, lambda _type, _key: None) == source


TEX = st.lists(
    st.sampled_from(
        r"\frac \sqrt { } [ ] ^ _ x 1 & \\ \begin{matrix} \end{matrix} \left( \right) \text{a} \sum \limits < > "
        r"\mathbb{R} \color{red} \over \binom \hbox{a$b$c} \unicode{x3C} \substack \overset \genfrac \rule \verb|x| %".split()
    )
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(TEX)
def test_any_formula_is_rendered_harmless_and_stable(tex: str) -> None:
    html = render_markdown(f"$$\n{tex}\n$$").html

    assert violations(html) == []
    assert sanitise(html) == html
