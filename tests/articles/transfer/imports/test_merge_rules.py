"""How a value or a list that was read is laid over a stored one."""

from typing import Any
from uuid import uuid4

import pytest

from articles.models import Tool
from articles.snapshots import Snapshot, blank_snapshot
from articles.transfer.imports.merging import Known, combine, merge, merge_rows, merge_set, merge_value

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("read", "current", "last", "merged"),
    [
        ("new", "old", "old", "new"),
        ("new", "ours", "old", "ours"),
        ("old", "ours", "old", "ours"),
        ("", "old", "old", ""),
        ("new", "new", "old", "new"),
    ],
)
def test_single_value_is_written_over_what_the_last_import_wrote(read, current, last, merged) -> None:
    assert merge_value(read, current, last) == merged


@pytest.mark.parametrize(
    ("read", "current", "last", "merged"),
    [
        ("ab", "", "", "ab"),
        ("ab", "c", "", "abc"),
        ("ab", "b", "ab", "b"),
        ("b", "ab", "ab", "b"),
        ("b", "abc", "ab", "bc"),
        ("abd", "b", "ab", "bd"),
        ("", "abc", "ab", "c"),
    ],
)
def test_entries_of_a_list_are_treated_one_by_one(read, current, last, merged) -> None:
    assert merge_set(list(read), list(current), list(last)) == list(merged)
    rows = [[{"name": name, "language": ""} for name in part] for part in (read, current, last)]
    assert [row["name"] for row in merge_rows(*rows)] == list(merged)


def test_rows_are_the_same_where_their_keys_are_and_keep_their_stored_form() -> None:
    stored = [{"name": "Uno", "language": "it"}]
    assert merge_rows([{"name": "UNO", "language": ""}], stored, []) == stored


def test_what_was_not_read_now_is_kept_of_earlier_imports() -> None:
    last = Snapshot(fields={"name": "One", "summary": "A"}, links={"tools": ["1"]})
    read = Snapshot(fields={"summary": "B"}, links={})
    assert combine(last, read) == {"fields": {"name": "One", "summary": "B"}, "links": {"tools": ["1"]}}
    assert combine(None, read) == read


@pytest.mark.parametrize("name", ["slug", "status", "publish_at", "expire_at"])
def test_what_only_a_new_item_gets_is_never_merged(name) -> None:
    blank: Any = blank_snapshot("tool")
    merged = merge(Snapshot(fields={name: "draft"}, links={}), Known(Tool(id=uuid4()), blank))
    assert merged.is_empty and merged.kept == []
