"""How the starter catalogue reads: spelling, level, and nothing said in the same words again and again."""

import statistics
from collections import Counter

import pytest

from tests.starter.content import DESCRIBED, Text, headings_of, rows_of, texts
from tests.starter.language import (
    count_syllables,
    find_repeated_runs,
    opening_of,
    reading_grade,
    sentences_of,
    unknown_words,
)

HIGHEST_MEDIAN_GRADE = 12
MOST_ALIKE = 5


def test_every_word_is_spelled_as_the_word_lists_have_it() -> None:
    headings = [
        Text(f"articles/{row['slug']} heading", (heading,))
        for row in rows_of("articles")
        for _level, heading in headings_of(row["body"])
        if heading != "Sources"
    ]
    unknown = {text.name: found for text in (*texts(), *headings) if (found := set(unknown_words(text.prose)))}

    assert unknown == {}


def test_misspelled_words_are_noticed() -> None:
    assert list(unknown_words("We recieve a definately seperate PyTorch-based modle.")) == [
        "recieve",
        "definately",
        "seperate",
        "modle",
    ]


def test_no_run_of_eight_words_stands_in_more_than_two_texts() -> None:
    assert find_repeated_runs(texts()) == {}


def test_repeated_run_is_noticed() -> None:
    said = Text("one", ("Before. It is what one does with it on a day. After.",))

    assert find_repeated_runs([said, said, said], length=13) == {}
    assert list(find_repeated_runs([said, said, said], length=12)) == [
        "before it is what one does with it on a day after"
    ]
    assert find_repeated_runs([said, said], length=12) == {}


@pytest.mark.parametrize("column", ["description", "summary"])
def test_no_pattern_opens_more_than_five_descriptions(column) -> None:
    patterns = Counter(opening_of(row[column], row["name"]) for kind in DESCRIBED for row in rows_of(kind))

    assert {pattern: count for pattern, count in patterns.items() if count > MOST_ALIKE} == {}


def test_texts_are_easy_to_read(capsys) -> None:
    grades = {
        kind: [reading_grade(text) for text in texts() if text.name.startswith(f"{kind}/") and " " not in text.name]
        for kind in (*DESCRIBED, "articles", "paths")
    }
    lines = [f"  {kind:12} {statistics.median(found):5.1f} {max(found):5.1f}" for kind, found in grades.items()]
    with capsys.disabled():
        print("\nFlesch-Kincaid grade, median and highest of each kind:", *lines, sep="\n")  # noqa: T201  for people

    assert {
        kind: median for kind, found in grades.items() if (median := statistics.median(found)) > HIGHEST_MEDIAN_GRADE
    } == {}


def test_reading_grade_follows_the_formula() -> None:
    text = Text("sample", ("The cat sat on the mat. A dog came.",))

    assert sentences_of(text) == ["The cat sat on the mat.", "A dog came."]
    assert [count_syllables(word) for word in ("cat", "model", "evaluation", "xkcdify")] == [1, 2, 5, 2]
    assert reading_grade(text) == pytest.approx(0.39 * 9 / 2 + 11.8 * 9 / 9 - 15.59)
