"""Time zones: which there are, what they are called, and which one an editor wants. Instants themselves are kept in UTC."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as fixed_offset
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Names of the database that stand for places; the others are old names, or a machine's own (`localtime`).
AREAS = {
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
}  # fmt: skip
# What can be shown in every zone: a day from the first and the last instant that Python has, as offsets stay below a day.
EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
LATEST = datetime(9999, 12, 30, tzinfo=UTC)
OUTSIDE = gettext_lazy("Times here go from 0001-01-02 to 9999-12-30; one without end is left empty.")


class ShownZone(ZoneInfo):
    """A zone whose local times bear the offset of their own instant.

    Django's formats leave the offset out of a time that clocks show twice, which is where it is needed.
    """

    def fromutc(self, dt: datetime) -> datetime:
        return with_own_offset(super().fromutc(dt))


def with_own_offset(local: datetime) -> datetime:
    return local.replace(tzinfo=fixed_offset(local.utcoffset() or timedelta()), fold=0)


@cache
def zone_names() -> tuple[str, ...]:
    """Those that an editor can choose, in order."""
    return ("UTC", *sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS and "/" in name))


def zone_of(user: Any) -> tzinfo:
    """The zone that the user chose; the portal's where they chose none, or one that this machine no longer knows."""
    name = getattr(user, "time_zone", "")
    return ShownZone(name if name in zone_names() else timezone.get_default_timezone_name())


@cache
def kept_zone(name: str) -> ZoneInfo:
    """Python itself keeps few of them, and reads the others' files each time all are listed."""
    return ZoneInfo(name)


def zone_choices() -> list[Any]:
    """For select boxes: the portal's own, then all by area, each with its offset now."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    now = timezone.now()
    for name in zone_names():
        area, _slash, place = name.partition("/")
        groups[area].append((name, f"{place_name(place or area)}, {offset_at(now, kept_zone(name))}"))
    portal = timezone.get_default_timezone()
    own = _("The portal’s: %(zone)s") % {"zone": f"{portal}, {offset_at(now, portal)}"}
    return [("", own), *groups.pop("UTC"), *groups.items()]


def place_name(path: str) -> str:
    """The place first, as one types to find it: `Indiana/Knox` is “Knox (Indiana)”."""
    region, _slash, place = path.replace("_", " ").rpartition("/")
    return f"{place} ({region})" if region else place


def offset_at(instant: datetime, zone: tzinfo) -> str:
    return offset_text(in_zone(instant, zone).utcoffset() or timedelta())


def offset_text(offset: timedelta) -> str:
    sign, offset = ("-", -offset) if offset < timedelta() else ("+", offset)
    minutes, seconds = divmod(int(offset.total_seconds()), 60)
    return f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def in_zone(instant: datetime, zone: tzinfo) -> datetime:
    """The instant as clocks of the zone show it; in UTC at the edges of the calendar, which not every zone has."""
    try:
        return with_own_offset(instant.astimezone(zone))
    except OverflowError:
        return instant.astimezone(UTC)
