"""Passes over the parsed tokens before they are written: addresses, headings, plain text."""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import takewhile

from anyascii import anyascii
from markdown_it.token import Token

from .limits import (
    MAX_ADDRESSES_BASE,
    MAX_HEADING_CHARACTERS,
    MAX_HEADINGS,
    MAX_TABLE_NAME_CHARACTERS,
    MAX_TITLE_CHARACTERS,
)
from .link_targets import diagram_name, fragment_text, is_external, normalise_address, picture_id, safe_address
from .results import Heading

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_MAX_ID_CHARACTERS = 80


def plain_text(tokens: Sequence[Token]) -> str:
    """The visible text of inline tokens; of a reference only its label."""
    return "".join(_plain_parts(tokens))


def _plain_parts(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image":
            yield plain_text(token.children or ())
        else:
            yield token.content


def document_text(tokens: Sequence[Token]) -> str:
    """The whole document as plain text, white space as single spaces."""
    parts = (plain_text(token.children or ()) if token.type == "inline" else token.content for token in tokens)
    return " ".join(" ".join(parts).split())


def assign_heading_ids(tokens: Sequence[Token]) -> tuple[Heading, ...]:
    """Writes an id into each heading and returns the outline.

    The page has its own h1, so h1 becomes h2; a heading stands at most one level below the one before it. One without
    words is left out.
    """
    found = [(token, tokens[at + 1], tokens[at + 2]) for at, token in enumerate(tokens) if token.type == "heading_open"]
    for opening, inline, closing in found:
        opening.hidden = closing.hidden = not inline.children
    openings = [heading for heading in found if not heading[0].hidden]
    texts = [" ".join(plain_text(inline.children or ()).split()) for _, inline, _ in openings]
    outline = []
    level = 1
    for opening, _, closing in openings:
        level = min(max(int(opening.tag[1]), 2), level + 1)
        opening.tag = closing.tag = f"h{level}"
    for (opening, _, _), text, name in zip(openings[:MAX_HEADINGS], texts, _ids(texts[:MAX_HEADINGS]), strict=False):
        opening.attrSet("id", name)
        outline.append(Heading(level=int(opening.tag[1]), id=name, text=text[:MAX_HEADING_CHARACTERS]))
    return tuple(outline)


def heading_id(text: str) -> str:
    """The id that a heading of this text has when it is the first of its kind; never empty, in any script."""
    slug = _NOT_IN_IDS.sub("-", anyascii(text[:MAX_HEADING_CHARACTERS]).lower()).strip("-")[:_MAX_ID_CHARACTERS]
    return "h-" + (slug.strip("-") or "x" + hashlib.sha256(text.encode()).hexdigest()[:8])


def heading_anchor(address: str, ids: Collection[str]) -> str:
    """`#name of a heading` as the anchor of that heading, when it is among `ids`; any other address as it is."""
    fragment = fragment_text(address)
    name = heading_id(fragment) if fragment else ""
    return f"#{name}" if name in ids else address


def _ids(texts: Iterable[str]) -> list[str]:
    """One id each. A first heading keeps its own id even where a repeated one above it would be numbered the same."""
    wanted = [heading_id(text) for text in texts]
    taken, seen, counts, result = set(wanted), set[str](), dict[str, int](), []
    for name in wanted:
        unique = name
        while unique in seen or (unique != name and unique in taken):
            counts[name] = counts.get(name, 1) + 1
            unique = f"{name}-{counts[name]}"
        seen.add(unique)
        result.append(unique)
    return result


class AddressPass:
    """Makes the links of one document safe: addresses, `rel`, anchors of its own headings, and their total size."""

    def __init__(self, headings: Iterable[Heading], source_length: int) -> None:
        self.ids = {heading.id for heading in headings}
        self.characters_left = MAX_ADDRESSES_BASE + source_length

    def run(self, tokens: Iterable[Token]) -> None:
        """Changes the tokens in place; a refused link is hidden, so that only its text is written."""
        for token in tokens:
            if token.type == "inline":
                self._run_inline(token.children or ())

    def _run_inline(self, children: Sequence[Token]) -> None:
        opening: Token | None = None
        for token in children:
            if token.type == "link_open":
                opening = token
                self._rewrite(token)
            elif token.type == "link_close" and opening:
                token.hidden, opening = opening.hidden, None
            elif token.type == "image":
                self._rewrite_image(token, is_in_link=opening is not None)

    def _rewrite(self, link: Token) -> None:
        address = safe_address(str(link.attrGet("href") or ""))
        title = str(link.attrGet("title") or "")
        if address is None or not self._afford(address + title):
            link.hidden = True
            return
        link.attrs = {"href": heading_anchor(address, self.ids)}
        if title and len(title) <= MAX_TITLE_CHARACTERS:
            link.attrs["title"] = title
        if is_external(address):
            link.attrs["rel"] = "noopener"

    def _rewrite_image(self, image: Token, *, is_in_link: bool) -> None:
        address = safe_address(str(image.attrGet("src") or "")) or ""
        is_linked = is_external(address) and not is_in_link and self._afford(address)
        image.meta["link"] = address if is_linked else ""
        title = " ".join(str(image.attrGet("title") or "").split())
        image.meta["caption"] = title if len(title) <= MAX_TITLE_CHARACTERS and self._afford(title) else ""

    def _afford(self, text: str) -> bool:
        self.characters_left -= len(text)
        return self.characters_left >= 0


def mark_bare_addresses(tokens: Sequence[Token]) -> None:
    """Gives each link whose text is its address a class: print adds the address to all others. Wants addresses done."""
    for run in tokens:
        children = run.children or ()
        for opening, text, closing in zip(children, children[1:], children[2:], strict=False):
            is_plain_link = (opening.type, text.type, closing.type) == ("link_open", "text", "link_close")
            if is_plain_link and not opening.hidden and is_address_of(text.content, str(opening.attrs["href"])):
                opening.attrs["class"] = "bare"


def is_address_of(text: str, address: str) -> bool:
    """Whether it is the address as people write it: perhaps without its scheme, or the last slash."""
    shown = normalise_address(text).rstrip("/")
    return bool(shown) and address.rstrip("/") in (shown, f"https://{shown}", f"http://{shown}")


def make_figures(tokens: Sequence[Token]) -> None:
    """Turns each paragraph that holds one picture with a caption, and nothing else, into a figure. Wants addresses done."""
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "paragraph_open" and not opening.hidden and is_captioned(inline.children or ()):
            opening.tag = closing.tag = "figure"
            (inline.children or [])[0].meta["is_figure"] = True


def is_captioned(children: Sequence[Token]) -> bool:
    if len(children) != 1 or children[0].type != "image" or not children[0].meta["caption"]:
        return False
    address = str(children[0].attrGet("src") or "")
    return bool(picture_id(address) or diagram_name(address))


def name_tables(tokens: Sequence[Token]) -> None:
    """Gives each table a name by its columns, so that the box it scrolls in has one; those alike are numbered."""
    counts: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            name = ", ".join(head_texts(tokens, at))[:MAX_TABLE_NAME_CHARACTERS].strip()
            counts[name] = counts.get(name, 0) + 1
            token.meta["name"] = f"{name} ({counts[name]})" if name and counts[name] > 1 else name


def head_texts(tokens: Sequence[Token], start: int) -> Iterator[str]:
    """The texts that say something in the first row of the table that opens at `start`."""
    # By number: `islice` would walk through all tokens before the table, and a text may have thousands of tables.
    for token in takewhile(lambda one: one.type != "tr_close", map(tokens.__getitem__, range(start, len(tokens)))):
        if token.type == "inline" and (text := " ".join(plain_text(token.children or ()).split())):
            yield text
