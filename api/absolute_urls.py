"""Absolute addresses of the site's pages and pictures, as one request sees the site."""

from django.http import HttpRequest

from articles.media.shown_pictures import picture_url
from articles.models import Picture
from articles.reading.texts import item_url

PLACEHOLDER = "0-slug-0"


class Addresses:
    """Resolves each kind of address once: a list has thousands of links, and resolving one takes 20 µs."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.around: dict[str, tuple[str, str]] = {}

    def page(self, item_type: str, slug: str) -> str:
        if item_type not in self.around:
            example = self.request.build_absolute_uri(item_url(item_type, PLACEHOLDER))
            before, _slug, after = example.rpartition(PLACEHOLDER)
            self.around[item_type] = before, after
        before, after = self.around[item_type]
        return f"{before}{slug}{after}"

    def picture(self, picture: Picture) -> str:
        return self.request.build_absolute_uri(picture_url(picture))
