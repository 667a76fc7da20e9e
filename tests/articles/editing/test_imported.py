"""What is kept of an import's reading."""

from articles.editing import Imported
from articles.models import Skill
from articles.snapshots import Snapshot

READ: Snapshot = {"fields": {"name": "Notes", "description": "On [[skill:python]]"}, "links": {"tools": []}}
STORED = "On [[skill:0b6e7f86-8a3c-4c5e-9a55-0e6d0a4b6c1d]]"
AFTER: Snapshot = {"fields": {"name": "Other", "summary": "S", "description": STORED}, "links": {"tools": ["x"]}}


def test_texts_are_kept_as_they_are_stored_and_the_rest_as_it_was_read() -> None:
    kept = Imported("set", "1", READ).as_written(Skill, {"fields": {"description": "…"}, "links": {}}, AFTER)
    assert kept == {**READ, "fields": {"name": "Notes", "description": STORED}}


def test_text_that_the_import_did_not_write_is_kept_as_it_was_read() -> None:
    assert Imported("set", "1", READ).as_written(Skill, {"fields": {}, "links": {}}, AFTER) == READ


def test_text_that_was_not_read_is_not_kept() -> None:
    read: Snapshot = {"fields": {"name": "Notes"}, "links": {}}
    given: Snapshot = {"fields": {"description": "…"}, "links": {}}
    assert Imported("set", "1", read).as_written(Skill, given, AFTER) == read
