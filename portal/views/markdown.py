"""Each item's page as Markdown, at the page's address with `.md` for the last slash."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone

from articles.models import ITEM_MODELS, Item
from articles.reading.items.lookup import find_item
from articles.reading.items.shown import DOCUMENT, item_rows, load_shown
from articles.reading.texts import item_url
from portal.absolute_urls import markdown_path, site_url
from portal.documents import write_document
from portal.origin import origin_of
from portal.views.caching import shared_page
from portal.views.errors import absent_page

MARKDOWN_TYPE = "text/markdown; charset=utf-8"


@shared_page
def item_markdown(request: HttpRequest, item_type: str, slug: str) -> HttpResponse:
    at = timezone.now()
    found = find_item(item_rows(ITEM_MODELS[item_type], DOCUMENT), slug, at=at)
    if found.moved_to:
        return HttpResponsePermanentRedirect(markdown_path(item_type, found.moved_to))
    if found.item is None:
        return absent_page(request, found.state)
    text = write_document(load_shown(found.item, at, DOCUMENT))
    return HttpResponse(text, content_type=MARKDOWN_TYPE, headers=index_headers(found.item))


def index_headers(item: Item) -> dict[str, str]:
    """Search engines are led to the page, or to where the text came out first."""
    origin = origin_of(item)
    page = site_url(item_url(item.item_type, item.slug))
    canonical = quote((origin and origin.url) or page, safe=":/?#[]@!$&'()*+,;=%~")
    return {"Link": f'<{canonical}>; rel="canonical"', **({"X-Robots-Tag": "noindex"} if origin else {})}
