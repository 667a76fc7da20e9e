"""What it costs to see that a long chain of broader things is no cycle."""

from uuid import UUID

import pytest

from articles.editing.cycles import check_cycles_of
from articles.editing.drafting import Draft, Edit, make_draft
from articles.editing.record_checks import RecordDraft, check_parents
from articles.models import Category, Skill
from tests.articles.steps import grows_in_proportion

pytestmark = pytest.mark.django_db


def linked(number: int, to: int | None) -> Draft:
    draft = make_draft(Edit(Skill(pk=UUID(int=number)), {}))
    draft.after = {"fields": {"name": str(number)}, "links": {"prerequisites": [str(UUID(int=to))] if to else []}}
    return draft


def category(number: int, parent: int | None) -> RecordDraft:
    return RecordDraft(Category(pk=UUID(int=number), name=str(number), parent_id=UUID(int=parent) if parent else None))


def test_long_chain_of_changed_links_is_followed_once() -> None:
    def judge(length: int) -> list[Draft]:
        drafts = [linked(number, number + 1) for number in range(1, length)]
        check_cycles_of(Skill, "prerequisites", drafts)
        return [draft for draft in drafts if draft.error]

    assert judge(10_000) == []
    assert grows_in_proportion(judge)


def test_long_chain_of_changed_parents_is_followed_once() -> None:
    def judge(length: int) -> list[RecordDraft]:
        drafts = [category(number, number + 1) for number in range(1, length)]
        check_parents(drafts)
        return [draft for draft in drafts if draft.error]

    assert judge(10_000) == []
    assert grows_in_proportion(judge)


def test_of_a_long_ring_the_first_is_refused_and_the_others_are_a_chain() -> None:
    drafts = [linked(number, number % 300 + 1) for number in range(1, 301)]
    check_cycles_of(Skill, "prerequisites", drafts)
    assert [draft.error is None for draft in drafts] == [False] + [True] * 299


def test_of_each_of_several_cycles_one_is_refused() -> None:
    pairs = [(1, 2), (2, 1), (3, 4), (4, 3), (5, 5), (6, None)]
    drafts = [linked(number, to) for number, to in pairs]
    check_cycles_of(Skill, "prerequisites", drafts)
    assert [draft.error is None for draft in drafts] == [False, True, False, True, False, True]
