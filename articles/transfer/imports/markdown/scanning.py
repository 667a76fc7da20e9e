"""Finds links and pictures in Markdown, and what of a set their addresses mean. Pure."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from articles.transfer.imports.markdown.code_spans import Show, around_code
from articles.transfer.imports.markdown.languages import Place

LABEL = r"(?P<label>(?:[^\[\]\\\n]|\\.|\[[^\[\]\n]{0,300}\](?:\([^()\n]{0,500}\))?|\n(?!\n)){0,600}?)"
ADDRESS = r"(?:<(?P<angle>[^<>\n]{0,1500})>|(?P<plain>(?:[^\s()<>]|\([^\s()<>]{0,300}\)){0,1500}))"
TITLE = r"(?:\s+(?:\"(?P<double>[^\"\n]{0,300})\"|'[^'\n]{0,300}'|\([^()\n]{0,300}\)))?"
REST = rf"\[{LABEL}\]\([ \t]*{ADDRESS}{TITLE}[ \t]*\)"
PICTURE = re.compile(rf"(?<!\\)!{REST}")
INLINE = re.compile(rf"(?<![!\\]){REST}")
DEFINITION = re.compile(
    rf"^ {{0,3}}\[(?P<id>[^\[\]\n^][^\[\]\n]{{0,200}})\]:[ \t]*{ADDRESS}{TITLE}[ \t]*$\n?", re.MULTILINE
)
USE = re.compile(rf"(?P<bang>!?)(?<!\\)\[{LABEL}\](?:\[(?P<id>[^\[\]\n]{{0,200}})\])?(?![(\[:])")
# The page of a folder itself.
INDEX_NAMES = ("README", "index", "_index", "readme")
# Where a folder has none and its pages are numbered: the first.
FIRST_NAMES = ("1", "01")
SUFFIXES = (".md", ".mdx")
SHOWN_SUFFIX = re.compile(r"(?:\.mdx?|\.html?|\.ipynb)\Z")
MAX_DEFINITIONS = 5_000


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    label: str
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A document of the set. fragment: the heading in it, "" for none."""

    path: str
    fragment: str = ""


