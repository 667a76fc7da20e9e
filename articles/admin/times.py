"""Times as editors read and write them: printed in one format, and read back from it and its relatives.

A zone's clocks skip some times and show others twice. Neither is guessed: what is meant is asked for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as fixed_offset
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles.time_zones import EARLIEST, LATEST, OUTSIDE, in_zone, offset_at

LONGEST = 60
LARGEST_OFFSET = timedelta(hours=16)  # Manila was that far from Greenwich, until 1844
HOURS, SIXTY = 24, 60
DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
WRITTEN = re.compile(
    DATE.pattern + r"(?:\s*T\s*|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
    r"(?:\s*(?P<utc>Z|UTC|GMT)|\s*(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2})(?::?(?P<seconds>\d{2}))?)?)?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is said beneath a field of the time that it holds. choices: (value, label) of the instants it may mean."""

    text: str
    choices: Sequence[tuple[str, str]] = ()
    chosen: str = ""


def print_time(instant: datetime | None, zone: tzinfo | None = None) -> str:
    """The instant as the whole admin shows it, in the zone of the signed-in editor."""
    if instant is None:
        return ""
    local = in_zone(instant, zone or timezone.get_current_timezone())
    return formats.date_format(local, "DATETIME_FORMAT")


def print_stored(value: Any) -> str:
    """The same for a time of a snapshot; another text stays as it is."""
    try:
        instant = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    return print_time(instant) if instant.tzinfo else value


def keep_stored(value: Any, stored: Any) -> Any:
    """The stored time where the written one reads the same to the second: fields show no fractions."""
    both = isinstance(value, datetime) and isinstance(stored, datetime)
    return stored if both and value == stored.replace(microsecond=0) else value


def read_time(text: str, zone: tzinfo, chosen: str = "") -> datetime:
    """The instant, in UTC. chosen: which one, for a time that may mean two.

    Raises ValidationError; with the code `unclear` where a choice is wanted.
    """
    wall, offset = read_written(text)
    found = find_instants(wall, offset, zone)
    if len(found) == 1 and EARLIEST <= found[0] <= LATEST:
        return found[0]
    if len(found) == 1:
        raise ValidationError(OUTSIDE)
    for instant in found:
        if instant.isoformat() == chosen:
            return instant
    raise ValidationError(say_unclear(wall, found, zone), code="unclear")


def read_written(text: str) -> tuple[datetime, timedelta | None]:
    """The time as clocks show it, and the offset where one was written behind it."""
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    match = WRITTEN.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        if DATE.fullmatch(text[:LONGEST]):
            raise ValidationError(_("Give the time of day too, such as 09:00; 00:00 is where the day begins."))
        raise ValidationError(
            _("Write a date and a time like 2026-11-30 14:05, and an offset behind it where it matters: 14:05 +01:00.")
        )
    year, month, day, hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3, 4, 5, 6))
    check_clock(hour, minute, second)
    try:
        return datetime(year, month, day, hour, minute, second), read_offset(match)  # noqa: DTZ001  a clock's reading
    except ValueError:
        raise ValidationError(_("The calendar has no such day.")) from None


def check_clock(hour: int, minute: int, second: int) -> None:
    if hour == HOURS:
        raise ValidationError(_("The day ends at 23:59; write 00:00 of the next day."))
    if hour > HOURS or minute >= SIXTY or second >= SIXTY:
        raise ValidationError(_("Clocks go from 00:00:00 to 23:59:59."))


def read_offset(match: re.Match[str]) -> timedelta | None:
    if match["utc"]:
        return timedelta()
    if not match["sign"]:
        return None
    hours, minutes, seconds = (int(match[name] or 0) for name in ("hours", "minutes", "seconds"))
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if offset > LARGEST_OFFSET or minutes >= SIXTY or seconds >= SIXTY:
        raise ValidationError(_("No place is that far from UTC: offsets go from -12:00 to +14:00."))
    return -offset if match["sign"] == "-" else offset


def find_instants(wall: datetime, offset: timedelta | None, zone: tzinfo) -> list[datetime]:
    """One; two where clocks show the time twice, or skip it: then those that the clocks before and after would mean."""
    try:
        if offset is not None:
            return [wall.replace(tzinfo=fixed_offset(offset)).astimezone(UTC)]
        readings = {fold: wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
        return sorted(set(readings.values()))
    except OverflowError:
        raise ValidationError(OUTSIDE) from None


def say_unclear(wall: datetime, found: Sequence[datetime], zone: tzinfo) -> str:
    names = {
        "time": clock_text(wall),
        "date": wall.date().isoformat(),
        "zone": zone,
        "one": print_time(found[0], zone),
        "other": print_time(found[1], zone),
    }
    if in_zone(found[0], zone).replace(tzinfo=None) == wall:
        text = _("%(time)s comes twice on %(date)s in %(zone)s, as clocks are set back: %(one)s or %(other)s?")
    else:
        text = _("There is no %(time)s on %(date)s in %(zone)s, as clocks skip it. Is it %(one)s or %(other)s?")
    return f"{text % names} " + _("Choose one, or write its offset behind the time.")


def tell_time(text: str, zone: tzinfo, chosen: str = "") -> Told:
    """What stands beneath a field that holds the text: zone, offset of that date, and what would be saved."""
    try:
        wall, offset = read_written(text)
        found = find_instants(wall, offset, zone)
    except ValidationError:
        return Told(tell_zone(text, zone))
    if len(found) == 1:
        return Told(tell_instant(found[0], zone))
    choices = {instant.isoformat(): print_time(instant, zone) for instant in found}
    if chosen not in choices:
        return Told(say_unclear(wall, found, zone), list(choices.items()))
    return Told(tell_instant(datetime.fromisoformat(chosen), zone), list(choices.items()), chosen)


def tell_instant(instant: datetime, zone: tzinfo) -> str:
    local = in_zone(instant, zone)
    names = {
        "time": f"{local.date().isoformat()} {clock_text(local)}",
        "zone": zone,
        "offset": offset_at(instant, zone),
        "utc": f"{instant.date().isoformat()} {clock_text(instant)}",
    }
    return _("%(time)s in %(zone)s, %(offset)s. Saved as %(utc)s UTC.") % names


def clock_text(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def tell_zone(text: str, zone: tzinfo) -> str:
    """For a field without a whole time: the offset of its day, or now."""
    try:
        noon, _offset = read_written(f"{text} 12:00")
        return _("%(zone)s, %(offset)s at noon of that day.") % {
            "zone": zone,
            "offset": offset_at(noon.replace(tzinfo=zone), zone),
        }
    except ValidationError:
        return _("%(zone)s, now %(offset)s.") % {"zone": zone, "offset": offset_at(timezone.now(), zone)}
