"""What programs that come by are told: sitemaps, `robots.txt` and `llms.txt`."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from portal.absolute_urls import site_url
from portal.overview import write_overview
from portal.sitemaps import write_part, write_sitemap
from portal.views.caching import shared_page
from portal.views.markdown import MARKDOWN_TYPE

XML_TYPE, TEXT_TYPE = "application/xml; charset=utf-8", "text/plain; charset=utf-8"
# Addresses without end, and those that only editors have use for.
NOT_CRAWLED = ("/admin/", "/search/")


@shared_page
def sitemap(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(write_sitemap(timezone.now()), content_type=XML_TYPE)


@shared_page
def sitemap_part(_request: HttpRequest, kind: str, number: int) -> HttpResponse:
    text = write_part(kind, number, timezone.now())
    if not text:
        raise Http404
    return HttpResponse(text, content_type=XML_TYPE)


@shared_page
def robots(_request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_CRAWLED)]
    return HttpResponse("\n".join([*lines, "", f"Sitemap: {site_url(reverse('sitemap'))}", ""]), content_type=TEXT_TYPE)


@shared_page
def llms(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(write_overview(timezone.now()), content_type=MARKDOWN_TYPE)
