"""THE reading of what a file or a row says about being public, the same for articles and tables, whoever wrote it. Pure.

What says "not public", or may say so and is not understood, makes a draft; each reason is told.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from articles.publishing import Status
from articles.transfer.imports.dates import NUMERIC, make_date, read_date
from articles.transfer.imports.standing import words
from articles.transfer.imports.standing.words import Kind, plain

DEEPEST, LONGEST_VALUE = 5, 60
YEAR = re.compile(r"(?<!\d)(?:1[89]|2[0-9])\d\d(?!\d)")
TITLE = re.compile(
    r"\s*(?:[\[(](?:draft|wip|entwurf)[\])]|(?:DRAFT|WIP|ENTWURF)\b\s*[:–-])|.*[\[(]draft[\])]\s*\Z", re.IGNORECASE
)
STATUSES = {plain(value): value for value in Status.values if value != Status.PUBLISHED}


@dataclass(frozen=True, slots=True)
class Standing:
    """status: that a new item gets; "" where nothing speaks against publishing. reasons: why it is not public.

    publish_at, expire_at: the instants that are named. notes: what could not be read and changes nothing.
    is_firm: whether it holds against what the whole import was asked for. is_quiet: whether it is a status of the portal's
    own that comes back, of which nobody has to be warned.
    """

    status: str = ""
    reasons: tuple[str, ...] = ()
    publish_at: datetime | None = None
    expire_at: datetime | None = None
    notes: tuple[str, ...] = ()
    is_firm: bool = True
    is_quiet: bool = False

    @property
    def reason(self) -> str:
        return "; ".join(self.reasons)

    def __and__(self, other: "Standing") -> "Standing":
        """What both say together: not public where one says so, and not before the later of their days."""
        status = self.status if self.status == other.status or not other.status else other.status
        ends = [one for one in (self.expire_at, other.expire_at) if one]
        return Standing(
            Status.DRAFT.value if self.status and other.status and self.status != other.status else status,
            tuple(dict.fromkeys((*self.reasons, *other.reasons))),
            later(self.publish_at, other.publish_at),
            min(ends) if ends else None,
            tuple(dict.fromkeys((*self.notes, *other.notes))),
            (self.is_firm or not self.status) and (other.is_firm or not other.status),
            self.is_quiet and other.is_quiet,
        )


SILENT = Standing()


@dataclass(frozen=True, slots=True)
class Saying:
    """One name with its value. at: when it is read. is_cell: whether an empty value only is an empty cell."""

    name: str
    value: Any
    at: datetime
    is_cell: bool

    @property
    def shown(self) -> str:
        text = " ".join(str(self.value).split()) if self.value is not None else ""
        return f"{self.name}: {text[:LONGEST_VALUE] or '(empty)'}"

    @property
    def is_empty(self) -> bool:
        blank = isinstance(self.value, str) and (
            not self.value.strip() or (self.is_cell and self.word in words.NOTHING)
        )
        return self.value is None or blank

    def hidden(self) -> Standing:
        return Standing(STATUSES.get(self.word, Status.DRAFT.value), (self.shown,))

    def unknown(self) -> Standing:
        return Standing(Status.DRAFT.value, (f"{self.shown} (not understood here)",))

    @property
    def word(self) -> str:
        value = self.value
        return plain(str(value).translate(words.TICKS)) if isinstance(value, str | bool | int | float) else ""


def read_standing(values: Mapping[Any, Any], *, at: datetime | None = None, is_row: bool = False) -> Standing:
    """What the names and values of a file's front matter, or of a row, say. is_row: empty cells say nothing."""
    found = [
        read_saying(kind, saying) for kind, saying in find_sayings(values, at or datetime.now(UTC), is_cell=is_row)
    ]
    return settle(found, at or datetime.now(UTC)) if found else SILENT


