"""Markdown to sanitised HTML, headings and plain text. Pure: no models, no queries, no clock."""

from .anchors import distinct_anchors
from .costs import Purse, TooCostlyError
from .document import render_inline, render_markdown, unfilled_inline
from .embedding import embed_markdown
from .portable import Targets, escape_markdown, portable_markdown, written_diagrams, written_pictures
from .references import (
    canonical_references,
    fill_references,
    html_diagrams,
    html_references,
    in_plain_words,
    item_references,
    mistyped_pictures,
    picture_references,
    possible_references,
    reduce_references,
    rewrite_references,
    unlabelled_pictures,
    without_references,
    written_references,
)
from .results import RENDERER_VERSION, Heading, LinkTarget, PictureTarget, Reference, Rendered
from .rules import ITEM_TYPES
from .source import clean_characters, mark_forbidden
from .structured import script_json

__all__ = [
    "ITEM_TYPES",
    "RENDERER_VERSION",
    "Heading",
    "LinkTarget",
    "PictureTarget",
    "Purse",
    "Reference",
    "Rendered",
    "Targets",
    "TooCostlyError",
    "canonical_references",
    "clean_characters",
    "distinct_anchors",
    "embed_markdown",
    "escape_markdown",
    "fill_references",
    "html_diagrams",
    "html_references",
    "in_plain_words",
    "item_references",
    "mark_forbidden",
    "mistyped_pictures",
    "picture_references",
    "portable_markdown",
    "possible_references",
    "reduce_references",
    "render_inline",
    "render_markdown",
    "rewrite_references",
    "script_json",
    "unfilled_inline",
    "unlabelled_pictures",
    "without_references",
    "written_diagrams",
    "written_pictures",
    "written_references",
]