def is_outside(address: str) -> bool:
    """Whether an address leads out of the set, or to a place in the document itself."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc or not parts.path)


def rewrite_links(body: str, replace: Callable[[Link], str | None]) -> str:
    """The Markdown with each link and picture outside code replaced by `replace(link)`; None leaves it as it is.

    Pictures come first: they may stand in the label of a link.
    """
    body = inline_references(body)
    for pattern in (PICTURE, INLINE):
        if "](" in body:
            body = around_code(body, partial(rewrite_inline, pattern=pattern, replace=replace))
    return body


def rewrite_inline(text: str, show: Show, *, pattern: re.Pattern[str], replace: Callable[[Link], str | None]) -> str:
    def rewritten(match: re.Match[str]) -> str:
        address = show(address_in(match)).strip()
        replaced = replace(Link(address, show(match["label"]), pattern is PICTURE)) if address else None
        return match.group() if replaced is None else replaced

    return pattern.sub(rewritten, text) if "](" in text else text


def address_in(match: re.Match[str]) -> str:
    return match["angle"] if match["angle"] is not None else match["plain"]


def inline_references(body: str) -> str:
    """The Markdown with links of the form `[text][id]` written inline where their address stays in the set."""
    if "]:" not in body:
        return body
    addresses: dict[str, str] = {}

    def collect(text: str, show: Show) -> str:
        for match in DEFINITION.finditer(text):
            address = show(address_in(match))
            is_ours = not is_outside(address) or address.startswith("data:")
            if address and is_ours and len(addresses) < MAX_DEFINITIONS:
                addresses.setdefault(show(match["id"]).casefold(), address)
        return text

    around_code(body, collect)
    return around_code(body, partial(inline_uses, addresses=addresses)) if addresses else body


def inline_uses(text: str, show: Show, *, addresses: Mapping[str, str]) -> str:
    def written(match: re.Match[str]) -> str:
        address = addresses.get(show(match["id"] or match["label"]).casefold())
        return match.group() if address is None else f"{match['bang']}[{match['label']}](<{address}>)"

    def removed(match: re.Match[str]) -> str:
        return "" if show(match["id"]).casefold() in addresses else match.group()

    return USE.sub(written, DEFINITION.sub(removed, text))


class Places:
    """What the addresses in a set's documents mean. Looks paths up in indexes: a link costs the same in any set."""

    def __init__(self, documents: Mapping[str, Place], pictures: Iterable[str]) -> None:
        self.documents = documents
        self.pictures = set(pictures)
        self.by_address: dict[str, list[str]] = defaultdict(list)
        self.by_tail: dict[str, list[str]] = defaultdict(list)
        for path, place in documents.items():
            address = address_of(place.neutral)
            self.by_address[address].append(path)
            # With the folder of its language too: an address may name another language than the document it stands in.
            for tail in {*tails_of(address), *tails_of(address_of(path))}:
                self.by_tail[tail].append(path)
        self.picture_tails: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.pictures):
            for tail in tails_of(path):
                self.picture_tails[tail].append(path)

    def find_document(self, from_path: str, address: str) -> Target | None:
        """The document that an address in `from_path` means; None for one that is not in the set."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        wanted = unquote(parts.path).strip()
        if not wanted:
            return None
        path = self.find_path(from_path, wanted) or self.first_page(from_path, wanted.rstrip("/"))
        return Target(path, unquote(parts.fragment)) if path else None

    def find_path(self, from_path: str, wanted: str) -> str | None:
        return self.rooted(from_path, wanted) if wanted.startswith("/") else self.relative(from_path, wanted)

    def first_page(self, from_path: str, folder: str) -> str | None:
        """The page by which a folder of numbered pages is entered."""
        for name in FIRST_NAMES:
            if path := self.find_path(from_path, f"{folder}/{name}"):
                return self.near(from_path, posixpath.dirname(path)) or path
        return None

    def relative(self, from_path: str, wanted: str) -> str | None:
        """By the file first; then as sites have it that serve `a/b.md` at `a/b/`."""
        folder = posixpath.dirname(from_path)
        exact = join(folder, wanted)
        if exact in self.documents:
            return exact
        for base in (folder, from_path.rsplit(".", 1)[0]):
            if found := self.near(from_path, join(base, wanted)):
                return found
        return None

    def near(self, from_path: str, path: str | None) -> str | None:
        """The document at a path, in the language of the document that names it."""
        if path is None:
            return None
        inside = PurePosixPath(path)
        for candidate in (path, *(f"{path}{suffix}" for suffix in SUFFIXES)):
            if candidate in self.documents:
                return candidate
        for name in INDEX_NAMES:
            for suffix in SUFFIXES:
                if (candidate := str(inside / f"{name}{suffix}")) in self.documents:
                    return candidate
        return self.in_language(from_path, self.by_address.get(address_of(self.neutral_of(from_path, path)), []))

    def neutral_of(self, from_path: str, path: str) -> str:
        """A path without the language that the document naming it has in its own path."""
        place = self.documents.get(from_path)
        parts, neutral = from_path.split("/"), place.neutral.split("/") if place else []
        if place is None or len(parts) == len(neutral):
            return re.sub(rf"\.{re.escape(place.language)}(?=\.mdx?\Z|\Z)", "", path) if place else path
        gone = next((part for part, kept in zip(parts, [*neutral, ""], strict=False) if part != kept), "")
        return "/".join(part for part in path.split("/") if part != gone)

    def rooted(self, from_path: str, wanted: str) -> str | None:
        """An address from the root of a site: the root is some folder of the set, or the set lies below a prefix."""
        address = address_of(re.sub(r"\.[a-z]{2}(?:-[A-Za-z]{2,4})?(?=\.mdx?\Z|\Z)", "", wanted.strip("/")))
        if not address:
            return None
        if found := self.in_language(from_path, self.by_tail.get(address, [])):
            return found
        parts = address.split("/")
        for start in range(1, len(parts) - 1):
            if found := self.in_language(from_path, self.by_tail.get("/".join(parts[start:]), [])):
                return found
        return None

    def in_language(self, from_path: str, candidates: list[str]) -> str | None:
        """The only candidate in the document's own language, else the only one in the first language that has one."""
        if not candidates:
            return None
        here = self.documents.get(from_path)
        own = [path for path in candidates if here and self.documents[path].language == here.language]
        chosen = own or [path for path in candidates if self.documents[path].language == "en"] or candidates
        shortest = min(path.count("/") for path in chosen)
        best = [path for path in chosen if path.count("/") == shortest]
        return best[0] if len(best) == 1 or len({self.documents[path].neutral for path in best}) == 1 else None

    def find_picture(self, from_path: str, address: str) -> str | None:
        """The picture file that an address means; None for one that is not in the set."""
        try:
            wanted = unquote(urlsplit(address).path).strip()
        except ValueError:
            return None
        if not wanted:
            return None
        if not wanted.startswith("/"):
            for base in (posixpath.dirname(from_path), from_path.rsplit(".", 1)[0], ""):
                if (path := join(base, wanted)) in self.pictures:
                    return path
        found = self.picture_tails.get(wanted.lstrip("./"), [])
        return found[0] if len(found) == 1 else None


def join(folder: str, wanted: str) -> str | None:
    """A path inside the set; None for one that leads out of it."""
    path = posixpath.normpath(posixpath.join(folder, wanted))
    return None if path.startswith("..") or path == "." else path


def address_of(path: str) -> str:
    """What a path is called in the addresses of a site: without its ending, a folder's own page as the folder."""
    path = SHOWN_SUFFIX.sub("", path.rstrip("/"))
    folder, _slash, name = path.rpartition("/")
    return (folder if name in INDEX_NAMES else path).casefold()


def tails_of(path: str) -> list[str]:
    """The path itself, and what is left of it without its first folders."""
    parts = path.split("/")
    return ["/".join(parts[start:]) for start in range(min(len(parts), 6))]
