"""The zone of each editor: chosen by themselves, shown by every page of the admin, and gone with the request."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.admin.site import admin_url
from articles.models import Announcement, Article, Change, Revision, Section, Skill, Source, User
from articles.time_zones import ShownZone, zone_choices, zone_names, zone_of
from tests.articles.admin.forms import messages_of, open_form, save, send
from tests.factories import change, make_announcement, make_article, make_section, make_skill, make_source, make_user

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # clocks in Berlin show 02:30 for the second time
PRINTED = "2026-10-25 02:30 UTC+01:00"
# Times in another format, or without their offset; tags, and what stands beneath a field, are left out.
OTHERS = re.compile(r"\b(?:Oct\.|October) 25, 2026|\d [ap]\.m\.|2026-10-25[T ][\d:]+(?! UTC\+0[12]:00|[\d:]|Z)")
SET_ASIDE = re.compile(r'<div class="help timezonewarning.*?</div>|<[^>]*>', re.DOTALL)


@pytest.fixture
def erin(client: Client) -> User:
    user = make_user("erin", time_zone="Europe/Berlin")
    client.force_login(user)
    return user


def choose(client: Client, zone: str) -> Any:
    return save(client, reverse("admin:my_settings"), time_zone=zone)


def test_editor_without_permissions_chooses_their_own_zone(client: Client) -> None:
    erin, other = make_user("erin", is_superuser=False), make_user("olaf", time_zone="Asia/Tokyo")
    client.force_login(erin)
    assert reverse("admin:my_settings") in client.get("/admin/").content.decode()
    saved = choose(client, "Asia/Kathmandu")
    assert messages_of(client.get(saved["Location"])) == ["Your settings are saved."]

    erin.refresh_from_db()
    other.refresh_from_db()
    assert (erin.time_zone, other.time_zone, erin.is_superuser) == ("Asia/Kathmandu", "Asia/Tokyo", False)


def test_settings_change_nothing_else_and_nobody_else(client: Client) -> None:
    erin, other = make_user("erin", is_superuser=False), make_user("olaf")
    client.force_login(erin)
    form = open_form(client, reverse("admin:my_settings"))
    send(
        client, reverse("admin:my_settings"), form, time_zone="Asia/Tokyo", is_superuser="on", username="x", id=other.pk
    )

    erin.refresh_from_db()
    other.refresh_from_db()
    assert (erin.username, erin.is_superuser, erin.time_zone, other.time_zone) == ("erin", False, "Asia/Tokyo", "")


@pytest.mark.parametrize("zone", ["Mars/Base", "europe/berlin", "localtime", "../etc/passwd", "\x00", "x" * 10_000])
def test_zone_that_is_not_offered_is_refused(client: Client, erin: User, zone: str) -> None:
    assert choose(client, zone).status_code == 200
    erin.refresh_from_db()
    assert erin.time_zone == "Europe/Berlin"


def test_settings_are_for_staff_and_want_a_token(erin: User) -> None:
    url = reverse("admin:my_settings")
    careful = Client(enforce_csrf_checks=True)
    assert careful.get(url).status_code == 302
    careful.force_login(erin)
    assert careful.post(url, {"time_zone": "UTC"}).status_code == 403
    erin.is_staff = False
    erin.save()
    assert careful.get(url).status_code == 302


def test_zone_is_changed_by_who_may_change_the_account(client: Client, erin: User) -> None:
    olaf = make_user("olaf", is_superuser=False)
    save(client, admin_url(User, "change", olaf.pk), time_zone="Asia/Tokyo")
    olaf.refresh_from_db()
    assert olaf.time_zone == "Asia/Tokyo"


def test_choices_say_each_offset_and_the_portals_zone(settings: Any, time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 7, 1, tzinfo=UTC))
    settings.TIME_ZONE = "America/New_York"
    portal, utc, *areas = zone_choices()
    named = dict(areas)
    assert (portal, utc) == (("", "The portal’s: America/New_York, UTC-04:00"), ("UTC", "UTC, UTC+00:00"))
    assert ("Europe/Berlin", "Berlin, UTC+02:00") in named["Europe"]
    assert ("America/Indiana/Knox", "Knox (Indiana), UTC-05:00") in named["America"]
    assert sum(len(zones) for _area, zones in areas) + 1 == len(zone_names()) > 300


@pytest.mark.parametrize(
    ("chosen", "zone"), [("Asia/Tokyo", "Asia/Tokyo"), ("", "Europe/Berlin"), ("No/Longer", "Europe/Berlin")]
)
def test_editor_without_a_known_zone_has_the_portals(settings: Any, chosen: str, zone: str) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    assert zone_of(User(time_zone=chosen)) == ShownZone(zone)


def test_zone_ends_with_the_request(client: Client, erin: User) -> None:
    make_article(publish_at="2026-06-30T23:30:00Z")
    assert "Europe/Berlin" in client.get(reverse("admin:my_settings")).content.decode()
    assert timezone.get_current_timezone_name() == "UTC"
    assert client.get(admin_url(Skill, "change", "00000000-0000-4000-8000-000000000000")).status_code == 302
    assert client.get("/admin/?a=%00").status_code == 400
    assert timezone.get_current_timezone_name() == "UTC"


def test_public_pages_and_the_api_never_look_at_the_editor(client: Client, erin: User) -> None:
    article = make_article(publish_at="2026-06-30T23:30:00Z")
    signed_in = [client.get(url).content for url in pages_of(article)]
    assert signed_in == [Client().get(url).content for url in pages_of(article)]
    assert b"June 30, 2026" in signed_in[0]


def pages_of(article: Article) -> list[str]:
    return [f"/articles/{article.slug}/", f"/articles/{article.slug}.md", f"/api/v1/articles/{article.slug}/"]


@pytest.mark.time_machine(AT, tick=False)
def test_every_page_of_the_admin_prints_times_as_fields_take_them(client: Client, erin: User) -> None:
    """Lists, forms, histories, logs: made for each registered model, so that a new one is looked at too."""
    make_everything()
    texts = {url: client.get(url).content.decode() for url in admin_pages()}
    found = {url: OTHERS.findall(SET_ASIDE.sub(" ", text)) for url, text in texts.items()}
    assert {url: times for url, times in found.items() if times} == {}
    assert sum(PRINTED in text for text in texts.values()) >= 12


def make_everything() -> None:
    article = change(make_article(), publish_at=AT.isoformat(), expire_at="2030-10-27T01:30:00Z")
    change(article, title="Changed")
    make_source(published_on="2026-10-25")
    make_section()
    make_announcement(starts_at=AT)
    User.objects.update(last_login=AT)


def admin_pages() -> list[str]:
    article, news, section = Article.objects.get(), Announcement.objects.get(), Section.objects.get()
    lists = [reverse(f"admin:{one._meta.app_label}_{one._meta.model_name}_changelist") for one in admin.site._registry]
    pages = [
        admin_url(model, "change", row.pk)
        for model in (Article, Announcement, Section, Source, User, Revision, Change)
        for row in [model.objects.order_by("-pk").first()]
        if row
    ]
    of_article = [admin_url(Article, "history", article.pk), *compare_pages(article)]
    histories = [admin_url(Announcement, "history", news.pk), admin_url(Section, "history", section.pk)]
    return ["/admin/", reverse("admin:my_settings"), *lists, *pages, *of_article, *histories]


def compare_pages(article: Article) -> list[str]:
    return [admin_url(Article, "compare", article.pk, version) for version in (2, 3)]


def test_comparison_shows_times_in_the_zone(client: Client, erin: User) -> None:
    article = change(make_article(), expire_at="2030-07-15T12:00:00Z")
    page = client.get(admin_url(Article, "compare", article.pk, 2)).content.decode()
    assert "<del>(empty)</del> → <ins>2030-07-15 14:00 UTC+02:00</ins>" in page


def test_conflict_of_announcements_shows_times_in_the_zone(client: Client, erin: User) -> None:
    news = make_announcement()
    url = admin_url(Announcement, "change", news.pk)
    form = open_form(client, url)
    save(client, url, ends_at_0="2030-07-15", ends_at_1="14:00")
    answer = send(client, url, form, text="Mine").content.decode()
    assert "(Text: Some news.; Ends at: 2030-07-15 14:00 UTC+02:00)" in answer


def test_shortcuts_of_boxes_know_the_offset_even_when_clocks_repeat(
    client: Client, erin: User, time_machine: Any
) -> None:
    for instant, offset in (("2026-10-25T00:30:00+00:00", 7200), ("2026-10-25T01:30:00+00:00", 3600)):
        time_machine.move_to(datetime.fromisoformat(instant), tick=False)
        assert f'data-admin-utc-offset="{offset}"' in client.get(reverse("admin:my_settings")).content.decode()


def test_export_stays_in_utc(client: Client, erin: User) -> None:
    skill = make_skill(publish_at="2026-07-01T12:00:00Z")
    data = {"action": "export_json", "_selected_action": str(skill.pk)}
    answer = client.post(admin_url(Skill, "changelist"), data)
    body = b"".join(answer) if answer.streaming else answer.content
    assert b"2026-07-01T12:00:00Z" in body
