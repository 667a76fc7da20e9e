"""How often passwords may be tried, and that nobody is shut out or found out by it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import hashers
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.access import attempts
from articles.models import User
from tests.articles.admin.forms import open_form
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

RIGHT = "correct horse battery"
LOGIN = "/admin/login/"
FREE = attempts.PAIR.free_tries


@pytest.fixture(autouse=True)
def behind_a_proxy(settings: Any) -> None:
    settings.PROXIES = 1


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each time that a password is hashed."""
    done: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        done.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    return done


def try_password(
    name: str, password: str, at: str = "198.51.100.1", client: Client | None = None, url: str = LOGIN
) -> Any:
    values = {"username": name, "password": password}
    return (client or Client()).post(url, values, headers={"X-Forwarded-For": at})


def statuses(name: str, times: int, at: str = "198.51.100.1") -> list[int]:
    return [try_password(name, f"wrong {number}", at).status_code for number in range(times)]


def test_sixth_wrong_password_in_a_row_is_told_to_wait(hashings: list[str]) -> None:
    make_user("erin")
    hashings.clear()
    assert statuses("erin", FREE + 3) == [200] * FREE + [429] * 3
    assert len(hashings) == FREE


def test_page_of_a_refusal_says_when_to_come_again_and_keeps_the_name() -> None:
    statuses("erin", FREE)
    response = try_password("erin", "not kept at all")
    html = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (429, "15")
    assert "There were too many wrong tries. Wait 15 seconds, then try again." in html
    assert 'value="erin"' in html
    assert "not kept at all" not in html


def test_waits_grow_and_end() -> None:
    make_user("erin")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        statuses("erin", FREE)
        waits = []
        for _number in range(12):
            waits.append(int(try_password("erin", "wrong")["Retry-After"]))
            clock.shift(timedelta(seconds=waits[-1]))
            assert try_password("erin", "wrong").status_code == 200
        assert waits[:5] == [15, 30, 60, 120, 240]
        assert max(waits) == waits[-1] == 3600
        clock.shift(timedelta(hours=1, seconds=1))
        assert try_password("erin", RIGHT).status_code == 302


@pytest.mark.parametrize(
    "name", ["ERIN", " erin ", "ｅｒｉｎ", "er in", "er\u200bin", "\terin", "erin\u00a0"], ids=ascii
)
def test_spelling_of_the_name_evades_nothing(name: str) -> None:
    statuses("erin", FREE)
    assert try_password(name, "wrong").status_code == 429


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.9, 198.51.100.1"},
        {"X-Forwarded-For": "198.51.100.1:4711"},
        {"X-Forwarded-For": "::ffff:198.51.100.1"},
        {"X-Forwarded-For": "198.51.100.1", "X-Real-IP": "203.0.113.9", "Forwarded": "for=203.0.113.9"},
        {"X-Forwarded-For": "198.51.100.1", "Cookie": "device=made-up; sessionid=" + "a" * 32},
    ],
)
def test_header_evades_nothing(headers: dict[str, str]) -> None:
    statuses("erin", FREE)
    response = Client().post(LOGIN, {"username": "erin", "password": "wrong"}, headers=headers)
    assert response.status_code == 429


@pytest.mark.parametrize("url", [LOGIN + "?next=/admin/", LOGIN + "?a=b", "/admin/login/"])
def test_address_evades_nothing(url: str) -> None:
    statuses("erin", FREE)
    assert try_password("erin", "wrong", url=url).status_code == 429


def test_addresses_of_one_ipv6_network_count_as_one() -> None:
    for number in range(FREE):
        try_password("erin", "wrong", f"2001:db8:0:1::{number}")
    assert try_password("erin", "wrong", "2001:db8:0:1:ffff::").status_code == 429
    assert try_password("erin", "wrong", "2001:db8:0:2::1").status_code == 200


def test_one_place_cannot_try_many_accounts() -> None:
    answers = [try_password(f"user-{number}", "wrong").status_code for number in range(attempts.PLACE.free_tries + 2)]
    assert answers == [200] * attempts.PLACE.free_tries + [429] * 2
    assert try_password("user-1", "wrong", "203.0.113.5").status_code == 200


def guess_from_many_places(name: str) -> int:
    """The answer to the last of so many guesses, each from a place of its own, that the account is guarded."""
    answers = [
        try_password(name, "wrong", f"203.0.113.{number}").status_code
        for number in range(attempts.ACCOUNT.free_tries + 1)
    ]
    assert answers[:-1] == [200] * attempts.ACCOUNT.free_tries
    return answers[-1]


def test_many_places_cannot_try_one_account() -> None:
    assert guess_from_many_places("erin") == 429
    assert int(try_password("erin", "wrong", "203.0.113.200")["Retry-After"]) <= 60


def test_owner_from_a_new_place_comes_in_after_the_wait_while_others_go_on_guessing() -> None:
    make_user("erin")
    with time_machine.travel("2026-11-30T10:00Z", tick=False) as clock:
        guess_from_many_places("erin")
        wait = int(try_password("erin", RIGHT, "198.51.100.7")["Retry-After"])
        assert 0 < wait <= 60
        for second in range(wait + 1):
            clock.shift(1)
            try_password("erin", "wrong", f"198.51.101.{second}")  # takes each moment that comes free
        assert try_password("erin", RIGHT, "198.51.100.7").status_code == 302