def settle(found: list[Standing], at: datetime) -> Standing:
    """All sayings as one: of the days of publication the last one that is to come, else the one named first."""
    days = [one.publish_at for one in found if one.publish_at]
    whole = SILENT
    for one in found:
        whole &= one
    coming = [day for day in days if day > at]
    whole = replace(whole, publish_at=max(coming) if coming else days[0] if days else None)
    waits = whole.reasons and all(
        plain(reason.partition(": ")[2]) in ("scheduled", "future") for reason in whole.reasons
    )
    if waits and coming:
        whole = replace(whole, status="", reasons=())
    if whole.expire_at and whole.publish_at and whole.expire_at <= whole.publish_at:
        reason = "it would expire before it is published"
        return replace(
            whole, status=whole.status or Status.DRAFT.value, reasons=(*whole.reasons, reason), expire_at=None
        )
    return whole


def later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else one or other


def find_sayings(
    values: Mapping[Any, Any], at: datetime, *, is_cell: bool, inside: str = "", is_known: bool = True, depth: int = 0
) -> Iterator[tuple[Kind, Saying]]:
    """Each name that says something, also within what holds names of its own. inside: what that is called."""
    for given, value in values.items():
        path, name = split_name(str(given), inside)
        kind = kind_of(path, name, is_known=is_known and (not path or plain(path) in words.CONTAINERS))
        shown = f"{path}.{name}" if path else name
        if kind is not None and not (isinstance(value, Mapping) and plain(name) in words.CONTAINERS):
            yield kind, Saying(shown, value, at, is_cell)
        elif isinstance(value, Mapping) and depth < DEEPEST:
            known = is_known and plain(name) in words.CONTAINERS
            yield from find_sayings(value, at, is_cell=is_cell, inside=name, is_known=known, depth=depth + 1)


def split_name(given: str, inside: str) -> tuple[str, str]:
    """(what the name stands in, the name): columns of nested data are called `params.draft`."""
    path, dot, name = given.rpartition(".")
    return (path.rpartition(".")[2], name) if dot and name and path else (inside, given)


def kind_of(path: str, name: str, *, is_known: bool) -> Kind | None:
    key, above = plain(name), plain(path)
    if above == "build" and key in words.BUILD_KEYS:
        return "unless_false"
    if above == "sitemap" and key in words.SITEMAP_KEYS:
        return "hides"
    if above == "robots" and key == "index":
        return "shows"
    kind = words.KINDS.get(key) or words.KINDS.get(words.PREFIX.sub("", key))
    return kind if is_known or key in words.PLAINEST else None


def read_saying(kind: Kind, saying: Saying) -> Standing:
    if isinstance(saying.value, list | tuple) and kind in ("hides", "shows", "state"):
        parts = [read_saying(kind, replace(saying, value=one)) for one in saying.value]
        return next((one for one in parts if one.status), SILENT) if parts else saying.unknown()
    return READERS[kind](saying)


def read_hides(saying: Saying) -> Standing:
    if saying.is_empty:
        return SILENT if saying.is_cell else saying.unknown()
    if saying.word in words.FALSE or saying.word in words.PUBLIC:
        return SILENT
    return saying.hidden() if saying.word in words.TRUE | words.NOT_PUBLIC else saying.unknown()


def read_shows(saying: Saying) -> Standing:
    if saying.word in words.TRUE or saying.word in words.PUBLIC:
        return SILENT
    if saying.word in words.FALSE or saying.word in words.NOT_PUBLIC:
        return saying.hidden()
    return saying.unknown() if saying.is_empty else read_from(saying)


def read_state(saying: Saying) -> Standing:
    if saying.is_empty and saying.is_cell:
        return SILENT
    if saying.word in words.PUBLIC or saying.value is True:
        return SILENT
    return saying.hidden() if saying.word in words.NOT_PUBLIC or saying.word in STATUSES else saying.unknown()


def read_hint(saying: Saying) -> Standing:
    values = saying.value if isinstance(saying.value, list | tuple) else re.split(r"[,;|]", str(saying.value))
    found = [one for one in values if isinstance(one, str) and plain(one.strip("#[]'\" ")) in words.UNREADY]
    return replace(saying, value=found[0]).hidden() if found else SILENT


