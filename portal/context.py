"""What every template may use."""

from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.db import Error as DatabaseError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from articles.reading.announcements import Banner, current_banner

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SITE_NAME = "AI Engineering Portal"


# Those of static files answer without the database even where there is no such file.
WITHOUT_BANNER = ("/admin/", "/api/", "/media/", "/static/")
BANNER_KEY, BANNER_KEPT_SECONDS = "portal.context.banner", 60


def site(request: HttpRequest) -> dict[str, object]:
    """One query, for the announcement above the page; none for pages that show none, or bring one themselves."""
    has_banner = not request.path_info.startswith(WITHOUT_BANNER)
    return {
        "site_name": SITE_NAME,
        "contact": settings.CONTACT,
        "banner": SimpleLazyObject(lambda: ask_banner(timezone.now())) if has_banner else None,
        "page_address": settings.PUBLIC_URL + request.path,
    }


def ask_banner(at: datetime) -> Banner | None:
    banner = current_banner(at)
    cache.set(BANNER_KEY, (banner,), BANNER_KEPT_SECONDS)
    return banner


def banner_of_error_page(request: HttpRequest) -> Banner | None:
    """What another page showed within the last minute: pages that say why there is nothing must not wait for the database."""
    if request.path_info.startswith(WITHOUT_BANNER):
        return None
    if kept := cache.get(BANNER_KEY):
        found: Banner | None = kept[0]
        return found
    try:
        return ask_banner(timezone.now())
    except DatabaseError:
        return None


def template_context(*parts: "DataclassInstance") -> dict[str, object]:
    """The fields of dataclasses by their names, as templates want them."""
    return {field.name: getattr(part, field.name) for part in parts for field in fields(part)}
