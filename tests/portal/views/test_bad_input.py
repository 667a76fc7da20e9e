"""What no reader sends: every address of the site, by the resolver, with broken parameters, slugs and headers."""

import re
import time
from collections.abc import Iterator
from itertools import batched, product
from typing import Any
from urllib.parse import unquote

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.client import ClientHandler
from django.urls import Resolver404, URLPattern, get_resolver, resolve

from articles.models import Picture
from articles.reading.lists.filters import LISTINGS
from portal.list_pages import LIST_PAGES
from tests.factories import (
    make_article,
    make_category,
    make_group,
    make_industry,
    make_occupation,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_tool,
)
from tests.portal.reading import NOT_PAGES, NOT_PAGES_ENDINGS, page_of, rows_of, text_of

pytestmark = pytest.mark.django_db

FILTERS = [(LIST_PAGES[kind].name, one.name) for kind, listing in LISTINGS.items() for one in listing.filters]
LISTS = {page.name for page in LIST_PAGES.values()}
NAMES = sorted({name for _list, name in FILTERS} | {"ordering", "q", "items", "group", "path", "page", "unknown"})
VALUES = {
    "nothing": "",
    "zero": "0",
    "below zero": "-1",
    "huge": str(10**9),
    "longer than any number": "9" * 5_000,
    "letter": "x",
    "NUL": "%00",
    "NUL inside": "a%00b",
    "controls": "%01%0b%7f%c2%85",
    "noncharacters": "%ef%bf%be%ef%b7%90",
    "lone surrogate": "%ed%a0%80",
    "invalid UTF-8": "%ff%fe",
    "broken escape": "%zz%",
    "10 kB": "x" * 10_000,
    "10 kB of signs": "%22%5b(*-%3a" * 700,
    "astral": "%f0%9f%92%a5",
    "turned around": "%e2%80%ae%d7%a2",
    "markup": "%3cscript%3e%22'%3e",
    "SQL": "'%20OR%201=1;--",
    "path": "..%2f..%2fetc%2fpasswd",
}
SLUGS = [
    *(value for value in VALUES.values() if value),
    "%2e%2e",
    "main%0a",
    "MAIN%20",
    "main.md.md",
    "%25",
    "ma%69n%3f",
]
# Each request bears several that different code reads, none of which makes another one count for nothing.
HEADERS = [
    {"accept-language": "x" * 10_000, "accept": "application/\xff, */x;q=z", "if-none-match": '"' * 5_000},
    {
        "accept-language": ",;q=,\x00" * 100,
        "if-modified-since": "Wed, 99 Foo 99999 99:99:99 GMT",
        "range": "bytes=9-1,,x",
    },
    {"cookie": "sessionid=\xff; django_language=../../etc; csrftoken=" + "x" * 5_000},
]
ANSWERS = {200, 400, 404, 414}
SECONDS = 5
# The server reads 5,000 parameters, and refuses the request with more.
OF_ONE_NAME, NAMES_AT_ONCE = 2_000, 2


class Environ(dict[str, Any]):
    """Of a request; notes whether anything looks at the query in it, which all ways to its parameters begin with."""

    query_was_read = False

    def __getitem__(self, key: str) -> Any:
        self.query_was_read |= key == "QUERY_STRING"
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.query_was_read |= key == "QUERY_STRING"
        return super().get(key, default)


class WatchingHandler(ClientHandler):
    def get_response(self, request: Any) -> HttpResponseBase:
        self.environ = request.environ = request.META = Environ(request.META)
        return super().get_response(request)


def patterns() -> list[URLPattern]:
    return [entry for entry in get_resolver().url_patterns if isinstance(entry, URLPattern)]


def fill_in(pattern: URLPattern, **values: str) -> str:
    """An address of the pattern: with these values, and for what they do not name, with one that exists."""
    known = {"slug": "main", "kind": "skill", "number": "1", "pk": str(Picture.objects.all()[0].pk), **values}
    return "/" + re.sub(r"<\w+:(\w+)>", lambda match: known[match[1]], str(pattern.pattern))


def names_in(pattern: URLPattern) -> list[str]:
    return re.findall(r"<\w+:(\w+)>", str(pattern.pattern))


def is_page(pattern: URLPattern) -> bool:
    return pattern.name not in NOT_PAGES and not str(pattern.name).endswith(NOT_PAGES_ENDINGS)


