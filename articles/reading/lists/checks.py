"""Whether each list can be read as it is declared: its filters by names of their own, its orders along an index."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.db.models import Index

from articles.reading.lists.filters import LISTINGS, Listing
from articles.reading.lists.paging import Ordering

# What addresses of lists say beside their filters.
RESERVED = frozenset({"ordering", "cursor", "page_size"})
# What readers see has one status, so that an index which begins with it goes on in the order of its other columns.
FIXED = "status"


@register("types")
def check_lists(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return [error for listing in LISTINGS.values() for error in (*filter_errors(listing), *ordering_errors(listing))]


def filter_errors(listing: Listing) -> Iterator[CheckMessage]:
    names = Counter(one.name for one in listing.filters)
    for name in sorted(name for name, number in names.items() if number > 1 or name in RESERVED):
        yield Error(
            f"The list of {listing.model.__name__} cannot tell its filter {name} from another parameter.",
            hint=f"Give each filter a name of its own, and none of {', '.join(sorted(RESERVED))}.",
            obj=listing.model,
            id="articles.E020",
        )


def ordering_errors(listing: Listing) -> Iterator[CheckMessage]:
    indexes = {index.name: index for index in listing.model._meta.indexes}
    for ordering in listing.orderings:
        name = ordering.index_name(listing.model)
        if not is_along(indexes.get(name), ordering):
            yield Error(
                f"The list of {listing.model.__name__} is ordered by {ordering.name} without an index: each page would sort all rows.",
                hint=f'Let its Meta.indexes have Index(fields=["{FIXED}", "{ordering.column}", "id"], name="{name}"), or one of that'
                f" name without {FIXED}, or name another one in the Ordering.",
                obj=listing.model,
                id="articles.E021",
            )


def is_along(index: Index | None, ordering: Ordering) -> bool:
    """Whether the index, read forward or backward, gives the rows in the order: both columns run the same way in it."""
    if index is None or index.condition is not None:
        return False
    columns = index.fields_orders
    starts_fixed = columns[:1] and columns[0][0] == FIXED
    along = columns[1:3] if starts_fixed else columns[:2]
    return [name for name, _way in along] == [ordering.column, "id"] and len({way for _name, way in along}) == 1
