"""The catalogue at a glance: how much there is of each type, and in which groups and categories."""

from dataclasses import dataclass
from datetime import datetime

from articles.models import ITEM_MODELS
from articles.reading.lists.facet_counts import Choice, count_rows, first_choices, name_values, read_numbers
from articles.reading.lists.filters import LISTINGS

MAX_GROUPS = 24
MAX_CATEGORIES = 12
# The filters, by the lists that have them, of which the values are told.
OFFERED = (("skill", "group"), ("tool", "categories"))


@dataclass(frozen=True, slots=True)
class Glance:
    """counts: visible items by type. groups, categories: those with most rows, with the filter's value and a count."""

    counts: dict[str, int]
    groups: list[Choice]
    categories: list[Choice]


def load_glance(at: datetime) -> Glance:
    """Two queries, whatever the amount of content."""
    rows = {kind: listing.narrowed({}, at) for kind, listing in LISTINGS.items()}
    parts = [count_rows(rows[kind], "type", kind) for kind in ITEM_MODELS]
    facets = {name: facet for kind, name in OFFERED if (facet := LISTINGS[kind].filter(name).facet)}
    for kind, name in OFFERED:
        parts += facets[name].count(name, rows[kind], ())
    numbers = read_numbers(parts)
    choices = name_values(facets, numbers, {}, at)
    return Glance(
        numbers["type"],
        first_choices(choices["group"], (), MAX_GROUPS),
        first_choices(choices["categories"], (), MAX_CATEGORIES),
    )
