"""Sessions: kept, ended, and never waiting for whoever writes content."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.access.last_logins import store_kept_dates
from articles.admin.site import admin_url
from articles.models import User
from portal.sessions import database, file
from tests.factories import make_user
from tests.processes import start_python, wait_until_ready

pytestmark = pytest.mark.django_db(transaction=True)

RIGHT = "correct horse battery"
LOGIN = "/admin/login/"

# What an import holds: on SQLite the one lock there is, on PostgreSQL that of the account which it names.
HOLD_THE_LOCK = """
from django.db import connection, transaction
with transaction.atomic():
    if connection.vendor == "postgresql":
        connection.cursor().execute("SELECT 1 FROM articles_user FOR KEY SHARE")
    wait_for_start()
"""


@pytest.fixture(autouse=True)
def erin() -> User:
    return make_user("erin")


@pytest.fixture
def writer(erin: User) -> Iterator[subprocess.Popen[str]]:
    """A process in the middle of writing content, as an import is; it goes on for as long as the test."""
    process = start_python(HOLD_THE_LOCK)
    wait_until_ready(process)
    yield process
    process.kill()
    process.communicate()


def sign_in(client: Client) -> Any:
    return client.post(LOGIN, {"username": "erin", "password": RIGHT})


def is_in(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("module", [file, database], ids=["file", "database"])
class TestStores:
    def test_session_is_kept_changed_and_deleted(self, module: Any) -> None:
        session = module.SessionStore()
        session["a"] = "b"
        session.save()
        key = session.session_key
        assert (module.SessionStore(key)["a"], session.exists(key)) == ("b", True)
        session.cycle_key()
        assert (module.SessionStore(key).get("a"), module.SessionStore(session.session_key)["a"]) == (None, "b")
        session.flush()
        assert session.session_key is None

    def test_session_expires(self, module: Any) -> None:
        session = module.SessionStore()
        session["a"] = "b"
        session.save()
        with time_machine.travel(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)):
            assert module.SessionStore(session.session_key).get("a") is None
            module.SessionStore.clear_expired()
        assert not session.exists(session.session_key)

    def test_session_that_ended_meanwhile_is_not_brought_back(self, module: Any) -> None:
        session = module.SessionStore()
        session.save()
        module.SessionStore().delete(session.session_key)
        with pytest.raises(UpdateError):
            session.save()

    @pytest.mark.parametrize("key", ["\x00" * 32, "x", "A" * 32, "' or 1=1 --"])
    def test_key_that_is_none_of_ours_finds_nothing(self, module: Any, key: str) -> None:
        assert module.SessionStore(key).session_key is None


def test_engine_follows_the_database() -> None:
    expected = "portal.sessions.file" if connection.vendor == "sqlite" else "portal.sessions.database"
    assert (settings.SESSION_ENGINE, import_module(expected).SessionStore.__name__) == (expected, "SessionStore")


def test_sign_in_and_out_are_answered_while_content_is_written(writer: subprocess.Popen[str]) -> None:
    """The writer is at work until the test ends: whatever waited for it would fail after its timeout."""
    client = Client()
    assert sign_in(client).status_code == 302
    assert is_in(client)
    assert client.post(reverse("admin:logout")).status_code == 200
    assert not is_in(client)


def test_date_of_a_sign_in_is_stored_when_the_writer_is_done(writer: subprocess.Popen[str]) -> None:
    before = timezone.now()
    sign_in(Client())
    if connection.vendor == "sqlite":
        assert User.objects.get().last_login is None
    writer.communicate("\n")
    store_kept_dates()
    stored = User.objects.get().last_login
    assert stored and stored >= before


def test_kept_date_does_not_replace_a_later_one(writer: subprocess.Popen[str], erin: User) -> None:
    sign_in(Client())
    writer.communicate("\n")
    later = timezone.now() + timedelta(days=1)
    User.objects.update(last_login=later)
    store_kept_dates()
    assert User.objects.get().last_login == later


def test_date_of_a_sign_in_is_stored_at_once_where_nobody_writes() -> None:
    sign_in(Client())
    assert User.objects.get().last_login is not None


def test_list_of_accounts_shows_dates_that_had_to_wait(writer: subprocess.Popen[str]) -> None:
    client = Client()
    sign_in(client)
    writer.communicate("\n")
    client.get(admin_url(User, "changelist"))
    assert User.objects.get().last_login is not None


def weaken(user: User) -> str:
    """Stores a hash that Django renews when it sees the password."""
    user.password = MD5PasswordHasher().encode(RIGHT, "ab")
    user.save()
    return user.password


def test_old_hash_is_renewed_at_a_sign_in(erin: User) -> None:
    old = weaken(erin)
    client = Client()
    sign_in(client)
    assert User.objects.get().password != old
    assert is_in(client)


def test_old_hash_does_not_wait_and_the_session_lives_on(erin: User, request: pytest.FixtureRequest) -> None:
    old = weaken(erin)
    request.getfixturevalue("writer")
    client = Client()
    sign_in(client)
    assert is_in(client)
    assert connection.vendor != "sqlite" or User.objects.get().password == old


def test_session_ends_with_the_password(erin: User) -> None:
    client = Client()
    sign_in(client)
    assert is_in(client)
    erin.set_password("another long phrase")
    erin.save()
    assert not is_in(client)


def test_session_ends_with_the_account(erin: User) -> None:
    client = Client()
    sign_in(client)
    assert is_in(client)
    User.objects.update(is_active=False)
    assert not is_in(client)


def test_sign_in_changes_the_key_of_the_session() -> None:
    """Whoever planted a key in a browser does not share the session that begins with it."""
    client = Client()
    planted = client.session
    planted["a"] = "b"
    planted.save()
    key = str(planted.session_key)
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != key
    assert not type(planted)().exists(key)
