"""Takes in the pictures of the portal's own exports, so that texts show them again."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from articles.editing.pictures import CENTRE, make_picture
from articles.json_objects import JsonObject
from articles.media.images import check_byte_size
from articles.models import Picture
from articles.transfer.columns import PICTURE_CONTENT, content_size, decode_cell, read_content
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.catalogue.own import kind_of
from articles.transfer.imports.files.archives import open_archive
from articles.transfer.imports.files.containers import folder_entries
from articles.transfer.imports.run import Run
from articles.transfer.imports.tables import Table
from articles.transfer.limits import check_total

ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
MEMBER = re.compile(rf"(?:.*/)?pictures/(?P<id>{ID})\.[a-z]{{3,4}}")
ADDRESS = re.compile(rf"\.\./pictures/(?P<file>{ID})\.[a-z]{{3,4}}|picture:(?P<id>{ID})")
PERCENT = range(101)


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that an export brings. name: what to call it; id: that it had; size: in bytes, before it is read.

    read: raises ImportFormatError and ValueError for what is damaged.
    """

    name: str
    id: str
    size: int
    read: Callable[[], bytes]


def take_in_pictures(paths: Sequence[Path], tables: Sequence[Table], run: Run) -> None:
    """Stores the pictures of archives, folders and rows, and lets the texts in the tables cite them.

    Raises ImportFormatError for an archive that is made to do harm; then nothing was stored.
    """
    own = [table for table in tables if kind_of(table)]
    if not own:
        return
    described = [table for table in own if kind_of(table) == "pictures"]
    shelf = Shelf(run, {str(row.values.get("id")): row.values for table in described for row in table.rows})
    with ExitStack() as opened:
        for file in picture_files(paths, described, opened):
            shelf.take(file)
    if shelf.ids:
        for table in tables:
            cite(table, shelf.ids)


def picture_files(paths: Sequence[Path], described: Sequence[Table], opened: ExitStack) -> Iterator[PictureFile]:
    """All archives are looked at before the first picture comes, and are open as long as `opened` is."""
    archives = [archive_files(path, opened) for path in paths if path.suffix.lower() == ".zip" and path.is_file()]
    for files in archives:
        yield from files
    for path in paths:
        if path.is_dir():
            yield from folder_files(path)
    for table in described:
        yield from row_files(table)


def archive_files(path: Path, opened: ExitStack) -> list[PictureFile]:
    archive = opened.enter_context(open_archive(path, str(path)))
    found = [
        PictureFile(member.path, match["id"], member.size, partial(archive.read, member.path))
        for member in archive.members
        if (match := MEMBER.fullmatch(member.path)) and not member.is_link
    ]
    check_total(path.name, (file.size for file in found))
    return found


def folder_files(folder: Path) -> Iterator[PictureFile]:
    for name, content in folder_entries(folder, lambda name: MEMBER.fullmatch(name) is not None):
        if match := MEMBER.fullmatch(name):
            yield PictureFile(name, match["id"], len(content), partial(bytes, content))


def row_files(table: Table) -> Iterator[PictureFile]:
    """What rows of JSON hold is taken out of them, so that no picture is held longer than it is needed."""
    for row in table.rows:
        text, pk = row.values.pop(PICTURE_CONTENT, None), str(row.values.get("id"))
        if isinstance(text, str) and text and re.fullmatch(ID, pk):
            yield PictureFile(f"{row.place}:{row.line}", pk, content_size(text), partial(read_content, text))


@dataclass
class Shelf:
    """The pictures of one import. described: the row of each id; ids: the stored picture's, by the one it had."""

    run: Run
    described: Mapping[str, JsonObject]
    ids: dict[str, str] = field(default_factory=dict)

    def take(self, file: PictureFile) -> None:
        """Stores a picture; where that is not to be, a note says why."""
        try:
            if file.id in self.ids:
                raise ValidationError("another picture has the same name")
            check_byte_size(file.size)
            self.ids[file.id] = str(self.take_in(UUID(file.id), file.read()).pk)
        except ValidationError as error:
            self.run.report.notes.append(f"{file.name} was left out: {' '.join(error.messages)}")
        except (ImportFormatError, ValueError) as error:
            self.run.report.notes.append(f"{file.name} was left out: {error}")

    def take_in(self, pk: UUID, content: bytes) -> Picture:
        """The picture with this content, whatever its id; else a new one with the id that it had. Raises ValidationError."""
        row = self.described.get(str(pk), {})
        picture = make_picture(content, alt=str(row.get("alt") or ""), focus=focus_of(row))
        return self.run.take_picture(picture, content, pk)


def focus_of(row: Mapping[str, Any]) -> tuple[int, int]:
    """What the row says; the centre where that is no focal point, which then is told of the row itself."""
    x, y = (decode_cell(Picture, name, row.get(name)) for name in ("focus_x", "focus_y"))
    return (x, y) if x in PERCENT and y in PERCENT else CENTRE


def cite(table: Table, ids: Mapping[str, str]) -> None:
    """Writes the address of each picture that was taken in as texts of the portal cite it."""

    def replaced(match: re.Match[str]) -> str:
        pk = ids.get(match["file"] or match["id"])
        return f"picture:{pk}" if pk else match.group()

    for row in table.rows:
        for column, value in row.values.items():
            if isinstance(value, str) and "picture" in value:
                row.values[column] = ADDRESS.sub(replaced, value)
        row.values.update(renamed_cover(row.values, ids))


def renamed_cover(values: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str | list[str]]:
    """The cover is a list in JSON and Markdown, and the text of its id in a cell."""
    cover = values.get("cover")
    if isinstance(cover, str):
        return {"cover": ids.get(cover, cover)}
    return {"cover": [ids.get(str(one), one) for one in cover]} if isinstance(cover, list) else {}
