"""Takes pictures that a text holds as `data:` addresses out of it, before anything slow looks at the text. Pure."""

import base64
import binascii
import hashlib
import html
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import unquote_to_bytes

from articles.transfer.imports.markdown.code_spans import outside_code

EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/jpg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
}
SIGNATURES = {
    "png": (b"\x89PNG",),
    "jpg": (b"\xff\xd8\xff",),
    "gif": (b"GIF8",),
    "webp": (b"RIFF",),
    "avif": (b"\x00\x00\x00",),
}
# Possessive throughout: each character of a picture of megabytes is looked at once.
PAYLOAD = r"data:(?P<media>[\w.+/-]{0,100}+)(?P<options>(?:;[\w=.+-]{1,50}+){0,5}+),(?P<data>[^\s()<>\"'\[\]]*+)"
MARKDOWN = re.compile(
    rf"!\[(?P<alt>[^\[\]\n]{{0,500}}+)\]\([ \t]{{0,9}}+<?{PAYLOAD}>?(?:[ \t]{{1,9}}+\"[^\"\n]{{0,300}}+\")?[ \t]{{0,9}}+\)",
    re.IGNORECASE,
)
ELEMENT = re.compile(
    rf"<img\b(?P<before>[^<>]{{0,1000}}?)\bsrc=(?P<quote>[\"']){PAYLOAD}(?P=quote)(?P<after>[^<>]{{0,1000}}+)>",
    re.IGNORECASE,
)
DEFINITION = re.compile(
    rf"^(?P<alt>[ ]{{0,3}}\[[^\[\]\n]{{1,200}}+\]:[ \t]{{0,9}}+)<?{PAYLOAD}>?", re.IGNORECASE | re.M
)
ALT = re.compile(r"""\balt=("[^"]{0,500}"|'[^']{0,500}')""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Embedded:
    """body: the text with `embedded/<digest>.<ext>` for each picture. left_out: why, and how often."""

    body: str
    pictures: dict[str, bytes] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


def take_out_pictures(body: str) -> Embedded:
    """The text without its `data:` pictures, and those by the address that stands for them; bad ones become their alt text."""
    result = Embedded(body)
    if "data:" not in body:
        return result

    def from_markdown(match: re.Match[str]) -> str:
        key = store(match, result)
        return f"![{match['alt']}]({key})" if key else match["alt"]

    def from_element(match: re.Match[str]) -> str:
        found = ALT.search(match["before"] + " " + match["after"])
        alt = " ".join(html.unescape(found[1][1:-1]).translate({91: None, 93: None}).split()) if found else ""
        key = store(match, result)
        return f"![{alt}]({key})" if key else alt

    def from_definition(match: re.Match[str]) -> str:
        key = store(match, result)
        return f"{match['alt']}{key}" if key else ""

    replacements: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (MARKDOWN, from_markdown),
        (ELEMENT, from_element),
        (DEFINITION, from_definition),
    )
    for pattern, replace in replacements:
        body = outside_code(body, partial(pattern.sub, replace))
    return Embedded(body, result.pictures, result.left_out)


def store(match: re.Match[str], result: Embedded) -> str:
    """The address under which the picture is kept; "" with the reason noted where it is none."""
    extension = EXTENSIONS.get(match["media"].lower(), "")
    if not extension:
        kind = "SVG picture" if "svg" in match["media"].lower() else "embedded file that is no picture"
        result.left_out[kind] += 1
        return ""
    content = decode_data(match["options"], match["data"])
    if not content.startswith(SIGNATURES[extension]):
        result.left_out["damaged embedded picture"] += 1
        return ""
    key = f"embedded/{hashlib.sha256(content).hexdigest()[:16]}.{extension}"
    result.pictures[key] = content
    return key


def decode_data(options: str, data: str) -> bytes:
    """The content of a `data:` address; empty where it is not what it says."""
    if not options.lower().endswith(";base64"):
        return unquote_to_bytes(data)
    data = data.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=")
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return b""


def length_without_pictures(text: str) -> int:
    """Bytes of the text in UTF-8, `data:` pictures aside."""
    size = len(text.encode())
    for pattern in (MARKDOWN, ELEMENT, DEFINITION):
        size -= sum(match.end("data") - match.start("data") for match in pattern.finditer(text))
    return size
