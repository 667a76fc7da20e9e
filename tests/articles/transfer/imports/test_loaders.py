"""What is read of YAML, TOML and JSON of people whom we do not know, in tables and in front matter alike."""

from collections.abc import Callable
from typing import Any

import pytest

from articles.transfer.imports.loaders import MAX_BRACKETS, MAX_DEPTH, PARSE_ERRORS, load_json, load_toml, load_yaml
from articles.transfer.imports.markdown.front_matter import split_front_matter
from articles.transfer.imports.tables.structured import load_plain_yaml, split_document

READERS = [load_yaml, load_plain_yaml]
DEEP = "".join(f"{' ' * level}a:\n" for level in range(MAX_DEPTH + 1))
HARMFUL = {
    "a key twice": ("a: 1\na: 2", "“a” is given twice"),
    "a key twice further in": ("a:\n  b: {c: 1, c: 2}", "“c” is given twice"),
    "a key that is no text": ("[a]: 1", "a key is no text"),
    "an alias": ("a: &x [1]\nb: *x", "aliases are not accepted"),
    "too many levels": (DEEP, f"more than {MAX_DEPTH} levels"),
    "a tag of Python": ("a: !!python/object:os.system {}", "could not determine a constructor"),
}


@pytest.mark.parametrize("load", READERS)
@pytest.mark.parametrize(("text", "reason"), HARMFUL.values(), ids=HARMFUL)
def test_yaml_that_may_do_harm_is_refused_by_both_readers(load: Callable[[str], Any], text: str, reason: str) -> None:
    with pytest.raises(PARSE_ERRORS) as error:
        load(text)
    assert reason in str(error.value)


@pytest.mark.parametrize("text", [text for text, _reason in HARMFUL.values()], ids=HARMFUL)
def test_front_matter_that_may_do_harm_is_told(text: str) -> None:
    split = split_front_matter(f"---\ntitle: T\n{text}\n---\nBody")
    assert (split.is_unread, split.body) == (True, "Body")
    assert "cannot be read" in split.warning


def test_yaml_keeps_types_of_its_own_where_they_are_wanted() -> None:
    text = "on: 2024-03-05\nno: 1.10\nflag: yes"
    assert load_plain_yaml(text) == {"on": "2024-03-05", "no": "1.10", "flag": "yes"}
    assert [type(value).__name__ for value in load_yaml(text).values()] == ["date", "float", "bool"]


@pytest.mark.parametrize("text", ["a = " + "[" * (MAX_BRACKETS + 1), f"a = '{'x' * 20_000}'"])
def test_toml_that_is_too_long_or_too_deep_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="too long or too deep"):
        load_toml(text)


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', '{"a": {"b": 1, "b": 2}}', '{"a": NaN}', '{"a": -Infinity}'])
def test_json_that_says_a_thing_twice_or_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"twice|no number"):
        load_json(text)


def test_block_of_an_export_ends_at_its_fence_alone() -> None:
    text = "---\nbody: |\n  one\n  ---\n  two\n---\nText"
    assert split_document(text, "x.md") == ({"body": "one\n---\ntwo\n"}, "Text")


@pytest.mark.parametrize(
    "text", ["---yaml\na: 1\n---\n", "---\na: 1\n...\n", ";;;\n{}\n;;;\n", "---\na: 1\n", "---", "a"]
)
def test_what_no_program_writes_is_no_block_of_an_export(text: str) -> None:
    assert split_document(text, "x.md") is None


def test_front_matter_with_a_tab_between_name_and_value_is_read() -> None:
    split = split_front_matter("---\ntitle:\tA\ndraft:\ttrue\n---\nBody")
    assert (split.values, split.is_unread) == ({"title": "A", "draft": True}, False)
