"""No message shows a part of a password, also where it was not encoded and an address cannot be read as it was meant."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import environment

SIGNS = ["@", "/", "#", "?", "%", ":", "[", "]", " ", "&", "=", "+", "\\", "?x=", "@x:", "[::1]", "%4"]
PARTS = ["Zqj", "64", "wXv", "28"]


def database_password(_name: str, folder: Path) -> str:
    database = environment.read_database("PORTAL_TEST", folder / "x", sqlite_options={})
    assert (database["HOST"], database["NAME"]) == ("db.example", "portal")
    return str(database["PASSWORD"])


def mail_password(name: str, folder: Path) -> str:
    options = environment.read_mailers(name, folder, default="")["default"]["OPTIONS"]
    assert options["host"] == "db.example"
    return str(options["password"])


def limits_password(name: str, _folder: Path) -> str:
    url = urlsplit(environment.read_limits_url(name))
    assert url.hostname == "db.example"
    return unquote(url.password or "")


def public_password(name: str, _folder: Path) -> str:
    return environment.read_public_url(name, "").geturl()


READERS: dict[str, Callable[[str, Path], str]] = {
    "postgres://me:{}@db.example:5432/portal": database_password,
    "postgres://me:{}@db.example/portal?sslmode=require": database_password,
    "smtp://me:{}@db.example:587": mail_password,
    "smtps://me:{}@db.example?tls=no": mail_password,
    "valkey://me:{}@db.example:6379/0": limits_password,
    "valkey://:{}@db.example": limits_password,
    "https://me:{}@portal.example": public_password,
}


@pytest.mark.parametrize("form", READERS)
def test_password_is_read_as_it_was_meant_or_refused_unseen(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for sign in SIGNS:
        # Beginning with letters and with figures: an address may take either for a port.
        for password in (sign.join(PARTS), sign.join(reversed(PARTS)), sign + PARTS[0] + sign):
            monkeypatch.setenv("PORTAL_TEST", form.format(password))
            try:
                read = READERS[form]("PORTAL_TEST", tmp_path)
            except ImproperlyConfigured as refusal:
                told = str(refusal)
                assert "\n" not in told
                assert not [part for part in PARTS if part in told], told
            else:
                # “%64” may as well be meant as an encoded “d”.
                assert read in {password, unquote(password)}


@pytest.mark.parametrize("form", [form for form in READERS if not form.startswith("https")])
def test_encoded_password_is_read(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for sign in SIGNS:
        password = sign.join(PARTS)
        monkeypatch.setenv("PORTAL_TEST", form.format(quote(password, safe="")))
        assert READERS[form]("PORTAL_TEST", tmp_path) == password


def test_refusal_says_how_a_password_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("PORTAL_TEST", "postgres://me:12/34@db.example/portal")

    with pytest.raises(ImproperlyConfigured) as refusal:
        database_password("PORTAL_TEST", tmp_path)

    assert str(refusal.value) == (
        "PORTAL_TEST cannot be read: in a password / is written %2F, ? %3F, # %23, @ %40 and % %25."
        " It looks like postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3."
    )
