"""Reads the portal's settings from environment variables, typed; `portal/settings.py` is the only reader.

Every function raises ImproperlyConfigured, with one line that names the variable, where a value cannot be used. No message
holds a password.
"""

import os
import re
import secrets
import tempfile
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from zoneinfo import available_timezones

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SECRET_KEY_MIN_LENGTH = 32
DATABASE_URL_FORM = "postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3"
LIMITS_URL_FORM = "valkey://user:password@host:6379/0 or valkeys://host:6380/0"
MAIL_URL_FORM = "smtp://user:password@host:587 or smtps://user:password@host:465"
DAYS_KEPT = 7
# Entries of the database that name no zone, or another one on each machine.
MACHINE_ZONES = {"Factory", "localtime", "posixrules"}
# Django's backends, and ours that stand for them.
SQLITE, POSTGRESQL = "portal.databases.sqlite3", "portal.databases.postgresql"
ENGINES = {"django.db.backends.sqlite3": SQLITE, "django.db.backends.postgresql": POSTGRESQL}
SYSTEM_ZONES = Path("/usr/share/zoneinfo")

# The names asked for so far, so that a system check can point at a misspelt one.
names_read: set[str] = set()


def read_text(name: str, default: str) -> str:
    names_read.add(name)
    return os.environ.get(name, "").strip() or default


def read_bool(name: str, *, default: bool) -> bool:
    """True for 1, true, yes and on; False for 0, false, no and off; anything else is refused."""
    value = read_text(name, "").lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither true nor false.")


def read_int(name: str, default: int, *, minimum: int = 0, maximum: int | None = None) -> int:
    value = read_text(name, "")
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None
    if number < minimum or (maximum is not None and number > maximum):
        raise ImproperlyConfigured(f"{name}={value!r} is not {span(minimum, maximum)}.")
    return number


def read_count(name: str, *, default: int, maximum: int = 9) -> int:
    """How many: a number, or yes and no for 1 and 0."""
    value = read_text(name, "")
    if value.isascii() and value.isdigit():
        return read_int(name, default, maximum=maximum)
    return int(read_bool(name, default=bool(default)))


def read_daily_backups(name: str) -> int:
    """How many of one a day are kept: yes for a week's, no for none being made."""
    value = read_text(name, "")
    if value.isascii() and value.isdigit():
        return read_int(name, 0, maximum=1000)
    return DAYS_KEPT if read_bool(name, default=False) else 0


def span(minimum: int, maximum: int | None) -> str:
    return f"at least {minimum}" if maximum is None else f"between {minimum} and {maximum}"


def read_list(name: str) -> list[str]:
    """The comma-separated words of a variable; an empty list where it is not set."""
    return [word.strip() for word in read_text(name, "").split(",") if word.strip()]


def read_public_url(name: str, default: str) -> SplitResult:
    """The address readers use: scheme, host and perhaps a port, nothing after it."""
    value = read_text(name, default)
    try:
        url = urlsplit(value.rstrip("/"))
        is_usable = url.scheme in {"http", "https"} and bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        is_usable = False
    if not is_usable or url.path or url.query or url.fragment or "@" in url.netloc:
        shown = name if "@" in value else f"{name}={value!r}"  # before an @ may stand a password
        raise ImproperlyConfigured(f"{shown} is not an address such as https://portal.example.")
    return url


def read_time_zone(name: str, default: str) -> str:
    """The name of a time zone of the IANA database, such as Europe/Berlin."""
    value = read_text(name, default)
    if value == default:
        return value
    names = {zone for zone in available_timezones() if zone not in MACHINE_ZONES}
    # Django wants the zone among those of the system too, where the system has any.
    is_known = value in names and (not SYSTEM_ZONES.exists() or (SYSTEM_ZONES / value).is_file())
    if not is_known:
        raise ImproperlyConfigured(f"{name}={value!r} is no time zone known here. {nearest_zone(value, names)}")
    return value


def nearest_zone(value: str, names: Iterable[str]) -> str:
    """What was probably meant: a place in other letters, or misspelt, or without its continent."""
    places = {zone.casefold(): zone for zone in names if "/" in zone and not zone.startswith("Etc/")} | {"utc": "UTC"}
    cities = {zone.rpartition("/")[2]: zone for zone in places}
    wanted = "_".join(value.casefold().split())
    for known in (list(places), list(cities)):
        if found := get_close_matches(wanted, known, n=1, cutoff=0.8):
            return f"Did you mean {places[cities.get(found[0], found[0])]}?"
    return "It looks like Europe/Berlin or UTC."


def host_of(url: SplitResult) -> str:
    """The host as a request names it: an IPv6 address in brackets."""
    host = url.hostname or ""
    return f"[{host}]" if ":" in host else host


def read_state_folder(name: str, default: Path) -> Path:
    """The folder that holds all state; made, readable by its owner only, where it is missing."""
    folder = Path(read_text(name, str(default))).absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"The state folder {folder} cannot be made: {error.strerror}. Set {name}.") from None
    return folder


