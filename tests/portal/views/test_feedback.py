"""How readers reach the editors: by mail, where the operator named an address."""

from typing import Any

import pytest

from portal import checks
from tests.factories import make_article
from tests.portal.reading import attribute, find, page_of, text_of

pytestmark = pytest.mark.django_db


def test_article_links_to_the_contact_address_with_its_own_address_as_subject(client, settings):
    settings.CONTACT, settings.PUBLIC_URL = "editors@portal.example", "https://portal.example"
    make_article(slug="serving")

    [box] = find(page_of(client.get("/articles/serving/")), class_="feedback")

    [link] = find(box, "a")
    assert text_of(link) == "Write to the editors"
    assert attribute(link, "href") == (
        "mailto:editors@portal.example?subject=https%3A%2F%2Fportal.example%2Farticles%2Fserving%2F"
    )


def test_without_a_contact_address_there_is_no_link(client, settings):
    settings.CONTACT = ""
    make_article(slug="serving")

    assert not find(page_of(client.get("/articles/serving/")), class_="feedback")


@pytest.mark.parametrize(
    ("contact", "ids"),
    [
        ("", []),
        ("editors@portal.example", []),
        ("editors", ["portal.E003"]),
        ("a@b.example, c@d.example", ["portal.E003"]),
    ],
)
def test_contact_that_is_no_address_is_refused(settings: Any, contact: str, ids: list[str]) -> None:
    settings.CONTACT = contact

    assert [message.id for message in checks.check_contact(None)] == ids
