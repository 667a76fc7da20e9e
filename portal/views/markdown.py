"""Each item's page as Markdown, at the page's address with `.md` for the last slash."""

from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone

from articles.models import ITEM_MODELS, Item
from articles.reading.items.attached import load_attached
from articles.reading.items.lookup import find_item
from articles.reading.texts import item_url, portable_texts
from portal.absolute_urls import join, markdown_path, site_url
from portal.documents import write_document
from portal.origin import origin_of
from portal.views.caching import shared_page
from portal.views.details import DETAIL_PAGES
from portal.views.errors import absent_page
from portal.views.linked_lists import shown_links

MARKDOWN_TYPE = "text/markdown; charset=utf-8"


@shared_page
def item_markdown(request: HttpRequest, item_type: str, slug: str) -> HttpResponse:
    at = timezone.now()
    found = find_item(rows_with_markdown(item_type), slug, at=at)
    if found.moved_to:
        return HttpResponsePermanentRedirect(markdown_path(item_type, found.moved_to))
    if found.item is None:
        return absent_page(request, found.state)
    text = write_document(found.item, load_parts(found.item, at))
    return HttpResponse(text, content_type=MARKDOWN_TYPE, headers=index_headers(found.item))


def rows_with_markdown(item_type: str) -> QuerySet[Any]:
    model, page = ITEM_MODELS[item_type], DETAIL_PAGES[item_type]
    unused = [f"{name}_html" for name in model.markdown_fields] + (["body_text"] if hasattr(model, "body_text") else [])
    return page.extend(model._default_manager.select_related(*page.select_related or (None,)).defer(*unused))


def load_parts(item: Item, at: datetime) -> dict[str, Any]:
    """What the document shows beside the item's columns; queries as for its page."""
    names, attached = item.markdown_fields, load_attached(item)
    absolute = partial(join, site_url(item_url(item.item_type, item.slug)))
    texts = portable_texts([getattr(item, name) for name in names], [absolute] * len(names), at)
    return {
        "texts": dict(zip(names, texts, strict=True)),
        "links": shown_links(item, at),
        "aliases": attached.aliases,
        "resources": attached.resources,
        "notes": attached.notes,
        **DETAIL_PAGES[item.item_type].load_more(item, at),
    }


def index_headers(item: Item) -> dict[str, str]:
    """Search engines are led to the page, or to where the text came out first."""
    origin = origin_of(item)
    page = site_url(item_url(item.item_type, item.slug))
    canonical = quote((origin and origin.url) or page, safe=":/?#[]@!$&'()*+,;=%~")
    return {"Link": f'<{canonical}>; rel="canonical"', **({"X-Robots-Tag": "noindex"} if origin else {})}