def read_secret_key(name: str, path: Path) -> str:
    """The key in the variable, else the one kept at `path`, which is made (mode 0600) where it is missing."""
    given = read_text(name, "")
    if not given:
        return _read_kept_key(path)
    if len(given) < SECRET_KEY_MIN_LENGTH:
        raise ImproperlyConfigured(f"{name} is shorter than {SECRET_KEY_MIN_LENGTH} characters.")
    return given


def _read_kept_key(path: Path) -> str:
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not plain text"
        raise ImproperlyConfigured(f"The secret key {path} cannot be read or made: {reason}.") from None
    if len(key) < SECRET_KEY_MIN_LENGTH:
        raise ImproperlyConfigured(f"The secret key {path} is damaged; delete it, and a new one is made.")
    return key


def _make_key(path: Path) -> None:
    """Links a finished file into place, so that of two processes at once both read the same whole key."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()


def read_database(name: str, sqlite_path: Path, *, sqlite_options: Mapping[str, Any]) -> dict[str, Any]:
    """The database of the variable, else SQLite at `sqlite_path`, for the backends of `portal.databases`."""
    url = read_text(name, "")
    database = _parse_database_url(name, url) if url else _sqlite_at(sqlite_path)
    options = database.get("OPTIONS") or {}
    if database["ENGINE"] == SQLITE:
        path = str(Path(database["NAME"]).absolute())  # the children of `up` run in another folder
        return database | {"NAME": path, "OPTIONS": {**sqlite_options, **options}}
    # Each thread keeps its connection, and asks before each request whether it still answers.
    return database | {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True, "OPTIONS": dict(options)}


def _sqlite_at(path: Path) -> dict[str, Any]:
    return {"ENGINE": SQLITE, "NAME": str(path)}


def _parse_database_url(name: str, url: str) -> dict[str, Any]:
    if not url.startswith("sqlite:"):  # a path may hold anything
        split_server_url(name, url, DATABASE_URL_FORM)
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, AssertionError):
        raise ImproperlyConfigured(f"{name} cannot be read. It looks like {DATABASE_URL_FORM}.") from None
    engine = ENGINES.get(database["ENGINE"])
    if engine is None:
        raise ImproperlyConfigured(f"{name} names neither PostgreSQL nor SQLite. It looks like {DATABASE_URL_FORM}.")
    if not database["NAME"] or database["NAME"] == ":memory:":
        raise ImproperlyConfigured(f"{name} names no database that lasts. It looks like {DATABASE_URL_FORM}.")
    return database | {"ENGINE": engine}


def split_server_url(name: str, value: str, form: str) -> SplitResult:
    """The parts of an address that may hold a password. Raises ImproperlyConfigured, without any part of it.

    A “/”, “?” or “#” in a password that is not encoded ends the host too soon; the rest would be taken for the name of a
    database, an option or nothing, and be shown in messages.
    """
    try:
        url = urlsplit(value)
        _ = url.port
    except ValueError:
        raise ImproperlyConfigured(f"{name} cannot be read. It looks like {form}.") from None
    if "@" in url.path + url.query + url.fragment:
        raise ImproperlyConfigured(
            f"{name} cannot be read: in a password / is written %2F, ? %3F, # %23, @ %40 and % %25. It looks like {form}."
        )
    return url


def read_limits_url(name: str) -> str:
    """The address of a Valkey server; empty where the variable is not set."""
    value = read_text(name, "")
    if not value:
        return ""
    url = split_server_url(name, value, LIMITS_URL_FORM)
    is_usable = url.scheme in {"valkey", "valkeys", "redis", "rediss"} and bool(url.hostname) and url.port != 0
    if not is_usable or not re.fullmatch(r"(/\d{0,4})?", url.path):
        raise ImproperlyConfigured(f"{name} cannot be read. It looks like {LIMITS_URL_FORM}.")
    return value


def read_address(name: str) -> tuple[str, int] | None:
    """Host and port of the variable; None where it is not set."""
    value = read_text(name, "")
    if not value:
        return None
    host, _colon, port = value.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:  # noqa: PLR2004  ports end there
        raise ImproperlyConfigured(f"{name}={value!r} is no address. It looks like 127.0.0.1:9100.")
    return host.strip("[]"), int(port)


def read_mailers(name: str, folder: Path, *, default: str) -> dict[str, dict[str, Any]]:
    """The mail server of the variable or of `default`; without either, each message becomes a file in `folder`."""
    value = read_text(name, default)
    if not value:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"default": {"BACKEND": backend, "OPTIONS": {"file_path": str(folder)}}}
    url = split_server_url(name, value, MAIL_URL_FORM)
    port = url.port or (465 if url.scheme == "smtps" else 587)
    if url.scheme not in {"smtp", "smtps"} or not url.hostname:
        raise ImproperlyConfigured(f"{name} names no mail server. It looks like {MAIL_URL_FORM}.")
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": _smtp_options(url, port)}}


def _smtp_options(url: SplitResult, port: int) -> dict[str, Any]:
    """`?tls=no` is for a mail server on the same machine, which often speaks no TLS."""
    wants_tls = parse_qs(url.query).get("tls") != ["no"]
    return {
        "host": url.hostname,
        "port": port,
        "username": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "use_ssl": url.scheme == "smtps",
        "use_tls": url.scheme == "smtp" and wants_tls,
        "timeout": 20,
    }
