"""Ids as texts, and as parts of queries."""

from typing import Any
from uuid import UUID

import pytest

from articles.ids import MAX_IDS, in_groups, is_uuid, read_uuid, stored_ids
from articles.models import Skill
from tests.factories import make_skill

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


def test_groups_are_no_larger_than_one_query_takes_and_leave_nothing_out() -> None:
    groups = list(in_groups(range(2 * MAX_IDS + 1)))
    assert [len(group) for group in groups] == [MAX_IDS, MAX_IDS, 1]
    assert [one for group in groups for one in group] == list(range(2 * MAX_IDS + 1))


@pytest.mark.django_db
def test_stored_ids_are_asked_for_in_groups(django_assert_num_queries: Any) -> None:
    known = {str(make_skill(name=name).pk) for name in ("First", "Last")}
    with django_assert_num_queries(2):  # one for each group
        assert stored_ids(Skill, {*known, *(str(UUID(int=number)) for number in range(MAX_IDS))}) == known
    with django_assert_num_queries(0):
        assert stored_ids(Skill, set()) == set()
