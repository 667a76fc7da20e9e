"""Tables of tools with columns of their own names, and how tests bring them in."""

from pathlib import Path

from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.samples import bring_in, write_table

COLUMNS = ("id", "name", "what", "home", "kinds", "names")
MAP = {"code": "id", "name": "name", "summary": "what", "homepage": "home", "categories": "kinds", "aliases": "names"}


def tools_file(folder: Path, *rows: dict[str, str], name: str = "mine.csv") -> Path:
    return write_table(folder / name, COLUMNS, *rows)


def take_in(path: Path, *, is_dry: bool = False, status: str = "") -> Run:
    return bring_in(path, is_dry=is_dry, status=status, item_type="tool", mapping=MAP)
