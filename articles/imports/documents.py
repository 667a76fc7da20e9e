"""What one Markdown file says: title, summary, section, and what it links to. Pure."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from articles.imports.files import normalise_path
from articles.imports.front_matter import split_front_matter
from articles.rendering import render_markdown

SUMMARY_LENGTH = 280
LONGEST_HEADING = 1_000
SHORTEST_SUMMARY = 40
ANCHOR = re.compile(r"\[\[[^\[\]]{0,200}\]\]\Z")
CODE = re.compile(r"(^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
LINK = re.compile(
    r"(?P<bang>!?)\[(?P<label>(?:[^\[\]\n]|\[[^\[\]\n]*\]){0,500})\]\(\s*<?(?P<address>[^()\s<>]{1,500})>?(?:\s+\"[^\"\n]{0,300}\")?\s*\)"
)


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a set. path: inside the set, with slashes. section: its folder's name in words, "" at the top."""

    path: str
    title: str
    body: str
    front: dict[str, Any]
    section: str
    warning: str = ""


def read_document(path: str, source: str) -> Document:
    split = split_front_matter(source)
    title, body = str(split.values.get("title") or "").strip(), split.body
    heading, rest = split_heading(body)
    if heading and (not title or plain(heading) == title):
        title, body = title or plain(heading), rest
    return Document(
        path=path,
        title=(title or title_from_path(path))[:250],
        body=body.strip("\n"),
        front=split.values,
        section=section_from_path(path),
        warning=split.warning,
    )


def split_heading(body: str) -> tuple[str, str]:
    """The first line's heading of level 1, in Markdown and without its anchor, and what follows it; "" without one."""
    line, _newline, rest = body.lstrip().partition("\n")
    line = line.rstrip()
    if not line.startswith(("# ", "#\t")) or len(line) > LONGEST_HEADING:
        return "", body
    return ANCHOR.sub("", line[1:]).strip().rstrip("#").strip(), rest


def plain(markdown: str) -> str:
    """The text of one line of Markdown."""
    return render_markdown(markdown).text.strip()


def title_from_path(path: str) -> str:
    """A file's name in words; of a folder's own page, the folder's."""
    inside = PurePosixPath(path)
    name = inside.parent.name if inside.stem.lower() in {"readme", "index", "_index"} else inside.stem
    return in_words(name or inside.stem)


def section_from_path(path: str) -> str:
    """The folder a document stands in, below the set's own top folder; "" for the documents at the top."""
    folders = PurePosixPath(path).parts[1:-1]
    return in_words(folders[0]) if folders else ""


def in_words(name: str) -> str:
    words = re.sub(r"[-_\s]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def make_summary(body: str, title: str) -> str:
    """The first sentences of a text, as plain text of at most 280 characters; the title where there are none."""
    for paragraph in re.split(r"\n[ \t]*\n", body[:20_000]):
        stripped = paragraph.strip()
        if not stripped or stripped[0] in "#!|<>`~{:-+*=" or re.match(r"\d+[.)] |\[[^\]]*\]:|import |\$\$", stripped):
            continue
        text = plain(stripped)
        if len(text) >= SHORTEST_SUMMARY:
            return shorten(text, SUMMARY_LENGTH)
    return shorten(plain(body[:20_000]) or title, SUMMARY_LENGTH)


def shorten(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    for end in (". ", "! ", "? ", "。"):
        if (at := cut.rfind(end)) >= length // 3:
            return cut[: at + 1].strip()
    return f"{cut[: cut.rfind(' ') if ' ' in cut else None].rstrip(' ,;:')}…"


@dataclass(frozen=True, slots=True)
class Link:
    """A relative link in a document. target: the path inside the set that it means, without fragment."""

    target: str
    label: str
    is_picture: bool


def rewrite_links(body: str, path: str, replace: Callable[[Link], str | None]) -> str:
    """The Markdown with each relative link outside code replaced by `replace(link)`; None leaves it as it is."""

    def rewrite(match: re.Match[str]) -> str:
        target = resolve(path, match["address"])
        replaced = target and replace(Link(target, match["label"], bool(match["bang"])))
        return replaced or match.group()

    pieces = CODE.split(body)
    # split() gives text, code, fence, text, ...: only every third piece is text, the fences are part of the code.
    return "".join(
        LINK.sub(rewrite, pieces[at]) + (pieces[at + 1] if at + 1 < len(pieces) else "")
        for at in range(0, len(pieces), 3)
    )


def resolve(path: str, address: str) -> str:
    """The path inside the set that a relative address in the document at `path` means; "" for any other address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return ""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), normalise_path(unquote(parts.path))))
    return "" if target.startswith("..") else target
