"""Feeds, sitemaps and structured data against schemas that others, or their specifications, made: in every state."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
import pytest
from django.test import Client
from jsonschema.validators import validator_for
from lxml import etree
from pytest_django import DjangoDbBlocker

from articles.cleaning import clean_text
from tests.emptying import undone
from tests.factories import make_article, make_skill, make_tool
from tests.portal.views import states
from tests.portal.views.structured_schema import DOCUMENT, NODES
from tests.portal.views.test_feeds import JSON_FEED_SCHEMA
from tests.portal.views.vocabulary import Vocabulary, read_vocabulary, vocabulary_faults

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).parent / "schemas"
FEEDS = ["/feeds/articles.atom", *(f"/{folder}/main/feed.atom" for folder in ("skills", "tools", "industries"))]
STRUCTURED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
DOCUMENTS = [*FEEDS, "/feeds/articles.json", "/sitemap.xml"]
TEXTS = {
    "plain": ("Main", states.BODY),
    "hostile": (states.HOSTILE_TEXT, states.hostile_body()),
    "arabic": (states.ARABIC, states.BODY),
}
# How the pages are collected, of the states whose pages are asked for.
PAGES = {"plain": states.filled_pages, "hostile": states.hostile_pages, "empty": states.empty_pages}


@dataclass(frozen=True)
class Collected:
    """Of one state: address -> content of its documents for programs, and its pages."""

    documents: dict[str, bytes]
    pages: states.Pages


@pytest.fixture(scope="module")
def collected(module_content: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Collected]:
    client, found = Client(), {}
    with django_db_blocker.unblock():
        found["empty"] = Collected({}, states.empty_pages(client))
        for state, (text, body) in TEXTS.items():
            with undone():
                states.fill_portal(text, body)
                documents = {address: client.get(address).content for address in DOCUMENTS}
                found[state] = Collected(documents, PAGES[state](client) if state in PAGES else {})
    return found


@cache
def atom_grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))


def relax_faults(content: bytes) -> list[str]:
    schema = atom_grammar()
    schema.validate(etree.fromstring(content))
    return [str(error) for error in schema.error_log]


def xsd_faults(content: bytes, file: Path) -> list[str]:
    schema = etree.XMLSchema(etree.parse(file))
    schema.validate(etree.fromstring(content))
    return [str(error) for error in schema.error_log]


def name_of(text: str) -> str:
    """As a title is stored: all in it but what no page can hold, in one line."""
    return " ".join(clean_text(text).split())


@pytest.mark.parametrize("state", TEXTS)
def test_feeds_are_valid_and_keep_their_titles(collected, state):
    for address in FEEDS:
        content = collected[state].documents[address]

        assert relax_faults(content) == []
        read = feedparser.parse(content, sanitize_html=False)
        assert (bool(read.bozo), read.version) == (False, "atom10")
        assert len(read.entries) >= 3
        assert name_of(TEXTS[state][0]) in [entry.title for entry in read.entries]


def test_feeds_without_entries_are_valid(client):
    make_skill(slug="main")
    for address in FEEDS[:2]:
        content = client.get(address).content

        assert relax_faults(content) == []
        assert not feedparser.parse(content).bozo


def test_json_feed_is_valid_and_keeps_hostile_titles(collected):
    feed = json.loads(collected["hostile"].documents["/feeds/articles.json"])

    jsonschema.validate(feed, JSON_FEED_SCHEMA)
    assert name_of(states.HOSTILE_TEXT) in [item["title"] for item in feed["items"]]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("<id>urn:", "<id>no address "), "id"),
        (("<title>", "<title type='markdown'>"), "title"),
        (("<updated>", "<updated>On "), "updated"),
        (("</author>", "</author><author/>"), "author"),
        (("<entry", "<entry><title>Two</title></entry><entry"), "entry"),
        (('rel="self"', 'href2="x"'), "link"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_grammar_of_feeds_finds_faults(client, change, fault):
    make_article()
    content = client.get(FEEDS[0]).content.decode()
    assert change[0] in content

    assert fault in " ".join(relax_faults(content.replace(*change).encode()))


@pytest.mark.npm
@pytest.mark.parametrize("state", ["plain", "hostile"])
def test_sitemap_is_valid(collected, npm_files: dict[str, Path], state):
    assert xsd_faults(collected[state].documents["/sitemap.xml"], npm_files["sitemap"]) == []
    assert xsd_faults(b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', npm_files["sitemap"])


@pytest.mark.npm
def test_parts_of_a_sitemap_are_valid(client, npm_files: dict[str, Path], monkeypatch):
    monkeypatch.setattr("portal.sitemaps.MAX_ADDRESSES", 3)
    made = [make_skill() for _number in range(4)] + [make_tool()]

    index = client.get("/sitemap.xml").content
    parts = re.findall(r"<loc>http://localhost:8000([^<]+)</loc>", index.decode())

    assert xsd_faults(index, SCHEMAS / "siteindex.xsd") == []
    assert [xsd_faults(client.get(part).content, npm_files["sitemap"]) for part in parts] == [[]] * (len(made) - 1)


def test_schema_of_the_index_finds_faults():
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

    for part in ("", "<sitemap/>", "<sitemap><loc>no</loc></sitemap>"):
        assert xsd_faults(f"<sitemapindex {space}>{part}</sitemapindex>".encode(), SCHEMAS / "siteindex.xsd")


def structured_in(state: Collected) -> list[Any]:
    return [json.loads(text) for page in state.pages.values() for text in STRUCTURED.findall(page)]


@cache
def validator_of(part: str) -> Any:
    """Of a document, or of a node by its type; the schema itself is checked once."""
    schema = DOCUMENT if part == "document" else NODES[part]
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


@pytest.mark.parametrize("state", PAGES)
def test_structured_data_is_what_we_mean_to_say(collected, state):
    documents = structured_in(collected[state])

    assert documents
    for document in documents:
        validator_of("document").validate(document)
        for node in document["@graph"]:
            validator_of(node["@type"]).validate(node)


@pytest.fixture
def known(npm_files: dict[str, Path]) -> Vocabulary:
    return read_vocabulary(npm_files["schema-dts"])


@pytest.mark.npm
@pytest.mark.parametrize("state", PAGES)
def test_structured_data_is_known_to_schema_org(collected, known: Vocabulary, state):
    nodes = [node for document in structured_in(collected[state]) for node in document["@graph"]]

    assert nodes
    assert [fault for node in nodes for fault in vocabulary_faults(node, known)] == []


@pytest.mark.npm
@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "Artikel"}, "no type Artikel"),
        ({"@type": "Article", "steps": 1}, "Article has no steps"),
        ({"@type": "Article", "author": {"@type": "WebSite"}}, "Article.author takes no WebSite"),
        ({"@type": "Article", "author": [{"@type": "Person", "headline": "x"}]}, "Person has no headline"),
    ],
)
def test_what_schema_org_does_not_know_is_found(known: Vocabulary, node, fault):
    assert list(vocabulary_faults(node, known)) == [fault]
    assert list(vocabulary_faults({"@type": "NewsArticle", "author": {"@type": "Person", "name": "x"}}, known)) == []
