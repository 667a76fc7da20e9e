"""References to items and pictures: found, filled in, rewritten."""

import pytest

from articles.rendering import (
    LinkTarget,
    PictureTarget,
    Reference,
    fill_references,
    html_references,
    item_references,
    picture_references,
    render_markdown,
    rewrite_references,
)

ONE = "123e4567-e89b-12d3-a456-426614174000"
TWO = "00000000-0000-4000-8000-00000000000a"
SKILL, TOOL = Reference("skill", ONE), Reference("tool", TWO)

SOURCE = (
    f"# [[tool:{TWO}|a]]\n\nText [[skill:{ONE}]] and [[skill:{ONE.upper()}|b]].\n\n"
    f"|x|\n|-|\n|[[tool:{TWO}\\|c]] ![p](picture:{TWO})|\n\n![q](picture:{ONE}) ![r](picture:{TWO})\n\n"
    f"`[[path:{ONE}]]` \\[[path:{ONE}]] [[path:slug]] [p](picture:{ONE})\n\n"
    f"```\n[[path:{ONE}]] ![](picture:{ONE})\n```\n\n    [[path:{ONE}]]\n\nx[^1]\n\n[^1]: [[path:{TWO}]]\n"
)


def test_items_are_found_in_order_and_outside_code_only() -> None:
    assert item_references(SOURCE) == (TOOL, SKILL, Reference("path", TWO))


def test_pictures_are_found_in_order_and_as_images_only() -> None:
    assert picture_references(SOURCE) == (TWO, ONE)


def test_stored_html_holds_the_same_references_as_its_source() -> None:
    items, pictures = html_references(render_markdown(SOURCE).html)

    assert items == frozenset(item_references(SOURCE))
    assert pictures == frozenset(picture_references(SOURCE))


@pytest.mark.parametrize("source", ["", "plain", "[[", "picture:", f"[[skill:{ONE}"])
def test_text_without_references_has_none(source: str) -> None:
    assert (item_references(source), picture_references(source)) == ((), ())
    assert html_references(render_markdown(source).html) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    ("source", "filled"),
    [
        (f"[[skill:{ONE}]]", '<p><a href="/s/?a=1&amp;b=2">A &amp; &lt;b&gt;</a></p>\n'),
        (f"[[skill:{ONE}|c<d]]", '<p><a href="/s/?a=1&amp;b=2">c&lt;d</a></p>\n'),
        (f"[[skill:{ONE}#Unit Tests|c]]", '<p><a href="/s/?a=1&amp;b=2#h-unit-tests">c</a></p>\n'),
        (f'[[skill:{ONE}#"><b>|c]]', '<p><a href="/s/?a=1&amp;b=2#h-b">c</a></p>\n'),
        (f"[[skill:{ONE}#]]", '<p><a href="/s/?a=1&amp;b=2">A &amp; &lt;b&gt;</a></p>\n'),
        (f"a [[tool:{TWO}#there|c]] b", "<p>a c b</p>\n"),
        (f"a [[tool:{TWO}]] b", "<p>a  b</p>\n"),
        (f"a [[tool:{TWO}|c<d]] b", "<p>a c&lt;d b</p>\n"),
        (
            f'![a "b"](picture:{ONE})',
            '<p><img src="/m/1?&quot;" width="3" height="2" alt="a &quot;b&quot;" loading="lazy" decoding="async"></p>\n',
        ),
        (f'![a "<b>](picture:{TWO})', '<p><span class="missing-picture">a &quot;&lt;b&gt;</span></p>\n'),
    ],
    ids=[
        "named",
        "labelled",
        "heading",
        "forged heading",
        "no heading",
        "heading of a hidden one",
        "hidden",
        "hidden, labelled",
        "picture",
        "hidden picture",
    ],
)
def test_references_are_filled_in_escaped(source: str, filled: str) -> None:
    links = {SKILL: LinkTarget("/s/?a=1&b=2", "A & <b>")}
    pictures = {ONE: PictureTarget('/m/1?"', 3, 2)}

    assert fill_references(render_markdown(source).html, links, pictures) == filled


@pytest.mark.parametrize(
    "source",
    [
        f'`<a data-item="skill:{ONE}">x</a>`',
        f'```\n<a data-item="skill:{ONE}">x</a>\n```',
        f'<a data-item="skill:{ONE}">x</a>',
        f'![<a data-item="skill:{ONE}">x</a>](x.png)',
        f"[x](/y '<a data-item=\"skill:{ONE}\">x</a>')",
        rf'$\text{{<a data-item="skill:{ONE}">x</a>}}$',
        f'`<img data-picture="{ONE}" alt="">`',
    ],
)
def test_text_that_looks_like_a_marker_stays_text(source: str) -> None:
    html = render_markdown(source).html

    assert html_references(html) == (frozenset(), frozenset())
    assert fill_references(html, {SKILL: LinkTarget("/s/", "n")}, {ONE: PictureTarget("/m/", 1, 1)}) == html


def test_rewriting_replaces_keys_outside_code_only() -> None:
    source = (
        "[[skill:python]] `[[skill:python]]` [[skill: Python |a]]\r\n\r\n|x|\r\n|-|\r\n|[[tool:git\\|b]]|\r\n\r\n"
        "```\r\n[[skill:python]]\r\n```\r\n[[skill:gone]] \\[[skill:python]] [[user:x]] \ufdd0 \0"
    )
    expected = source.replace("[[skill:python]]", "[[skill:KEY]]", 1)
    expected = expected.replace("[[skill: Python |a]]", "[[skill:KEY|a]]").replace("[[tool:git", "[[tool:KEY")

    assert rewrite_references(source, lambda _type, key: None if key == "gone" else "KEY") == expected


def test_rewriting_passes_type_and_key() -> None:
    seen = []
    rewrite_references("[[skill:a b]] [[tool:c|d]]", lambda kind, key: seen.append((kind, key)))

    assert seen == [("skill", "a b"), ("tool", "c")]


def test_label_in_a_table_parts_no_cells() -> None:
    html = render_markdown(f"| a | b |\n|---|---|\n| [[skill:{ONE}|Py]] | x |\n").html
    assert f'<td><a data-item="skill:{ONE}">Py</a></td>' in html
    assert "<td>x</td>" in html


def test_pipes_of_what_is_no_reference_come_back() -> None:
    html = render_markdown(f"`[[skill:{ONE}|a]]`\n\n```\n[[skill:x|y]]\n```\n\n[l](https://e.org/[[skill:x|y]])").html
    assert "\ufdd2" not in html
    assert f"[[skill:{ONE}|a]]" in html
    assert "[[skill:x|y]]" in html


def test_slug_with_a_label_in_a_table_is_rewritten() -> None:
    source = "| a |\n|---|\n| [[skill:python|Py]] |\n"
    assert rewrite_references(source, lambda _type, _key: ONE) == source.replace("python", ONE)
