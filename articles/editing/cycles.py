"""Refuses prerequisites, broader skills and parents that lead back to where they start."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.editing.drafting import Draft
from articles.graphs import find_knots, find_path
from articles.models import Item
from articles.snapshots import is_many, read_pairs


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
    """Judges all changes together, so that one may open the cycle that another would close.

    Where changes close one together, the first of them is refused, and its links are again as they are stored.
    """
    graph = load_graph(model, name)
    stored = {str(draft.id): graph.get(str(draft.id), []) for draft in changed}
    graph |= {str(draft.id): draft.link_ids(name) for draft in changed}
    while refused := first_of_each(find_knots(graph), changed):
        cycles = [find_path(graph, str(draft.id), str(draft.id)) for draft in refused]
        for draft, cycle in zip(refused, cycles, strict=True):
            graph[str(draft.id)] = stored[str(draft.id)]
            draft.error = ValidationError({name: name_cycle(model, cycle, changed)})


def first_of_each(knots: Iterable[set[str]], drafts: Sequence[Draft]) -> list[Draft]:
    """The first draft in each knot that is not refused yet."""
    accepted = [draft for draft in drafts if draft.error is None]
    found = [next((draft for draft in accepted if str(draft.id) in knot), None) for knot in knots]
    return [draft for draft in found if draft is not None]


def load_graph(model: type[Item], name: str) -> dict[str, list[str]]:
    """Every stored link of one field: item id to the ids it points to."""
    graph: dict[str, list[str]] = defaultdict(list)
    if is_many(model, name):
        pairs = read_pairs(model, name, model._default_manager.values("id"))
    else:
        pairs = model._default_manager.exclude(**{name: None}).values_list("id", f"{name}_id")
    for source, target in pairs:
        graph[str(source)].append(str(target))
    return graph


def name_cycle(model: type[Item], cycle: Sequence[str], changed: Sequence[Draft]) -> str:
    names = {str(item.pk): item.display_name for item in model._default_manager.filter(pk__in=set(cycle))}
    names |= {str(draft.id): draft.after["fields"]["name"] for draft in changed}
    return _("This would make a circle: %(cycle)s.") % {"cycle": " → ".join(names[pk] for pk in cycle)}
