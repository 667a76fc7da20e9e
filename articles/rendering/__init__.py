"""Markdown to sanitised HTML, headings and plain text. Pure: no models, no queries, no clock."""

from .document import render_inline, render_markdown
from .references import (
    fill_references,
    html_diagrams,
    html_references,
    item_references,
    picture_references,
    possible_references,
    reduce_references,
    rewrite_references,
    written_references,
)
from .results import RENDERER_VERSION, Heading, LinkTarget, PictureTarget, Reference, Rendered

__all__ = [
    "RENDERER_VERSION",
    "Heading",
    "LinkTarget",
    "PictureTarget",
    "Reference",
    "Rendered",
    "fill_references",
    "html_diagrams",
    "html_references",
    "item_references",
    "picture_references",
    "possible_references",
    "reduce_references",
    "render_inline",
    "render_markdown",
    "rewrite_references",
    "written_references",
]
