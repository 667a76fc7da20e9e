"""Anchors of several texts on one page."""

from articles.rendering import distinct_anchors, fill_references, render_markdown


def rendered(*sources: str) -> list[str]:
    return list(distinct_anchors([fill_references(render_markdown(source).html, {}, {}) for source in sources]))


def test_anchor_of_an_earlier_text_gets_the_number_of_its_own() -> None:
    first, second, third = rendered("## A\n\n[a](#h-a)", "## A\n\n[a](#h-a)\n\n## B", "## B")

    assert first == '<h2 id="h-a">A</h2>\n<p><a href="#h-a">a</a></p>\n'
    assert second == ('<h2 id="text-2-h-a">A</h2>\n<p><a href="#text-2-h-a">a</a></p>\n<h2 id="h-b">B</h2>\n')
    assert third == '<h2 id="text-3-h-b">B</h2>\n'


def test_footnotes_of_each_text_lead_to_their_own() -> None:
    _first, second = rendered("a[^1]\n\n[^1]: b", "a[^1]\n\n[^1]: b")

    for part in ('href="#text-2-fn-1" id="text-2-fnref-1"', '<li id="text-2-fn-1">', 'href="#text-2-fnref-1"'):
        assert part in second


def test_words_that_look_like_an_anchor_stay() -> None:
    source = '## A\n\n`<h2 id="h-a">` and id="h-a" [x](https://x.example \'id="h-a"\')'
    _first, second = rendered(source, source)

    assert second.count("text-2-") == 1
