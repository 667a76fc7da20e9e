"""Asks for words where an item shows a picture of which nobody said what it shows."""

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from articles.admin.refusals import MayView
from articles.admin.site import admin_url
from articles.media.shown_pictures import shown_unlabelled, undescribed
from articles.models import Item, Picture
from articles.snapshots import Snapshot

SHOWN = 10


def ask_for_words(request: HttpRequest, row: Model, may_view: MayView) -> None:
    """A message for the page that comes next: one query where the item shows pictures without words, else none."""
    if not isinstance(row, Item):
        return
    fields = {name: getattr(row, name) for name in row.markdown_fields}
    cover = getattr(row, "cover_id", None)
    state = Snapshot(fields=fields, links={"cover": [str(cover)] if cover else []})
    silent = sorted(undescribed(shown_unlabelled(type(row), state)))
    if silent:
        messages.warning(request, describe(silent, is_linked=may_view(Picture)))


def describe(ids: list[str], *, is_linked: bool) -> str:
    text = ngettext(
        "It shows a picture without an alternative text. Say what it shows, in the text or at the picture, unless it"
        " is mere decoration.",
        "It shows %(count)d pictures without an alternative text. Say what they show, in the text or at the pictures,"
        " unless they are mere decoration.",
        len(ids),
    ) % {"count": len(ids)}
    for number, pk in enumerate(ids[:SHOWN] if is_linked else (), start=1):
        label = gettext("Picture %(number)d") % {"number": number}
        text = format_html('{} <a href="{}">{}</a>', text, admin_url(Picture, "change", pk), label)
    return text
