"""Writes HTML in Markdown documents as Markdown where it has a form there; other tags go, their text stays. Pure."""

import re
from collections import Counter
from html import unescape

TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]{0,15})(?P<rest>(?:\s(?:[^<>\"']|\"[^\"\n]{0,3000}\"|'[^'\n]{0,3000}')*)?)/?>",
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(
    r"(?P<name>[\w-]{1,40})\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'=<>`]+))"
)
ANCHOR = re.compile(r"<a\s(?P<rest>[^<>]{0,2000})>(?P<text>[^<]{0,1000})</a>", re.IGNORECASE)
# What an address cannot hold bare.
SPECIAL = re.compile(r"[\s()\\]")
HIDDEN = re.compile(
    r"<(?P<name>script|style)\b[^<>]{0,1000}>(?P<text>.{0,200000}?)</(?P=name)>", re.IGNORECASE | re.DOTALL
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
PLAIN = frozenset(
    [
        "span",
        "u",
        "sup",
        "sub",
        "small",
        "big",
        "font",
        "nobr",
        "abbr",
        "cite",
        "dfn",
        "ins",
        "mark",
        "var",
        "samp",
        "label",
        "time",
        "address",
        "article",
        "aside",
        "header",
        "footer",
        "main",
        "nav",
        "thead",
        "tbody",
        "tfoot",
        "caption",
        "colgroup",
        "col",
        "picture",
        "source",
        "track",
        "wbr",
        "ruby",
        "rb",
        "rt",
        "rp",
        "hgroup",
        "a",
    ]
)
FRAMES = frozenset({"iframe", "video", "audio", "embed"})
DROPPED = frozenset(
    {
        "input",
        "button",
        "form",
        "select",
        "option",
        "textarea",
        "object",
        "param",
        "canvas",
        "svg",
        "path",
        "g",
        "meta",
        "link",
        "noscript",
        "template",
    }
)


def convert_tags(text: str, gone: Counter[str]) -> str:
    """The text with known tags written as Markdown; tags that HTML does not know (`<s>`, `<unk>`) are text and stay."""
    text = HIDDEN.sub(lambda match: count(gone, match["name"]), text) if "<s" in text.lower() else text
    text = TAG.sub(lambda match: picture(match) if match["name"].lower() == "img" else match.group(), text)
    text = ANCHOR.sub(anchor, text)
    lines = [convert_line(line, gone) if "<" in line else line for line in text.split("\n")]
    return "\n".join(lines)


def count(gone: Counter[str], name: str) -> str:
    gone[f"<{name.lower()}>"] += 1
    return ""


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


def convert_line(line: str, gone: Counter[str]) -> str:
    """In a table's row everything stays on its line."""
    converted = TAG.sub(lambda match: convert(match, gone), line)
    return re.sub(r"\s*\n\s*", " ", converted) if line.lstrip().startswith("|") else converted


def convert(match: re.Match[str], gone: Counter[str]) -> str:
    name, is_end = match["name"].lower(), bool(match["end"])
    if name in SIGNS:
        if name == "table" and not is_end:
            gone["<table>"] += 1
        return SIGNS[name][is_end]
    if name in FRAMES:
        return "" if is_end else frame(match, gone)
    if name in DROPPED:
        return "" if is_end else count(gone, name)
    return "" if name in PLAIN else match.group()


def frame(match: re.Match[str], gone: Counter[str]) -> str:
    """A link to what a page would show in a frame."""
    address = clean_address(values_of(match["rest"]).get("src", ""))
    address = f"https:{address}" if address.startswith("//") else address
    if not address.startswith(("https://", "http://")):
        return count(gone, match["name"])
    return f"[{match['name'].lower()}]({in_parentheses(address)})"
