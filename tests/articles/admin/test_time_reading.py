"""Written times: what they mean in each zone, which are asked for, and that what is printed can be typed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from articles.admin.times import print_stored, print_time, read_time, tell_time
from articles.time_zones import EARLIEST, LATEST, zone_names

BERLIN = "Europe/Berlin"
ZONES = [
    BERLIN, "UTC", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia",
    "Africa/Casablanca", "Pacific/Kiritimati", "Africa/Cairo",
]  # fmt: skip


def read(text: str, zone: str = BERLIN, chosen: str = "") -> str:
    return read_time(text, ZoneInfo(zone), chosen).isoformat().removesuffix("+00:00")


def refusal(text: str, zone: str = BERLIN) -> ValidationError:
    with pytest.raises(ValidationError) as error:
        read_time(text, ZoneInfo(zone))
    return error.value


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-30 14:05", "2026-11-30T13:05:00"),
        ("2026-07-30 14:05", "2026-07-30T12:05:00"),
        (" 2026-11-30  14:05 ", "2026-11-30T13:05:00"),
        ("2026-1-3 9:05", "2026-01-03T08:05:00"),
        ("2026-11-30T14:05:09", "2026-11-30T13:05:09"),
        ("2026-11-30T14:05:09.5Z", "2026-11-30T14:05:09"),
        ("2026-11-30 14:05 UTC", "2026-11-30T14:05:00"),
        ("2026-11-30 14:05 +0545", "2026-11-30T08:20:00"),
        ("2026-11-30 14:05 UTC+05:45", "2026-11-30T08:20:00"),
        ("2026-11-30 14:05-5", "2026-11-30T19:05:00"),
        ("2026-11-30 14:05 −05:00", "2026-11-30T19:05:00"),
        ("2026-10-25 02:30 +02:00", "2026-10-25T00:30:00"),
        ("2026-10-25 02:30 +01:00", "2026-10-25T01:30:00"),
    ],
)
def test_written_time_is_read(text: str, instant: str) -> None:
    assert read(text) == instant


UNCLEAR = {
    "Berlin, back": (BERLIN, "2026-10-25 02:30", ["2026-10-25T00:30", "2026-10-25T01:30"]),
    "Berlin, ahead": (BERLIN, "2027-03-28 02:30", ["2027-03-28T00:30", "2027-03-28T01:30"]),
    "New York, back": ("America/New_York", "2026-11-01 01:00", ["2026-11-01T05:00", "2026-11-01T06:00"]),
    "New York, ahead": ("America/New_York", "2026-03-08 02:59", ["2026-03-08T06:59", "2026-03-08T07:59"]),
    "half an hour back": ("Australia/Lord_Howe", "2026-04-05 01:45", ["2026-04-04T14:45", "2026-04-04T15:15"]),
    "half an hour ahead": ("Australia/Lord_Howe", "2026-10-04 02:15", ["2026-10-03T15:15", "2026-10-03T15:45"]),
    "a day left out": ("Pacific/Apia", "2011-12-30 12:00", ["2011-12-29T22:00", "2011-12-30T22:00"]),
    "before Ramadan": ("Africa/Casablanca", "2026-02-15 02:30", ["2026-02-15T01:30", "2026-02-15T02:30"]),
    "after Ramadan": ("Africa/Casablanca", "2026-03-22 02:30", ["2026-03-22T01:30", "2026-03-22T02:30"]),
    "midnight left out": ("Africa/Cairo", "2026-04-24 00:00", ["2026-04-23T21:00", "2026-04-23T22:00"]),
}


@pytest.mark.parametrize(("zone", "text", "meant"), UNCLEAR.values(), ids=UNCLEAR)
def test_time_that_may_mean_two_is_asked_for_and_takes_each_answer(zone: str, text: str, meant: list[str]) -> None:
    error = refusal(text, zone)
    choices = tell_time(text, ZoneInfo(zone)).choices
    instants = [value for value, _label in choices]

    assert error.code == "unclear"
    assert [datetime.fromisoformat(one) for one in instants] == [datetime.fromisoformat(f"{one}Z") for one in meant]
    assert [read(text, zone, one) + "+00:00" for one in instants] == instants
    assert all(label in error.message for _value, label in choices)
    assert [read(label, zone) + "+00:00" for _value, label in choices] == instants


def test_question_names_both_times() -> None:
    back, ahead = refusal("2026-10-25 02:30").message, refusal("2027-03-28 02:30").message
    assert back == (
        "02:30 comes twice on 2026-10-25 in Europe/Berlin, as clocks are set back: 2026-10-25 02:30 UTC+02:00 or"
        " 2026-10-25 02:30 UTC+01:00? Choose one, or write its offset behind the time."
    )
    assert ahead == (
        "There is no 02:30 on 2027-03-28 in Europe/Berlin, as clocks skip it. Is it 2027-03-28 01:30 UTC+01:00 or"
        " 2027-03-28 03:30 UTC+02:00? Choose one, or write its offset behind the time."
    )


@pytest.mark.parametrize("text", ["2026-10-25 01:59:59", "2026-10-25 03:00", "2027-03-28 01:59:59", "2027-03-28 03:00"])
def test_time_beside_a_change_of_clocks_is_not_asked_for(text: str) -> None:
    assert not tell_time(text, ZoneInfo(BERLIN)).choices
    assert read(text)


@pytest.mark.parametrize("chosen", ["2026-10-25T02:30:00+00:00", "nonsense", "\x00", "9" * 10_000])
def test_answer_that_was_not_offered_is_asked_for_again(chosen: str) -> None:
    with pytest.raises(ValidationError) as error:
        read("2026-10-25 02:30", chosen=chosen)
    assert error.value.code == "unclear"
    assert read("2026-10-25 02:30", chosen="2026-10-25T01:30:00+00:00") == "2026-10-25T01:30:00"


def test_answer_to_an_earlier_time_is_left_out_of_account() -> None:
    assert read("2026-10-26 02:30", chosen="2026-10-25T00:30:00+00:00") == "2026-10-26T01:30:00"


FORM = "Write a date and a time like 2026-11-30 14:05"
EDGE = "Times here go from 0001-01-02 to 9999-12-30"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", FORM),
        ("soon", FORM),
        ("2026-11-30 14:05 CET", FORM),
        ("2026-11-30 14:05 2026-11-30 14:05", FORM),
        ("10/11/2026 14:05", FORM),
        ("２０２６-11-30 14:05", FORM),
        ("2026-11-30 ١٤:05", FORM),
        ("2026-11-30 14:05\x00", FORM),
        ("2026-11-30 14:05 " + "+" * 100_000, FORM),
        ("1" * 1_000_000, FORM),
        ("12026-11-30 14:05", FORM),
        ("2026-11-30", "Give the time of day too"),
        ("2026-11-30 24:00", "The day ends at 23:59"),
        ("2026-12-31 23:59:60", "Clocks go from"),
        ("2026-11-30 25:00", "Clocks go from"),
        ("2026-11-30 14:60", "Clocks go from"),
        ("2026-02-30 14:05", "The calendar has no such day."),
        ("2026-13-01 14:05", "The calendar has no such day."),
        ("0000-01-01 14:05", "The calendar has no such day."),
        ("2026-11-30 14:05 +25:00", "No place is that far"),
        ("2026-11-30 14:05 +16:01", "No place is that far"),
        ("2026-11-30 14:05 -01:60", "No place is that far"),
        ("0001-01-01 00:00", EDGE),
        ("0001-01-01 00:00 +14:00", EDGE),
        ("9999-12-31 23:59", EDGE),
        ("9999-12-31 23:59 -12:00", EDGE),
    ],
)
@pytest.mark.parametrize("zone", [BERLIN, "America/New_York"])
def test_bad_time_is_refused_with_a_reason(text: str, problem: str, zone: str) -> None:
    assert str(refusal(text, zone).message).startswith(problem)


YEARS_1972_TO_2200 = (2 * 365 * 86_400 + 7 * 86_400, 7_258_118_400)
instants = st.integers(*YEARS_1972_TO_2200).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@hypothesis_settings(deadline=None)
@given(instants, st.sampled_from(zone_names()))
def test_any_instant_printed_in_any_zone_is_read_back(instant: datetime, name: str) -> None:
    """From 1972 on offsets are whole minutes, which is what is printed; so are times."""
    zone = ZoneInfo(name)
    assert read_time(print_time(instant, zone), ZoneInfo(BERLIN)) == instant.replace(second=0, microsecond=0)


@hypothesis_settings(deadline=None)
@given(st.sampled_from(ZONES), st.data())
def test_instants_around_changes_of_clocks_are_read_back(name: str, data: st.DataObject) -> None:
    changes = ["2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01", "2026-04-05", "2026-10-04", "2011-12-30"]
    day = datetime.fromisoformat(data.draw(st.sampled_from(changes))).replace(tzinfo=UTC)
    instant = day + timedelta(minutes=data.draw(st.integers(-1440, 2880)))
    told = tell_time(print_time(instant, ZoneInfo(name))[:16], ZoneInfo(name), instant.isoformat())

    assert read_time(print_time(instant, ZoneInfo(name)), ZoneInfo(BERLIN)) == instant
    assert read_time(print_time(instant, ZoneInfo(name))[:16], ZoneInfo(name), instant.isoformat()) == instant
    assert told.chosen == (instant.isoformat() if told.choices else "")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_time_printed_in_each_language_can_be_typed(language: str) -> None:
    instant = datetime(2026, 9, 3, 12, 5, tzinfo=UTC)
    with translation.override(language):
        assert read_time(print_time(instant, ZoneInfo(BERLIN)), ZoneInfo(BERLIN)) == instant


@pytest.mark.parametrize(
    "instant", [datetime.min.replace(tzinfo=UTC), EARLIEST, LATEST, datetime.max.replace(tzinfo=UTC)]
)
@pytest.mark.parametrize("zone", ZONES)
def test_edges_of_the_calendar_are_printed_in_every_zone(instant: datetime, zone: str) -> None:
    assert print_time(instant, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Europe/Berlin, now UTC+02:00."),
        ("nonsense", "Europe/Berlin, now UTC+02:00."),
        ("2026-11-30", "Europe/Berlin, UTC+01:00 at noon of that day."),
        ("2026-11-30 14:05", "2026-11-30 14:05 in Europe/Berlin, UTC+01:00. Saved as 2026-11-30 13:05 UTC."),
        ("2026-07-30 14:05:09", "2026-07-30 14:05:09 in Europe/Berlin, UTC+02:00. Saved as 2026-07-30 12:05:09 UTC."),
        ("2026-11-30 14:05 +05:45", "2026-11-30 09:20 in Europe/Berlin, UTC+01:00. Saved as 2026-11-30 08:20 UTC."),
    ],
)
@pytest.mark.time_machine(datetime(2026, 7, 1, tzinfo=UTC))
def test_field_names_zone_and_offset_of_the_date(text: str, told: str) -> None:
    assert tell_time(text, ZoneInfo(BERLIN)).text == told


def test_time_of_a_snapshot_is_printed_and_other_text_stays() -> None:
    assert print_stored("2026-11-30T13:05:09.5Z") == "2026-11-30 13:05 UTC"
    assert [print_stored(one) for one in ("soon", "2026-11-30T13:05")] == ["soon", "2026-11-30T13:05"]
