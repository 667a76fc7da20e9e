"""Conditional requests, cache headers, HEAD and OPTIONS, and reading from other sites."""

import pytest

from tests.factories import change, make_skill

ADDRESSES = ["/api/v1/", "/api/v1/skills/", "/api/v1/skills/a-skill/", "/api/v1/schema/"]


@pytest.fixture
def skill(db):
    return make_skill(slug="a-skill", name="A skill")


@pytest.mark.parametrize("address", ADDRESSES)
def test_answer_can_be_revalidated(ask, skill, address):
    first = ask(address)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    for held in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}', "*"):
        again = ask(address, if_none_match=held)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert again["Cache-Control"] == first["Cache-Control"]
    assert ask(address, if_none_match='"other"').status_code == 200


def test_etag_changes_with_the_item_and_with_what_it_links_to(ask, skill):
    narrower = make_skill(name="Narrow", broader=skill)
    etags = [ask("/api/v1/skills/a-skill/")["ETag"]]
    change(skill, summary="Another summary.")
    etags.append(ask("/api/v1/skills/a-skill/")["ETag"])
    change(narrower, name="Renamed")
    etags.append(ask("/api/v1/skills/a-skill/")["ETag"])
    change(narrower, status="draft")
    etags.append(ask("/api/v1/skills/a-skill/")["ETag"])
    assert len(set(etags)) == 4


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_has_the_headers_of_get(ask, skill, address):
    got, head = ask(address), ask(address, method="HEAD")
    assert (head.status_code, head.content) == (200, b"")
    # Each answer has an id of its own.
    assert dict(head.headers) | {"X-Request-ID": ""} == dict(got.headers) | {"X-Request-ID": ""}


def test_problems_are_revalidated_and_faults_are_not_kept(ask):
    assert ask("/api/v1/skills/nope/")["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert ask("/api/v1/skills/", {"nope": "1"})["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [*ADDRESSES, "/api/v1/skills/nope/"])
def test_other_sites_may_read(ask, skill, address):
    response = ask(address, origin="https://elsewhere.example")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Expose-Headers"] == "ETag, Retry-After"
    assert not response.has_header("Access-Control-Allow-Credentials")


@pytest.mark.parametrize("address", ADDRESSES)
def test_options_says_what_may_be_sent(ask, skill, address):
    response = ask(address, method="OPTIONS", origin="https://elsewhere.example", access_control_request_method="GET")
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "Accept, If-None-Match"


@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_set_no_cookie_and_do_not_vary_by_it(ask, skill, address):
    response = ask(address)
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")
