"""How the values of filters are written in addresses and queries: read on every face, described to programs and browsers."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from articles.cleaning import shown_text
from articles.json_objects import JsonObject
from articles.models.item import SLUG_LENGTH
from articles.naming import make_name_key
from articles.reading.search import MAX_QUERY_LENGTH

WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# As RFC 3339 writes it.
INSTANT = re.compile(
    rf"{DAY.pattern}[Tt ][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}(\.[0-9]{{1,6}})?)?([Zz]|[+-][0-9]{{2}}:[0-9]{{2}})"
)
MAX_MOMENT_LENGTH = 40
MAX_FILTER_VALUES = 50


class BadValue(ValueError):
    """The text is no value of this kind; `wanted` of the kind says what is."""


class ValueKind(ABC):
    """One kind of values.

    is_single: given once, commas belong to it. wanted: what programs are told to give.
    """

    is_single: ClassVar[bool] = False
    max_length: int = SLUG_LENGTH

    @property
    def max_values(self) -> int:
        """More are cut off by pages, and refused by the API."""
        return 1 if self.is_single else MAX_FILTER_VALUES

    @property
    @abstractmethod
    def wanted(self) -> str: ...

    def read(self, text: str) -> Any:
        """The value as conditions take it. Raises BadValue."""
        return text

    def understands(self, text: str) -> bool:
        try:
            self.read(text)
        except BadValue:
            return False
        return True

    @abstractmethod
    def schema(self) -> JsonObject:
        """One value as JSON Schema has it."""

    def attributes(self, text: str) -> dict[str, str]:
        """Of the field of a form in which readers write it; it has to be able to show the text, which need be no value."""
        return {"type": "text", "maxlength": str(self.max_length)}


@dataclass(frozen=True, slots=True)
class Code(ValueKind):
    """A slug or a code. One that nothing bears is a value as well: whether it exists is not told apart from what is hidden."""

    @property
    def wanted(self) -> str:
        return "a slug or code"

    def schema(self) -> JsonObject:
        return {"type": "string", "minLength": 1, "maxLength": self.max_length, "pattern": "^[^,\\x00]+$"}


@dataclass(frozen=True, slots=True)
class LanguageCode(Code):
    """A code that readers are shown as the name of the language."""


@dataclass(frozen=True, slots=True)
class OneOf(ValueKind):
    """One of a few values that are known beforehand, such as levels. choices: (value, label) in their order."""

    choices: Sequence[tuple[str, Any]]

    @property
    def wanted(self) -> str:
        return f"one of {', '.join(value for value, _label in self.choices)}"

    def read(self, text: str) -> str:
        if text not in dict(self.choices):
            raise BadValue(text)
        return text

    def schema(self) -> JsonObject:
        return {"type": "string", "enum": [value for value, _label in self.choices]}


@dataclass(frozen=True, slots=True)
class Words(ValueKind):
    """Words to look for; a text without any is no value, since it would find everything."""

    is_single: ClassVar[bool] = True
    max_length: int = MAX_QUERY_LENGTH

    @property
    def wanted(self) -> str:
        return f"words to look for, at most {self.max_length} characters"

    def read(self, text: str) -> str:
        if len(text) > self.max_length or not make_name_key(shown_text(text)):
            raise BadValue(text)
        return text

    def schema(self) -> JsonObject:
        return {"type": "string", "minLength": 1, "maxLength": self.max_length, "pattern": "^[^\\x00]+$"}

    def attributes(self, text: str) -> dict[str, str]:
        return {"type": "search", "maxlength": str(self.max_length)}


@dataclass(frozen=True, slots=True)
class WholeNumber(ValueKind):
    """From `low` to `high`, both of them included."""

    is_single: ClassVar[bool] = True
    low: int
    high: int

    @property
    def wanted(self) -> str:
        return f"a whole number from {self.low} to {self.high}"

    def read(self, text: str) -> int:
        # int() also takes signs, underscores and digits of other scripts.
        if not (WHOLE_NUMBER.fullmatch(text) and self.low <= int(text) <= self.high):
            raise BadValue(text)
        return int(text)

    def schema(self) -> JsonObject:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}

    def attributes(self, text: str) -> dict[str, str]:
        if text and not WHOLE_NUMBER.fullmatch(text):
            return {"type": "text", "inputmode": "numeric"}
        return {"type": "number", "min": str(self.low), "max": str(self.high)}


@dataclass(frozen=True, slots=True)
class Moment(ValueKind):
    """A day, which is its first instant in UTC, or an instant with its offset."""

    is_single: ClassVar[bool] = True
    max_length: int = MAX_MOMENT_LENGTH

    @property
    def wanted(self) -> str:
        return "a day in UTC such as 2026-01-31, or an instant with its offset such as 2026-01-31T08:00:00Z"

    def read(self, text: str) -> datetime:
        try:
            if DAY.fullmatch(text):
                return datetime.combine(date.fromisoformat(text), time.min, UTC)
            # fromisoformat() also takes weeks, times without colons, and any letter between day and time.
            if not INSTANT.fullmatch(text):
                raise BadValue(text)
            instant = datetime.fromisoformat(text)
            return instant.astimezone(UTC)
        except (ValueError, OverflowError):  # the latter of years that a shift to UTC leaves
            raise BadValue(text) from None

    def schema(self) -> JsonObject:
        return {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}

    def attributes(self, text: str) -> dict[str, str]:
        is_day = not text or (DAY.fullmatch(text) and self.understands(text))
        return {"type": "date" if is_day else "text"}


CODE, LANGUAGE, WORDS, MOMENT = Code(), LanguageCode(), Words(), Moment()
