"""Refuses prerequisites, broader skills and parents that lead back to where they start."""

from collections import defaultdict
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.editing.drafting import Draft
from articles.models import Item
from articles.snapshots import is_many, read_pairs

type Graph = dict[str, list[str]]


def check_cycles(drafts: Sequence[Draft]) -> None:
    """Refuses a chain of prerequisites, broader skills or parents that leads back to its start, and names it."""
    for model in {draft.model for draft in drafts}:
        for name in model.acyclic_links:
            changed = [
                draft
                for draft in drafts
                if draft.model is model
                and draft.error is None
                and draft.link_ids(name) != (draft.before["links"][name] if draft.before else [])
            ]
            if changed:
                check_cycles_of(model, name, changed)


def check_cycles_of(model: type[Item], name: str, changed: Sequence[Draft]) -> None:
    """Judges all changes together, so that one may open the circle that another would close."""
    graph = load_graph(model, name)
    stored = {str(draft.id): graph.get(str(draft.id), []) for draft in changed}
    graph |= {str(draft.id): draft.link_ids(name) for draft in changed}
    for draft in changed:
        if cycle := find_cycle(graph, str(draft.id)):
            graph[str(draft.id)] = stored[str(draft.id)]
            draft.error = ValidationError({name: name_cycle(model, cycle, changed)})


def load_graph(model: type[Item], name: str) -> Graph:
    """Every stored link of one field: item id to the ids it points to."""
    graph: Graph = defaultdict(list)
    if is_many(model, name):
        pairs = read_pairs(model, name, model._default_manager.values("id"))
    else:
        pairs = model._default_manager.exclude(**{name: None}).values_list("id", f"{name}_id")
    for source, target in pairs:
        graph[str(source)].append(str(target))
    return graph


def find_cycle(graph: Graph, start: str) -> list[str]:
    """The shortest chain of ids from `start` back to itself, both ends included; empty when there is none."""
    came_from: dict[str, str] = {}
    queue = [start]
    for node in queue:
        for target in graph.get(node, []):
            if target == start:
                chain = [start, node]
                while chain[-1] != start:
                    chain.append(came_from[chain[-1]])
                return chain[::-1] if node != start else [start, start]
            if target not in came_from:
                came_from[target] = node
                queue.append(target)
    return []


def name_cycle(model: type[Item], cycle: Sequence[str], changed: Sequence[Draft]) -> str:
    names = {str(item.pk): item.display_name for item in model._default_manager.filter(pk__in=set(cycle))}
    names |= {str(draft.id): draft.after["fields"]["name"] for draft in changed}
    return _("This would make a circle: %(cycle)s.") % {"cycle": " → ".join(names[pk] for pk in cycle)}
