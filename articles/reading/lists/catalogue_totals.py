"""The catalogue at a glance: how much there is of each type, and in which groups and categories."""

from dataclasses import dataclass
from datetime import datetime

from articles.models import ITEM_MODELS, Skill, Tool
from articles.reading.lists.facet_counts import (
    Choice,
    count_rows,
    count_values,
    first_choices,
    label_values,
    read_numbers,
)
from articles.reading.lists.filters import LISTINGS

MAX_GROUPS = 24
MAX_CATEGORIES = 12


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
    parts += [*count_values(rows["skill"], "group", ()), *count_values(rows["tool"], "categories", ())]
    numbers = read_numbers(parts)
    choices = label_values({"group": Skill, "categories": Tool}, numbers, {}, at)
    return Glance(
        numbers["type"],
        first_choices(choices["group"], (), MAX_GROUPS),
        first_choices(choices["categories"], (), MAX_CATEGORIES),
    )