def test_place_that_waited_has_one_try_a_minute() -> None:
    with time_machine.travel("2026-11-30T10:00Z", tick=False) as clock:
        guess_from_many_places("erin")
        clock.shift(int(try_password("erin", "wrong", "198.51.100.7")["Retry-After"]))
        try_password("erin", "wrong", "198.51.101.1")  # takes the moment that came free
        guess_again = [try_password("erin", "wrong", "198.51.100.7").status_code for _number in range(3)]
        assert guess_again == [200, 429, 429]


def test_owner_signs_in_from_a_known_network_while_others_guess() -> None:
    make_user("erin")
    assert try_password("erin", RIGHT).status_code == 302
    assert guess_from_many_places("erin") == 429
    assert try_password("erin", RIGHT).status_code == 302


def test_owner_signs_in_with_a_known_device_from_anywhere() -> None:
    make_user("erin")
    device = Client()
    try_password("erin", RIGHT, client=device)
    guess_from_many_places("erin")
    statuses("erin", FREE, at="192.0.2.1")
    assert try_password("erin", RIGHT, "192.0.2.1").status_code == 429
    assert try_password("erin", RIGHT, "192.0.2.1", client=device).status_code == 302


def test_device_of_one_account_is_a_stranger_to_another() -> None:
    make_user("eve"), make_user("erin")
    device = Client()
    try_password("eve", RIGHT, client=device)
    answers = [try_password("erin", "wrong", client=device).status_code for _number in range(FREE + 1)]
    assert answers == [200] * FREE + [429]


def test_known_device_has_limits_of_its_own() -> None:
    make_user("erin")
    device = Client()
    try_password("erin", RIGHT, client=device)
    places = [f"192.0.2.{number}" for number in range(FREE + 1)]
    answers = [try_password("erin", "wrong", place, client=device).status_code for place in places]
    assert answers == [200] * FREE + [429]


def test_signing_in_ends_the_count_of_slips() -> None:
    make_user("erin")
    for _round in range(3):
        assert statuses("erin", FREE - 1) == [200] * (FREE - 1)
        assert try_password("erin", RIGHT).status_code == 302


def test_own_sign_ins_do_not_pay_for_guesses_at_others() -> None:
    make_user("eve")
    answers = []
    for number in range(attempts.PLACE.free_tries + 1):
        try_password("eve", RIGHT)
        answers.append(try_password(f"user-{number}", "wrong").status_code)
    assert answers[-1] == 429


def test_accounts_of_every_kind_are_answered_alike(hashings: list[str]) -> None:
    make_user("active"), make_user("inactive", is_active=False), make_user("reader")
    User.objects.filter(username="reader").update(is_staff=False)
    without = make_user("without")
    without.set_unusable_password()
    without.save()
    seen = set()
    for number, (name, password) in enumerate(
        [
            ("active", "wrong"),
            ("inactive", RIGHT),
            ("inactive", "wrong"),
            ("reader", RIGHT),
            ("without", "!"),
            ("no-one", "x"),
        ]
    ):
        hashings.clear()
        response = try_password(name, password, f"198.51.100.{number}")
        errors = str(response.context["form"].errors)
        cookies = sorted(response.cookies)
        seen.add((response.status_code, errors, len(hashings), tuple(cookies)))
    assert len(seen) == 1, seen


def test_old_password_of_the_change_page_is_guarded_too(hashings: list[str]) -> None:
    client = Client()
    client.force_login(make_user("erin"))
    url = reverse("admin:password_change")
    new = {"new_password1": "another long phrase", "new_password2": "another long phrase"}
    answers = [client.post(url, {"old_password": "wrong", **new}).status_code for _number in range(FREE)]
    hashings.clear()
    response = client.post(url, {"old_password": RIGHT, **new})
    assert (answers, response.status_code, response["Retry-After"], hashings) == ([200] * FREE, 429, "15", [])


def test_own_password_is_changed() -> None:
    client, erin = Client(), make_user("erin")
    client.force_login(erin)
    new = {"new_password1": "another long phrase", "new_password2": "another long phrase"}
    assert client.post(reverse("admin:password_change"), {"old_password": RIGHT, **new}).status_code == 302
    assert client.get(reverse("admin:index")).status_code == 200
    erin.refresh_from_db()
    assert erin.check_password("another long phrase")


@pytest.mark.parametrize(
    "next_url", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_leads_to_no_other_host(next_url: str) -> None:
    make_user("erin")
    response = Client().post(LOGIN, {"username": "erin", "password": RIGHT, "next": next_url})
    assert response.status_code == 302
    assert response["Location"] == reverse("admin:index")


def test_sign_in_wants_the_token_of_its_form() -> None:
    make_user("erin")
    client = Client(enforce_csrf_checks=True)
    assert client.post(LOGIN, {"username": "erin", "password": RIGHT}).status_code == 403
    data = open_form(client, LOGIN) | {"username": ["erin"], "password": [RIGHT]}
    assert client.post(LOGIN, data).status_code == 302


def test_overlong_password_is_not_hashed(hashings: list[str]) -> None:
    make_user("erin")
    hashings.clear()
    assert try_password("erin", "x" * 5000).status_code == 200
    assert hashings == []
