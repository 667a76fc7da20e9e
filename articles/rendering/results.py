"""What rendering returns and takes: small frozen values, no behaviour."""

from dataclasses import dataclass

RENDERER_VERSION: int = 6
"""Raise it whenever the HTML of an unchanged source changes: stored HTML of an older version is then rendered anew."""


@dataclass(frozen=True)
class Heading:
    """One heading of the rendered HTML; `id` is its anchor, `text` is plain."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Rendered:
    """A rendered source. `html` is sanitised and still holds unfilled references; `text` is for search and summaries."""

    html: str
    headings: tuple[Heading, ...]
    text: str
    reading_minutes: int


@dataclass(frozen=True)
class Reference:
    """A `[[type:id]]` in a text; `id` is a UUID in lower case."""

    type: str
    id: str


@dataclass(frozen=True)
class LinkTarget:
    """Where a reference leads for this page's reader, and the name shown when the text gives no label."""

    url: str
    name: str


@dataclass(frozen=True)
class PictureTarget:
    """The file to show for a `picture:<uuid>` or a `diagram:<name>`; size in CSS pixels.

    alt: what it shows, where the text that shows it does not say.
    """

    url: str
    width: int
    height: int
    alt: str = ""
