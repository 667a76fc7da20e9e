"""The starter's articles: their length, headings, links and sources, and that their examples run."""

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from tests.starter.content import (
    Row,
    Text,
    count_words,
    fences_of,
    headings_of,
    paragraphs_of,
    references_in,
    rows_of,
    without_sources,
)
from tests.starter.examples import SKETCH, Runner, examples_of, start_runner

URL = re.compile(r"https?://[^\s<>\"'`)\]]+")
LIST_OF_SOURCES = re.compile(r"^- [^<]+:\s+<https://[^>\s]+>$", re.MULTILINE)

each_article = pytest.mark.parametrize("row", rows_of("articles"), ids=lambda row: row["slug"])
with_examples = pytest.mark.parametrize(
    "row", [row for row in rows_of("articles") if examples_of(row["body"])], ids=lambda row: row["slug"]
)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with start_runner() as started:
        yield started


def prose_of(row: Row) -> str:
    return Text(row["slug"], paragraphs_of(without_sources(row["body"]))).prose


@each_article
def test_article_has_500_to_1200_words(row) -> None:
    assert count_words(prose_of(row)) >= 500
    assert len(row["body"].split()) <= 1200


@each_article
def test_headings_of_an_article_come_in_order(row) -> None:
    levels = [level for level, _text in headings_of(row["body"])]

    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len({text for _level, text in headings_of(row["body"])}) == len(levels)


@each_article
def test_article_ends_with_its_sources(row) -> None:
    assert headings_of(row["body"])[-1] == (2, "Sources")
    assert len(LIST_OF_SOURCES.findall(row["body"].split("\n## Sources\n")[1])) >= 2


@each_article
def test_article_is_linked_to_the_catalogue(row) -> None:
    assert len(row["skills"]) >= 3
    assert len(row["tools"]) >= 1
    assert len(row["related"]) >= 2
    assert row["slug"] not in row["related"]
    assert len(set(references_in(row["body"]))) >= 4
    assert len(set(row["skills"])) == len(row["skills"])


@with_examples
def test_examples_of_an_article_run(row, runner, tmp_path) -> None:
    result = runner.run(row["body"], tmp_path)

    assert result.returncode == 0, result.stderr[-2000:]


def test_sketches_are_rare() -> None:
    sketches = [
        row["slug"] for row in rows_of("articles") for info, _code in fences_of(row["body"], "python") if SKETCH in info
    ]
    running = [row["slug"] for row in rows_of("articles") for _code in examples_of(row["body"])]

    assert len(running) >= 15
    assert len(sketches) * 5 <= len(running)


def test_failing_example_is_noticed(runner, tmp_path) -> None:
    body = "```python\nx = 1\n```\n\nThen\n\n```python\nassert x == 2\n```\n\n```python {sketch}\nimport torch\n```\n"

    failed = runner.run(body, tmp_path)
    assert (failed.returncode, failed.stderr.splitlines()[-1]) == (1, "AssertionError")
    assert runner.run(body.replace("2", "1"), tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("code", "returncode"),
    [
        ("import warnings\nwarnings.warn('old', DeprecationWarning)", 1),
        ("raise SystemExit(3)", 3),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGALRM)", -14),
        ("from pathlib import Path\nassert Path('examples.py').exists()\nassert __name__ == '__main__'", 0),
    ],
    ids=["deprecation", "exit", "signal", "folder"],
)
def test_examples_run_as_a_program_does(runner, tmp_path, code: str, returncode: int) -> None:
    assert runner.run(f"```python\n{code}\n```\n", tmp_path).returncode == returncode


def test_every_diagram_is_shown_by_an_article_with_a_text_of_its_own() -> None:
    shown = [
        match for row in rows_of("articles") for match in re.findall(r"!\[([^\]]+)\]\(diagram:([\w-]+)\)", row["body"])
    ]

    assert len({name for _alt, name in shown}) >= 12
    assert len({alt for alt, _name in shown}) == len(shown)
    assert min(len(alt) for alt, _name in shown) >= 30


@each_article
def test_no_reference_of_an_article_is_broken_over_lines(row) -> None:
    """The renderer would leave it as it is written."""
    assert re.findall(r"\[\[[a-z]+:[^\]]*\n.*", row["body"]) == []


@each_article
def test_links_of_an_article_lead_out_over_https(row) -> None:
    addresses = [urlsplit(url) for url in URL.findall(row["body"])]

    assert addresses
    assert {address.scheme for address in addresses} == {"https"}
