"""The last word on HTML: nh3 with an allow-list of what `writer.py` emits, and nothing else."""

import re

import nh3

from .highlighting import CODE_CLASSES, LANGUAGES
from .link_targets import DIAGRAM, UUID
from .mathematics import MATH_ATTRIBUTES, MATH_ELEMENTS
from .rules import ITEM_TYPES

TEXT_ELEMENTS = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "div",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "span",
        "strong",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
ALIGNMENTS = frozenset({"align-left", "align-center", "align-right"})
CLASSES: dict[str, frozenset[str]] = {
    "a": frozenset({"bare", "footnote-backref"}),
    "code": frozenset({"math"} | {f"language-{name}" for name in LANGUAGES.values()}),
    "div": frozenset({"footnotes", "math-block", "table-scroll"}),
    "li": frozenset({"task-list-item"}),
    "ol": frozenset({"contains-task-list"}),
    "span": CODE_CLASSES,
    "sup": frozenset({"footnote-ref"}),
    "td": ALIGNMENTS,
    "th": ALIGNMENTS,
    "ul": frozenset({"contains-task-list"}),
}
IDS = re.compile(r"h-[a-z0-9-]+|fn(?:ref)?-[0-9]+(?:-[0-9]+)?")
_ITEM = re.compile(rf"[a-z]{{1,12}}:{UUID}(?:#h-[a-z0-9-]+)?")
_PICTURE = re.compile(UUID)
_CHECKED = {"id": IDS, "data-item": _ITEM, "data-picture": _PICTURE, "data-diagram": re.compile(DIAGRAM)}


def _checked_value(_element: str, name: str, value: str) -> str | None:
    pattern = _CHECKED.get(name)
    is_unknown = name == "data-item" and value.partition(":")[0] not in ITEM_TYPES
    return None if is_unknown or (pattern and not pattern.fullmatch(value)) else value


_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_CLEANER = nh3.Cleaner(
    tags=set(TEXT_ELEMENTS | MATH_ELEMENTS),
    clean_content_tags={"script", "style"},
    attributes={
        "a": {"href", "title", "id", "data-item", "aria-label"},
        "div": {"aria-label"},
        "img": {"alt", "data-picture", "data-diagram"},
        "li": {"id"},
        "ol": {"start"},
        **{heading: {"id"} for heading in _HEADINGS},
        **{element: set(MATH_ATTRIBUTES) for element in MATH_ELEMENTS},
    },
    tag_attribute_values={
        "a": {"rel": {"noopener"}},
        "div": {"tabindex": {"0"}, "role": {"region"}},
        "pre": {"tabindex": {"0"}},
    },
    allowed_classes={element: set(classes) for element, classes in CLASSES.items()},
    attribute_filter=_checked_value,
    link_rel=None,
    url_schemes={"http", "https", "mailto"},
)


def sanitise(html: str) -> str:
    """The HTML with everything taken out that the writer does not emit."""
    return _CLEANER.clean(html)
