"""What every template may use."""

from django.http import HttpRequest

SITE_NAME = "AI Engineering Portal"


def site(_request: HttpRequest) -> dict[str, object]:
    return {"site_name": SITE_NAME}
