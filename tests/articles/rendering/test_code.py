"""Code blocks: colours only by class, and a stylesheet that all can read."""

import re
import time
from pathlib import Path

import pytest

from articles.rendering import limits, render_markdown
from articles.rendering.highlighting import CODE_CLASSES, LANGUAGES

STYLESHEET = (Path(__file__).parents[3] / "portal/static/css/code.css").read_text()
COLOURS = re.findall(r"--code-([a-z]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", STYLESHEET)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [1, 2], ids=["light", "dark"])
def test_every_colour_is_readable_on_the_background(theme: int) -> None:
    colours = {row[0]: row[theme] for row in COLOURS}
    background = colours.pop("background")

    assert len(colours) == 10
    assert {name: ratio for name, colour in colours.items() if (ratio := _contrast(colour, background)) < 4.5} == {}


def test_stylesheet_names_only_classes_that_the_renderer_emits() -> None:
    assert set(re.findall(r"pre \.([a-z0-9]+)", STYLESHEET)) <= CODE_CLASSES


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_is_highlighted_without_loss(language: str) -> None:
    code = "\n  name = 'text' # <1> {a: \"b\"} </x>\n$ ls\n\n"
    rendered = render_markdown(f"```{language}\n{code}```")

    assert f'<code class="language-{LANGUAGES[language]}">' in rendered.html
    plain = re.sub(r"<[^>]*>", "", rendered.html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert plain == f"{code}\n"


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_hostile_code_is_highlighted_in_time(language: str) -> None:
    for unit in ("'", '"', "{", "<a ", "$(", "/*", "\\", "a.", "((", "#", "<!--", "`${", "@a", "0x", 'R"('):
        line = (unit * limits.MAX_HIGHLIGHTED_LINE_CHARACTERS)[: limits.MAX_HIGHLIGHTED_LINE_CHARACTERS - 1]
        start = time.process_time()
        render_markdown(f"```{language}\n{f'{line}\n' * 2}```")
        assert time.process_time() - start < 2, unit


@pytest.mark.parametrize(
    "code",
    ["a = 1\n" * 20_000, f"a = {'1' * limits.MAX_HIGHLIGHTED_LINE_CHARACTERS}\n"],
    ids=["long block", "long line"],
)
def test_code_beyond_the_limits_has_no_colours(code: str) -> None:
    html = render_markdown(f"```python\n{code}```\n").html.replace("<span></span>", "")

    assert html == f'<pre tabindex="0"><code class="language-python">{code}</code></pre>\n'


def test_colours_end_where_the_documents_budget_ends() -> None:
    block = "```python\n" + "a = 1\n" * 7_000 + "```\n\n"

    assert render_markdown(block * 10).html.count("language-python") == 10
    assert render_markdown(block * 10).html.count('class="mi"') == limits.MAX_HIGHLIGHTED_CHARACTERS // 42_000 * 7_000
