"""References from a text to items and pictures: which there are, and filling them in when a page is made."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from .costs import Purse
from .guards import env_of
from .link_targets import DIAGRAM, UUID, picture_id
from .parser import parse
from .results import LinkTarget, PictureTarget, Reference
from .rules import LIVE_MARKS, MARK_CLOSE, MARK_OPEN, REFERENCE
from .source import clean_characters

# Somewhere, in code too: what is surely an id ends as an address or its title does.
_MAYBE_MISTYPED = re.compile(rf"picture:(?!{UUID}(?:[\s)>]|\Z))", re.IGNORECASE)
_NO_LABEL = re.compile(r"!\[\s*\]")
# A reference as it is written, in every spelling that somebody may take for one, the renderer among them: with a place,
# with spaces, in capitals, with a label over two lines.
WRITTEN = re.compile(
    rf"\[\[\s*(?P<type>[a-z]+)\s*:\s*(?P<id>{UUID})\s*(?:#(?P<place>[^\[\]|\\]*))?(?:\\?\|(?P<label>[^\[\]]*))?\]\]",
    re.IGNORECASE,
)
_IDENTITY = re.compile(UUID)
# Only the writer can make these: raw HTML is off, and in text and attributes `<` and `"` are always escaped.
_MARKER = re.compile(
    rf'<a data-item="(?P<type>[a-z]+):(?P<item>{UUID})(?:#(?P<place>h-[a-z0-9-]+))?">(?P<label>[^<]*)</a>'
    rf'|<img data-(?:picture="(?P<picture>{UUID})"|diagram="(?P<diagram>{DIAGRAM})") alt="(?P<alt>[^"]*)">'
    # Beyond the limits of the renderer, and in alternative texts, a reference stays as it was written.
    rf"|\[\[\s*[A-Za-z]+\s*:\s*(?i:{UUID})\s*(?:#[^\[\]<>|]*)?(?:\|(?P<written>[^\[\]<>]*))?\]\]"
)


def item_references(source: str) -> tuple[Reference, ...]:
    """Every item that the Markdown refers to outside code, in order, without repeats. Raises TooCostlyError."""
    if "[[" not in source:
        return ()
    found = (
        Reference(token.meta["type"], token.meta["id"])
        for token in _inline_tokens(source)
        if token.type == "item_reference"
    )
    return tuple(dict.fromkeys(found))


def picture_references(source: str) -> tuple[str, ...]:
    """The id of every picture that the Markdown shows, in order, without repeats. Raises TooCostlyError."""
    if "picture:" not in source.lower():
        return ()
    found = (picture_id(str(token.attrGet("src"))) for token in _inline_tokens(source) if token.type == "image")
    return tuple(dict.fromkeys(picture for picture in found if picture))


def mistyped_pictures(source: str) -> tuple[str, ...]:
    """What the Markdown shows outside code as `picture:` and no id, in order, without repeats. Raises TooCostlyError."""
    if not _MAYBE_MISTYPED.search(source):
        return ()
    found = (str(token.attrGet("src")) for token in _inline_tokens(source) if token.type == "image")
    scheme = len("picture:")
    odd = (one[scheme:] for one in found if one[:scheme].lower() == "picture:" and picture_id(one) is None)
    return tuple(dict.fromkeys(odd))


def unlabelled_pictures(source: str) -> tuple[str, ...]:
    """The id of every picture that the Markdown shows without saying what it shows. Parses the source if need be."""
    if "picture:" not in source.lower() or not _NO_LABEL.search(source):
        return ()
    images = (token for token in _inline_tokens(source) if token.type == "image" and not token.content.strip())
    found = (picture_id(str(token.attrGet("src"))) for token in images)
    return tuple(dict.fromkeys(picture for picture in found if picture))


def _inline_tokens(source: str) -> Iterator[Token]:
    for token in parse(clean_characters(source)):
        yield from token.children or ()


def html_references(html: str) -> tuple[frozenset[Reference], frozenset[str]]:
    """The items and the pictures that a stored HTML refers to."""
    items, pictures = set(), set()
    for match in _MARKER.finditer(html):
        if match["item"]:
            items.add(Reference(match["type"], match["item"]))
        elif match["picture"]:
            pictures.add(match["picture"])
    return frozenset(items), frozenset(pictures)


def html_diagrams(html: str) -> frozenset[str]:
    """The names of the diagrams that a stored HTML shows."""
    return frozenset(match["diagram"] for match in _MARKER.finditer(html) if match["diagram"])


def fill_references(
    html: str,
    links: Mapping[Reference, LinkTarget],
    pictures: Mapping[str, PictureTarget],
    diagrams: Mapping[str, PictureTarget] = MappingProxyType({}),
) -> SafeString:
    """A stored HTML with its references filled in, safe to put into a page.

    html: from `Rendered.html`, nothing else. A reference absent from `links` becomes its label, an absent picture its
    alternative text: to a reader, a hidden item and one that never existed look the same.
    """

    def filled(match: re.Match[str]) -> str:
        if match["item"]:
            return _filled_link(match, links.get(Reference(match["type"], match["item"])))
        if match["picture"]:
            return _filled_picture(match["alt"], pictures.get(match["picture"]))
        if match["diagram"]:
            return _filled_picture(match["alt"], diagrams.get(match["diagram"]))
        return match["written"] or ""

    return mark_safe(_MARKER.sub(filled, html))  # noqa: S308  sanitised HTML; what is put in is escaped


def _filled_link(match: re.Match[str], target: LinkTarget | None) -> str:
    label = match["label"]
    if target is None:
        return label
    place = f"#{match['place']}" if match["place"] else ""
    return f'<a href="{escape(target.url)}{place}">{label or escape(target.name)}</a>'


def _filled_picture(alt: str, target: PictureTarget | None) -> str:
    alt = _MARKER.sub(lambda match: match["written"] or "", alt)
    if not target:
        return f'<span class="missing-picture">{alt}</span>'
    alt = alt or escape(target.alt)
    size = f'width="{target.width}" height="{target.height}"'
    return f'<img src="{escape(target.url)}" {size} alt="{alt}" loading="lazy" decoding="async">'


def possible_references(source: str) -> frozenset[tuple[str, str]]:
    """(type, key) of everything that looks like a reference, in code too: cheap, and never too few."""
    return frozenset((match["type"], match["key"].strip()) for match in REFERENCE.finditer(source))


def canonical_references(source: str) -> frozenset[Reference]:
    """Every item that the Markdown names by id, in code too, unless it is somewhere written with spaces."""
    written = [(match["type"], match["key"]) for match in REFERENCE.finditer(source)]
    odd = {(kind, key.strip()) for kind, key in written if key != key.strip()}
    return frozenset(Reference(*pair) for pair in written if pair not in odd and _IDENTITY.fullmatch(pair[1]))


def without_slugs(text: str) -> str:
    """The text with every reference by slug reduced to its label: none can be filled in, and a slug may be secret."""
    return REFERENCE.sub(
        lambda match: match.group() if _IDENTITY.fullmatch(match["key"].strip()) else (match["label"] or "").strip(),
        text,
    )


def without_references(source: str) -> str:
    """The text with every reference, by id or by slug, reduced to its label."""
    return REFERENCE.sub(lambda match: (match["label"] or "").strip(), WRITTEN.sub(r"\g<label>", source))


def in_plain_words(text: str) -> str:
    """The text with every reference reduced to its label, or to the words of its slug where it has none."""
    if "[[" not in text:
        return text
    shown = WRITTEN.sub(lambda match: match["label"] or "", text)
    return REFERENCE.sub(lambda match: (match["label"] or match["key"].replace("-", " ")).strip(), shown)


def written_references(source: str) -> frozenset[Reference]:
    """Every item that the Markdown names by id in what looks like a reference, wherever it stands."""
    return frozenset(written_reference(match) for match in WRITTEN.finditer(source))


def reduce_references(source: str, hidden: Collection[Reference]) -> str:
    """The Markdown with each reference to one of `hidden` reduced to its label, wherever it stands."""
    if not hidden:
        return source
    return WRITTEN.sub(
        lambda match: (match["label"] or "") if written_reference(match) in hidden else match.group(), source
    )


def written_reference(match: re.Match[str]) -> Reference:
    return Reference(match["type"].lower(), match["id"].lower())


def rewrite_references(source: str, replace: Callable[[str, str], str | None], *, purse: Purse | None = None) -> str:
    """The Markdown with the key of each `[[type:key]]` outside code replaced by `replace(type, key)`.

    None leaves a reference as it is; labels and all else stay untouched. The parser decides what is code: each
    candidate is numbered, and those numbers are live that its rule meets. Raises TooCostlyError.
    """
    live = _live_positions(source, purse)
    at = iter(range(len(source)))

    def replaced(match: re.Match[str]) -> str:
        if str(next(at)) not in live:
            return match.group()
        key = replace(match["type"], match["key"].strip())
        start, end = match.span("key")
        offset = match.start()
        return (
            match.group() if key is None else f"{match.group()[: start - offset]}{key}{match.group()[end - offset :]}"
        )

    return REFERENCE.sub(replaced, source) if live else source


def _live_positions(source: str, purse: Purse | None) -> set[str]:
    """The numbers, as text and counted from 0, of the candidates that stand outside code."""
    parts, at = [], 0
    for number, match in enumerate(REFERENCE.finditer(source)):
        parts += [clean_characters(source[at : match.end("key")]), f"{MARK_OPEN}{number}{MARK_CLOSE}"]
        at = match.end("key")
    marked = "".join(parts) + clean_characters(source[at:])
    live: set[str] = set()
    if parts:
        parse(marked, {**env_of(purse), LIVE_MARKS: live})
    return live
