"""`llms.txt`: the site on one page for language models, in the form of llmstxt.org, with links to Markdown."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.reading.lists.filters import LISTINGS
from articles.rendering import escape_markdown
from portal.absolute_urls import markdown_path, site_url
from portal.context import SITE_NAME
from portal.list_pages import LIST_PAGES

MAX_ITEMS = 200
# Ways to learn lead to all else.
FIRST = "path"


def write_overview(at: datetime) -> str:
    """A query for each type."""
    blocks = [f"# {SITE_NAME}", f"> {_('What AI engineers do, what they know and work with, and how to become one.')}"]
    blocks.append(_("Each page is also there as Markdown, at its address with .md in place of the last slash."))
    for item_type in sorted(LIST_PAGES, key=lambda one: one != FIRST):
        blocks += list_blocks(item_type, at)
    return "\n\n".join([*blocks, *program_blocks()]) + "\n"


def list_blocks(item_type: str, at: datetime) -> Iterator[str]:
    page, listing = LIST_PAGES[item_type], LISTINGS[item_type]
    order = ("-publish_at", "-id") if item_type == "article" else ("sort_key", "id")
    items = list(listing.rows({}, at).order_by(*order)[: MAX_ITEMS + 1])
    if not items:
        return
    yield f"## {page.title}"
    lines = [item_line(item_type, item) for item in items[:MAX_ITEMS]]
    if len(items) > MAX_ITEMS:
        lines.append(f"- [{_('All')}]({site_url(reverse(page.name))})")
    yield "\n".join(lines)


def item_line(item_type: str, item: Any) -> str:
    link = f"[{escape_markdown(item.display_name)}]({site_url(markdown_path(item_type, item.slug))})"
    return f"- {link}: {escape_markdown(item.summary)}" if item.summary else f"- {link}"


def program_blocks() -> Iterator[str]:
    """Under the heading that the form reserves for what may be left out."""
    yield "## Optional"
    links = [
        (_("API for programs"), "api-docs"),
        (_("Newest articles, whole, as a JSON feed"), "articles-json"),
        (_("All addresses"), "sitemap"),
        (_("About and sources"), "about"),
    ]
    yield "\n".join(f"- [{label}]({site_url(reverse(name))})" for label, name in links)
