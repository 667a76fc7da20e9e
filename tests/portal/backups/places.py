"""What tests of backups share: an empty place beside the tests' own, what a backup holds, and files made to be refused."""

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.test import override_settings

from portal.backups.archive import DIGEST_LENGTH, SEAL, digest_of

type Members = dict[str, bytes]


@contextmanager
def empty_place(folder: Path, new_database: Callable[[], dict[str, str]]) -> Iterator[None]:
    """An empty database and an empty state folder are what this process uses until the block ends."""
    folder.mkdir()
    variables = new_database()
    name = urlsplit(variables["DATABASE_URL"]).path[1:] if variables else str(folder / "portal.sqlite3")
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    try:
        with override_settings(VAR_DIR=folder, MEDIA_ROOT=folder / "media"):
            yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def members_of(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def content_of(path: Path) -> dict[str, Any]:
    """What a backup holds, whichever database it came from: rows by table, in no order of keys; other members' digests."""
    members = members_of(path)
    manifest = json.loads(members["manifest.json"])
    rows = {
        name: sorted(json.dumps(json.loads(line), sort_keys=True) for line in content.splitlines())
        for name, content in members.items()
        if name.startswith("tables/")
    }
    media = {name: member["sha256"] for name, member in manifest["members"].items() if not name.startswith("tables/")}
    return {**rows, **media, "migrations": manifest["migrations"]}


def write_sealed(path: Path, members: list[tuple[str, bytes]]) -> None:
    """A sealed archive with these members, as somebody would make one who knows the form."""
    with path.open("wb+") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members:
                archive.writestr(name, content)
            archive.comment = SEAL + b"0" * DIGEST_LENGTH
        length = file.seek(-DIGEST_LENGTH, os.SEEK_END)
        seal = digest_of(file, length)
        file.seek(length)
        file.write(seal.encode())
