"""An item's Markdown and HTML as readers may have them."""

from datetime import datetime

from articles.models import Item
from articles.reading.texts import fill_texts, load_links, shown_references
from articles.rendering import reduce_references, written_references


def public_texts(item: Item, at: datetime) -> dict[str, str]:
    """`<name>_markdown` and `<name>_html` of each of the item's texts, without trace of what readers may not see.

    One query where a text refers to items, and at most two for pictures.
    """
    sources = {name: getattr(item, name) for name in item.markdown_fields}
    rendered = [getattr(item, f"{name}_html") for name in sources]
    written = {reference for source in sources.values() for reference in written_references(source)}
    links = load_links(written | shown_references(rendered), at)
    hidden = written - links.keys()
    filled = fill_texts(rendered, at, links=links)
    texts: dict[str, str] = {}
    for (name, source), html in zip(sources.items(), filled, strict=True):
        texts[f"{name}_markdown"] = reduce_references(source, hidden)
        texts[f"{name}_html"] = html
    return texts
