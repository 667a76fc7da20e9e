"""What RFC 4287, the sitemap protocol and llmstxt.org ask of a document, as functions that name what breaks them."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")

# Element -> its children with (least, most) of each; None for any number.
Counts = dict[str, tuple[int, int | None]]
FEED: Counts = {
    "id": (1, 1), "title": (1, 1), "updated": (1, 1), "author": (1, None), "subtitle": (0, 1), "link": (1, None),
    "rights": (0, 1), "category": (0, None), "entry": (0, None),
}  # fmt: skip
ENTRY: Counts = {
    "id": (1, 1), "title": (1, 1), "updated": (1, 1), "published": (0, 1), "author": (0, None), "link": (1, None),
    "summary": (0, 1), "content": (0, 1), "rights": (0, 1), "category": (0, None),
}  # fmt: skip
PERSON: Counts = {"name": (1, 1), "email": (0, 1), "uri": (0, 1)}
URLSET: Counts = {"url": (1, 50_000)}
URL: Counts = {"loc": (1, 1), "lastmod": (0, 1)}
INDEX: Counts = {"sitemap": (1, 50_000)}
ATTRIBUTES = {"link": {"href", "rel", "type", "hreflang", "title", "length"}, "category": {"term", "scheme", "label"}}
TEXTS = {"title", "subtitle", "summary", "rights", "content"}


def wrong_children(element: Element, space: str, allowed: Counts) -> Iterator[str]:
    names = [child.tag.removeprefix(space) for child in element]
    yield from (f"{element.tag} holds {name}" for name in names if name not in allowed)
    for name, (least, most) in allowed.items():
        if names.count(name) < least or (most is not None and names.count(name) > most):
            yield f"{element.tag} holds {names.count(name)} {name}"


def atom_faults(content: bytes) -> list[str]:
    feed = fromstring(content)  # noqa: S314  our own answer
    faults = [] if feed.tag == f"{ATOM}feed" else ["root"]
    faults += wrong_children(feed, ATOM, FEED)
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        faults += wrong_children(entry, ATOM, ENTRY)
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    faults += ["an id twice"] if len(set(ids)) != len(ids) else []
    for part in (feed, *entries):
        faults += [fault for child in part for fault in wrong_atom_part(child)]
        faults += [] if any(link_kind(child) == "alternate" for child in part) else ["no alternate link"]
    return faults


def link_kind(element: Element) -> str:
    return element.get("rel", "alternate") if element.tag == f"{ATOM}link" else ""


def wrong_atom_part(element: Element) -> Iterator[str]:
    name, text = element.tag.removeprefix(ATOM), element.text or ""
    extra = set(element.keys()) - ATTRIBUTES.get(name, {"type"} if name in TEXTS else set()) - {LANG}
    yield from (f"{name} has {attribute}" for attribute in extra)
    if name in ("updated", "published") and not INSTANT.fullmatch(text):
        yield f"{name} is {text}"
    if name == "id" and not ADDRESS.fullmatch(text):
        yield f"id is {text}"
    if name == "link" and not ADDRESS.fullmatch(element.get("href", "")):
        yield f"link to {element.get('href')}"
    if name == "category" and not element.get("term"):
        yield "category without term"
    if name in TEXTS and element.get("type", "text") not in ("text", "html"):
        yield f"{name} is {element.get('type')}"
    if name == "author":
        yield from wrong_children(element, ATOM, PERSON)


def sitemap_faults(content: bytes) -> list[str]:
    """Of a sitemap or an index of sitemaps."""
    root = fromstring(content)  # noqa: S314  our own answer
    parts, one = (INDEX, "sitemap") if root.tag == f"{SITEMAP}sitemapindex" else (URLSET, "url")
    faults = [] if root.tag in (f"{SITEMAP}sitemapindex", f"{SITEMAP}urlset") else ["root"]
    faults += wrong_children(root, SITEMAP, parts)
    for entry in root.findall(f"{SITEMAP}{one}"):
        faults += wrong_children(entry, SITEMAP, URL)
        address, time = entry.findtext(f"{SITEMAP}loc") or "", entry.findtext(f"{SITEMAP}lastmod")
        faults += [] if re.fullmatch(r"https?://\S{3,2000}", address) else [f"loc is {address}"]
        faults += [] if time is None or INSTANT.fullmatch(time) else [f"lastmod is {time}"]
    return faults + (["too large"] if len(content) > 50 * 1024**2 else [])