def read_from(saying: Saying) -> Standing:
    """A day of publication: one to come waits for it; one that cannot be read may be to come, unless its year is past."""
    if saying.is_empty:
        return SILENT
    if found := read_date(saying.value):
        return Standing(publish_at=found)
    if saying.word in words.FALSE:
        # Not held back; but where a day of publication is asked for, "never" and "no" are one.
        return SILENT if words.WAITS.search(plain(saying.name)) else saying.hidden()
    if is_past(saying.value, saying.at):
        return Standing(notes=(f"the date “{str(saying.value)[:50]}” cannot be read for certain",))
    return saying.unknown()


def read_day(saying: Saying) -> Standing:
    """The day that a file bears: written mostly, and the day of publication for generators."""
    value = saying.value
    if isinstance(value, Mapping):
        value = next(iter(value.values()), None)
    if value is None or isinstance(value, bool) or value == "" or plain(str(value)) in words.TODAY:
        return SILENT
    found = read_from(replace(saying, value=value))
    is_future = YEAR.search(str(value)) is not None or plain(str(value)) in words.NOT_PUBLIC
    if found.status and not is_future:
        return Standing(notes=(f"the date “{str(value)[:50]}” cannot be read for certain",))
    return found


def read_until(saying: Saying) -> Standing:
    if saying.is_empty or saying.word in words.NO_END:
        return SILENT
    found = read_date(saying.value)
    if found is not None and found > saying.at:
        return Standing(expire_at=found)
    return (
        saying.hidden() if found or is_past(saying.value, saying.at) or saying.word in words.TRUE else saying.unknown()
    )


def is_past(value: Any, at: datetime) -> bool:
    """Whether a date that could mean several days lies in the past whichever it means."""
    text = str(value)[:LONGEST_VALUE]
    if isinstance(value, bool | Mapping | list | tuple):
        return False
    if match := NUMERIC.fullmatch(text.strip()):
        both = [
            make_date(int(match[4]), month, day)
            for month, day in ((int(match[1]), int(match[3])), (int(match[3]), int(match[1])))
        ]
        return any(both) and all(day is None or day <= at for day in both)
    years = [int(year) for year in YEAR.findall(text)]
    return bool(years) and max(years) < at.year


def read_password(saying: Saying) -> Standing:
    if saying.is_empty or saying.word in words.FALSE:
        return SILENT
    return Standing(Status.DRAFT.value, (f"{saying.name}: (a password)",))


def read_unless_false(saying: Saying) -> Standing:
    return saying.hidden() if saying.word in words.FALSE | {"local"} else SILENT


def read_robots(saying: Saying) -> Standing:
    return saying.hidden() if "noindex" in plain(str(saying.value)[:10_000]) else SILENT


def read_hide(saying: Saying) -> Standing:
    """A list says which parts of the page are hidden."""
    return SILENT if isinstance(saying.value, list | tuple) else read_hides(replace(saying, is_cell=True))


READERS: Mapping[Kind, Callable[[Saying], Standing]] = {
    "hides": read_hides,
    "shows": read_shows,
    "state": read_state,
    "hint": read_hint,
    "from": read_from,
    "date": read_day,
    "until": read_until,
    "password": read_password,
    "unless_false": read_unless_false,
    "robots": read_robots,
    "hide": read_hide,
}


def standing_of_path(path: str) -> Standing:
    """What the folders that a file stands in say, and the end of its name (`page.draft.md`)."""
    inside = PurePosixPath(path)
    folder = next((part for part in inside.parts[:-1] if plain(part) in words.DRAFT_FOLDERS), "")
    if folder:
        return Standing(Status.DRAFT.value, (f"in the folder {folder}",))
    endings = [ending.strip(".").lower() for ending in inside.suffixes[:-1]]
    return Standing(Status.DRAFT.value, (f"named {inside.name}",)) if "draft" in endings else SILENT


def standing_of_title(title: str) -> Standing:
    return Standing(Status.DRAFT.value, (f"titled {title[:LONGEST_VALUE]}",)) if TITLE.match(title) else SILENT
