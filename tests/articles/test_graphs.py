"""The search for cycles among links, and what it costs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.graphs import closing_links, find_knots, find_path
from tests.articles.steps import grows_in_proportion

LONG = 10_000
CHAIN = {number: (number + 1,) for number in range(LONG)}
graphs = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4), max_size=8)


class Counted(Mapping[int, Collection[int]]):
    """A graph that counts how often it is asked for the links of a node."""

    def __init__(self, links: Mapping[int, Collection[int]]) -> None:
        self.links, self.asked = links, 0

    def __getitem__(self, node: int) -> Collection[int]:
        self.asked += 1
        return self.links[node]

    def __iter__(self) -> Iterator[int]:
        return iter(self.links)

    def __len__(self) -> int:
        return len(self.links)


@pytest.mark.parametrize(
    ("graph", "path"),
    [
        ({1: [2], 2: [3], 3: [1]}, [1, 2, 3, 1]),
        ({1: [1]}, [1, 1]),
        ({1: [2], 2: [3, 4], 3: [4], 4: [1]}, [1, 2, 4, 1]),
        ({1: [2], 2: [3], 3: [2]}, []),
        ({}, []),
    ],
)
def test_path_back_to_its_start_is_the_shortest_cycle(graph: Mapping[int, Sequence[int]], path: list[int]) -> None:
    assert find_path(graph, 1, 1) == path


def test_path_leads_from_one_end_to_the_other() -> None:
    assert find_path({1: [2], 2: [1, 3]}, 1, 3) == [1, 2, 3]
    assert find_path({1: [2], 2: [1, 3]}, 3, 1) == []


def test_knots_are_apart_and_hold_nothing_that_lies_on_no_cycle() -> None:
    graph = {0: [1], 1: [2], 2: [1, 3], 3: [4], 4: [5], 5: [4], 6: [6], 7: [0]}
    assert sorted(map(sorted, find_knots(graph))) == [[1, 2], [4, 5], [6]]


@given(graphs)
def test_node_is_in_a_knot_where_a_path_leads_back_to_it(graph: dict[int, list[int]]) -> None:
    knots = find_knots(graph)
    assert {node for knot in knots for node in knot} == {node for node in graph if find_path(graph, node, node)}
    for knot in knots:
        assert all(find_path(graph, one, other) for one in knot for other in knot)


@given(graphs, st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12, unique=True))
def test_links_are_refused_where_each_by_itself_would_be(
    graph: dict[int, list[int]], links: list[tuple[int, int]]
) -> None:
    known = {node: {target for target in targets if target > node} for node, targets in graph.items()}
    refused = []
    grown = {node: set(targets) for node, targets in known.items()}
    for source, target in links:
        if source == target or find_path(grown, target, source):
            refused.append((source, target))
        else:
            grown.setdefault(source, set()).add(target)
    assert closing_links(known, links) == refused


def test_each_node_of_a_long_chain_is_asked_for_its_links_once() -> None:
    chain = Counted(CHAIN)
    assert find_knots(chain) == []
    assert chain.asked <= 3 * LONG


@pytest.mark.parametrize("stride", [1, -1, 7919])
def test_long_chain_of_links_costs_in_proportion_to_its_length(stride: int) -> None:
    def judge(length: int) -> list[tuple[int, int]]:
        return closing_links({}, sorted(pairwise(range(length)), key=lambda link: link[0] * stride % length))

    assert judge(LONG) == []
    assert grows_in_proportion(judge)


def test_long_ring_is_one_knot_and_its_last_link_closes_it() -> None:
    ring = {**CHAIN, LONG: (0,)}
    assert list(map(len, find_knots(ring))) == [LONG + 1]
    assert closing_links(CHAIN, [(LONG, 0)]) == [(LONG, 0)]
