"""Structured data in pages, as search engines read it."""

import json
import re
from typing import Any

import jsonschema
import pytest

from tests.factories import (
    make_article,
    make_industry,
    make_occupation,
    make_path,
    make_section,
    make_skill,
    make_source,
    make_tool,
    make_user,
)
from tests.portal.views.structured_schema import DOCUMENT, NODES

pytestmark = pytest.mark.django_db

HOST = "http://localhost:8000"
LISTS = ["articles", "skills", "tools", "industries", "occupations", "paths"]


def read(client, address: str) -> dict[str, Any]:
    """Type to node."""
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script', client.get(address).content.decode())
    [document] = [json.loads(script) for script in scripts]
    jsonschema.validate(document, DOCUMENT)
    for node in document["@graph"]:
        jsonschema.validate(node, NODES[node["@type"]])
    return {node["@type"]: node for node in document["@graph"]}


def test_home_tells_how_to_search(client):
    site = read(client, "/")["WebSite"]

    assert (site["name"], site["url"]) == ("AI Engineering Portal", f"{HOST}/")
    assert site["potentialAction"]["target"]["urlTemplate"] == f"{HOST}/search/?q={{search_term_string}}"


def test_article_tells_its_facts(client):
    article = make_article(
        title="Serving", summary="In short.", slug="serving", language="de", section=make_section("Practice"),
        authors=[make_user(public_name="Dana")], publish_at="2026-01-05T08:00:00Z", skills=[make_skill(name="Python")],
    )  # fmt: skip

    nodes = read(client, "/articles/serving/")

    assert nodes["Article"] == {
        "@type": "Article",
        "headline": "Serving",
        "description": "In short.",
        "url": f"{HOST}/articles/serving/",
        "mainEntityOfPage": f"{HOST}/articles/serving/",
        "image": f"{HOST}/static/img/sections/portal.png",
        "inLanguage": "de",
        "datePublished": "2026-01-05T08:00:00+00:00",
        "dateModified": article.updated_at.isoformat(),
        "timeRequired": "PT1M",
        "articleSection": "Practice",
        "author": [{"@type": "Person", "name": "Dana"}],
        "publisher": {"@type": "Organization", "name": "AI Engineering Portal", "url": f"{HOST}/"},
        "about": [{"@type": "DefinedTerm", "name": "Python", "url": f"{HOST}/skills/python/"}],
    }
    assert [(one["name"], one["item"]) for one in nodes["BreadcrumbList"]["itemListElement"]] == [
        ("Articles", f"{HOST}/articles/"),
        ("Serving", f"{HOST}/articles/serving/"),
    ]


