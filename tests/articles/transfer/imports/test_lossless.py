"""Importing loses no text: what is no tag stays, and what is left out is told by name and size."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.transfer.imports.markdown.dialects import tidy
from articles.transfer.imports.markdown.documents import read_document

KEPT = {
    "comparison before a capital": "Reject when p <P and not else.\n\n## The part\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nAccept where q > r.",
    "comparison that a tag could be": "If a <b and c> d, or x <P and q> y.",
    "placeholders": "Set <Name, Vorname>, <Path> or <path>, then `cd <dir>`. Write to <Customer/Partner Name>.",
    "addresses": "See <HTTPS://EXAMPLE.ORG/A>, <https://example.org> or <a@b.example>.",
    "empty": "The empty set of signs is <>.",
    "formulas": "Take $a <b> c$ and $$x <P> y$$ and $p<q$ or $r>s$.",
    "words like scripts": "Use <script> in the head.\n\nA paragraph.\n\nEnd with </script>.",
    "comment over paragraphs": "Less than a <!-- b\n\nA paragraph.\n\nand c --> d.",
    "imports": "import x from 'y'\n\nexport const a = 1",
    "braces": "A {/* set */} of {things}.",
    "link of a wiki": "## See [[home]]",
    "code": "```\na\n\n\nb <P> <!-- c -->\n\n\n\n![x](data:image/png;base64,AAAA)\n```\n\n`<b>` and `<!-- d -->`",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_text_that_is_no_markup_stays_as_it_is(text) -> None:
    doc = read_document("a.md", f"---\ntitle: T\n---\n{text}")
    assert (doc.body, doc.warnings) == (text, ())


@pytest.mark.parametrize(
    "text", ["p <P and not\n\n# else\n\nq > r", "<Name, Vorname> and <A@B.EXAMPLE>", "a <B\n\nc /> d"]
)
def test_text_that_is_no_component_stays_in_mdx(text) -> None:
    assert tidy(text, is_mdx=True)[0] == text


def test_what_is_left_out_is_told_by_name_and_size() -> None:
    doc = read_document("a.mdx", '# T\n\n<Tip kind="x">a</Tip>\n\n<!-- no -->\n\n{{% alert %}}c{{% /alert %}}')
    assert doc.warnings == (
        "left out: 1 comment (11 characters), 1 <Tip> (14 characters), 1 shortcode alert (13 characters)",
    )
    assert doc.body == "a\n\nc"


def test_values_that_nobody_can_fill_in_are_told() -> None:
    doc = read_document("a.md", "# T\n\nHappy {{ page.holiday }}, see {{ site.baseurl }}/x.")
    assert doc.warnings == ("left out: 1 {{ page.holiday }} (18 characters)",)


WORD = st.text("abcdefgPQXY", min_size=1, max_size=6)
SIGN = st.sampled_from(
    ["<", ">", "<=", ">=", "<P", "<b", "q>", "<>", "a<b", "x>y", "&", "<3", "->", "<-", "=>", "</", "/>"]
)
LINE = st.lists(WORD | SIGN, min_size=1, max_size=9).map(" ".join)
CODE = st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "```\n" + "\n\n\n".join(lines) + "\n```")
SPAN = LINE.map(lambda line: f"x `{line}` y")
TABLE = st.lists(LINE, min_size=1, max_size=3).map(
    lambda cells: "| a |\n|---|\n" + "\n".join(f"| {one} |" for one in cells)
)
HEADING = WORD.map(lambda word: f"## {word}")
DOCUMENT = st.lists(LINE | CODE | SPAN | TABLE | HEADING, min_size=1, max_size=7).map("\n\n".join)
TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*\s*/?>")


@settings(max_examples=150, deadline=None)
@given(DOCUMENT, st.sampled_from(["a.md", "a.mdx"]))
def test_every_word_outside_tags_is_in_the_body(text, path) -> None:
    body = read_document(path, f"---\ntitle: Title here\n---\nzzz\n\n{text}").body
    expected = TAG.sub(" ", text) if path == "a.md" else re.sub(r"</?(?:[A-Za-z][\w\s]*)?/?>", " ", text)
    left = iter(re.findall(r"[A-Za-z]+", body))
    assert all(word in left for word in re.findall(r"[A-Za-z]+", expected))


@settings(max_examples=100, deadline=None)
@given(st.lists(CODE, min_size=1, max_size=4).map("\n\ntext\n\n".join))
def test_code_comes_out_byte_for_byte(text) -> None:
    assert read_document("a.md", f"---\ntitle: T\n---\n{text}").body == text
