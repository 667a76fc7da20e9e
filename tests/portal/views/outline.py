"""What any page must hold to: one h1, headings in order, ids that are unique and that exist where they are named."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from lxml.html import HtmlElement, document_fromstring

# Attributes whose words are ids of the same page.
REFERENCES = (
    "for", "form", "list", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns",
    "aria-activedescendant", "aria-details", "aria-errormessage", "aria-flowto", "popovertarget",
)  # fmt: skip


def outline_faults(html: str) -> list[str]:
    elements = [one for one in document_fromstring(html).iter() if isinstance(one.tag, str)]
    return [*heading_faults(elements), *id_faults(elements)]


def heading_faults(elements: list[HtmlElement]) -> Iterator[str]:
    headings = [(int(one.tag[1]), one) for one in elements if one.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    levels = [level for level, _element in headings]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1"
    before = 0
    for level, element in headings:
        if level > before + 1:
            yield f"h{level} after h{before}: {element.text_content().strip()[:60]}"
        if not element.text_content().strip():
            yield f"empty h{level}"
        before = level


def id_faults(elements: list[HtmlElement]) -> Iterator[str]:
    ids = Counter(name for one in elements if (name := one.get("id")) is not None)
    yield from (f"id twice: {name}" for name, number in ids.items() if number > 1)
    yield from (f"bad id: {name!r}" for name in ids if not name or name.split() != [name])
    for element in elements:
        yield from (f"{name} of nothing: {one}" for name, one in references_of(element) if one not in ids)


def references_of(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """(attribute, id) of each place that an element names; "#" and "#top" are the page's own."""
    for name in REFERENCES:
        yield from ((name, one) for one in (element.get(name) or "").split())
    address = element.get("href") or ""
    if element.tag in ("a", "use") and address.startswith("#") and address not in ("#", "#top"):
        yield "href", unquote(address[1:])
