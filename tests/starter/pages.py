"""The starter catalogue as readers meet it: every page of it, as HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import resolve

from articles.transfer.starter.loading import load_starter

HOST = "http://localhost:8000"
# Pages that no sitemap lists, since they show the same items in other ways.
MORE = (
    "/map/", "/search/", "/search/?q=data", "/skills/compare/", "/skills/compare/?items=python,statistics,machine-learning",
    "/tools/compare/", "/tools/compare/?items=pytorch,pandas,scikit-learn",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """type: the name of its URL."""

    address: str
    type: str
    html: str


_pages: list[Page] = []


@pytest.fixture
def starter_pages(db: None) -> list[Page]:
    """Loaded and rendered once for all tests, which takes some seconds; they only look."""
    if not _pages:
        load_starter(report=lambda _line: None)
        _pages.extend(render_pages(Client()))
    return _pages


def render_pages(client: Client) -> Iterator[Page]:
    listed = re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    for address in [*(one.removeprefix(HOST) for one in listed), *MORE]:
        response = client.get(address)
        assert response.status_code == 200, address
        yield Page(address, str(resolve(address.partition("?")[0]).url_name), response.content.decode())
