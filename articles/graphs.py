"""Links as a graph, and the search for cycles in it, in time that grows with the links. Pure.

A graph maps a node to those that it links to; what it does not mention links to nothing.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

type Graph[Node] = Mapping[Node, Collection[Node]]


def find_path[Node](graph: Graph[Node], start: Node, end: Node) -> list[Node]:
    """The shortest chain of links from one node to another, both included; empty where there is none.

    From a node to itself it is the shortest cycle through it.
    """
    came_from: dict[Node, Node] = {}
    queue = [start]
    for node in queue:
        for target in graph.get(node, ()):
            if target == end:
                chain = [end, node]
                while chain[-1] != start:
                    chain.append(came_from[chain[-1]])
                return chain[::-1]
            if target not in came_from:
                came_from[target] = node
                queue.append(target)
    return []


def find_knots[Node](graph: Graph[Node]) -> list[set[Node]]:
    """Groups of nodes that lead to one another: each node in one lies on a cycle, and no cycle leaves its knot."""
    return [group for group in find_components(graph) if len(group) > 1 or is_self_linked(graph, group)]


def is_self_linked[Node](graph: Graph[Node], group: Collection[Node]) -> bool:
    return any(node in graph.get(node, ()) for node in group)


def find_components[Node](graph: Graph[Node]) -> Iterator[set[Node]]:
    """The strongly connected components, by Gabow's way: it looks at each link once, and needs no recursion."""
    numbers: dict[Node, int] = {}
    done: set[Node] = set()
    # Nodes whose component is not known yet, and those among them that may be the first of theirs.
    unknown: list[Node] = []
    firsts: list[Node] = []

    def enter(node: Node) -> tuple[Node, Iterator[Node]]:
        numbers[node] = len(numbers)
        unknown.append(node)
        firsts.append(node)
        return node, iter(graph.get(node, ()))

    for root in graph:
        way = [] if root in numbers else [enter(root)]
        while way:
            node, links = way[-1]
            for target in links:
                if target not in numbers:
                    way.append(enter(target))
                    break
                while target not in done and numbers[firsts[-1]] > numbers[target]:
                    firsts.pop()
            else:
                way.pop()
                if firsts[-1] == node:
                    firsts.pop()
                    done.update(component := take_from(unknown, node))
                    yield component


def take_from[Node](stack: list[Node], node: Node) -> set[Node]:
    """What stands on a stack from a node up, taken from it."""
    taken = {stack.pop()}
    while node not in taken:
        taken.add(stack.pop())
    return taken


def closing_links[Node](graph: Graph[Node], links: Sequence[tuple[Node, Node]]) -> list[tuple[Node, Node]]:
    """Those of the new links, in their order, that would close a cycle with the graph and with the links before them."""
    whole: dict[Node, set[Node]] = {node: set(targets) for node, targets in graph.items()}
    for source, target in links:
        whole.setdefault(source, set()).add(target)
    # No link between two knots closes a cycle, so that only within one it has to be looked for.
    knot_of = {node: number for number, knot in enumerate(find_knots(whole)) for node in knot}
    known: dict[Node, set[Node]] = {node: set(graph.get(node, ())) for node in knot_of}
    closing: list[tuple[Node, Node]] = []
    for source, target in links:
        if source in knot_of and knot_of[source] == knot_of.get(target):
            if source == target or find_path(known, target, source):
                closing.append((source, target))
            else:
                known[source].add(target)
    return closing
