"""Every error is a problem in JSON, wherever it comes from."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework.test import APIRequestFactory

from api.views.base import PublicView
from tests.api.shapes import problem
from tests.factories import make_skill

NOT_FOUND = "There is nothing at this address."
UNKNOWN = [
    "/api/",
    "/api/nope/",
    "/api/v1/nope/",
    "/api/v1/nope",
    "/api/v1/skills/no-such-skill/",
    "/api/v1/skills/%00/",
    "/api/v1/skills/a/b/",
    "/api/v1/skills/é/",
    f"/api/v1/skills/{'a' * 5000}/",
    "/api/v1/skills/00000000-0000-4000-8000-000000000001/",
    "/api/v2/skills/",
]


@pytest.mark.parametrize("address", UNKNOWN)
def test_unknown_address_is_a_problem(client, db, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    body = response.json()
    assert body == problem(404, "Not Found", NOT_FOUND, body["instance"])


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "NONSENSE"])
@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/skills/", "/api/v1/skills/a/", "/api/v1/schema/"])
def test_other_methods_are_refused(ask, address, method):
    response = ask(address, method=method)
    detail = f'Method "{method}" not allowed.'
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json() == problem(405, "Method Not Allowed", detail, address)


def test_other_methods_at_an_unknown_address_are_404(ask):
    assert ask("/api/v1/nope/", method="POST").status_code == 404
    assert ask("/api/v1/skills", method="POST").status_code == 404


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*", "nonsense"])
def test_unacceptable_media_type(ask, accept):
    response = ask("/api/v1/skills/", accept=accept)
    detail = "Could not satisfy the request Accept header."
    assert response.status_code == 406
    assert response.json() == problem(406, "Not Acceptable", detail, "/api/v1/skills/")


@pytest.mark.parametrize("accept", ["*/*", "application/*", "text/html, */*;q=0.8", "application/json; indent=2"])
def test_acceptable_media_type(ask, accept):
    assert ask("/api/v1/skills/", accept=accept).status_code == 200


def test_address_without_its_last_slash_is_sent_there(ask):
    response = ask("/api/v1/skills", {"page_size": "5"})
    assert (response.status_code, response["Location"]) == (301, "/api/v1/skills/?page_size=5")
    assert ask("/api/v1/skills", method="HEAD").status_code == 301


def test_too_many_requests(ask, monkeypatch):
    monkeypatch.setattr("rest_framework.throttling.AnonRateThrottle.rate", "2/min", raising=False)
    make_skill()
    assert [ask("/api/v1/skills/").status_code for _ in range(2)] == [200, 200]
    response = ask("/api/v1/skills/", x_forwarded_for="203.0.113.9")
    assert (response.status_code, response.json()["title"]) == (429, "Too Many Requests")
    assert 0 < int(response["Retry-After"]) <= 60
    assert response["Cache-Control"] == "no-store"


def failing_view(exc):
    class Failing(PublicView):
        def get(self, request):
            raise exc

    return Failing.as_view()(APIRequestFactory().get("/api/v1/fails/"))


def test_fault_of_ours_is_a_problem_without_details_and_is_logged(caplog, db):
    response = failing_view(ZeroDivisionError("a secret"))
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert b"secret" not in response.content
    assert "Something went wrong on our side." in response.content.decode()
    [record] = caplog.records
    assert (record.levelname, record.exc_info[0]) == ("ERROR", ZeroDivisionError)


def test_fault_of_ours_is_raised_in_debugging(settings, db):
    settings.DEBUG = True
    with pytest.raises(ZeroDivisionError):
        failing_view(ZeroDivisionError())


@pytest.mark.parametrize(("exc", "status"), [(Http404(), 404), (PermissionDenied(), 403)])
def test_exceptions_of_django_are_problems(db, exc, status):
    response = failing_view(exc)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


def test_fault_of_ours_names_the_request_and_a_fault_of_theirs_does_not(db):
    def view(exc):
        class Failing(PublicView):
            def get(self, request):
                raise exc

        return Failing.as_view()(APIRequestFactory().get("/api/v1/fails/", REQUEST_ID="4bf92f3577b34da6"))

    assert json.loads(view(ZeroDivisionError()).content)["request_id"] == "4bf92f3577b34da6"
    assert "request_id" not in json.loads(view(Http404()).content)
