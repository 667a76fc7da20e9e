"""Each reader of an environment variable: what it makes of good values, and the line with which it refuses bad ones."""

import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import environment


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets PORTAL_TEST, the variable that every test here reads."""

    def give(value: str) -> None:
        monkeypatch.setenv("PORTAL_TEST", value)

    return give


def refusal(call: Any, *args: Any, **options: Any) -> str:
    with pytest.raises(ImproperlyConfigured) as error:
        call(*args, **options)
    return str(error.value)


def test_text_without_value_is_the_default(given: Any) -> None:
    assert environment.read_text("PORTAL_TEST", "default") == "default"
    given("   ")
    assert environment.read_text("PORTAL_TEST", "default") == "default"
    given(" value ")
    assert environment.read_text("PORTAL_TEST", "default") == "value"


@pytest.mark.parametrize(
    ("value", "meaning"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False), ("off", False)]
)
def test_bool(given: Any, value: str, meaning: bool) -> None:
    given(value)

    assert environment.read_bool("PORTAL_TEST", default=not meaning) is meaning


def test_bool_refuses_another_word(given: Any) -> None:
    assert environment.read_bool("PORTAL_TEST", default=True) is True
    given("maybe")
    assert (
        refusal(environment.read_bool, "PORTAL_TEST", default=True) == "PORTAL_TEST='maybe' is neither true nor false."
    )


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("many", "PORTAL_TEST='many' is not a whole number."),
        ("1.5", "PORTAL_TEST='1.5' is not a whole number."),
        ("0", "PORTAL_TEST='0' is not between 1 and 9."),
        ("10", "PORTAL_TEST='10' is not between 1 and 9."),
    ],
)
def test_int_refuses(given: Any, value: str, line: str) -> None:
    given(value)

    assert refusal(environment.read_int, "PORTAL_TEST", 1, minimum=1, maximum=9) == line


def test_int(given: Any) -> None:
    assert environment.read_int("PORTAL_TEST", 4) == 4
    given("7")
    assert environment.read_int("PORTAL_TEST", 4, maximum=7) == 7
    given("-1")
    assert refusal(environment.read_int, "PORTAL_TEST", 4) == "PORTAL_TEST='-1' is not at least 0."


def test_list(given: Any) -> None:
    assert environment.read_list("PORTAL_TEST") == []
    given(" a.example, ,b.example,")
    assert environment.read_list("PORTAL_TEST") == ["a.example", "b.example"]


@pytest.mark.parametrize("value", ["https://portal.example", "http://[::1]:8000", "https://portal.example:8443"])
def test_public_url(given: Any, value: str) -> None:
    given(f"{value}/")

    assert environment.read_public_url("PORTAL_TEST", "http://localhost").geturl() == value


@pytest.mark.parametrize(
    "value",
    [
        "portal.example",
        "ftp://portal.example",
        "https://",
        "https://portal.example/below",
        "https://portal.example?x=1",
        "https://me@portal.example",
        "https://:hidden@portal.example",
        "https://portal.example:port",
        "https://portal.example:99999",
        "https://portal.example:0",
        "http://[::1",
    ],
)
def test_public_url_refuses(given: Any, value: str) -> None:
    given(value)

    shown = "PORTAL_TEST" if "@" in value else f"PORTAL_TEST={value!r}"
    assert refusal(environment.read_public_url, "PORTAL_TEST", "") == (
        f"{shown} is not an address such as https://portal.example."
    )


@pytest.mark.parametrize(
    ("value", "host"), [("http://[::1]:8000", "[::1]"), ("https://Portal.example", "portal.example")]
)
def test_host_is_as_requests_name_it(given: Any, value: str, host: str) -> None:
    given(value)

    assert environment.host_of(environment.read_public_url("PORTAL_TEST", "")) == host


def test_state_folder_is_made_private(given: Any, tmp_path: Path) -> None:
    given(str(tmp_path / "a" / "b"))

    folder = environment.read_state_folder("PORTAL_TEST", tmp_path / "other")

    assert folder == tmp_path / "a" / "b"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_state_folder_refuses_a_file(given: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    given(str(tmp_path / "file"))

    assert refusal(environment.read_state_folder, "PORTAL_TEST", tmp_path) == (
        f"The state folder {tmp_path}/file cannot be made: File exists. Set PORTAL_TEST."
    )


def test_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"

    first, second = (environment.read_secret_key("PORTAL_TEST", path) for _ in range(2))

    assert first == second
    assert len(first) == 86
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_secret_key_made_by_another_process_meanwhile_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret_key"
    path.write_text("k" * 40)
    monkeypatch.setattr(Path, "exists", lambda _: False)

    assert environment.read_secret_key("PORTAL_TEST", path) == "k" * 40


def test_secret_key_of_the_variable_wins(given: Any, tmp_path: Path) -> None:
    given("x" * 40)

    assert environment.read_secret_key("PORTAL_TEST", tmp_path / "secret_key") == "x" * 40
    assert list(tmp_path.iterdir()) == []


def test_short_secret_key_is_refused(given: Any, tmp_path: Path) -> None:
    given("secret")

    line = refusal(environment.read_secret_key, "PORTAL_TEST", tmp_path / "secret_key")

    assert line == "PORTAL_TEST is shorter than 32 characters."


@pytest.mark.parametrize("content", [b"", b"short\n"])
def test_damaged_secret_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secret_key"
    path.write_bytes(content)

    assert refusal(environment.read_secret_key, "PORTAL_TEST", path) == (
        f"The secret key {path} is damaged; delete it, and a new one is made."
    )


@pytest.mark.parametrize("kind", ["folder", "binary"])
def test_unreadable_secret_key_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "secret_key"
    if kind == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"\xff" * 40)

    line = refusal(environment.read_secret_key, "PORTAL_TEST", path)

    reason = {"folder": "Is a directory", "binary": "it is not plain text"}[kind]
    assert line == f"The secret key {path} cannot be read or made: {reason}."


def read_database(path: Path) -> dict[str, Any]:
    return environment.read_database("PORTAL_TEST", path, sqlite_options={"timeout": 20})


def test_database_is_sqlite_unless_given(tmp_path: Path) -> None:
    path = tmp_path / "50% of?.sqlite3"

    assert read_database(path) == {
        "ENGINE": "portal.databases.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"timeout": 20},
    }


def test_sqlite_options_of_the_address_win(given: Any, tmp_path: Path) -> None:
    given(f"sqlite:///{tmp_path}/x.sqlite3?timeout=5")

    database = read_database(tmp_path / "other")

    assert (database["NAME"], database["OPTIONS"]) == (f"{tmp_path}/x.sqlite3", {"timeout": 5})


def test_sqlite_path_does_not_depend_on_the_folder_of_a_later_process(
    given: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given("sqlite:///x.sqlite3")

    assert read_database(tmp_path / "other")["NAME"] == f"{tmp_path}/x.sqlite3"


def test_postgres_keeps_connections_and_asks_whether_they_answer(given: Any, tmp_path: Path) -> None:
    given("postgres://me:pass%40word@db.example:5433/portal?sslmode=require")

    database = read_database(tmp_path)

    assert [database[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "portal.databases.postgresql", "portal", "me", "pass@word", "db.example", 5433,
    ]  # fmt: skip
    assert database["OPTIONS"] == {"sslmode": "require"}
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (300, True)


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("portal", "PORTAL_TEST cannot be read."),
        ("postgres://me:hidden@host:port/portal", "PORTAL_TEST cannot be read."),
        ("mysql://me:hidden@host/portal", "PORTAL_TEST names neither PostgreSQL nor SQLite."),
        ("postgres://me:hidden@host", "PORTAL_TEST names no database that lasts."),
        ("sqlite://", "PORTAL_TEST names no database that lasts."),
        ("sqlite://:memory:", "PORTAL_TEST names no database that lasts."),
    ],
)
def test_database_refuses_without_telling_the_password(given: Any, tmp_path: Path, url: str, line: str) -> None:
    given(url)

    told = refusal(read_database, tmp_path)

    assert told == (f"{line} It looks like postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3.")


def test_mail_goes_to_files_unless_given(tmp_path: Path) -> None:
    assert environment.read_mailers("PORTAL_TEST", tmp_path, default="") == {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(tmp_path)},
        }
    }


@pytest.mark.parametrize(
    ("url", "port", "use_tls", "use_ssl"),
    [
        ("smtp://me:pass%3Aword@mail.example", 587, True, False),
        ("smtp://me:pass%3Aword@mail.example:25?tls=no", 25, False, False),
        ("smtps://me:pass%3Aword@mail.example", 465, False, True),
    ],
)
def test_mail_server(given: Any, tmp_path: Path, url: str, port: int, use_tls: bool, use_ssl: bool) -> None:
    given(url)

    assert environment.read_mailers("PORTAL_TEST", tmp_path, default="") == {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": "mail.example",
                "port": port,
                "username": "me",
                "password": "pass:word",
                "use_ssl": use_ssl,
                "use_tls": use_tls,
                "timeout": 20,
            },
        }
    }


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("smtp://me:hidden@host:port", "PORTAL_TEST cannot be read."),
        ("http://mail.example", "PORTAL_TEST names no mail server."),
        ("smtp://", "PORTAL_TEST names no mail server."),
    ],
)
def test_mail_server_refuses(given: Any, tmp_path: Path, url: str, line: str) -> None:
    given(url)

    told = refusal(environment.read_mailers, "PORTAL_TEST", tmp_path, default="")

    assert told == f"{line} It looks like smtp://user:password@host:587 or smtps://user:password@host:465."


@pytest.mark.parametrize("value", ["", "UTC", "Europe/Berlin", "America/Argentina/Ushuaia", "Asia/Kathmandu"])
def test_time_zone_is_read(given: Any, value: str) -> None:
    given(value)
    assert environment.read_time_zone("PORTAL_TEST", "UTC") == (value or "UTC")


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("Berlin", "Did you mean Europe/Berlin?"),
        ("europe/berlin", "Did you mean Europe/Berlin?"),
        ("Europe/Berln", "Did you mean Europe/Berlin?"),
        ("new york", "Did you mean America/New_York?"),
        ("Asia/Katmandoo", "Did you mean Asia/Katmandu?"),
        ("utc", "Did you mean UTC?"),
        ("UTC+2", "It looks like Europe/Berlin or UTC."),
        ("CEST", "It looks like Europe/Berlin or UTC."),
        ("Europe", "It looks like Europe/Berlin or UTC."),
        ("localtime", "It looks like Europe/Berlin or UTC."),
        ("../../etc/passwd", "It looks like Europe/Berlin or UTC."),
        ("x" * 5000, "It looks like Europe/Berlin or UTC."),
    ],
)
def test_unknown_time_zone_is_refused_with_what_was_probably_meant(given: Any, value: str, hint: str) -> None:
    given(value)
    line = refusal(environment.read_time_zone, "PORTAL_TEST", "UTC")
    assert line == f"PORTAL_TEST={value!r} is no time zone known here. {hint}"


def test_time_zone_that_the_system_does_not_know_is_refused(
    given: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(environment, "SYSTEM_ZONES", tmp_path / "missing")
    given("Europe/Berlin")
    assert environment.read_time_zone("PORTAL_TEST", "UTC") == "Europe/Berlin"
    monkeypatch.setattr(environment, "SYSTEM_ZONES", tmp_path)
    assert refusal(environment.read_time_zone, "PORTAL_TEST", "UTC").startswith("PORTAL_TEST='Europe/Berlin' is no")


@pytest.mark.parametrize(
    ("value", "number"), [("", 1), ("yes", 1), ("no", 0), ("0", 0), ("1", 1), ("2", 2), ("off", 0), ("true", 1)]
)
def test_count(given: Any, value: str, number: int) -> None:
    given(value)
    assert environment.read_count("PORTAL_TEST", default=1) == number


@pytest.mark.parametrize("value", ["10", "-1", "1.5", "some"])
def test_count_refuses(given: Any, value: str) -> None:
    given(value)
    assert f"PORTAL_TEST={value!r} is " in refusal(environment.read_count, "PORTAL_TEST", default=0)


@pytest.mark.parametrize(
    "url", ["valkey://limits.example", "valkeys://me:secret@limits.example:6380/2", "redis://[::1]/0"]
)
def test_limits_server(given: Any, url: str) -> None:
    assert environment.read_limits_url("PORTAL_TEST") == ""
    given(url)
    assert environment.read_limits_url("PORTAL_TEST") == url


@pytest.mark.parametrize(
    "url",
    ["http://limits.example", "valkey://", "valkey://limits.example:0", "valkey://me:hidden@host:x/0", "valkey://h/a"],
)
def test_limits_server_refuses_without_telling_the_password(given: Any, url: str) -> None:
    given(url)
    assert refusal(environment.read_limits_url, "PORTAL_TEST") == (
        "PORTAL_TEST cannot be read. It looks like valkey://user:password@host:6379/0 or valkeys://host:6380/0."
    )
