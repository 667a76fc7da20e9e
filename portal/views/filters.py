"""What the address of a list asks for, and the form, chips and links that lead on from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from articles.cleaning import shown_text
from articles.naming import make_sort_key
from articles.reading.lists.facet_counts import Choice, Choices
from articles.reading.lists.filter_kinds import Filter
from articles.reading.lists.filters import Listing
from articles.reading.lists.paging import Ordering
from articles.reading.lists.value_kinds import CODE, LanguageCode, ValueKind
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
    is_understood: False for what is no value of the filter, such as a word for a number.
    """

    filter_label: Any
    label: str
    is_found: bool
    is_understood: bool
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
    """One filter of the form. first: what stands open; rest: what stands behind it in a long filter, by name.

    Where readers write the value themselves, both are empty. text: what they wrote. attributes: of the field to write in.
    """

    name: str
    label: Any
    kind: ValueKind
    first: Sequence[Option] = ()
    rest: Sequence[Option] = ()
    is_written: bool = False
    text: str = ""

    @property
    def chosen_count(self) -> int:
        return sum(option.is_chosen for option in self.first)

    @property
    def attributes(self) -> dict[str, str]:
        return self.kind.attributes(self.text)

    def make_chip(self, value: str, remove_url: str) -> Chip:
        if self.is_written:
            return Chip(
                self.label, value, is_found=True, is_understood=self.kind.understands(value), remove_url=remove_url
            )
        option = next(one for one in self.first if one.value == value)
        return Chip(self.label, option.label, is_found=option.is_found, is_understood=True, remove_url=remove_url)


def read_list_request(parameters: QueryDict, listing: Listing) -> ListRequest:
    chosen = {one.name: read_values(parameters.getlist(one.name), one.kind) for one in listing.filters}
    default = listing.orderings[0]
    ordering = listing.ordering(parameters.get("ordering", "")) or default
    name = "" if ordering is default else ordering.name
    return ListRequest(chosen, ordering, name, parameters.get("cursor", ""))


def read_values(values: Sequence[str], kind: ValueKind = CODE) -> list[str]:
    """The values without repeats. One that no row can have stays, since it is to match nothing.

    What no page can hold becomes the replacement character; what is longer than any value stays so after the cut.
    """
    room = max(MAX_VALUE_LENGTH, kind.max_length + 1)
    cleaned = (shown_text(value.strip()[:room]) for value in values)
    return list(dict.fromkeys(value for value in cleaned if value))[: kind.max_values]


def filter_fields(
    filters: Sequence[Filter], chosen: Mapping[str, Sequence[str]], choices: Choices
) -> list[FilterField]:
    """The filters that can narrow the list, or narrow it now."""
    fields = []
    for one in filters:
        values = chosen[one.name]
        if one.facet is None:
            if values or choices.total > 1:
                fields.append(FilterField(one.name, one.label, one.kind, is_written=True, text="".join(values[:1])))
            continue
        options = make_options(one.kind, choices.offered[one.name], values)
        if values or any(option.count < choices.total for option in options):
            fields.append(FilterField(one.name, one.label, one.kind, *split_options(options)))
    return fields


def make_options(kind: ValueKind, offered: Sequence[Choice], chosen: Sequence[str]) -> list[Option]:
    """What is offered, then what is chosen and is not; such a value bears itself as its label."""
    known = {choice.value for choice in offered}
    unknown = [Choice(value, value, 0) for value in chosen if value not in known]
    naming = language_name if isinstance(kind, LanguageCode) else str
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
    return [
        field.make_chip(value, path + wanted.query(without=(field.name, value)).removesuffix("?"))
        for field in fields
        for value in wanted.chosen[field.name]
    ]


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
