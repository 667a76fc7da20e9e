"""Where a request comes from, as the limits see it."""

from typing import Any

import pytest
from django.test import RequestFactory

from articles.access.clients import client_address, client_network


def network(settings: Any, proxies: int, sent: str | None, remote: str = "10.0.0.1") -> str:
    settings.PROXIES = proxies
    headers = {} if sent is None else {"X-Forwarded-For": sent}
    return client_network(RequestFactory(REMOTE_ADDR=remote).get("/", headers=headers))


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("1.1.1.1, 198.51.100.7", "198.51.100.7"),
        ("1.1.1.1,2.2.2.2 ,  198.51.100.7  ", "198.51.100.7"),
        ("198.51.100.7:5432", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:ffff::]", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "10.0.0.1"),
        ("198.51.100.7,", "10.0.0.1"),
        ("198.51.100.7, unknown", "10.0.0.1"),
        ("999.1.1.1", "10.0.0.1"),
        ("[::1", "10.0.0.1"),
        ("1.2.3.4\x00", "10.0.0.1"),
        (None, "10.0.0.1"),
    ],
)
def test_behind_a_proxy_the_last_address_counts(settings: Any, sent: str | None, expected: str) -> None:
    assert network(settings, 1, sent) == expected


def test_without_a_proxy_the_header_is_an_invention(settings: Any) -> None:
    assert network(settings, 0, "198.51.100.7") == "10.0.0.1"


def test_behind_two_proxies_the_last_but_one_counts(settings: Any) -> None:
    assert network(settings, 2, "1.1.1.1, 198.51.100.7, 10.9.9.9") == "198.51.100.7"
    assert network(settings, 2, "198.51.100.7") == "10.0.0.1"


@pytest.mark.parametrize("remote", ["", "unix:", "x"])
def test_request_that_comes_from_nowhere_has_a_network(settings: Any, remote: str) -> None:
    assert network(settings, 0, None, remote) == "unknown"
    assert client_address(RequestFactory(REMOTE_ADDR=remote).get("/")) is None
