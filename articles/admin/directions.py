"""Fields of text that follow the direction of what is written in them, and those that take Markdown."""

from django import forms
from django.forms.widgets import DateTimeBaseInput


def follow_text(field: forms.Field) -> None:
    """Arabic and Hebrew are written from the right whatever the language of the page."""
    widget = field.widget
    is_line = isinstance(widget, forms.TextInput) and widget.input_type == "text"
    if (is_line and not isinstance(widget, DateTimeBaseInput)) or isinstance(widget, forms.Textarea):
        widget.attrs.setdefault("dir", "auto")


def take_markdown(field: forms.Field) -> None:
    """`paste_markdown.js` looks for the mark."""
    field.widget.attrs["data-markdown"] = ""
