"""The settings as a whole, as other processes load them, and the portal's own system checks."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError

from articles.models import User
from portal import checks
from portal.logging import make_logging
from portal.up.plan import is_loopback
from tests.running import ROOT, clean_environment

NAMES = [
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_HTTPONLY",
    "CSRF_COOKIE_SAMESITE",
    "DEVICE_COOKIE_NAME",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_PROXY_SSL_HEADER",
    "SERVER_EMAIL",
]
PRINT_SETTINGS = f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES!r}}}))
"""
PRINT_DATABASE = """
import json
from django.db import connection
with connection.cursor() as cursor:
    row = lambda sql: cursor.execute(sql).fetchone()[0]
    print(json.dumps({name: row(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}))
"""
PRINT_NAMES = """
import json, portal.settings, portal.environment
print(json.dumps(sorted(portal.environment.names_read)))
"""


def printed(code: str, folder: Path, **variables: str) -> Any:
    """What the code prints, as JSON, with the real settings in a new process."""
    environment = clean_environment(folder, DJANGO_SETTINGS_MODULE="portal.settings", **variables)
    command = [sys.executable, "-c", code]
    return json.loads(subprocess.check_output(command, cwd=ROOT, env=environment, text=True))


def test_http_on_loopback_is_the_default(tmp_path: Path) -> None:
    assert printed(PRINT_SETTINGS, tmp_path) == {
        "ALLOWED_HOSTS": ["localhost", "localhost", "127.0.0.1", "[::1]"],
        "CSRF_TRUSTED_ORIGINS": ["http://localhost:8000"],
        "DEBUG": False,
        "SESSION_COOKIE_NAME": "sessionid",
        "SESSION_COOKIE_SECURE": False,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "csrftoken",
        "CSRF_COOKIE_SECURE": False,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "DEVICE_COOKIE_NAME": "device",
        "SECURE_SSL_REDIRECT": False,
        "SECURE_HSTS_SECONDS": 0,
        "SECURE_PROXY_SSL_HEADER": None,
        "SERVER_EMAIL": "portal@localhost",
    }


def test_https_turns_protection_on(tmp_path: Path) -> None:
    assert printed(PRINT_SETTINGS, tmp_path, PORTAL_PUBLIC_URL="https://portal.example/") == {
        "ALLOWED_HOSTS": ["portal.example"],
        "CSRF_TRUSTED_ORIGINS": ["https://portal.example"],
        "DEBUG": False,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "DEVICE_COOKIE_NAME": "__Host-device",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "SERVER_EMAIL": "portal@portal.example",
    }


def test_sqlite_is_safe_and_concurrent(tmp_path: Path) -> None:
    full = 2
    assert printed(PRINT_DATABASE, tmp_path) == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 20_000,
    }


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("portal.localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("192.168.1.2", False),
        ("localhost.example", False),
    ],
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    ("public_url", "extra_hosts", "ids"),
    [
        ("http://localhost:8000", [], []),
        ("http://[::1]:8000", ["127.0.0.2"], []),
        ("http://portal.example", [], ["portal.E001"]),
        ("http://localhost:8000", ["portal.example"], ["portal.E002"]),
        ("https://portal.example", ["www.portal.example"], []),
    ],
)
def test_http_is_for_loopback_only(settings: Any, public_url: str, extra_hosts: list[str], ids: list[str]) -> None:
    settings.PUBLIC_URL = public_url
    settings.IS_SECURE = public_url.startswith("https:")
    settings.EXTRA_HOSTS = extra_hosts

    messages = checks.check_http_on_loopback_only(None)

    assert [message.id for message in messages] == ids
    assert all(message.hint == checks.HTTPS_HINT for message in messages)


def test_misspelt_variable_is_named_with_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_PUBLIC_URI", "x")
    monkeypatch.setenv("PORTAL_QQQQQQ", "x")

    messages = checks.check_known_variables(None)

    assert [(message.msg, message.hint) for message in messages] == [
        ("PORTAL_PUBLIC_URI is no setting of the portal.", "Did you mean PORTAL_PUBLIC_URL?"),
        ("PORTAL_QQQQQQ is no setting of the portal.", "The README lists the settings."),
    ]


def test_readme_lists_every_variable(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    names = printed(PRINT_NAMES, tmp_path)

    assert len(names) > 10
    assert [name for name in names if f"| `{name}` |" not in readme] == []


@pytest.mark.parametrize(
    ("password", "refusals"),
    [
        ("eleven sign", ["password_too_short"]),
        ("twelve signs", []),
        ("1q2w3e4r5t6y", ["password_too_common"]),
        ("robin.writer", ["password_too_similar"]),
    ],
)
def test_password_is_long_unusual_and_not_the_name(password: str, refusals: list[str]) -> None:
    found = []
    try:
        validate_password(password, User(username="robin.writer"))
    except ValidationError as error:
        found = [one.code for one in error.error_list]

    assert found == refusals


def test_unknown_log_level_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="PORTAL_LOG_LEVEL='LOUD' is none of DEBUG, INFO, WARNING"):
        make_logging("LOUD")