def test_syndicated_text_tells_what_it_is_based_on(client):
    source = make_source(
        publisher="Example Press", author="A. Writer", title="First title", url="https://press.example/1",
        published_on="2025-03-04", licence="CC BY 4.0", disclaimer="Not our view.", contact="rights desk",
    )  # fmt: skip
    make_article(slug="taken", origin="syndicated", source=source)
    licence = {"@type": "CreativeWork", "name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
    press, writer = {"@type": "Organization", "name": "Example Press"}, {"@type": "Person", "name": "A. Writer"}

    article = read(client, "/articles/taken/")["Article"]

    assert article["isBasedOn"] == {
        "@type": "CreativeWork", "name": "First title", "url": "https://press.example/1", "author": writer,
        "publisher": press, "datePublished": "2025-03-04", "license": licence,
    }  # fmt: skip
    assert (article["license"], article["copyrightHolder"]) == (licence, press)
    assert (article["copyrightNotice"], article["creditText"]) == ("© Example Press, CC BY 4.0", "Not our view.")
    assert article["author"] == [writer]
    assert "rights desk" not in str(article)


def test_source_of_which_little_is_known_leaves_the_rest_out(client):
    make_article(slug="taken", origin="syndicated", source=make_source(publisher="Press", licence="", url=""))

    article = read(client, "/articles/taken/")["Article"]

    press = {"@type": "Organization", "name": "Press"}
    assert article["isBasedOn"] == {"@type": "CreativeWork", "publisher": press}
    assert article["author"] == [press]
    assert "license" not in article


def test_own_text_is_based_on_nothing(client):
    make_article(slug="own")

    article = read(client, "/articles/own/")["Article"]

    assert not {"isBasedOn", "license", "copyrightHolder"} & set(article)
    assert article["author"][0]["name"] == "AI Engineering Portal"


@pytest.mark.parametrize(
    ("make", "folder", "title"),
    [(make_skill, "skills", "Skills"), (make_tool, "tools", "Tools"), (make_industry, "industries", "Industries"),
     (make_occupation, "occupations", "Occupations")],
)  # fmt: skip
def test_catalogue_item_is_a_term_of_its_list(client, make, folder, title):
    make(name="Name", slug="name", summary="What it is.")

    term = read(client, f"/{folder}/name/")["DefinedTerm"]

    assert (term["name"], term["description"], term["url"]) == ("Name", "What it is.", f"{HOST}/{folder}/name/")
    assert term["inDefinedTermSet"] == {"@type": "DefinedTermSet", "name": title, "url": f"{HOST}/{folder}/"}


def test_tool_tells_other_names_and_its_own_addresses(client):
    make_tool(slug="torch", aliases=[{"name": "Torch"}], homepage="https://t.example/", repository="https://r.example/")

    term = read(client, "/tools/torch/")["DefinedTerm"]

    assert (term["alternateName"], term["sameAs"]) == (["Torch"], ["https://t.example/", "https://r.example/"])


def test_path_is_the_list_of_its_steps(client):
    make_path(name="The way", slug="way", summary="S.", steps=[{"title": "Begin"}, {"title": "End"}])

    steps = read(client, "/paths/way/")["ItemList"]["itemListElement"]

    assert [(one["position"], one["name"]) for one in steps] == [(1, "Begin"), (2, "End")]


def test_list_names_its_items(client):
    make_tool(name="Beta", slug="beta"), make_tool(name="Alpha", slug="alpha")

    entries = read(client, "/tools/")["ItemList"]["itemListElement"]

    assert [(one["position"], one["name"], one["url"]) for one in entries] == [
        (1, "Alpha", f"{HOST}/tools/alpha/"),
        (2, "Beta", f"{HOST}/tools/beta/"),
    ]


def test_no_text_ends_the_script(client):
    hostile = '</script><script>x()</script><!-- <script> & " end'
    make_tool(name=hostile, slug="evil", summary=hostile, aliases=[{"name": "</ScRiPt >"}])
    make_path(name="Way", slug="way", steps=[{"title": hostile}])
    make_article(title=hostile, summary=hostile, slug="evil", authors=[make_user(public_name="</script>")])

    for address in ("/tools/evil/", "/tools/", "/paths/way/", "/articles/evil/", "/articles/"):
        text = client.get(address).content.decode()
        assert read(client, address)
        own = re.findall(r"<script (?:type=\"application/ld\+json\"|src=\"/static/[^\"]+\"[^>]*)>", text)
        assert len(own) == text.lower().count("<script") == text.lower().count("</script")
        assert text.count('<script type="application/ld+json">') == 1
    assert read(client, "/tools/evil/")["DefinedTerm"]["name"] == hostile


def test_hidden_items_are_not_named(client):
    hidden, seen = make_skill(name="Unseen", status="draft"), make_skill(name="Seen")
    make_article(slug="open", skills=[hidden, seen])

    assert [one["name"] for one in read(client, "/articles/open/")["Article"]["about"]] == ["Seen"]
    assert [one["name"] for one in read(client, "/skills/")["ItemList"]["itemListElement"]] == ["Seen"]


@pytest.mark.parametrize("folder", LISTS)
def test_empty_and_partial_lists_name_nothing(client, folder):
    for address in (f"/{folder}/", f"/{folder}/?ordering=-name"):
        assert "application/ld+json" not in client.get(address).content.decode()
