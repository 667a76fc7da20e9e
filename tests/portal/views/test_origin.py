"""Syndicated text names its origin alike wherever it goes."""

import json
import re

import pytest

from tests.factories import make_article, make_source
from tests.portal.reading import find, page_of, text_of

pytestmark = pytest.mark.django_db

FACTS = {
    "publisher": "Zeta Press",
    "author": "Wanda Quill",
    "title": "On yonder hill",
    "url": "https://zeta.example/hill",
    "licence": "CC BY-SA 4.0",
    "disclaimer": "Views are hers.",
}
KEPT = {"permission": "granted on the phone", "contact": "rights desk, room 9"}


@pytest.fixture
def faces(client) -> dict[str, str]:
    """What each face says of one syndicated article."""
    make_article(slug="hill", origin="syndicated", source=make_source(**FACTS, **KEPT, published_on="2025-03-04"))
    page = client.get("/articles/hill/")
    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.content.decode())
    told = {name: client.get(address).content.decode() for name, address in {
        "atom": "/feeds/articles.atom", "json": "/feeds/articles.json", "markdown": "/articles/hill.md",
        "api": "/api/v1/articles/hill/",
    }.items()}  # fmt: skip
    links = " ".join(str(link) for link in find(page_of(page), class_="source"))
    return {**told, "page": links + text_of(page_of(page)), "structured": json.dumps(json.loads(script))}


@pytest.mark.parametrize("fact", FACTS)
def test_every_face_tells(faces, fact):
    assert [name for name, text in faces.items() if FACTS[fact] not in text] == []


def test_every_face_tells_the_date(faces):
    assert [name for name, text in faces.items() if "2025-03-04" not in text and "March 4, 2025" not in text] == []


@pytest.mark.parametrize("note", KEPT)
def test_no_face_tells_what_is_for_editors(faces, note):
    assert [name for name, text in faces.items() if KEPT[note] in text] == []


def test_every_address_that_could_be_kept_says_that_it_should_not(client):
    make_article(slug="hill", origin="syndicated", source=make_source(**FACTS))

    assert '<meta name="robots" content="noindex">' in client.get("/articles/hill/").content.decode()
    assert client.get("/articles/hill.md")["X-Robots-Tag"] == "noindex"
    assert "hill" not in client.get("/sitemap.xml").content.decode()
