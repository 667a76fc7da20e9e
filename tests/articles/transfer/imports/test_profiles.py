"""What profiles share: plain texts as Markdown, and that each profile reads the files that it is for and no others."""

import re
from html import unescape

import pytest

from articles.rendering import render_markdown
from articles.transfer.imports.profiles import PROFILES
from articles.transfer.imports.profiles.texts import as_markdown, in_brief, sentence_case
from tests.articles.transfer.imports.samples import (
    AI_NATIVE,
    ALTERNATE,
    AWESOME,
    COMMODITY,
    ESCO_OCCUPATION,
    ESCO_USE,
    FIGURES,
    LFAI,
    NACE,
    OCCUPATION,
    RELATION,
    REPORTED,
    SECTORS,
    SKILL,
    TECHNOLOGY,
)

READS: dict[str, list[tuple[tuple[str, ...], list[str]]]] = {
    "onet-technologies": [(TECHNOLOGY, ["tools", "links from occupations to tools"]), (COMMODITY, ["categories"])],
    "onet-occupations": [
        (OCCUPATION, ["occupations"]),
        (ALTERNATE, ["alternate titles"]),
        (REPORTED, ["reported titles"]),
        (TECHNOLOGY, ["links from occupations to tools"]),
    ],
    "esco-skills": [(SKILL, ["skills"]), (RELATION, ["prerequisites"])],
    "esco-occupations": [(ESCO_OCCUPATION, ["occupations"]), (ESCO_USE, ["links from occupations to skills"])],
    "nace-industries": [(NACE, ["industries"])],
    "bls-figures": [(FIGURES, ["figures"]), (SECTORS, ["sectors", "sectors without a code"])],
    "lfai-landscape": [(LFAI, ["tools"])],
    "ai-native-landscape": [(AI_NATIVE, ["tools"])],
    "awesome-production-ml": [(AWESOME, ["tools"])],
}
ALL = {columns for reads in READS.values() for columns, _titles in reads}


@pytest.mark.parametrize("name", PROFILES)
def test_profile_reads_its_files_and_no_others(name) -> None:
    found = {columns: [sheet.title for sheet in PROFILES[name].sheets if sheet.fits(columns)] for columns in ALL}
    assert {columns: titles for columns, titles in found.items() if titles} == dict(READS[name])


@pytest.mark.parametrize("name", PROFILES)
def test_profile_says_whose_set_it_is(name) -> None:
    assert PROFILES[name].notice and PROFILES[name].title


TEXTS = [
    "Plain words.",
    "*stars* and _lines_ and `ticks` and ~tildes~",
    "[[skill:python]] and [a](b) and ![c](d)",
    "<script>alert(1)</script>",
    "# no heading",
    "> no quote",
    "- no list\n- at all",
    "1. no list\n2) either",
    "+ plus\n= equals\n=====",
    "a | b\n--|--",
    "C:\\path\\*",
    "$x$ and $$y$$",
    "https://one.example/a_b_c",
]


def shown(text: str) -> str:
    html = render_markdown(as_markdown(text)).html
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


@pytest.mark.parametrize("text", TEXTS)
def test_plain_text_is_shown_as_it_is(text) -> None:
    assert shown(text) == " ".join(text.split())


@pytest.mark.parametrize("text", ["AT&amp;T and &copy;", "One.\n\n    Indented.", "---\nname: x", "~~~\ncode"])
def test_plain_text_with_what_markdown_reads_otherwise_is_shown_as_it_is(text) -> None:
    assert shown(text) == " ".join(text.split())
    assert "<pre" not in render_markdown(as_markdown(text)).html


def test_lines_stay_lines_and_paragraphs_paragraphs() -> None:
    html = render_markdown(as_markdown("One\nTwo\n\nThree")).html
    assert (html.count("<br"), html.count("<p>")) == (1, 2)


def test_summary_is_one_line_of_whole_words() -> None:
    text = in_brief("First  sentence.\nSecond one. " + "more words " * 60)
    assert text.startswith("First sentence. Second one.") and len(text) <= 280 and "\n" not in text


@pytest.mark.parametrize(
    ("given", "shown"), [("ROPE WORK", "Rope work"), ("Rope WORK", "Rope WORK"), ("NASA", "NASA"), ("", "")]
)
def test_only_names_in_capitals_are_changed(given, shown) -> None:
    assert sentence_case(given) == shown
