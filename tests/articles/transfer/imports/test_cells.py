"""What stands in one cell: texts that a spreadsheet would run, and lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.transfer.cells import join_list, neutralise, pair, restore, split_list, split_pair

AWKWARD = st.text(st.sampled_from("'=+-@\t\r\n＝＋－＠|\\;aé😀 "))
TEXTS = st.one_of(AWKWARD, st.text())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"])
@pytest.mark.parametrize("before", ["", "'", "'''"])
def test_text_that_would_run_gets_an_apostrophe(before: str, text: str) -> None:
    assert neutralise(before + text) == f"'{before}{text}"


@pytest.mark.parametrize("text", ["", "'", "plain", "'quoted'", "1=1", "a\n=b", " =1"])
def test_other_text_stays(text: str) -> None:
    assert neutralise(text) == text
    assert restore(text) == text


@given(TEXTS)
def test_neutralised_text_comes_back_and_never_runs(text: str) -> None:
    safe = neutralise(text)
    assert restore(safe) == text
    assert safe[:1] not in set("=+-@\t\r\n＝＋－＠")


@given(st.lists(TEXTS))
def test_joined_list_comes_back_trimmed_and_without_repeats(parts: list[str]) -> None:
    trimmed = [part.strip() for part in parts if part.strip()]
    assert split_list(join_list(parts)) == list(dict.fromkeys(trimmed))


def test_list_reads_as_people_write_it() -> None:
    assert join_list(["R", "a|b", "C:\\temp", "end\\"]) == "R | a\\|b | C:\\temp | end\\\\"


@pytest.mark.parametrize(
    ("text", "separators", "parts"),
    [
        ("ML | deep learning | ML", ("|",), ["ML", "deep learning"]),
        ("AI|Agents||", ("|",), ["AI", "Agents"]),
        ("a; b ;c|d", (";",), ["a", "b", "c|d"]),
        ("first\r\nsecond\n\n third ", ("\n",), ["first", "second", "third"]),
        ("a, b | c", (",", "|"), ["a", "b", "c"]),
        ("", ("|",), []),
    ],
)
def test_lists_of_others_are_split_where_the_caller_says(text, separators, parts) -> None:
    assert split_list(text, separators) == parts


@given(TEXTS.filter(bool), TEXTS)
def test_pair_comes_back(first: str, second: str) -> None:
    assert split_pair(pair(first, "=", second), "=") == (first, second)


def test_text_without_the_sign_is_the_second_of_a_pair() -> None:
    assert split_pair("code", "=") == ("", "code")
