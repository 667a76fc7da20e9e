"""Walks through folders from people whom we do not know: links are told and not followed."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

HIDDEN = re.compile(r"(?:\A|/)(?:\.[^/]|__MACOSX(?:/|\Z))")


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in a folder and is no folder. inside: its path there. is_special: a device or the like, with no content."""

    path: Path
    inside: str
    is_link: bool
    is_special: bool


def is_hidden(path: str) -> bool:
    """What systems put beside people's files."""
    return HIDDEN.search(path) is not None


def walk_folder(
    folder: Path, *, on_error: Callable[[str, OSError], object], enters: Callable[[str], bool] = lambda _inside: True
) -> Iterator[Found]:
    """on_error: told of each folder below that cannot be read, by its path there. enters: whether to look into one."""

    def inside(path: Path) -> str:
        return path.relative_to(folder).as_posix()

    for place, folders, names in folder.walk(
        on_error=lambda error: on_error(os.path.relpath(error.filename, folder), error)
    ):
        folders[:] = [name for name in folders if enters(inside(place / name))]
        for path in (place / name for name in names):
            is_link = path.is_symlink()
            yield Found(path, inside(path), is_link, not is_link and not path.is_file())
