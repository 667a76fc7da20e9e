"""The columns of an item that follow from its snapshot. The save writes them; what is shown of a snapshot has the same."""

from typing import Any
from uuid import UUID

from articles.models import Article, Item
from articles.models.article import StoredHeading
from articles.rendering import RENDERER_VERSION, Rendered
from articles.snapshots import Snapshot, single_links


def fill_columns(item: Item, snapshot: Snapshot) -> None:
    """Puts a whole snapshot into the instance, but for the renderings of its texts."""
    for name in item.snapshot_fields:
        column: Any = item._meta.get_field(name)
        setattr(item, name, column.to_python(snapshot["fields"][name]))
    for name in single_links(type(item)):
        ids = snapshot["links"][name]
        setattr(item, f"{name}_id", UUID(ids[0]) if ids else None)
    item.rendered_with = RENDERER_VERSION
    item.set_keys()


def keep_rendered(item: Item, name: str, rendered: Rendered) -> None:
    """name: of the Markdown column."""
    setattr(item, f"{name}_html", rendered.html)
    if isinstance(item, Article):
        item.body_text = rendered.text
        item.headings = [StoredHeading(level=one.level, id=one.id, text=one.text) for one in rendered.headings]
        item.reading_minutes = rendered.reading_minutes
