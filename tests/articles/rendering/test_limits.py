"""The limits of rendering: a text that costs too much is refused; a part that does is shown as text, complete."""

import time
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from articles.rendering import (
    Purse,
    Rendered,
    TooCostlyError,
    costs,
    item_references,
    limits,
    render_markdown,
    rewrite_references,
)
from articles.rendering.parser import parse
from articles.rendering.tokens import name_tables
from tests.articles.rendering.test_hostile import violations
from tests.bench.rendering import HOSTILE, ORDINARY, render

# A run of 50,000 characters is plain text, so that what is made of whole runs has to be longer than one.
ONE_RUN, SMALL = 60_000, 20_000
# What a text that costs MAX_WORK may take: a second or two of an idle machine; the margin is for a busy one.
SECONDS = 10


def most_seconds(purse: Purse) -> float:
    """What may be spent on a text, by the work that was counted; a rule that is quadratic unseen takes far more."""
    return 0.5 + SECONDS * (limits.MAX_WORK - purse.left) / limits.MAX_WORK


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_source_costs_little_and_stays_small_or_is_refused(name: str) -> None:
    size = SMALL if name.endswith(("short runs", "lines")) or "table" in name else ONE_RUN
    source = HOSTILE[name](size)[:size]
    start = time.process_time()
    purse, rendered = render(source)

    assert time.process_time() - start < most_seconds(purse)
    if isinstance(rendered, Rendered):
        assert len(rendered.html) <= limits.MAX_WORK / costs.KINDS["html"].price
        assert violations(rendered.html) == []


UNITS = st.sampled_from(
    ["|a|b|\n", "|-|-|\n", "- ", "> ", "[^1]: ", "[^1]", "*a", "**", "`", "$a$", "![](", "[a](b)", "\n\n", "# "]
)


@given(st.lists(UNITS, min_size=1, max_size=8).map("".join))
@hypothesis.settings(max_examples=25, deadline=None)
def test_work_counted_covers_the_time_that_it_takes(unit: str) -> None:
    start = time.process_time()
    purse, _rendered = render(unit * 400)

    assert time.process_time() - start < most_seconds(purse)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("|a" * 50 + "|\n" + "|-" * 50 + "|\n" + ("|a" * 50 + "|\n") * 1_400, "More than 66,000 table cells."),
        ("*a* " * 10_000 + "\n\n" + "\n\n".join(["*a* " * 4_000] * 20), "or 120,000 marks for emphasis"),
        ("".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(20_000)), "list items, quotes and footnotes"),
        ("x" * (settings.MAX_BODY_BYTES * 3), "More than 10,000,000 characters."),
    ],
    ids=["cells", "marks", "footnotes", "characters"],
)
def test_too_costly_source_is_refused_with_what_it_has_too_much_of(source: str, message: str) -> None:
    with pytest.raises(TooCostlyError) as refusal:
        render_markdown(source)
    assert message in refusal.value.message


def test_long_ordinary_texts_are_rendered() -> None:
    book = ("A chapter tells what happened, at length and without *much* ado; nobody minds. " * 8 + "\n\n") * 1_600
    assert len(book) > 1_000_000
    for source in (book, ORDINARY["prose"](700_000), ORDINARY["code fences"](250_000)):
        assert isinstance(render(source)[1], Rendered)


def test_names_of_tables_are_read_without_walking_through_all_tokens() -> None:
    class Watched(list):
        read = 0

        def __getitem__(self, at: Any) -> Any:
            Watched.read += 1
            return super().__getitem__(at)

    tokens = Watched(parse("a|b\n-|-\n\n" * 300))
    name_tables(tokens)
    assert Watched.read <= 300 * 12


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


def test_headings_beyond_the_limit_have_no_anchor() -> None:
    rendered = render_markdown("# a\n" * (limits.MAX_HEADINGS + 5))

    assert len(rendered.headings) == rendered.html.count(" id=") == limits.MAX_HEADINGS
    assert rendered.html.count("<h2") == limits.MAX_HEADINGS + 5


def test_long_address_cited_often_does_not_multiply() -> None:
    rendered = render_markdown(f"[a]: /{'b' * 1_900}\n\n" + "[a]\n\n" * 10_000)

    assert 1 < rendered.html.count("<a href") < 200
    assert rendered.text.count("a") == 10_000


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


BROAD = {
    "rules behind markers": ("- " * 8 + " " * 24_000 + "b\n") * 190,
    "spaces": " " * settings.MAX_BODY_BYTES,
    "tabs": "\t" * settings.MAX_BODY_BYTES,
    "dashes behind markers": ("- " * 8 + "-" * 20_000 + "b\n") * 200,
    "dashes under quotes": ("> " * 15 + "a\n" + ("-" * 20_000 + "b\n") * 5) * 40,
    "heads without tables": ("a|" * 1_000 + "\n|-|-\n") * 2_000,
    "dollars": ("$" * 1_000 + "\n\n") * 820,
}


@pytest.mark.parametrize("source", BROAD.values(), ids=BROAD.keys())
def test_what_is_walked_through_again_and_again_is_refused(source: str) -> None:
    with pytest.raises(TooCostlyError):
        render_markdown(source)


def test_dashes_are_paid_for_at_each_level_they_are_walked_through() -> None:
    once, often = (render(markers + " " * 1_000 + "b")[0].counts["runs"] for markers in ("", "- " * 8))
    assert often > once * 8 > 0


def test_ordinary_rules_and_indented_code_cost_little() -> None:
    source = "One\n\n---\n\n```python\n" + "        return 1\n" * 20_000 + "```\n"
    purse, rendered = render(source)
    assert isinstance(rendered, Rendered)
    assert purse.counts["runs"] * costs.KINDS["runs"].price < limits.MAX_WORK / 20