@pytest.fixture(scope="module")
def content(module_content: None) -> None:
    """An item of each type, which is enough: what is asked here is what the addresses make of their input."""
    tool = make_tool(slug="main", categories=[make_category(code="main")])
    skill = make_skill(slug="main", group=make_group(slug="main"), tools=[tool])
    industry = make_industry(slug="main", skills=[skill], tools=[tool])
    make_occupation(slug="main", skills=[skill], tools=[tool])
    links = {"skills": [skill], "tools": [tool], "industries": [industry], "section": make_section(slug="main")}
    make_article(slug="main", cover=make_picture(), **links)
    make_path(slug="main", steps=[{"title": "A", "skills": [str(skill.pk)]}])


@pytest.fixture
def client() -> Client:
    client = Client()
    client.handler = WatchingHandler(enforce_csrf_checks=False)
    return client


def ask(client, address: str, query: str = "", **options) -> int:
    """The status, which is none of a failure; raises what the view raises."""
    start = time.perf_counter()
    response = client.get(address, QUERY_STRING=query, **options)
    assert time.perf_counter() - start < SECONDS, f"{address}?{query[:100]}"
    return int(response.status_code)


def ask_all(client, pattern: URLPattern, queries: list[str]) -> Iterator[tuple[str, int]]:
    """Each query with its status. Where nothing looks at the first one, the others could only be answered the same."""
    for query in queries:
        yield query, ask(client, fill_in(pattern), query)
        if not client.handler.environ.query_was_read:
            return


def test_every_address_exists_and_those_that_look_at_the_query_are_known(client, content):
    asked, looking = {}, set()
    for pattern in patterns():
        asked[pattern.name] = ask(client, fill_in(pattern))
        looking |= {pattern.name} if client.handler.environ.query_was_read else set()

    assert len(asked) > 25
    assert set(asked.values()) == {200}
    assert looking == {*LISTS, "search", "map", "tool-compare", "skill-compare"}


def test_no_value_of_a_parameter_breaks_an_address(client, content):
    cursors = [f"cursor={value}" for value in VALUES.values()]
    others = ["&".join(f"{name}={value}" for name in NAMES) for value in VALUES.values()]
    for pattern in patterns():
        # Lists look at nothing else where they refuse a cursor; to the others it is one more name.
        queries = others + cursors if pattern.name in LISTS else list(map("&".join, zip(others, cursors, strict=True)))
        for query, status in ask_all(client, pattern, queries):
            assert status in ANSWERS, (pattern, query[:100])


def test_no_number_of_parameters_breaks_an_address(client, content):
    queries = [
        "&".join([f"{name}=x" for name in names] * OF_ONE_NAME) for names in batched(NAMES, NAMES_AT_ONCE, strict=False)
    ]
    for pattern in patterns():
        for query, status in ask_all(client, pattern, queries):
            assert status == 200, (pattern, query[:100])
        for query, status in ask_all(client, pattern, ["&".join(["cursor=x"] * OF_ONE_NAME)]):
            assert status in {200, 404}, (pattern, query[:100])
        assert ask(client, fill_in(pattern), "&".join(["q=x"] * 10_000)) in {200, 400}, pattern
    assert ask(client, "/articles/", "&".join(["q=x"] * 10_000)) == 400


def leads_nowhere(address: str) -> bool:
    try:
        resolve(unquote(address))
    except Resolver404:
        return True
    return False


def test_no_slug_breaks_an_address(client, content):
    addresses = {
        fill_in(pattern, **{name: slug}): slug
        for pattern, slug in product(patterns(), SLUGS)
        for name in names_in(pattern)
    }
    # What no pattern takes is answered before any view is asked: once for each slug.
    nowhere = {slug: address for address, slug in addresses.items() if leads_nowhere(address)}

    for address in [*nowhere.values(), *(address for address in addresses if not leads_nowhere(address))]:
        assert ask(client, address) in {400, 404, 414}, address[:100]


def test_no_header_breaks_an_address(client, content):
    for pattern, headers in product(patterns(), HEADERS):
        assert ask(client, fill_in(pattern), headers=headers) == 200, (pattern, list(headers))


def test_value_that_does_not_exist_gives_an_honest_empty_list(client, content):
    for name, parameter in FILTERS:
        response = client.get(f"/{name}/?{parameter}=nowhere-at-all")

        assert (response.status_code, rows_of(response)) == (200, []), (name, parameter)
        assert "Nothing fits these filters." in text_of(page_of(response))
        assert len(rows_of(client.get(f"/{name}/"))) == 1


def test_unknown_parameters_change_nothing(client, content):
    for pattern in filter(is_page, patterns()):
        bare = client.get(fill_in(pattern)).content
        for query in ("colour=red", "page=7", "page=-1", "utm_source=%00%ff", "=&&=", "&".join(["x=y"] * 1_000)):
            assert client.get(fill_in(pattern), QUERY_STRING=query).content == bare, (pattern, query[:100])
            if not client.handler.environ.query_was_read:
                break
