"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from articles.announcements import current_banner

SITE_NAME = "AI Engineering Portal"


WITHOUT_BANNER = ("/admin/", "/api/", "/media/")


def site(request: HttpRequest) -> dict[str, object]:
    """One query, for the announcement above the page; none for pages that show none."""
    has_banner = not request.path_info.startswith(WITHOUT_BANNER)
    return {
        "site_name": SITE_NAME,
        "contact": settings.CONTACT,
        "banner": current_banner(timezone.now()) if has_banner else None,
        "page_address": settings.PUBLIC_URL + request.path,
    }
