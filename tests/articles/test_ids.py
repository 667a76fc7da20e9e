"""Ids as texts, and as parts of queries."""

from uuid import UUID

import pytest

from articles.ids import is_uuid, read_uuid

ID = "0b6e7f86-8a3c-4c5e-9a55-0e6d0a4b6c1d"
BARE = ID.replace("-", "")


@pytest.mark.parametrize("text", [ID, ID.upper()])
def test_id_is_one_as_it_writes_itself(text: str) -> None:
    assert is_uuid(text)


@pytest.mark.parametrize("text", ["", "python", BARE, f"{{{ID}}}", f"urn:uuid:{ID}", f" {ID}", f"{ID}0", ID[:-1]])
def test_what_is_written_otherwise_is_no_id(text: str) -> None:
    assert not is_uuid(text)


@pytest.mark.parametrize("text", [ID, ID.upper(), BARE, f"{{{ID}}}", f"urn:uuid:{ID}"])
def test_id_is_read_in_any_usual_spelling(text: str) -> None:
    assert read_uuid(text) == UUID(ID)


@pytest.mark.parametrize("text", ["", "python", f"{ID}0", "ü" * 36])
def test_what_is_no_id_is_read_as_none(text: str) -> None:
    assert read_uuid(text) is None
