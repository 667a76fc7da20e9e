"""What only an article's page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.models import Article
from articles.models.article import StoredHeading
from articles.reading.items.links import NamedItem
from articles.reading.items.parts import ArticlePart
from articles.reading.items.related import Related
from articles.reading.items.shown import ShownItem

MAX_CONTENTS_LEVEL = 3
MAX_CONTENTS = 80
MAX_WORDS = 3


@dataclass(frozen=True, slots=True)
class ReadOn:
    """An article to read next, and why: a whole phrase."""

    item: NamedItem
    reason: str


@dataclass(frozen=True, slots=True)
class ArticleContext:
    """authors: named by their public name or not at all. contents: the headings of the table of contents."""

    authors: Sequence[str]
    contents: Sequence[StoredHeading]
    read_on: Sequence[ReadOn]


def article_context(shown: ShownItem[Article, ArticlePart]) -> ArticleContext:
    read_on = [ReadOn(one.item, reason_for(one)) for one in shown.part.read_on]
    return ArticleContext(shown.part.authors, contents_of(shown.item), read_on)


def reason_for(related: Related) -> str:
    if related.things:
        return _("shares %(names)s") % {"names": get_text_list(list(related.things), _("and"))}
    if related.words:
        return _("also speaks of %(words)s") % {"words": get_text_list(list(related.words[:MAX_WORDS]), _("and"))}
    return _("chosen by the editors")


def contents_of(article: Article) -> list[StoredHeading]:
    """None where there is hardly anything to choose from."""
    headings = [heading for heading in article.headings if heading["level"] <= MAX_CONTENTS_LEVEL][:MAX_CONTENTS]
    return headings if len(headings) > 1 else []
