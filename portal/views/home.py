"""The home page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Article, LearningPath, Section
from articles.reading.lists.catalogue_totals import Glance, load_glance
from articles.reading.lists.facet_counts import used_sections
from articles.reading.lists.filters import LISTINGS
from portal.context import template_context
from portal.heads import Head, home_head
from portal.list_pages import LIST_PAGES, ListPage
from portal.views.caching import public_page
from portal.views.paths import with_effort

MAX_PATHS = 6
MAX_FEATURED = 3
MAX_LATEST = 8


@dataclass(frozen=True, slots=True)
class HomeContext:
    """counts: of each list."""

    head: Head
    counts: Sequence[tuple[ListPage, int]]
    glance: Glance
    paths: Iterable[LearningPath]
    featured: Sequence[Article]
    latest: Sequence[Article]
    sections: Iterable[Section]


@public_page
def home(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    glance = load_glance(at)
    articles = LISTINGS["article"].rows({}, at).select_related("section").order_by("-publish_at", "-id")
    featured = list(articles.filter(is_featured=True)[:MAX_FEATURED])
    context = HomeContext(
        head=home_head(),
        counts=[(page, glance.counts[item_type]) for item_type, page in LIST_PAGES.items()],
        glance=glance,
        paths=with_effort(LISTINGS["path"].rows({}, at)).order_by("sort_key", "id")[:MAX_PATHS],
        featured=featured,
        latest=without(featured, articles[: MAX_LATEST + MAX_FEATURED])[:MAX_LATEST],
        sections=used_sections(at),
    )
    return render(request, "home.html", template_context(context))


def without(shown: list[Article], rows: QuerySet[Any]) -> list[Article]:
    return [article for article in rows if article not in shown]
