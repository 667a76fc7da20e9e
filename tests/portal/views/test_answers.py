"""What every public page has in common: caching, cookies, policy, methods, and calm under hostile requests."""

import gzip
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from articles.reading.lists.filters import LISTINGS
from portal.list_pages import LIST_PAGES
from tests.factories import make_article, make_industry, make_occupation, make_path, make_picture, make_skill, make_tool
from tests.portal.reading import attribute, find, page_of

pytestmark = pytest.mark.django_db

LISTS = ["/articles/", "/skills/", "/tools/", "/industries/", "/occupations/", "/paths/"]
PAGES = ["/", "/map/", *LISTS, *(f"{one}main/" for one in LISTS), "/nowhere/"]


# Names of the parameters that each list knows; what it does not know is asked for together.
FILTERS = {f"/{LIST_PAGES[kind].name}/": [one.name for one in listing.filters] for kind, listing in LISTINGS.items()}
NAMES = sorted({"q", "unknown", *(name for names in FILTERS.values() for name in names)})


@pytest.fixture(scope="module")
def content(module_content: None) -> None:
    link = {"resources": [{"title": "R", "url": "https://r.example/"}], "slug": "main"}
    tool = make_tool(homepage="https://t.example/", **link)
    skill = make_skill(tools=[tool], **link)
    make_article(skills=[skill], cover=make_picture(), body="[x](https://x.example/)\n\n```python\n1\n```", **link)
    make_industry(skills=[skill], **link), make_occupation(skills=[skill], **link)
    make_path(steps=[{"title": "a", "skills": [str(skill.pk)]}], **link)


@pytest.fixture(scope="module")
def pages(content: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    """Each page as it is before anything else is asked."""
    with django_db_blocker.unblock():
        return {address: Client().get(address) for address in PAGES}


@pytest.mark.parametrize("address", PAGES)
def test_page_is_public_asked_about_anew_and_sets_no_cookie(pages, address):
    response = pages[address]

    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    varies = {part.strip() for part in response["Vary"].split(",")}
    assert varies - {"Accept-Encoding"} == {"Accept-Language", "Cookie"}
    assert not response.cookies


@pytest.mark.parametrize("address", PAGES[:-1])
def test_unchanged_page_is_answered_with_304(client, pages, address):
    etag = pages[address]["ETag"]

    response = client.get(address, headers={"if-none-match": etag})

    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize("address", PAGES[:-1])
def test_page_is_compressed_for_those_who_take_it_and_then_answered_with_304_too(client, pages, address):
    plain = pages[address]

    packed = client.get(address, headers={"accept-encoding": "gzip, br"})
    again = client.get(address, headers={"accept-encoding": "gzip, br", "if-none-match": packed["ETag"]})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in plain["Vary"]
    assert again.status_code == 304


@pytest.mark.parametrize("address", PAGES)
def test_page_keeps_the_strict_policy_and_has_nothing_inline(pages, address):
    response = pages[address]

    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(
        r"<script(?! type=\"application/ld\+json\">|[^>]*\ssrc=\"/static/)|<style|\sstyle=|\son[a-z]+=|javascript:",
        response.content.decode(),
    )


@pytest.mark.parametrize("address", PAGES)
def test_links_to_other_sites_give_them_no_handle(pages, address):
    for link in find(page_of(pages[address]), "a"):
        if (attribute(link, "href") or "").startswith("http"):
            assert attribute(link, "rel") == "noopener"


@pytest.mark.parametrize("address", PAGES[:-1])
def test_other_methods_are_refused(client, content, address):
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == client.delete(address).status_code == 405


@pytest.mark.parametrize("address", PAGES[:-1])
def test_form_sent_to_a_page_is_told_that_the_page_takes_none(content, address):
    assert Client(enforce_csrf_checks=True).post(address).status_code == 405


@pytest.mark.parametrize(
    "value",
    ["\x00", "a\x00b", "x" * 10_000, "'; DROP TABLE articles_article;--", "\ud800".encode("utf-8", "surrogatepass"),
     b"\xff\xfe", "<script>", "ﷺ" * 500, "%", "💥"],
    ids=["nul", "nul-inside", "long", "quote", "surrogate", "bytes", "markup", "wide", "percent", "emoji"],
)  # fmt: skip
@pytest.mark.parametrize("address", LISTS)
def test_hostile_parameters_never_break_a_list(client, content, address, value):
    known = [*FILTERS[address], "ordering"]
    for names in (*([name] for name in known), [name for name in NAMES if name not in known]):
        response = client.get(address, dict.fromkeys(names, value))
        assert response.status_code == 200, names
        assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("count", [60, 4_000])
def test_many_values_are_cut_not_refused(client, content, count):
    query = "&".join(f"skills=s{number}" for number in range(count))

    assert client.get(f"/articles/?{query}").status_code == 200


def test_more_parameters_than_the_server_reads_are_a_bad_request(client):
    assert client.get("/articles/?" + "a=1&" * 6_000).status_code == 400


@pytest.mark.parametrize(
    "instant", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-01-01", "now", "2026-01-01T00:00:00"]
)
def test_cursor_with_an_odd_time_never_breaks_a_list(client, content, instant):
    import base64
    import json

    parts = ["-published_at", instant, "00000000-0000-4000-8000-000000000000", 0]
    cursor = base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")

    assert client.get("/articles/", {"cursor": cursor}).status_code in {200, 404}


def test_admin_and_api_are_mounted(client):
    assert client.get("/admin/").status_code == 302
    assert client.get("/api/v1/").status_code == 200
