"""Takes in the pictures of the portal's own Markdown exports, so that texts show them again."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from articles.imports.catalogue.own import kind_of
from articles.imports.files.containers import folder_entries, zip_entries
from articles.imports.run import NOTE, Run
from articles.imports.tables import Table
from articles.models import Change, Picture
from articles.pictures import add_picture, make_picture

ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
MEMBER = re.compile(rf"(?:.*/)?pictures/(?P<id>{ID})\.[a-z]{{3,4}}")
ADDRESS = re.compile(rf"\.\./pictures/(?P<file>{ID})\.[a-z]{{3,4}}|picture:(?P<id>{ID})")


def take_in_pictures(paths: Sequence[Path], tables: Sequence[Table], run: Run) -> None:
    """Stores the pictures of archives and folders, and lets the texts in the tables cite them."""
    if not any(kind_of(table) for table in tables):
        return
    alts = find_alts(tables)
    ids: dict[str, str] = {}
    for path in paths:
        for name, content in picture_files(path):
            key = found["id"] if (found := MEMBER.fullmatch(name)) else ""
            try:
                ids[key] = str(take_in(UUID(key), content, alts.get(key, ""), run).pk)
            except ValidationError as error:
                run.report.notes.append(f"{name} was left out: {' '.join(error.messages)}")
    if ids:
        for table in tables:
            cite(table, ids)


def picture_files(path: Path) -> Iterator[tuple[str, bytes]]:
    def wanted(name: str) -> bool:
        return MEMBER.fullmatch(name) is not None

    if path.is_dir():
        yield from folder_entries(path, wanted)
    elif path.suffix.lower() == ".zip":
        yield from zip_entries(path, wanted)


def find_alts(tables: Sequence[Table]) -> dict[str, str]:
    rows = [
        row.values for table in tables if "digest" in table.columns and "alt" in table.columns for row in table.rows
    ]
    return {str(row.get("id")): str(row.get("alt") or "") for row in rows}


def take_in(pk: UUID, content: bytes, alt: str, run: Run) -> Picture:
    """The stored picture with this content, whatever its id; else a new one with the id that it had. Raises ValidationError."""
    picture = make_picture(content, alt=alt)
    if not picture._state.adding:
        return picture
    run.report.made["pictures"] += 1
    if run.is_dry:
        picture.pk = pk
        run.coming[Picture].add(str(pk))
        run.coming_records.append(picture)
        return picture
    reason = Change.Reason.IMPORT
    return add_picture(content, alt=alt, by=run.by, note=NOTE, reason=reason, batch=run.open_batch(), pk=pk)


def cite(table: Table, ids: dict[str, str]) -> None:
    """Writes the address of each picture that was taken in as texts of the portal cite it."""

    def replaced(match: re.Match[str]) -> str:
        pk = ids.get(match["file"] or match["id"])
        return f"picture:{pk}" if pk else match.group()

    for row in table.rows:
        for column, value in row.values.items():
            if isinstance(value, str) and "picture" in value:
                row.values[column] = ADDRESS.sub(replaced, value)
        row.values.update(renamed_cover(row.values, ids))


def renamed_cover(values: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    cover = values.get("cover")
    return {"cover": [ids.get(str(one), one) for one in cover]} if isinstance(cover, list) else {}
