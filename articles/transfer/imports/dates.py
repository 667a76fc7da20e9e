"""Dates as front matter and paths write them, as instants in UTC; what could mean two days means none. Pure."""

import re
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Any

from django.utils.timezone import get_default_timezone

FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST = 60
YEAR_DIGITS, DAY_DIGITS, MONTHS_OF_YEAR, PARTS_OF_DATE = 4, 2, 12, 3
MONTHS = (
    "january jan januar jänner januari enero ene janvier janv janeiro gennaio gen",
    "february feb februar februari febrero février fevrier févr fevr fevereiro fev febbraio febr",
    "march mar märz maerz mrz maart marzo mars março marco",
    "april apr abril abr avril avr aprile",
    "may mai mei mayo mag maio maggio",
    "june jun juni junio juin junho jun giugno giu",
    "july jul juli julio juillet juil julho luglio lug",
    "august aug agosto ago août aout augustus",
    "september sep sept septiembre setiembre set septembre setembro settembre",
    "october oct oktober okt octubre octobre outubro out ottobre ott",
    "november nov noviembre novembre novembro",
    "december dec dezember dez diciembre dic décembre decembre déc dezembro dicembre december",
)
MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}
FILLERS = frozenset({
    "of", "the", "de", "del", "di", "do", "da", "dell", "le", "la", "el", "il", "am", "den", "der", "du", "on", "er",
    "st", "nd", "rd", "th", "º", "ª", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "montag", "dienstag", "mittwoch", "donnerstag", "freitag",
    "samstag", "sonnabend", "sonntag", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "lunedì", "martedì", "mercoledì",
    "giovedì", "venerdì", "sabato", "domenica", "segunda", "terça", "quarta", "quinta", "sexta", "feira",
})  # fmt: skip
WORDS = re.compile(r"\d+|[^\W\d_]+")
PROSE = re.compile(r"[\w\s.,ºª-]+")
EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?")
NUMERIC = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})")
ZONE_SPACE = re.compile(r"(?<=\d) +(?=[+-]\d\d:?\d\d\Z)")
DATE_PREFIX = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[-_ ]+|\Z)")
FOLDER_DATE = re.compile(r"(?:\A|/)(\d{4})/(\d{1,2})/(\d{1,2})(?=/)")


def read_date(value: Any) -> datetime | None:
    """The instant that a front matter value names; one without a zone is in the portal's. None: it names none, or more than one."""
    if isinstance(value, datetime):
        return in_utc(value)
    if isinstance(value, date):
        return make_date(value.year, value.month, value.day)
    if isinstance(value, int) and not isinstance(value, bool) and len(str(abs(value))) <= LONGEST:
        value = str(value) if len(str(value)) == len("20240305") else ""
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    return read_text(" ".join(value.split()))


def read_text(text: str) -> datetime | None:
    if found := read_iso(text):
        return found
    if match := EAST_ASIAN.fullmatch(text):
        return make_date(int(match[1]), int(match[2]), int(match[3]))
    if match := NUMERIC.fullmatch(text):
        return read_numbers(match[1], match[3], match[4])
    return read_prose(text)


def read_iso(text: str) -> datetime | None:
    text = re.sub(r" ?(?:UTC|GMT|Z)\Z", "+00:00", ZONE_SPACE.sub("", text))
    try:
        return in_utc(datetime.fromisoformat(text))
    except ValueError:
        return None


def read_numbers(first: str, second: str, third: str) -> datetime | None:
    """Year first is plain; else only one of the first two may be a month."""
    one, two, three = int(first), int(second), int(third)
    if len(first) == YEAR_DIGITS:
        return make_date(one, two, three)
    if len(third) != YEAR_DIGITS or (one != two and max(one, two) <= MONTHS_OF_YEAR):
        return None
    return make_date(three, min(one, two), max(one, two))


def read_prose(text: str) -> datetime | None:
    """“5th of March 2024” in the languages of `MONTHS`."""
    if not PROSE.fullmatch(text):
        return None
    words = [word for word in WORDS.findall(text.casefold()) if word not in FILLERS]
    months = [MONTH_NUMBERS[word] for word in words if word in MONTH_NUMBERS]
    numbers = [word for word in words if word.isdecimal()]
    if len(words) != PARTS_OF_DATE or len(months) != 1 or len(numbers) != PARTS_OF_DATE - 1:
        return None
    years = [number for number in numbers if len(number) == YEAR_DIGITS]
    days = [number for number in numbers if len(number) <= DAY_DIGITS]
    return make_date(int(years[0]), months[0], int(days[0])) if years and days else None


def date_from_path(path: str) -> datetime | None:
    """The date in the name of a file or its folder (`2020-02-26-name.md`), or in its folders (`2020/02/26/`)."""
    inside = PurePosixPath(path)
    for name in (inside.stem, *reversed(inside.parent.parts)):
        if (match := DATE_PREFIX.match(name)) and (found := make_date(*map(int, match.groups()))):
            return found
    match = FOLDER_DATE.search(path)
    return make_date(*map(int, match.groups())) if match else None


def make_date(year: int, month: int, day: int) -> datetime | None:
    try:
        return in_utc(datetime(year, month, day))  # noqa: DTZ001  the portal's day
    except ValueError:
        return None


def in_utc(value: datetime) -> datetime | None:
    try:
        value = value if value.tzinfo else value.replace(tzinfo=get_default_timezone())
        value = value.astimezone(UTC)
    except OverflowError:
        return None
    return value if FIRST_YEAR <= value.year <= LAST_YEAR else None
