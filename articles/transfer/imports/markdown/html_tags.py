"""Writes HTML in Markdown documents as Markdown where it has a form there; other tags go, their text stays. Pure."""

import re
from collections.abc import Collection
from html import unescape

from articles.transfer.imports.markdown.gone import Gone
from articles.transfer.imports.markdown.grammar import BLANK, MATH, TAG, closed_names, is_comparison, is_placeholder

ATTRIBUTE = re.compile(
    r"(?P<name>[\w-]{1,40})\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'=<>`]+))"
)
ANCHOR = re.compile(r"<a\s(?P<rest>[^<>]{0,2000})>(?P<text>(?:[^<\n]|\n(?![ \t]*\n)){0,1000}+)</a>", re.IGNORECASE)
# What an address cannot hold bare.
SPECIAL = re.compile(r"[\s()\\]")
HIDDEN = re.compile(
    r"(?P<first>^ {0,3})?<(?P<name>script|style)\b[^<>]{0,1000}>(?P<text>.{0,200000}?)</(?P=name)>",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
# Markdown for the tag and for its end.
SIGNS = {
    "b": ("**", "**"), "strong": ("**", "**"), "i": ("*", "*"), "em": ("*", "*"), "del": ("~~", "~~"), "strike": ("~~", "~~"),
    "code": ("`", "`"), "kbd": ("`", "`"), "tt": ("`", "`"), "q": ("“", "”"),
    "p": ("\n\n", "\n\n"), "div": ("\n\n", "\n\n"), "section": ("\n\n", "\n\n"), "center": ("\n\n", "\n\n"),
    "figure": ("\n\n", "\n\n"), "figcaption": ("\n\n", "\n\n"), "details": ("\n\n", "\n\n"), "blockquote": ("\n\n> ", "\n\n"),
    "summary": ("\n\n**", "**\n\n"), "li": ("\n- ", "\n"), "ul": ("\n", "\n\n"), "ol": ("\n", "\n\n"), "dl": ("\n", "\n\n"),
    "dt": ("\n\n**", "**\n"), "dd": ("\n", "\n"), "hr": ("\n\n---\n\n", ""), "br": ("  \n", ""),
    "tr": ("\n", "\n"), "td": (" ", " "), "th": (" ", " "), "table": ("\n\n", "\n\n"),
    **{f"h{level}": (f"\n\n{'#' * level} ", "\n\n") for level in range(1, 7)},
}  # fmt: skip
PLAIN = frozenset({
    "span", "u", "sup", "sub", "small", "big", "font", "nobr", "abbr", "cite", "dfn", "ins", "mark", "var", "samp",
    "label", "time", "address", "article", "aside", "header", "footer", "main", "nav", "thead", "tbody", "tfoot",
    "caption", "colgroup", "col", "picture", "source", "track", "wbr", "ruby", "rb", "rt", "rp", "hgroup", "a", "img",
})  # fmt: skip
FRAMES = frozenset({"iframe", "video", "audio", "embed"})
DROPPED = frozenset({
    "input", "button", "form", "select", "option", "textarea", "object", "param", "canvas", "svg", "path", "g",
    "meta", "link", "noscript", "template",
})  # fmt: skip


def convert_tags(text: str, gone: Gone, closed: Collection[str] | None = None) -> str:
    """The text with known tags written as Markdown; tags that HTML does not know (`<s>`, `<unk>`) are text and stay.

    closed: elements that end somewhere in the document; None where the text is all of it.
    """
    if "$" not in text:
        return convert_prose(text, gone, closed_names(text) if closed is None else closed)
    parts, at = [], 0
    for match in MATH.finditer(text):
        if "</" not in match.group():
            parts += [text[at : match.start()], match.group()]
            at = match.end()
    parts.append(text[at:])
    known = closed_names(text) if closed is None else closed
    return "".join(part if number % 2 else convert_prose(part, gone, known) for number, part in enumerate(parts))


def convert_prose(text: str, gone: Gone, closed: Collection[str]) -> str:
    if "<" not in text:
        return text
    text = HIDDEN.sub(lambda match: hide(match, gone), text) if "<s" in text.lower() else text
    text = TAG.sub(in_one_line, text)
    text = ANCHOR.sub(anchor, text)
    return "\n".join([convert_line(line, gone, closed) if "<" in line else line for line in text.split("\n")])


def hide(match: re.Match[str], gone: Gone) -> str:
    """Within a line of text the two tags are tags only where no blank line stands between."""
    if match["first"] is None and BLANK.search(match["text"]):
        return match.group()
    gone.add(f"<{match['name'].lower()}>", match.group())
    return match["first"] or ""


def in_one_line(match: re.Match[str]) -> str:
    if is_comparison(match["rest"] or ""):
        return match.group()
    if (match["name"] or "").lower() == "img":
        return picture(match)
    return " ".join(match.group().split("\n")) if "\n" in match.group() else match.group()


def values_of(rest: str) -> dict[str, str]:
    return {
        match["name"].lower(): unescape(match["double"] or match["single"] or match["bare"] or "")
        for match in ATTRIBUTE.finditer(rest)
    }


def picture(match: re.Match[str]) -> str:
    values = values_of(match["rest"])
    alt = " ".join(values.get("alt", "").translate(str.maketrans("[]", "()")).split())
    address = clean_address(values.get("src", ""))
    return f"![{alt}]({in_parentheses(address)})" if address else alt


def anchor(match: re.Match[str]) -> str:
    """A link; a mere place in the text (`<a name="x">`) leaves its text."""
    address = clean_address(values_of(match["rest"]).get("href", ""))
    return f"[{match['text']}]({in_parentheses(address)})" if address and match["text"].strip() else match["text"]


def in_parentheses(address: str) -> str:
    return f"<{address}>" if SPECIAL.search(address) else address


def clean_address(address: str) -> str:
    return "".join(char for char in address.strip() if char not in "<>\n")


def convert_line(line: str, gone: Gone, closed: Collection[str]) -> str:
    """In a table's row everything stays on its line."""
    converted = TAG.sub(lambda match: convert(match, gone, closed), line)
    return re.sub(r"\s*\n\s*", " ", converted) if line.lstrip().startswith("|") else converted


def convert(match: re.Match[str], gone: Gone, closed: Collection[str]) -> str:
    is_end = bool(match["end"])
    name = (match["ended"] or match["name"]).lower()
    if not is_end and is_placeholder(name, match["rest"], closed):
        return match.group()
    if name in SIGNS:
        if name == "table" and not is_end:
            gone.add("<table>", match.group())
        return SIGNS[name][is_end]
    if name in FRAMES:
        return "" if is_end else frame(match, gone)
    if name in DROPPED:
        return "" if is_end else left_out(match, gone)
    return "" if name in PLAIN else match.group()


def left_out(match: re.Match[str], gone: Gone) -> str:
    gone.add(f"<{match['name'].lower()}>", match.group())
    return ""


def frame(match: re.Match[str], gone: Gone) -> str:
    """A link to what a page would show in a frame."""
    address = clean_address(values_of(match["rest"]).get("src", ""))
    address = f"https:{address}" if address.startswith("//") else address
    if not address.startswith(("https://", "http://")):
        return left_out(match, gone)
    return f"[{match['name'].lower()}]({in_parentheses(address)})"
