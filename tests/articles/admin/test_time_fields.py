"""The fields for times in the forms of items and announcements, in the zone of the signed-in editor."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import DateTimeField
from django.test import Client
from django.urls import reverse

from articles.admin.site import admin_url
from articles.admin.time_fields import TimeField
from articles.models import Announcement, Skill, User
from tests.articles.admin.forms import errors_of, open_form, save, send
from tests.factories import make_announcement, make_skill, make_user

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, SECOND = "2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"
FRACTION = datetime(2026, 10, 25, 1, 30, 5, 123456, tzinfo=UTC)


@pytest.fixture
def erin(client: Client) -> User:
    user = make_user("erin", time_zone="Europe/Berlin")
    client.force_login(user)
    return user


def boxes(name: str, day: str = "", clock: str = "", chosen: str = "") -> dict[str, str]:
    return {f"{name}_0": day, f"{name}_1": clock, f"{name}_2": chosen}


def shown(data: Any, name: str) -> list[str]:
    return [value for part in "012" for value in data.get(f"{name}_{part}", [])]


def stored(skill: Skill) -> Any:
    skill.refresh_from_db()
    return skill.expire_at and skill.expire_at.isoformat()


def save_skill(client: Client, skill: Skill, *parts: str) -> Any:
    return save(client, admin_url(Skill, "change", skill.pk), **boxes("expire_at", *parts))


@pytest.mark.parametrize(
    ("parts", "instant"),
    [
        (("2030-11-30", "14:05"), "2030-11-30T13:05:00+00:00"),
        (("2030-07-30", "14:05"), "2030-07-30T12:05:00+00:00"),
        (("2030-11-30 14:05 UTC+05:45", ""), "2030-11-30T08:20:00+00:00"),
        (("", "2030-11-30T14:05Z"), "2030-11-30T14:05:00+00:00"),
        (("2030-11-30", "14:05:09 UTC"), "2030-11-30T14:05:09+00:00"),
        (("2030-11-30", "14:05", "an answer\x00 that nobody asked for"), "2030-11-30T13:05:00+00:00"),
        (("", ""), None),
    ],
)
def test_time_is_read_in_the_zone_of_the_editor(client: Client, erin: User, parts: Any, instant: str) -> None:
    skill = make_skill(expire_at="2031-01-01T00:00:00Z")
    assert save_skill(client, skill, *parts).status_code == 302
    assert stored(skill) == instant


@pytest.mark.time_machine(datetime(2026, 10, 1, tzinfo=UTC))
@pytest.mark.parametrize("chosen", [FIRST, SECOND])
def test_time_that_comes_twice_is_asked_for_and_survives_an_unchanged_save(
    client: Client, erin: User, chosen: str
) -> None:
    skill = make_skill()
    asked = save_skill(client, skill, "2026-10-25", "02:30")
    choices = [value for value, _label in asked.context["adminform"].form["expire_at"].field.widget.widgets[2].choices]
    assert errors_of(asked)["expire_at"][0].startswith("02:30 comes twice on 2026-10-25 in Europe/Berlin")
    assert (choices, stored(skill)) == (["", FIRST, SECOND], None)

    save_skill(client, skill, "2026-10-25", "02:30", chosen)
    assert stored(skill) == chosen
    form = open_form(client, admin_url(Skill, "change", skill.pk))
    assert shown(form, "expire_at") == ["2026-10-25", "02:30", chosen]
    send(client, admin_url(Skill, "change", skill.pk), form, summary="Changed.")
    assert (stored(skill), skill.summary) == (chosen, "Changed.")


@pytest.mark.time_machine(datetime(2027, 3, 1, tzinfo=UTC))
def test_time_that_does_not_exist_is_asked_for(client: Client, erin: User) -> None:
    skill = make_skill()
    asked = save_skill(client, skill, "2027-03-28", "02:30")
    assert errors_of(asked)["expire_at"][0].startswith("There is no 02:30 on 2027-03-28 in Europe/Berlin")
    assert '<option value="2027-03-28T01:30:00+00:00">2027-03-28 03:30 UTC+02:00</option>' in asked.content.decode()

    save_skill(client, skill, "2027-03-28", "02:30", "2027-03-28T01:30:00+00:00")
    assert stored(skill) == "2027-03-28T01:30:00+00:00"


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia"])
@pytest.mark.time_machine(datetime(2026, 10, 1, tzinfo=UTC))
def test_fractions_of_a_stored_time_outlast_an_unchanged_save(client: Client, erin: User, zone: str) -> None:
    User.objects.update(time_zone=zone)
    skill, news = make_skill(expire_at="2026-10-25T01:30:05.123456Z"), make_announcement(starts_at=FRACTION)
    save(client, admin_url(Skill, "change", skill.pk), summary="Changed.")
    save(client, admin_url(Announcement, "change", news.pk), text="Changed.")

    news.refresh_from_db()
    assert (stored(skill), skill.summary) == (FRACTION.isoformat(), "Changed.")
    assert (news.starts_at, news.text) == (FRACTION, "Changed.")


@pytest.mark.parametrize(
    "parts",
    [
        ("0000-01-01", "10:00"),
        ("0001-01-01", "00:00"),
        ("9999-12-31", "23:59"),
        ("9999-12-31", "23:59 -12:00"),
        ("２０３０-01-01", "10:00"),
        ("2030-01-01", "24:00"),
        ("2030-01-01", "23:59:60"),
        ("2030-01-01", "10:00 +25:00"),
        ("2030-01-01", ""),
        ("", "10:00"),
        ("2030-01-01 10:00", "10:00"),
        ("2030-01-01\x00", "10:00"),
        ("1" * 100_000, "2" * 100_000),
    ],
    ids=lambda parts: " ".join(parts)[:30].replace("\x00", "NUL"),
)
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_bad_time_is_told_at_its_field(client: Client, erin: User, parts: Any, zone: str) -> None:
    User.objects.update(time_zone=zone)
    skill, news = make_skill(), make_announcement()
    of_skill = save_skill(client, skill, *parts)
    of_news = save(client, admin_url(Announcement, "change", news.pk), **boxes("ends_at", *parts))

    assert list(errors_of(of_skill)) == ["expire_at"]
    assert list(of_news.context["page"].form.errors) == ["ends_at"]


def test_announcement_is_stored_in_utc_and_listed_in_the_zone(client: Client, erin: User) -> None:
    save(
        client,
        admin_url(Announcement, "add"),
        text="News",
        severity="info",
        **boxes("starts_at", "2026-07-01", "08:00"),
        **boxes("ends_at", "2026-12-01", "08:00"),
    )
    news, page = Announcement.objects.get(), client.get(admin_url(Announcement, "changelist")).content.decode()
    assert (str(news.starts_at), str(news.ends_at)) == ("2026-07-01 06:00:00+00:00", "2026-12-01 07:00:00+00:00")
    assert "2026-07-01 08:00 UTC+02:00" in page
    assert "2026-12-01 08:00 UTC+01:00" in page


def test_field_names_the_offset_of_its_date(client: Client, erin: User) -> None:
    skill = make_skill(publish_at="2026-01-15T12:00:00Z", expire_at="2030-07-15T12:00:00Z")
    page = client.get(admin_url(Skill, "change", skill.pk)).content.decode()
    assert "2026-01-15 13:00 in Europe/Berlin, UTC+01:00. Saved as 2026-01-15 12:00 UTC." in page
    assert "2030-07-15 14:00 in Europe/Berlin, UTC+02:00. Saved as 2030-07-15 12:00 UTC." in page


def test_page_that_may_only_be_read_shows_its_times(client: Client, erin: User) -> None:
    reader = make_user("rita", is_superuser=False, time_zone="Asia/Kathmandu")
    reader.user_permissions.set(list(perms("view_skill")))
    client.force_login(reader)
    page = client.get(admin_url(Skill, "change", make_skill(expire_at="2030-07-15T12:00:00Z").pk)).content.decode()
    assert "2030-07-15 17:45 in Asia/Kathmandu, UTC+05:45." in page


def perms(codename: str) -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename=codename)


def test_script_is_told_what_the_page_would_say(client: Client, erin: User) -> None:
    url = reverse("admin:tell_time")
    asked = client.get(url, {"date": "2026-10-25", "time": "02:30"}).json()
    chosen = client.get(url, {"date": "2026-10-25", "time": "02:30", "chosen": SECOND}).json()

    assert asked["text"].startswith("02:30 comes twice")
    assert asked["choices"] == [[FIRST, "2026-10-25 02:30 UTC+02:00"], [SECOND, "2026-10-25 02:30 UTC+01:00"]]
    assert (chosen["chosen"], chosen["text"][:16]) == (SECOND, "2026-10-25 02:30")
    assert client.get(url, {"date": "x" * 10_000}).status_code == 200
    assert client.get(url, {"date": "\x00"}).status_code == 400


def test_script_of_a_stranger_is_told_nothing(client: Client) -> None:
    assert client.get(reverse("admin:tell_time"), {"date": "2026-10-25"}).status_code == 302


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_every_time_in_the_admin_has_this_field(rf: Any, model: Any) -> None:
    """One that Django's own field would read knows nothing of times that come twice."""
    request = rf.get("/")
    request.user = User(is_superuser=True, is_staff=True)
    row = admin.site._registry[model]
    columns = [one for one in model._meta.fields if isinstance(one, DateTimeField) and one.editable]
    fields = [
        row.formfield_for_dbfield(one, request) for one in columns if one.name not in row.get_readonly_fields(request)
    ]
    if row.has_change_permission(request):
        assert all(isinstance(field, TimeField) for field in fields)
