"""Reading JSON and YAML as tables: where the rows are, and what is said about the rest."""

import json
from typing import Any

import pytest

from tests.articles.transfer.imports.table_files import read_one, refusal, values, write


@pytest.mark.parametrize(
    "document",
    [[{"a": 1, "b": [{"c": 2}]}, {"a": None, "b": []}], {"items": [{"a": 1, "b": [{"c": 2}]}, {"a": None, "b": []}]}],
)
def test_list_of_objects_is_a_table(tmp_path, document: Any) -> None:
    table = read_one(write(tmp_path / "t.json", json.dumps(document)))
    assert table.columns == ("a", "b")
    assert values(table)[0] == {"a": 1, "b": [{"c": 2}]}
    assert [row.line for row in table.rows] == [1, 2]


def test_deepest_list_gives_the_rows_and_ancestors_give_columns(tmp_path) -> None:
    text = """
landscape:
  - category:
    name: Data
    subcategories:
      - {subcategory: null, name: Stores, items: [{item: null, name: Redis, extra: {x: 1}}, {name: Milvus}]}
      - {name: Empty, items: []}
"""
    table = read_one(write(tmp_path / "t.yml", text))
    above = {"landscape.name": "Data", "subcategories.name": "Stores"}
    assert values(table) == [above | {"name": "Redis", "extra": {"x": 1}}, above | {"name": "Milvus"}]


def test_yaml_scalars_stay_as_they_were_written(tmp_path) -> None:
    text = "- {n: 1, f: 1.5, v: 1.10, t: 12:30, lang: no, yes: true, d: 2024-01-31, o: 2024-13-45, z: 007, e: ~}"
    assert values(read_one(write(tmp_path / "t.yaml", text))) == [
        {
            "n": 1,
            "f": 1.5,
            "v": "1.10",
            "t": "12:30",
            "lang": "no",
            "yes": True,
            "d": "2024-01-31",
            "o": "2024-13-45",
            "z": "007",
            "e": None,
        }
    ]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("t.yaml", "- &a {x: 1}\n- *a", "YAML aliases are not accepted"),
        ("t.yaml", "- {x: 1, x: 2}", "“x” is given twice"),
        ("t.yaml", "- {[x]: 1}", "a key is no text"),
        ("t.yaml", "[" * 200 + "]" * 200, "more than 100 levels"),
        ("t.yaml", "- !!python/object:os.system {}", "could not determine a constructor"),
        ("t.yaml", "a: [", "cannot be read"),
        ("t.json", '[{"x": 1, "x": 2}]', "“x” is given twice"),
        ("t.json", "[" * 100_000, "cannot be read"),
        ("t.json", '[{"x": NaN}]', "NaN is no number in JSON"),
        ("t.json", "{}", "has no list of names and values"),
        ("t.json", '{"format": 2, "items": []}', "is no export in format 1"),
        ("t.txt", "x", "is of a kind that is not read here"),
    ],
)
def test_structured_file_that_is_refused(tmp_path, name: str, text: str, reason: str) -> None:
    assert reason in refusal(write(tmp_path / name, text))


def test_entries_that_are_no_objects_are_problems(tmp_path) -> None:
    table = read_one(write(tmp_path / "t.json", '[{"a": 1}, 2]'))
    assert (values(table), [problem.line for problem in table.problems]) == ([{"a": 1}], [2])
