"""The product's own drawings: shown where a text names them, and readable on any screen."""

import re
from xml.etree import ElementTree as ET

import pytest

from articles.media.diagrams import FOLDER, find_diagrams
from articles.reading.texts import fill_texts
from tests.factories import make_article

FILES = sorted(FOLDER.glob("*.svg"))
NARROWEST_COLUMN = 328  # CSS pixels that a text has on a screen of 360
SMALLEST_TEXT = 12


def test_text_shows_a_diagram_with_its_size_and_alternative_text(db) -> None:
    [html] = fill_texts([make_article(body="![The loop of an agent](diagram:agent-loop)").body_html])

    assert re.search(
        r'<img src="/static/diagrams/agent-loop(\.\w+)?\.svg" width="400" height="\d+" alt="The loop of an agent"', html
    )


def test_diagram_that_does_not_exist_becomes_its_alternative_text(db) -> None:
    [html] = fill_texts([make_article(body="![The loop](diagram:nothing-of-the-kind)").body_html])

    assert "<img" not in html
    assert "The loop" in html


def test_there_are_diagrams() -> None:
    assert len(FILES) >= 12
    assert set(find_diagrams(path.stem for path in FILES)) == {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_diagram_is_readable_in_both_themes_and_on_a_phone(path) -> None:
    source = path.read_text(encoding="utf-8")
    root = ET.fromstring(source)  # noqa: S314  our own file
    width = int(root.attrib["viewBox"].split()[2])
    sizes = [float(size) for size in re.findall(r"font(?:-size)?:\s*(?:\w+ )?([\d.]+)px", source)]

    assert root.findtext("{http://www.w3.org/2000/svg}title")
    assert "prefers-color-scheme:dark" in source
    assert sizes
    assert min(sizes) * min(1, NARROWEST_COLUMN / width) >= SMALLEST_TEXT
    assert "font-size=" not in source
    assert not re.search(r"<script|href|url\(|on\w+=|@import", source)
