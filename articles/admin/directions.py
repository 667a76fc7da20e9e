"""Fields of text that follow the direction of what is written in them, and those that take Markdown."""

from typing import Any
from unicodedata import bidirectional

from django import forms
from django.forms.widgets import DateTimeBaseInput

# Chromium looks for the direction anew with each line that it takes in: a minute for 60,000 lines, nothing for an article.
LONG = 100_000


def follow_text(field: forms.Field, value: Any = "") -> None:
    """Arabic and Hebrew are written from the right whatever the language of the page."""
    widget = field.widget
    is_line = isinstance(widget, forms.TextInput) and widget.input_type == "text"
    if (is_line and not isinstance(widget, DateTimeBaseInput)) or isinstance(widget, forms.Textarea):
        is_long = isinstance(value, str) and len(value) > LONG
        widget.attrs["dir"] = direction_of(value) if is_long else "auto"


def direction_of(text: str) -> str:
    """What `auto` would find: the direction of the first letter."""
    first = next((kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"


def take_markdown(field: forms.Field) -> None:
    """`paste_markdown.js` looks for the mark."""
    field.widget.attrs["data-markdown"] = ""
