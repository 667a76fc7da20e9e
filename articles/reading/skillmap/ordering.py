"""In which order skills stand in a column, so that few lines cross. Pure.

The barycentre heuristic: K. Sugiyama, S. Tagawa, M. Toda, "Methods for Visual Understanding of Hierarchical System
Structures", IEEE Transactions on Systems, Man, and Cybernetics 11 (2), 1981.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

SWEEPS = 6

type Columns = list[list[UUID]]
type Links = Sequence[tuple[UUID, UUID]]


def order_columns(columns: Columns, links: Links) -> Columns:
    """The same columns from the left to the right, each from the top; the best of all sweeps, the first of equals.

    links: from a skill to one that needs it; those that are in no column count for nothing.
    """
    known = {one for column in columns for one in column}
    links = [link for link in links if known.issuperset(link)]
    return min((columns, *sweeps(columns, links)), key=lambda found: count_crossings(found, links))


def sweeps(columns: Columns, links: Links) -> Iterator[Columns]:
    """Each moves skills to the middle of those before them, then to the middle of those after them."""
    before, after = defaultdict[UUID, list[UUID]](list), defaultdict[UUID, list[UUID]](list)
    for source, target in links:
        before[target].append(source)
        after[source].append(target)
    for _sweep in range(SWEEPS):
        columns = sweep(columns, before)
        yield columns
        columns = sweep(columns[::-1], after)[::-1]
        yield columns


def sweep(columns: Columns, neighbours: dict[UUID, list[UUID]]) -> Columns:
    rows = row_numbers(columns)
    found: Columns = []
    for column in columns:
        middles = {one: mean((rows[other] for other in neighbours[one]), default=rows[one]) for one in column}
        found.append(sorted(column, key=middles.__getitem__))
        rows |= row_numbers(found[-1:])
    return found


def mean(values: Iterable[int], *, default: int) -> float:
    found = list(values)
    return sum(found) / len(found) if found else default


def row_numbers(columns: Columns) -> dict[UUID, int]:
    return {one: row for column in columns for row, one in enumerate(column)}


def count_crossings(columns: Columns, links: Links) -> int:
    """How often lines between the same two columns cross; those between others are taken to pass each other."""
    rows = row_numbers(columns)
    places = {one: number for number, column in enumerate(columns) for one in column}
    between: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for source, target in links:
        between[places[source], places[target]].append((rows[source], rows[target]))
    return sum(count_inversions(pairs) for pairs in between.values())


def count_inversions(pairs: list[tuple[int, int]]) -> int:
    """The pairs of which one begins above another and ends below it."""
    ends: list[int] = []
    found = 0
    for _start, end in sorted(pairs):
        found += len(ends) - bisect_right(ends, end)
        insort(ends, end)
    return found
