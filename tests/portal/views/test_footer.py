"""What the footer of every page leads to: licence, contact, feeds."""

import re
from typing import Any

import pytest
from django.test import Client
from django.test.html import parse_html
from pytest_django import DjangoDbBlocker

from tests.portal.reading import attribute, find, page_of, text_of
from tests.portal.views import states

pytestmark = pytest.mark.django_db

FEEDS = {"/feeds/articles.atom", "/feeds/articles.json"}


@pytest.fixture(scope="module")
def content(module_content: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        states.fill_portal()


def footer_links(html: str) -> dict[str, str]:
    """Text of each link -> address."""
    # All of a page would take ten times as long to read; other tests do.
    [text] = re.findall(r'<footer class="site-footer".*?</footer>', html, re.DOTALL)
    footer = parse_html(text)
    return {text_of(link): attribute(link, "href") or "" for link in find(footer, "a")}


@pytest.mark.parametrize("contact", ["", "editors@portal.example"], ids=["nobody", "somebody"])
def test_every_page_and_every_error_names_licence_contact_and_feeds(
    client: Client, content: None, settings: Any, contact: str
) -> None:
    settings.CONTACT = contact
    pages = states.filled_pages(client) | states.error_pages()
    lacking = {}
    for name, html in pages.items():
        links = footer_links(html)
        wanted = {
            "Licence of the software: MIT": "/about/#licence",
            "Contact": f"mailto:{contact}" if contact else "/about/#contact",
        }
        if not (wanted.items() <= links.items() and set(links.values()) >= FEEDS):
            lacking[name] = links

    assert len(pages) > 40
    assert lacking == {}


@pytest.mark.parametrize("contact", ["", "editors@portal.example"], ids=["nobody", "somebody"])
def test_about_page_has_the_places_that_the_footer_leads_to(client: Client, settings: Any, contact: str) -> None:
    settings.CONTACT = contact
    page = page_of(client.get("/about/"))
    [main] = find(page, "main")

    assert find(page, "h2", id="licence") and find(page, "h2", id="contact")
    assert "it is under the MIT licence" in text_of(main)
    assert ("has not named an address" in text_of(main)) is (not contact)
    assert (f"mailto:{contact}" in {attribute(link, "href") for link in find(main, "a")}) is bool(contact)
