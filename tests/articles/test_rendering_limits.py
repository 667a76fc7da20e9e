"""The limits of rendering: what exceeds them is shown as text, complete, and costs no more than its length."""

import time
from collections.abc import Callable

import pytest

from articles.rendering import document, item_references, limits, render_markdown, rewrite_references
from tests.articles.test_rendering_hostile import violations
from tests.bench.rendering import HOSTILE

SMALL = 60_000
# Rendering any of these takes half a second at most; a quadratic rule takes minutes.
SECONDS = 10


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_source_costs_little_and_stays_small(make: Callable[[int], str]) -> None:
    source = make(SMALL)[:SMALL]
    start = time.process_time()
    rendered = render_markdown(source)

    assert time.process_time() - start < SECONDS
    assert len(rendered.html) <= 2 * limits.MAX_HTML_CHARACTERS_BASE + 8 * len(source)
    assert violations(rendered.html) == []


def test_too_many_lines_come_out_preformatted() -> None:
    rendered = render_markdown("*a* <b>\n" * (limits.MAX_LINES + 1))

    assert rendered.html.startswith('<pre tabindex="0"><code>*a* &lt;b&gt;\n')
    assert (rendered.headings, rendered.text.count("*a*")) == ((), limits.MAX_LINES + 1)


def test_output_that_would_explode_comes_out_preformatted(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "- [ ] a\n" * 10
    assert render_markdown(source).html.startswith("<ul")

    # The other limits hold the output below this one, so it is lowered to be seen at all.
    monkeypatch.setattr(document, "MAX_HTML_CHARACTERS_BASE", 0)
    monkeypatch.setattr(document, "MAX_HTML_FACTOR", 1)
    assert render_markdown(source).html == f'<pre tabindex="0"><code>{source}</code></pre>'


def test_long_run_is_plain_text_and_the_next_one_is_not() -> None:
    long = "*a* " * (limits.MAX_RUN_CHARACTERS // 4 + 1)

    assert render_markdown(f"{long}\n\n*b*").html.endswith("*a*</p>\n<p><em>b</em></p>\n")


def test_long_run_with_little_markup_is_plain_text_too() -> None:
    source = "a" * limits.MAX_RUN_CHARACTERS

    html = render_markdown(f"*b*{source}").html.replace("<span></span>", "")

    assert html == f"<p>*b*{source}</p>\n"


def test_footnote_name_beyond_the_limit_is_text() -> None:
    name = "a" * 101

    assert "<sup" not in render_markdown(f"[^{name}]\n\n[^{name}]: b").html
    assert "<sup" in render_markdown(f"[^{name[1:]}]\n\n[^{name[1:]}]: b").html


def test_images_within_images_are_parsed_to_a_limited_depth() -> None:
    nested = "![" * 10 + "x" + "](y)" * 10

    assert "![" in render_markdown(nested).text
    assert render_markdown("![![x](y)](y)").text == "x"


def test_pasted_picture_in_a_long_run_leaves_its_alternative_text() -> None:
    source = f"Text *a* ![b](data:image/png;base64,{'QUJD' * limits.MAX_RUN_CHARACTERS}) end"

    assert render_markdown(source).html == "<p>Text <em>a</em> b end</p>\n"


def test_unclosed_brackets_are_plain_text() -> None:
    source = "[" * 5_000 + "*a*"

    assert render_markdown(source).html == f"<p>{source}</p>\n"


def test_deep_containers_keep_their_text_and_what_follows() -> None:
    rendered = render_markdown(f"{'> ' * 50}deep\n\nafter\n\n{'- ' * 50}low\n\n*end*")

    assert rendered.html.count("<blockquote>") == limits.MAX_BLOCK_LEVEL
    assert rendered.html.endswith("<p><em>end</em></p>\n")
    assert [word for word in rendered.text.split() if word.isalpha()] == ["deep", "after", "low", "end"]


def test_table_stops_at_the_last_cell_and_keeps_the_rest_as_text() -> None:
    rows = limits.MAX_CELLS // 100 + 100
    rendered = render_markdown(f"{'|a' * 100}|\n{'|-' * 100}|\n" + f"{'|b' * 100}|\n" * rows)

    assert rendered.html.count("<td>") + rendered.html.count("<th>") <= limits.MAX_CELLS
    assert rendered.text.count("b") == rows * 100


def test_headings_beyond_the_limit_have_no_anchor() -> None:
    rendered = render_markdown("# a\n" * (limits.MAX_HEADINGS + 5))

    assert len(rendered.headings) == rendered.html.count(" id=") == limits.MAX_HEADINGS
    assert rendered.html.count("<h2") == limits.MAX_HEADINGS + 5


def test_long_address_cited_often_does_not_multiply() -> None:
    rendered = render_markdown(f"[a]: /{'b' * 1_900}\n\n" + "[a]\n\n" * 10_000)

    assert 1 < rendered.html.count("<a href") < 200
    assert rendered.text.count("a") == 10_000


def test_footnote_references_beyond_the_limit_are_text() -> None:
    html = render_markdown("[^a]" * (limits.MAX_FOOTNOTE_REFERENCES + 3) + "\n\n[^a]: b").html

    assert html.count("<sup") == limits.MAX_FOOTNOTE_REFERENCES
    assert html.count("[^a]") == 3


@pytest.mark.parametrize(
    "tex",
    [
        "{" * 100 + "x" + "}" * 100,
        "x" * (limits.MAX_FORMULA_CHARACTERS + 1),
        r"\sqrt" * 390 + "x",
        r"\def\a{xx}\a",
        r"\newcommand{\a}{x}\a",
    ],
    ids=["deep", "long", "endless", "macro", "command"],
)
def test_formula_beyond_the_limits_shows_its_source(tex: str) -> None:
    assert render_markdown(f"${tex}$").html == f'<p><code class="math">{tex}</code></p>\n'


def test_formulas_beyond_the_limit_show_their_source() -> None:
    html = render_markdown("$a$\n" * (limits.MAX_FORMULAS + 1)).html

    assert (html.count("<math"), html.count('<code class="math">a</code>')) == (limits.MAX_FORMULAS, 1)


def test_references_survive_a_source_full_of_them() -> None:
    identity = "123e4567-e89b-12d3-a456-426614174000"

    assert len(item_references(f"[[skill:{identity}]] " * 1_000)) == 1
    assert rewrite_references("[[skill:a]] " * 1_000, lambda _type, _key: "b") == "[[skill:b]] " * 1_000


def test_long_text_is_cut_into_nodes_that_the_sanitiser_reads_in_time() -> None:
    start = time.process_time()
    html = render_markdown("```\n" + "a&" * 500_000).html

    # 0.2 s; without the seams 3 s, and 28 s for three times the text.
    assert time.process_time() - start < SECONDS
    assert html.count("<span></span>") == 1_000_000 // 16_000
    assert html.replace("<span></span>", "").count("a&amp;") == 500_000
