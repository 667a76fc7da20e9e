"""What only an article's page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.models import Article
from articles.reading.items.bylines import author_names
from articles.reading.items.links import NamedItem
from articles.reading.items.related import SHARED_LINKS, Related, load_related
from portal.views.linked_lists import ShownLinks

MAX_CONTENTS_LEVEL = 3
MAX_CONTENTS = 80
MAX_RELATED = 6
MAX_WORDS = 3


@dataclass(frozen=True, slots=True)
class ReadOn:
    """An article to read next, and why: a whole phrase."""

    item: NamedItem
    reason: str


def load_more(article: Article, _at: datetime) -> dict[str, Any]:
    """Authors are named by their public name or not at all."""
    return {"authors": author_names(article), "contents": contents_of(article)}


def load_further(article: Article, links: Mapping[str, ShownLinks], at: datetime) -> dict[str, Any]:
    """What to read next: one query."""
    things = {name: links[name].items for name in SHARED_LINKS}
    found = load_related(article, things, at, chosen=links["related"].items, limit=MAX_RELATED)
    return {"read_on": [ReadOn(one.item, reason_for(one)) for one in found]}


def reason_for(related: Related) -> str:
    if related.things:
        return _("shares %(names)s") % {"names": get_text_list(list(related.things), _("and"))}
    if related.words:
        return _("also speaks of %(words)s") % {"words": get_text_list(list(related.words[:MAX_WORDS]), _("and"))}
    return _("chosen by the editors")


def contents_of(article: Article) -> list[dict[str, Any]]:
    """The headings of the table of contents; none where there is hardly anything to choose from."""
    headings = [heading for heading in article.headings if heading["level"] <= MAX_CONTENTS_LEVEL][:MAX_CONTENTS]
    return headings if len(headings) > 1 else []
