"""The manifest of a backup: what it was made from, and what it holds. Read with distrust: a file may be anybody's."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from portal.backups.errors import BackupError

FORMAT = 1
NAME = "manifest.json"
SECRET_KEY = "secret_key"  # noqa: S105  the name of a member
MAX_BYTES = 64 * 1024 * 1024
TABLE_NAME = re.compile(r"tables/[a-z0-9_]{1,63}\.jsonl")
DIGEST = re.compile(r"[0-9a-f]{64}")
MAX_NAME_LENGTH = 400

type MigrationName = tuple[str, str]


@dataclass(frozen=True)
class Member:
    """sha256 and size in bytes of what a member unpacks to."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Table:
    """A table's columns in the order of each row, and how many rows there are."""

    columns: list[str]
    rows: int


@dataclass(frozen=True)
class Manifest:
    """version: of the portal that made it. made_at: ISO 8601, UTC. missing: media that a row names and that were not there."""

    version: str
    made_at: str
    database: str
    migrations: list[MigrationName]
    tables: dict[str, Table] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def to_bytes(self) -> bytes:
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Raises BackupError where it was made by a newer version, or is no manifest."""
        try:
            data = json.loads(content)
            if data["format"] != FORMAT:
                raise BackupError(
                    f"It was made by a newer version of the portal ({short(data.get('version'))}). Update the portal first."
                )
            return cls(
                version=text_of(data["version"]),
                made_at=text_of(data["made_at"]),
                database=text_of(data["database"]),
                migrations=[(text_of(app), text_of(name)) for app, name in data["migrations"]],
                tables={safe_table(name): table_of(table) for name, table in data["tables"].items()},
                members={safe_name(name): member_of(member) for name, member in data["members"].items()},
                missing=[text_of(name) for name in data["missing"]],
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise BackupError("Its manifest cannot be read: this is no backup of the portal.") from None


def text_of(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MAX_NAME_LENGTH:
        raise ValueError(short(value))
    return value


def number_of(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(short(value))
    return value


def table_of(data: Mapping[str, Any]) -> Table:
    return Table(columns=[text_of(name) for name in data["columns"]], rows=number_of(data["rows"]))


def member_of(data: Mapping[str, Any]) -> Member:
    if not DIGEST.fullmatch(text_of(data["sha256"])):
        raise ValueError(short(data["sha256"]))
    return Member(sha256=data["sha256"], size=number_of(data["size"]))


def safe_table(name: str) -> str:
    if not TABLE_NAME.fullmatch(table_member(name)):
        raise BackupError(f"It names a table {short(name)}, which cannot be.")
    return name


def safe_name(name: str) -> str:
    """A member's name that leads nowhere but into the folder of media files."""
    if name == SECRET_KEY or TABLE_NAME.fullmatch(name):
        return name
    folder, *parts = name.split("/")
    is_plain = all(part not in {"", ".", ".."} and part.isprintable() and "\\" not in part for part in parts)
    if folder != "media" or not parts or not is_plain or ":" in name or len(name) > MAX_NAME_LENGTH:
        raise BackupError(f"It holds {short(name)}, which leads out of the portal.")
    return name


def table_member(table: str) -> str:
    return f"tables/{table}.jsonl"


def media_member(name: str) -> str:
    return f"media/{name}"


def short(value: Any) -> str:
    """A value of unknown origin in a message: printable and not long."""
    return repr(value)[:80]
