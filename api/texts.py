"""An item's Markdown and HTML as readers may have them."""

import re
from collections.abc import Collection
from datetime import datetime

from articles.models import Item
from articles.rendering import Reference
from articles.texts import fill_texts, load_links

ID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
WRITTEN = re.compile(rf"\[\[(?P<type>[a-z]+):(?P<id>{ID})(?:\\?\|(?P<label>[^\[\]\n]*))?\]\]")


def public_texts(item: Item, at: datetime) -> dict[str, str]:
    """`<name>_markdown` and `<name>_html` of each of the item's texts, without trace of what readers may not see.

    One query where a text refers to items and at most two for pictures, and one more to learn which items are hidden.
    """
    sources = {name: getattr(item, name) for name in item.markdown_fields}
    written = {
        Reference(match["type"], match["id"].lower()) for one in sources.values() for match in WRITTEN.finditer(one)
    }
    hidden = written - load_links(written, at).keys() if written else set()
    filled = fill_texts([getattr(item, f"{name}_html") for name in sources], at)
    texts: dict[str, str] = {}
    for (name, source), html in zip(sources.items(), filled, strict=True):
        texts[f"{name}_markdown"] = drop_references(source, hidden)
        texts[f"{name}_html"] = html
    return texts


def drop_references(source: str, hidden: Collection[Reference]) -> str:
    """The Markdown with each `[[type:id|label]]` to one of `hidden` reduced to its label, wherever it stands."""
    if not hidden:
        return source

    def reduced(match: re.Match[str]) -> str:
        return (match["label"] or "") if Reference(match["type"], match["id"].lower()) in hidden else match.group()

    return WRITTEN.sub(reduced, source)
