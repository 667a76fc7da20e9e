"""Puts rows in an order in which what they stand under comes first."""

from collections.abc import Iterator, Sequence

from articles.naming import make_name_key
from articles.transfer.imports.reporting import Entry
from articles.transfer.imports.rows import ItemRow

type Row = tuple[Entry, ItemRow]


def order_by_parent(rows: Sequence[Row], links: Sequence[str] = ()) -> list[Row]:
    """The rows with every broader one before the narrower ones; a cycle comes in the order of the file.

    links: those of the type that may have no cycle, whose targets come first as well.
    """
    by_code = {row.code: (entry, row) for entry, row in rows}
    called = {make_name_key(str(row.fields.get(name) or "")): row.code for name in ("name", "slug") for _e, row in rows}
    for _entry, row in rows:
        references = [one for name in links for one in row.links.get(name, [])]
        row.needs += [called[key] for one in references if (key := make_name_key(one)) in called]
    ordered: dict[str, Row] = {}
    for _entry, row in rows:
        for code in chain_above(row.code, by_code, ordered):
            ordered[code] = by_code[code]
    return list(ordered.values())


def chain_above(code: str, by_code: dict[str, Row], done: dict[str, Row]) -> Iterator[str]:
    """What stands above a code and is not done yet, from the top down, then the code itself. Without recursion."""
    stack, opened = [code], set[str]()
    while stack:
        at = stack[-1]
        above = [one for one in needed(by_code[at][1]) if one in by_code and one not in done and one not in opened]
        if at not in opened and above:
            opened.add(at)
            stack += reversed(above)
            continue
        stack.pop()
        if at not in done:
            yield at


def needed(row: ItemRow) -> list[str]:
    return [*row.above, *row.needs]
