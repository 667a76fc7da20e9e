"""A learning path with all its texts, to take along."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone

from articles.models import Item, LearningPath
from articles.reading.items.lookup import find_item
from articles.reading.items.path_texts import load_path_texts
from articles.reading.items.shown import DOCUMENT, item_rows
from articles.reading.items.steps import load_steps
from articles.reading.texts import item_url, portable_texts
from portal.absolute_urls import join, site_url, whole_path_address
from portal.views.caching import shared_page
from portal.views.errors import absent_page
from portal.views.markdown import MARKDOWN_TYPE, index_headers
from portal.whole_paths import write_whole_path


@shared_page
def whole_path(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    found = find_item(item_rows(LearningPath, DOCUMENT), slug, at=at)
    if found.moved_to:
        return HttpResponsePermanentRedirect(whole_path_address(found.moved_to))
    if found.item is None:
        return absent_page(request, found.state)
    headers = {
        **index_headers(found.item),
        "X-Robots-Tag": "noindex",
        "Content-Disposition": f'attachment; filename="{found.item.slug}.md"',
    }
    return HttpResponse(load_document(found.item, at), content_type=MARKDOWN_TYPE, headers=headers)


def load_document(path: LearningPath, at: datetime) -> str:
    """At most seven queries: steps, their links, lengths, articles, skills; links and pictures in the texts."""
    steps = load_steps(path, at)
    named = [one for shown in steps for one in (*shown.articles, *shown.skills)]
    texts = load_path_texts(named, at, taken=len(path.description))
    sources = load_sources([path, *texts.items.values()], at)
    return write_whole_path(path, steps, texts, sources)


def load_sources(items: list[Item], at: datetime) -> dict[UUID, str]:
    """The first text of each item, by the item's id."""
    written = [getattr(item, item.markdown_fields[0]) for item in items]
    absolute = [partial(join, site_url(item_url(item.item_type, item.slug))) for item in items]
    return dict(zip([item.pk for item in items], portable_texts(written, absolute, at), strict=True))
