"""Tables of tools that come in over what is stored, and what editors keep of them."""

from pathlib import Path

from articles.models import Category, Tool
from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.samples import bring_in, write_table
from tests.factories import change

COLUMNS = ("code", "name", "summary", "description", "homepage", "vendor", "categories", "aliases")


def take_in(folder: Path, *rows: dict[str, str], file: str = "mine.csv", is_dry: bool = False) -> Run:
    return bring_in(write_table(folder / file, COLUMNS, *rows), item_type="tool", is_dry=is_dry)


def keep_categories(item: Tool, *names: str) -> Tool:
    return change(item, categories=list(Category.objects.filter(name__in=names)))


def keep_aliases(item: Tool, *names: str) -> Tool:
    return change(item, aliases=[{"name": name, "language": ""} for name in names])
