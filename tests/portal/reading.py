"""Reads pages as readers do: by links, headings and texts. Django's own strict parser refuses unbalanced tags on the way."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.test.html import Element, parse_html
from django.urls import Resolver404, URLPattern, get_resolver, resolve


def page_of(response: Any) -> Element:
    return parse_html(response.content.decode())


def walk(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            yield child
            yield from walk(child)


def attribute(element: Element, name: str) -> str | None:
    return next((value for key, value in element.attributes if key == name), None)


def find(element: Element, tag: str = "", /, **wanted: str) -> list[Element]:
    """Elements below `element` by tag and attributes; `class_` asks for one class among others."""
    chosen = wanted.pop("class_", "")
    return [
        one
        for one in walk(element)
        if (not tag or one.name == tag)
        and (not chosen or chosen in (attribute(one, "class") or "").split())
        and all(attribute(one, key.replace("_", "-")) == value for key, value in wanted.items())
    ]


def is_hidden(child: Any) -> bool:
    return isinstance(child, Element) and any(name == "hidden" for name, _value in child.attributes)


def text_of(element: Element) -> str:
    """What readers see without scripts: nothing of what is hidden in it."""
    shown = [child for child in element.children if not is_hidden(child)]
    parts = [text_of(child) if isinstance(child, Element) else str(child) for child in shown]
    return " ".join(" ".join(parts).split())


def rows_of(response: Any) -> list[str]:
    """The names in the list of a page."""
    return [
        text_of(entry) for rows in find(page_of(response), class_="rows") for entry in find(rows, class_="entry-title")
    ]


def links_of(response: Any) -> dict[str, str]:
    """Address to text of every link in the page's main part."""
    [main] = find(page_of(response), "main")
    return {attribute(link, "href") or "": text_of(link) for link in find(main, "a")}


def linked_under(response: Any, heading: str) -> list[str]:
    """The texts of the links in the section that bears the heading; an empty list where there is no such section."""
    sections = [one for one in find(page_of(response), "section") if heading in map(text_of, find(one, "h2"))]
    return [text_of(link) for one in sections for link in find(one, "a")]


# Addresses of the site that answer with no page.
# Feeds and Markdown are documents for programs.
NOT_PAGES_ENDINGS = ("-markdown", "-feed", "-atom", "-json")
NOT_PAGES = {
    "picture",
    "sitemap",
    "sitemap-part",
    "robots",
    "llms",
    "manifest",
    "favicon",
    "apple-touch-icon",
    "apple-touch-icon-old",
}


def page_names() -> set[str]:
    """The names of the site's types of pages, from its addresses."""
    entries = [entry for entry in get_resolver().url_patterns if isinstance(entry, URLPattern)]
    names = {str(entry.name) for entry in entries} - NOT_PAGES
    return {name for name in names if not name.endswith(NOT_PAGES_ENDINGS)}


def names_of(addresses: Iterable[str]) -> set[str | None]:
    """Which types of pages the addresses lead to; one that leads nowhere names none."""
    names = set()
    for address in addresses:
        try:
            names.add(resolve(address.partition("?")[0]).url_name)
        except Resolver404:
            continue
    return names
