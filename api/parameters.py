"""Reads the parameters of a query, strictly: what is not documented, or out of bounds, is refused by name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from api.exceptions import BadParameters, ParameterError
from articles.models.item import SLUG_LENGTH
from articles.reading.lists.filter_kinds import Filter
from articles.reading.lists.filters import Listing
from articles.reading.lists.paging import MAX_CURSOR_LENGTH, Ordering
from articles.reading.lists.value_kinds import MAX_FILTER_VALUES

PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
MAX_VALUE_LENGTH = SLUG_LENGTH
MAX_SHOWN = 50
NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class ListParameters:
    """filters: filter name to the values wanted. cursor: empty for the first page."""

    filters: Mapping[str, list[str]]
    ordering: Ordering
    page_size: int
    cursor: str


def read_list_parameters(query: QueryDict, listing: Listing) -> ListParameters:
    """Raises BadParameters, with everything that is wrong."""
    reader = Reader(query)
    reader.refuse_unknown(["cursor", "page_size", "ordering", *(one.name for one in listing.filters)])
    parameters = ListParameters(
        filters={one.name: reader.read_filter(one) for one in listing.filters if one.name in query},
        ordering=reader.read_choice("ordering", {one.name: one for one in listing.orderings}),
        page_size=reader.read_number("page_size", default=PAGE_SIZE, limit=MAX_PAGE_SIZE),
        cursor=reader.read_text("cursor", MAX_CURSOR_LENGTH),
    )
    reader.check()
    return parameters


def refuse_unknown(query: QueryDict, known: Iterable[str] = ()) -> None:
    """Raises BadParameters for each parameter that is not known."""
    reader = Reader(query)
    reader.refuse_unknown(known)
    reader.check()


class Reader:
    """Reads one query; errors are kept until `check`, so that a client learns of all of them at once."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.errors: list[ParameterError] = []

    def check(self) -> None:
        """Raises BadParameters if anything was wrong."""
        if self.errors:
            raise BadParameters(self.errors)

    def refuse(self, name: str, message: str) -> None:
        self.errors.append(ParameterError(name=name[:MAX_SHOWN], message=message))

    def refuse_unknown(self, known: Iterable[str]) -> None:
        known = list(known)
        hint = f"Known here: {', '.join(sorted(known))}." if known else "There are none here."
        for name in self.query:
            if name not in known:
                self.refuse(name, f"Unknown parameter. {hint}")

    def read_text(self, name: str, max_length: int) -> str:
        """The one value; empty where the parameter is absent or refused."""
        values = self.query.getlist(name)
        if len(values) > 1:
            self.refuse(name, "Give it once.")
        elif values and not values[0]:
            self.refuse(name, "Give it a value, or leave it out.")
        elif values and len(values[0]) > max_length:
            self.refuse(name, f"At most {max_length} characters.")
        elif values:
            return values[0]
        return ""

    def read_choice[T](self, name: str, choices: Mapping[str, T]) -> T:
        """The chosen one; the first where the parameter is absent or wrong."""
        default = next(iter(choices))
        text = self.read_text(name, MAX_VALUE_LENGTH) or default
        if text not in choices:
            self.refuse(name, f"Choose one of {', '.join(choices)}.")
        return choices.get(text, choices[default])

    def read_number(self, name: str, *, default: int, limit: int) -> int:
        if name not in self.query:
            return default
        text = self.read_text(name, MAX_VALUE_LENGTH)
        if NUMBER.fullmatch(text) and 1 <= int(text) <= limit:
            return int(text)
        if text:
            self.refuse(name, f"Give a whole number from 1 to {limit}.")
        return default

    def read_filter(self, one: Filter) -> list[str]:
        """The values as they are written, each of which the filter understands; none where the parameter is refused."""
        if one.kind.is_single:
            values = list(filter(None, [self.read_text(one.name, one.kind.max_length)]))
        else:
            values = self.read_values(one.name)
        if any("\x00" in value for value in values):
            self.refuse(one.name, "A value holds a character that no text has.")
        elif not all(one.kind.understands(value) for value in values):
            self.refuse(one.name, f"Give {one.kind.wanted}.")
        return values

    def read_values(self, name: str) -> list[str]:
        """All values, given by repetition or with commas between them; none where they are refused."""
        values = [value for given in self.query.getlist(name) for value in given.split(",")]
        if len(values) > MAX_FILTER_VALUES:
            self.refuse(name, f"At most {MAX_FILTER_VALUES} values.")
        elif not all(values):
            self.refuse(name, "A value is empty.")
        elif any(len(value) > MAX_VALUE_LENGTH for value in values):
            self.refuse(name, f"A value has at most {MAX_VALUE_LENGTH} characters.")
        else:
            return values
        return []
