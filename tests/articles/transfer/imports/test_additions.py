"""Links that rows add to items, and what it costs to see that they close no cycle."""

from uuid import UUID

import pytest

from articles.transfer.imports.catalogue.additions import Addition, Source, refuse_cycles
from articles.transfer.imports.planned import Plan
from articles.transfer.imports.reporting import Entry
from articles.transfer.imports.rows import Ref
from tests.articles.steps import grows_in_proportion
from tests.factories import make_skill

pytestmark = pytest.mark.django_db


def adding(number: int, *targets: int) -> Source:
    source = Source(Ref("skill", "set", str(number)), UUID(int=number))
    source.additions = [Addition(Entry(""), "prerequisites", str(UUID(int=one)), str(one)) for one in targets]
    return source


def refused(sources: list[Source]) -> list[str]:
    """What the rows whose links were left out link to."""
    rows = [one for source in sources for one in source.additions]
    refuse_cycles(sources, Plan())
    failed = [one for one in rows if one.entry.outcome == "failed"]
    left = {id(one) for source in sources for one in source.additions}
    assert left == {id(one) for one in rows} - {id(one) for one in failed}
    return [one.shown for one in failed]


def test_link_that_closes_a_cycle_is_left_out_and_the_others_of_its_item_stay() -> None:
    sources = [adding(1, 2), adding(2, 3, 4), adding(3, 1, 4)]
    assert refused(sources) == ["1"]
    assert [one.shown for one in sources[2].additions] == ["4"]


def test_stored_links_count() -> None:
    last = make_skill()
    first = make_skill(prerequisites=[last])
    assert refused([adding(last.pk.int, first.pk.int, 5)]) == [str(first.pk.int)]


@pytest.mark.parametrize("step", [1, -1])
def test_long_chain_is_followed_once(step: int) -> None:
    def judge(length: int) -> list[str]:
        return refused([adding(number, number + 1) for number in range(1, length)][::step])

    assert judge(10_000) == []
    assert grows_in_proportion(judge)
