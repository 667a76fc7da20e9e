"""Absolute addresses, for what leaves the site: feeds, sitemaps, Markdown, and what pages say about themselves."""

import re
from html import unescape
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape

from articles.models import ITEM_MODELS
from articles.reading.lists.filters import LISTINGS

# The types with a feed, to the filter of the list of articles that makes it.
FEED_FILTERS = {
    name: model.plural
    for name, model in ITEM_MODELS.items()
    if any(one.name == model.plural for one in LISTINGS["article"].filters)
}
# Sanitised HTML has its attributes in double quotes, and no such quote unescaped anywhere else.
_ADDRESS = re.compile(r'(?<=[ ])(?P<name>href|src)="(?P<address>[^"]*)"')


def site_url(path: str) -> str:
    """The address that readers use, whatever host the request named. path: from the site's root."""
    return f"{settings.PUBLIC_URL}{path}"


def feed_path(item_type: str, slug: str) -> str:
    """Of the feed about one skill, tool or industry."""
    return reverse(f"{item_type}-feed", args=[slug])


def markdown_path(item_type: str, slug: str) -> str:
    return reverse(f"{item_type}-markdown", args=[slug])


def whole_path_address(slug: str) -> str:
    """Of a learning path with all its texts, from the site's root."""
    return reverse("whole-path-markdown", args=[slug])


def with_absolute_addresses(html: str, page_path: str) -> str:
    """The sanitised HTML of a page's text, with addresses that hold anywhere."""
    base = site_url(page_path)

    def absolute(match: re.Match[str]) -> str:
        return f'{match["name"]}="{escape(join(base, unescape(match["address"])))}"'

    return _ADDRESS.sub(absolute, html)


def join(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # such as "http://[x"
        return address
