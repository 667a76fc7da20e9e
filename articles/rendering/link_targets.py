"""Which addresses a text may link to."""

import re
from urllib.parse import unquote

from markdown_it.common import normalize_url

from .limits import MAX_ADDRESS_CHARACTERS

UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"

_ALLOWED_SCHEMES = frozenset({"http", "https", "mailto"})
_SCHEME = re.compile(r"[^/?#]*?(?=:)")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\\]")
# Nearly every address; the parser's own reading of it takes 20 microseconds and changes nothing in these.
_PLAIN = re.compile(r"(?:https?://)?[a-zA-Z0-9._-]*(?:[/?#][a-zA-Z0-9/?#=&.,_~+-]*)?")
_PICTURE = re.compile(rf"picture:({UUID})", re.IGNORECASE)
DIAGRAM = r"[a-z0-9][a-z0-9-]{0,79}"
_DIAGRAM = re.compile(rf"diagram:({DIAGRAM})")


def normalise_address(address: str) -> str:
    """The address percent-encoded; empty when it is too long (a pasted `data:` picture) or cannot be read."""
    if len(address) > MAX_ADDRESS_CHARACTERS:
        return ""
    if _PLAIN.fullmatch(address):
        return address
    try:
        return normalize_url.normalizeLink(address)
    except (ValueError, IndexError, OverflowError):
        return ""


def safe_address(address: str) -> str | None:
    """The address when it is http, https, mailto, relative or a fragment; None for every other.

    Anything before a colon that a lenient reader could take for a scheme is held to be one. Addresses that begin with
    two slashes are refused: they look relative and are not.
    """
    if not address or len(address) > 3 * MAX_ADDRESS_CHARACTERS or _INVISIBLE.search(address):
        return None
    if address.startswith("//"):
        return None
    scheme = _SCHEME.match(address)
    if scheme and scheme.group().lower() not in _ALLOWED_SCHEMES:
        return None
    return address


def is_external(address: str) -> bool:
    """Whether a safe address leaves the site."""
    return address[:8].lower().startswith(("http://", "https://", "http:", "https:"))


def picture_id(address: str) -> str | None:
    """The id in a `picture:<uuid>` address, in lower case; None for any other address."""
    match = _PICTURE.fullmatch(address)
    return match.group(1).lower() if match else None


def diagram_name(address: str) -> str | None:
    """The name in a `diagram:<name>` address; None for any other address."""
    match = _DIAGRAM.fullmatch(address)
    return match.group(1) if match else None


def fragment_text(address: str) -> str | None:
    """What a fragment-only address names, decoded; None for any other address."""
    return unquote(address[1:]) if address.startswith("#") else None
