"""An item's Markdown and HTML as readers may have them."""

from typing import Any

from articles.reading.items.shown import ShownItem
from articles.rendering import reduce_references


def public_texts(shown: ShownItem[Any, Any]) -> dict[str, str]:
    """`<name>_markdown` and `<name>_html` of each of the item's texts, without trace of what readers may not see."""
    sources = {f"{name}_markdown": reduce_references(text, shown.hidden) for name, text in shown.markdown().items()}
    return {**sources, **{f"{name}_html": html for name, html in shown.html().items()}}
