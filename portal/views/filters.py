"""What the address of a list asks for, and the form, chips and links that lead on from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from articles.choices import Choice
from articles.listing import MAX_FILTER_VALUES, Filter, Listing
from articles.paging import Ordering
from portal.languages import language_name

MAX_VALUE_LENGTH = 200


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

    def query(self, *, without: tuple[str, str] | None = None, cursor: str | None = None) -> str:
        """The address's "?..." with the same filters and order, "?" alone for none of them."""
        pairs = [(name, value) for name, values in self.chosen.items() for value in values if (name, value) != without]
        pairs += [("ordering", self.ordering_name)] if self.ordering_name else []
        return "?" + urlencode(pairs + ([("cursor", cursor)] if cursor else []))


@dataclass(frozen=True, slots=True)
class Chip:
    """A value that narrows the list now, and the address without it."""

    filter_label: Any
    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class FilterField:
    """One select of the form. kept: values beyond the selected one, which the form carries along."""

    name: str
    label: Any
    choices: list[Choice]
    selected: str
    kept: list[str]

    @property
    def is_unknown(self) -> bool:
        """Whether the selected value is none of the choices."""
        return bool(self.selected) and all(choice.value != self.selected for choice in self.choices)


def read_list_request(parameters: QueryDict, listing: Listing) -> ListRequest:
    chosen = {one.name: read_values(parameters.getlist(one.name)) for one in listing.filters}
    default = listing.orderings[0]
    ordering = listing.ordering(parameters.get("ordering", "")) or default
    name = "" if ordering is default else ordering.name
    return ListRequest(chosen, ordering, name, parameters.get("cursor", ""))


def read_values(values: Sequence[str]) -> list[str]:
    """The values without repeats. One that no row can have stays, since it is to match nothing.

    NUL, which PostgreSQL refuses, becomes the replacement character; no slug or code is as long as the cut.
    """
    cleaned = (value.strip().replace("\x00", "\ufffd")[:MAX_VALUE_LENGTH] for value in values)
    return list(dict.fromkeys(value for value in cleaned if value))[:MAX_FILTER_VALUES]


def filter_fields(
    filters: Sequence[Filter], chosen: Mapping[str, Sequence[str]], choices: Mapping[str, list[Choice]]
) -> list[FilterField]:
    """The selects of the form; a filter without choices has none, unless it narrows the list now."""
    return [
        FilterField(one.name, one.label, offered, *split_chosen(chosen[one.name]))
        for one in filters
        if (offered := with_names(one.name, choices[one.name])) or chosen[one.name]
    ]


def split_chosen(values: Sequence[str]) -> tuple[str, list[str]]:
    return (values[0], list(values[1:])) if values else ("", [])


def with_names(name: str, choices: list[Choice]) -> list[Choice]:
    if name != "language":
        return choices
    return [Choice(choice.value, language_name(choice.value)) for choice in choices]


def chips(wanted: ListRequest, fields: Sequence[FilterField], path: str) -> list[Chip]:
    """One for each chosen value; a value that names nothing visible bears itself as its label."""
    found = []
    for field in fields:
        labels = {choice.value: choice.label for choice in field.choices}
        for value in wanted.chosen[field.name]:
            address = path + wanted.query(without=(field.name, value)).removesuffix("?")
            found.append(Chip(field.label, labels.get(value, value), address))
    return found
