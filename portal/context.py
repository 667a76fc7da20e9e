"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

SITE_NAME = "AI Engineering Portal"


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "site_name": SITE_NAME,
        "contact": settings.CONTACT,
        "page_address": settings.PUBLIC_URL + request.path,
    }
