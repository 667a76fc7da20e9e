"""What lists accept as parameters; everything else is refused by name, and nothing is a fault of ours."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.shapes import PAGES, bad_query
from tests.factories import make_skill

LISTS = [f"/api/v1/{page}/" for page in PAGES.values()]
KNOWN = "Known here: broader, cursor, group, ordering, page_size, tools."
ORDERINGS = "name, -name, -published_at, published_at, -updated_at, updated_at"
REFUSED = {
    "unknown": ({"skillz": "x"}, {"skillz": f"Unknown parameter. {KNOWN}"}),
    "unknown long name": ({"x" * 300: "1"}, {"x" * 50: f"Unknown parameter. {KNOWN}"}),
    "format": ({"format": "xml"}, {"format": f"Unknown parameter. {KNOWN}"}),
    "ordering": ({"ordering": "version"}, {"ordering": f"Choose one of {ORDERINGS}."}),
    "ordering by a relation": ({"ordering": "group__name"}, {"ordering": f"Choose one of {ORDERINGS}."}),
    "empty ordering": ({"ordering": ""}, {"ordering": "Give it a value, or leave it out."}),
    "ordering twice": ({"ordering": ["name", "name"]}, {"ordering": "Give it once."}),
    "page size 0": ({"page_size": "0"}, {"page_size": "Give a whole number from 1 to 100."}),
    "page size 101": ({"page_size": "101"}, {"page_size": "Give a whole number from 1 to 100."}),
    "page size -1": ({"page_size": "-1"}, {"page_size": "Give a whole number from 1 to 100."}),
    "page size of a thousand digits": ({"page_size": "9" * 1000}, {"page_size": "At most 120 characters."}),
    "page size 1e2": ({"page_size": "1e2"}, {"page_size": "Give a whole number from 1 to 100."}),
    "page size in Arabic digits": ({"page_size": "٥"}, {"page_size": "Give a whole number from 1 to 100."}),
    "page size with a line break": ({"page_size": "5\n"}, {"page_size": "Give a whole number from 1 to 100."}),
    "empty page size": ({"page_size": ""}, {"page_size": "Give it a value, or leave it out."}),
    "empty cursor": ({"cursor": ""}, {"cursor": "Give it a value, or leave it out."}),
    "long cursor": ({"cursor": "A" * 2001}, {"cursor": "At most 2000 characters."}),
    "empty filter": ({"tools": ""}, {"tools": "A value is empty."}),
    "empty value among others": ({"tools": "a,,b"}, {"tools": "A value is empty."}),
    "long value": ({"tools": "a" * 121}, {"tools": "A value has at most 120 characters."}),
    "many values": ({"tools": ",".join("a" * 51)}, {"tools": "At most 50 values."}),
    "NUL": ({"tools": "a\x00b"}, {"tools": "A value holds a character that no text has."}),
    "two at once": (
        {"nope": "1", "page_size": "x"},
        {"nope": f"Unknown parameter. {KNOWN}", "page_size": "Give a whole number from 1 to 100."},
    ),
}


@pytest.mark.parametrize(("query", "messages"), REFUSED.values(), ids=REFUSED)
def test_refused_query(ask, query, messages):
    response = ask("/api/v1/skills/", query)
    assert response.status_code == 400
    assert response.json() == bad_query("/api/v1/skills/", **messages)


@pytest.mark.parametrize("query", [{"page_size": "1"}, {"page_size": "100"}, {"page_size": "005"}, {"tools": "a,b"}])
def test_accepted_query(read, query):
    make_skill()
    assert len(read("/api/v1/skills/", query)["results"]) == ("tools" not in query)


def test_page_has_20_rows_unless_asked_otherwise(read):
    for _ in range(21):
        make_skill()
    assert len(read("/api/v1/skills/")["results"]) == 20
    assert len(read("/api/v1/skills/", {"page_size": "21"})["results"]) == 21


def test_at_most_20_errors_are_named(ask):
    response = ask("/api/v1/skills/", {f"p{number}": "1" for number in range(30)})
    assert [error["name"] for error in response.json()["errors"]] == [f"p{number}" for number in range(20)]


def test_too_many_parameters_are_a_bad_request(ask):
    response = ask("/api/v1/skills/", {f"p{number}": "1" for number in range(6000)})
    assert (response.status_code, response.json()["detail"]) == (400, "The request cannot be read.")


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/schema/", "/api/v1/skills/a/"])
def test_unknown_parameter_is_refused_everywhere(ask, address):
    assert ask(address, {"nope": "1"}).status_code == 400


RAW = ["tools=%ED%A0%80", "tools=%FF", "%00=1", "=", "&&&", "tools=%", "tools[]=a", "page_size=%D9%A5", "ordering=%00"]


@pytest.mark.parametrize("query", RAW)
@pytest.mark.parametrize("address", LISTS)
def test_broken_query_strings_are_no_fault_of_ours(client, db, address, query):
    assert client.get(f"{address}?{query}").status_code in (200, 400)


names = st.sampled_from(["cursor", "page_size", "ordering", "group", "tools", "broader"]) | st.text(max_size=5)
values = st.text(alphabet=st.characters() | st.sampled_from(string.printable + "\x00,"), max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(names, st.lists(values, max_size=3), max_size=4))
def test_no_query_is_a_fault_of_ours(ask, query):
    clean = {name: [value.encode("utf-8", "replace").decode() for value in given] for name, given in query.items()}
    clean = {name.encode("utf-8", "replace").decode(): given for name, given in clean.items()}
    assert ask("/api/v1/skills/", clean).status_code in (200, 400)
