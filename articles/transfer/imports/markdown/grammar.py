"""What a tag is: by CommonMark's grammar in Markdown, by that of JSX in MDX. What is none is text. Pure.

Linear: each pattern goes over its text once and gives nothing back. No tag goes over a blank line, but within the braces
of JSX.
"""

import re
from collections.abc import Collection

SPACE = r"(?:[ \t]++(?:\n[ \t]*+)?|\n[ \t]*+)(?!\n)"
LINES = r"\n(?![ \t]*\n)"
QUOTED = rf"\"(?:[^\"\n]|{LINES}){{0,3000}}+\"|'(?:[^'\n]|{LINES}){{0,3000}}+'"
# A bare word is an attribute where HTML knows it as one, or another attribute has a value: “p <b and q> r” compares.
BARE = frozenset({
    "allowfullscreen", "async", "autofocus", "autoplay", "checked", "compact", "controls", "default", "defer",
    "disabled", "download", "hidden", "inert", "ismap", "itemscope", "loop", "multiple", "muted", "nomodule",
    "noshade", "novalidate", "nowrap", "open", "playsinline", "readonly", "required", "reversed", "selected",
    "border",
})  # fmt: skip
VALUE = rf"(?:{SPACE})?=(?:{SPACE})?(?:{QUOTED}|[^\s\"'=<>`]{{1,3000}}+)"
ATTRIBUTES = rf"(?:{SPACE}[a-z_:@][\w.:@-]{{0,60}}+(?:{VALUE})?)*+"
TAG = re.compile(
    rf"<(?:(?P<name>[a-z][a-z0-9]{{0,15}})(?P<rest>{ATTRIBUTES})(?:{SPACE})?/?|(?P<end>/)(?P<ended>[a-z][a-z0-9]{{0,15}})(?:{SPACE})?)>",
    re.IGNORECASE,
)
OPENED, CLOSED = (re.compile(rf"<{sign}([a-z][a-z0-9]{{0,15}})(?=[\s/>])", re.IGNORECASE) for sign in ("", "/"))
# What shows something by itself, what ends by itself, and what says nothing without attributes.
EMPTY = frozenset({"br", "hr", "img", "wbr"})
NEEDS_NO_END = frozenset(
    ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "caption", "rt", "rp"]
)
MATH = re.compile(
    r"\$\$(?:[^$\n]|\n(?![ \t]*\n)){1,3000}+\$\$|(?<![\\$\w])\$(?![\s$])[^$\n]{1,500}+(?<![\s\\])\$(?![\d$])"
)

TAG_START = re.compile(r"<(?P<end>/?)(?:(?P<name>[A-Z][\w.:-]{0,100}+)(?=[\s/>])|(?=>))")
JSX_SPACE = re.compile(r"\s*+")
JSX_ATTRIBUTE = re.compile(r"[A-Za-z_$@][\w$:.@-]*+(?P<equals>\s*+=\s*+)?")
JSX_VALUE = re.compile(rf"{QUOTED}|[^\s\"'=<>`{{}}]{{1,3000}}+")
JSX_SIGN = re.compile(r"\\.|[\"`{}]", re.DOTALL)
BLANK = re.compile(r"\n[ \t]*\n")
MAX_TAG = 60_000


def closed_names(text: str) -> frozenset[str]:
    """Names of elements that begin and end in a text; one that never ends is a placeholder (`<path>`)."""
    opened = {name.lower() for name in OPENED.findall(text)}
    return frozenset(opened & {name.lower() for name in CLOSED.findall(text)})


def is_comparison(rest: str) -> bool:
    """Whether what stands where attributes do is words of a text."""
    return bool(rest) and "=" not in rest and not BARE.issuperset(rest.lower().split())


def is_placeholder(name: str, rest: str, closed: Collection[str]) -> bool:
    if is_comparison(rest):
        return True
    return not rest and name not in closed and name not in EMPTY and name not in NEEDS_NO_END


def find_tag_end(text: str, start: int) -> int:
    """Where a tag of JSX ends, past its `>`; -1 where it is none. start: past its name."""
    at, limit = start, min(len(text), start + MAX_TAG)
    while at < limit:
        space = JSX_SPACE.match(text, at, limit)
        after = space.end() if space else at
        if BLANK.search(text, at, after):
            return -1
        if text.startswith((">", "/>"), after):
            return after + (2 if text[after] == "/" else 1)
        at = find_attribute_end(text, after, limit)
        if at < 0:
            return -1
    return -1


def find_attribute_end(text: str, at: int, limit: int) -> int:
    if text.startswith("{", at):
        return find_brace_end(text, at, limit)
    attribute = JSX_ATTRIBUTE.match(text, at, limit)
    if attribute is None:
        return -1
    if attribute["equals"] is None:
        return attribute.end()
    if text.startswith("{", attribute.end()):
        return find_brace_end(text, attribute.end(), limit)
    value = JSX_VALUE.match(text, attribute.end(), limit)
    return value.end() if value else -1


def find_brace_end(text: str, start: int, limit: int) -> int:
    """Past the brace that closes the one at `start`; quotes may hold any sign. An apostrophe may be one in a text."""
    depth, quote = 0, ""
    for match in JSX_SIGN.finditer(text, start, limit):
        sign = match.group()
        if quote:
            quote = "" if sign == quote else quote
        elif sign in '"`':
            quote = sign
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
            if depth == 0:
                return match.end()
    return -1
