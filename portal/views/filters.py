"""What the address of a list asks for, and the form, chips and links that lead on from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from articles.cleaning import shown_text
from articles.naming import make_sort_key
from articles.reading.lists.facet_counts import Choice, Choices
from articles.reading.lists.filters import MAX_FILTER_VALUES, Filter, Listing
from articles.reading.lists.paging import Ordering
from portal.languages import language_name

MAX_VALUE_LENGTH = 200
MAX_OPEN = 10


@dataclass(frozen=True, slots=True)
class ListRequest:
    """The part of an address that the list understands; the rest is ignored.

    chosen: filter name to its values. ordering_name: empty for the list's own order.
    """

    chosen: dict[str, list[str]]
    ordering: Ordering
    ordering_name: str
    cursor: str

    @property
    def is_filtered(self) -> bool:
        return any(self.chosen.values())

    @property
    def is_whole(self) -> bool:
        """Whether it is the list as it stands, from its first row."""
        return not (self.is_filtered or self.ordering_name or self.cursor)

    def query(
        self, *, without: tuple[str, str] | None = None, without_filter: str = "", cursor: str | None = None
    ) -> str:
        """The address's "?..." with the same filters and order, "?" alone for none of them.

        without: a filter and the value to leave out. without_filter: a filter to leave out whole.
        """
        kept = [(name, value) for name, values in self.chosen.items() if name != without_filter for value in values]
        pairs = [pair for pair in kept if pair != without]
        pairs += [("ordering", self.ordering_name)] if self.ordering_name else []
        return "?" + urlencode(pairs + ([("cursor", cursor)] if cursor else []))


@dataclass(frozen=True, slots=True)
class Chip:
    """A value that narrows the list now, and the address without it.

    is_found: False for what does not exist and for what readers may not see, so that nobody can tell them apart.
    """

    filter_label: Any
    label: str
    is_found: bool
    remove_url: str


@dataclass(frozen=True, slots=True)
class Option:
    """A checkbox: a value, its name, and how many rows it would bring."""

    value: str
    label: str
    count: int
    is_chosen: bool
    is_found: bool


@dataclass(frozen=True, slots=True)
class FilterField:
    """One filter of the form. first: what stands open; rest: what stands behind it in a long filter, by name."""

    name: str
    label: Any
    first: list[Option]
    rest: list[Option]

    @property
    def chosen_count(self) -> int:
        return sum(option.is_chosen for option in self.first)


def read_list_request(parameters: QueryDict, listing: Listing) -> ListRequest:
    chosen = {one.name: read_values(parameters.getlist(one.name)) for one in listing.filters}
    default = listing.orderings[0]
    ordering = listing.ordering(parameters.get("ordering", "")) or default
    name = "" if ordering is default else ordering.name
    return ListRequest(chosen, ordering, name, parameters.get("cursor", ""))


def read_values(values: Sequence[str]) -> list[str]:
    """The values without repeats. One that no row can have stays, since it is to match nothing.

    What no page can hold becomes the replacement character; no slug or code is as long as the cut.
    """
    cleaned = (shown_text(value.strip()[:MAX_VALUE_LENGTH]) for value in values)
    return list(dict.fromkeys(value for value in cleaned if value))[:MAX_FILTER_VALUES]


def filter_fields(
    filters: Sequence[Filter], chosen: Mapping[str, Sequence[str]], choices: Choices
) -> list[FilterField]:
    """The filters that can narrow the list, or narrow it now."""
    fields = []
    for one in filters:
        options = make_options(one.name, choices.offered[one.name], chosen[one.name])
        if chosen[one.name] or any(option.count < choices.total for option in options):
            fields.append(FilterField(one.name, one.label, *split_options(options)))
    return fields


def make_options(name: str, offered: Sequence[Choice], chosen: Sequence[str]) -> list[Option]:
    """What is offered, then what is chosen and is not; such a value bears itself as its label."""
    known = {choice.value for choice in offered}
    unknown = [Choice(value, value, 0) for value in chosen if value not in known]
    naming = language_name if name == "language" else str
    options = []
    for one in (*offered, *unknown):
        label = naming(one.label)
        is_found = one.value in known or label != one.value
        options.append(Option(one.value, label, one.count, one.value in chosen, is_found))
    return options


def split_options(options: list[Option]) -> tuple[list[Option], list[Option]]:
    """All of a short list; of a long one the chosen and the most frequent, and the others by name."""
    if len(options) <= MAX_OPEN:
        return options, []
    room = max(MAX_OPEN - sum(option.is_chosen for option in options), 0)
    open_values = {one.value for one in [one for one in options if not one.is_chosen][:room]}
    first = [one for one in options if one.is_chosen or one.value in open_values]
    rest = [one for one in options if not one.is_chosen and one.value not in open_values]
    return first, sorted(rest, key=lambda one: make_sort_key(one.label))


def chips(wanted: ListRequest, fields: Sequence[FilterField], path: str) -> list[Chip]:
    """One for each chosen value; a value that names nothing visible bears itself as its label."""
    found = []
    for field in fields:
        options = {option.value: option for option in field.first}
        for value in wanted.chosen[field.name]:
            address = path + wanted.query(without=(field.name, value)).removesuffix("?")
            found.append(Chip(field.label, options[value].label, options[value].is_found, address))
    return found


@dataclass(frozen=True, slots=True)
class WayOut:
    """A filter without which an empty list has rows, and the address where it has them."""

    label: Any
    count: int
    url: str


def ways_out(wanted: ListRequest, fields: Sequence[FilterField], choices: Choices, path: str) -> list[WayOut]:
    """Those filters that alone keep the list empty."""
    return [
        WayOut(
            field.label, choices.without[field.name], path + wanted.query(without_filter=field.name).removesuffix("?")
        )
        for field in fields
        if choices.total == 0 and choices.without.get(field.name) and len(choices.without) > 1
    ]
