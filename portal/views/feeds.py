"""The feeds: of all articles, and of the articles about one skill, tool or industry."""

from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import ITEM_MODELS, Item
from articles.reading.items.lookup import find_item
from articles.reading.texts import item_url
from portal.absolute_urls import FEED_FILTERS, feed_path, site_url
from portal.context import SITE_NAME
from portal.entries import load_entries
from portal.feeds import ATOM_TYPE, JSON_TYPE, FeedHead, write_atom, write_json
from portal.list_pages import LIST_PAGES
from portal.views.caching import shared_page
from portal.views.errors import absent_page

FEED_IDS = UUID("4dd8a1cf-4f0b-4a3e-8d2e-6a2a6b9f3a51")


@shared_page
def articles_atom(request: HttpRequest) -> HttpResponse:
    entries = load_entries({}, timezone.now())
    return HttpResponse(write_atom(articles_head("articles-atom"), entries), content_type=ATOM_TYPE)


@shared_page
def articles_json(request: HttpRequest) -> HttpResponse:
    entries = load_entries({}, timezone.now())
    return HttpResponse(write_json(articles_head("articles-json"), entries), content_type=JSON_TYPE)


@shared_page
def item_atom(request: HttpRequest, item_type: str, slug: str) -> HttpResponse:
    at = timezone.now()
    found = find_item(ITEM_MODELS[item_type]._default_manager.all(), slug, at=at)
    if found.moved_to:
        return HttpResponsePermanentRedirect(feed_path(item_type, found.moved_to))
    if found.item is None:
        return absent_page(request, found.state)
    entries = load_entries({FEED_FILTERS[item_type]: [slug]}, at)
    return HttpResponse(write_atom(item_head(found.item), entries), content_type=ATOM_TYPE)


def articles_head(url_name: str) -> FeedHead:
    url = site_url(reverse(url_name))
    page_url, title = site_url(reverse("articles")), _("Articles")
    return FeedHead(url, f"{SITE_NAME}: {title}", str(LIST_PAGES["article"].intro), url, page_url, get_language())


def item_head(item: Item) -> FeedHead:
    """Its id follows the item, not the address, so that a rename makes no new feed."""
    kind = item.item_type
    name = item.display_name
    return FeedHead(
        id=f"urn:uuid:{uuid5(FEED_IDS, str(item.pk))}",
        title=f"{SITE_NAME}: {name}",
        description=_("Articles about %(name)s.") % {"name": name},
        url=site_url(feed_path(kind, item.slug)),
        page_url=site_url(item_url(kind, item.slug)),
        language=get_language(),
        since=item.updated_at,
    )
