"""The articles of a feed, made ready to be written as Atom or as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Length
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from articles.media.shown_pictures import picture_url
from articles.models import Article, User
from articles.reading.lists.filters import LISTINGS
from articles.reading.sitemap import changed_at
from articles.reading.texts import fill_texts, item_url
from portal.absolute_urls import site_url, with_absolute_addresses
from portal.origin import Origin, origin_of

MAX_ENTRIES = 20
MAX_TEXT_LENGTH = 200_000


@dataclass(frozen=True, slots=True)
class Entry:
    """id: stays the same when the address changes. html: the whole text, empty where that is very long."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    language: str
    section: str
    image: str
    authors: list[str]
    published_at: datetime
    updated_at: datetime
    origin: Origin | None


def load_entries(chosen: dict[str, Sequence[str]], at: datetime) -> list[Entry]:
    """The newest visible articles that the filters let through: four queries, and one for pictures in texts."""
    authors = User.objects.exclude(public_name="").order_by("public_name", "pk")
    rows: QuerySet[Article] = LISTINGS["article"].rows(chosen, at).select_related("section", "source", "cover")
    articles = list(rows.prefetch_related(Prefetch("authors", authors)).order_by("-publish_at", "-id")[:MAX_ENTRIES])
    texts = load_texts(articles, at)
    return [to_entry(article, texts.get(article.pk, "")) for article in articles]


def load_texts(articles: list[Article], at: datetime) -> dict[Any, str]:
    """The filled HTML of those texts that are not too long for a feed, by the article's id."""
    short = Article.objects.filter(pk__in=[article.pk for article in articles]).alias(length=Length("body_html"))
    stored = dict(short.filter(length__lte=MAX_TEXT_LENGTH).order_by().values_list("pk", "body_html"))
    return dict(zip(stored, fill_texts(list(stored.values()), at), strict=True))


def to_entry(article: Article, html: str) -> Entry:
    path, origin = item_url("article", article.slug), origin_of(article)
    authors = [author.public_name for author in article.authors.all()]
    text = html or format_html("<p>{}</p>", article.summary)
    return Entry(
        id=f"urn:uuid:{article.pk}",
        url=site_url(path),
        title=article.title,
        summary=article.summary,
        html=with_absolute_addresses(text, path) + (origin_html(origin) if origin else ""),
        language=article.language,
        section=article.section.name if article.section else "",
        image=site_url(picture_url(article.cover)) if article.cover else "",
        authors=authors or ([origin.author_name] if origin else []),
        published_at=article.publish_at or article.updated_at,  # what is published has the one
        updated_at=changed_at(article),
        origin=origin,
    )


def origin_html(origin: Origin) -> str:
    """What stands at the end of a syndicated text, as on its page."""
    facts = [(label, link_html(text, url)) for label, text, url in origin.facts]
    disclaimer = format_html("<p>{}</p>", origin.disclaimer) if origin.disclaimer else ""
    return format_html(
        "<hr><p>{}</p><ul>{}</ul>{}",
        _("This text was first published elsewhere."),
        format_html_join("", "<li>{}: {}</li>", facts),
        disclaimer,
    )


def link_html(text: str, url: str) -> str:
    return format_html('<a href="{}">{}</a>', url, text) if url else text
