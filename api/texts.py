"""An item's Markdown and HTML as readers may have them."""

import re
from collections.abc import Collection
from datetime import datetime
from uuid import uuid4

from articles.models import Item
from articles.rendering import Reference, html_references, rewrite_references
from articles.texts import fill_texts, load_links


def public_texts(item: Item, at: datetime) -> dict[str, str]:
    """`<name>_markdown` and `<name>_html` of each of the item's texts, without trace of what readers may not see.

    One query where a text refers to items and at most two for pictures, and one more to learn which items are hidden.
    """
    stored = {name: getattr(item, f"{name}_html") for name in item.markdown_fields}
    references = {reference for html in stored.values() for reference in html_references(html)[0]}
    hidden = references - load_links(references, at).keys() if references else set()
    texts: dict[str, str] = {}
    for name, html in zip(stored, fill_texts(list(stored.values()), at), strict=True):
        texts[f"{name}_markdown"] = drop_references(getattr(item, name), hidden)
        texts[f"{name}_html"] = html
    return texts


def drop_references(source: str, hidden: Collection[Reference]) -> str:
    """The Markdown with each `[[type:id|label]]` to one of `hidden` reduced to its label."""
    if not hidden:
        return source
    mark = uuid4().hex

    def replace(item_type: str, key: str) -> str | None:
        return mark if Reference(item_type, key.lower()) in hidden else None

    marked = rewrite_references(source, replace)
    return re.sub(rf"\[\[[a-z]+:{mark}(?:\\?\|(?P<label>[^\[\]|\n]*))?\]\]", lambda match: match["label"] or "", marked)
