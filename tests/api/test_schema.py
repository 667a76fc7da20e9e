"""The description is valid OpenAPI 3.1 and true: what it names is accepted, and nothing else is."""

import json
from io import StringIO
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.db import OperationalError, connection
from openapi_spec_validator import OpenAPIV31SpecValidator

from articles.reading.lists.filters import LISTINGS
from tests.api.shapes import PAGES, problem
from tests.factories import make_article

DESCRIBED = ["/api/v1/"] + [f"/api/v1/{page}/{end}" for page in PAGES.values() for end in ("", "{address}/")]
SAMPLES = {"cursor": None, "page_size": "5"}


def test_schema_is_valid_and_describes_every_address(ask):
    response = ask("/api/v1/schema/")
    schema = response.json()
    OpenAPIV31SpecValidator(schema).validate()
    assert (response["Content-Type"], schema["openapi"]) == ("application/json", "3.1.1")
    assert sorted(schema["paths"]) == sorted(DESCRIBED)


def test_generation_gives_no_warning():
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=out)
    assert json.loads(out.getvalue())["info"]["title"] == "AI engineering portal"


@pytest.mark.parametrize(
    ("query", "accept", "media_type", "read"),
    [
        ({}, "*/*", "application/json", json.loads),
        ({"format": "json"}, "*/*", "application/json", json.loads),
        ({}, "application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json", json.loads),
        ({"format": "yaml"}, "*/*", "application/yaml", yaml.safe_load),
        ({}, "application/yaml", "application/yaml", yaml.safe_load),
        ({}, "application/vnd.oai.openapi", "application/vnd.oai.openapi", yaml.safe_load),
    ],
)
def test_schema_comes_as_json_and_yaml(ask, query, accept, media_type, read):
    response = ask("/api/v1/schema/", query, accept=accept)
    assert response["Content-Type"] == media_type
    assert read(response.content) == ask("/api/v1/schema/").json()


def test_unknown_format_is_refused(ask):
    response = ask("/api/v1/schema/", {"format": "xml"})
    assert response.status_code == 400
    assert response.json()["errors"] == [{"name": "format", "message": "Choose one of json, yaml."}]


@pytest.mark.parametrize("item_type", PAGES)
def test_every_described_parameter_is_accepted(ask, description, item_type):
    address = f"/api/v1/{PAGES[item_type]}/"
    parameters = description.operation(address)["parameters"]
    assert [one["name"] for one in parameters] == [
        *(one.name for one in LISTINGS[item_type].filters),
        "cursor",
        "page_size",
        "ordering",
    ]
    for one in parameters:
        for value in one["schema"].get("enum", ["5"]):
            expected = 400 if one["name"] == "cursor" else 200
            assert ask(address, {one["name"]: value}).status_code == expected, (one["name"], value)


@pytest.mark.parametrize("item_type", PAGES)
def test_what_other_lists_know_is_refused_where_it_is_not_described(ask, description, item_type):
    address = f"/api/v1/{PAGES[item_type]}/"
    described = {one["name"] for one in description.operation(address)["parameters"]}
    elsewhere = {one.name for listing in LISTINGS.values() for one in listing.filters} | {"offset", "status", "id"}
    for name in elsewhere - described:
        assert ask(address, {name: "x"}).status_code == 400, name


def test_every_error_has_a_schema_of_its_own(description):
    for path in DESCRIBED:
        responses = description.operation(path.replace("{address}", "a"))["responses"]
        expected = {"200", "304", "400", "406", "429", "500", "503"} | (
            {"301", "404", "410", "451"} if "{" in path else set()
        )
        assert set(responses) == expected
        schemas = [json.dumps(one["content"]) for status, one in responses.items() if status >= "400"]
        assert len(set(schemas)) == len(schemas)


def test_database_that_does_not_answer_is_told_as_described(ask):
    def refuse(*_arguments: Any) -> None:
        raise OperationalError("The server closed the connection.")

    with connection.execute_wrapper(refuse):
        response = ask("/api/v1/articles/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def test_check_notices_an_answer_that_is_not_as_described(read, description):
    make_article()
    body = read("/api/v1/articles/")
    reference = {"$ref": "#/components/schemas/ArticlePage"}
    description.validate(reference, body)
    spoils: tuple[dict[str, Any], ...] = ({"results": [{}]}, {"more": 1}, {"next": 5})
    for spoil in spoils:
        with pytest.raises(Exception, match=r"required property|Additional properties|is not of type"):
            description.validate(reference, body | spoil)
    missing = problem(404, "Not Found", "There is nothing.", "/api/v1/x/")
    description.validate({"$ref": "#/components/schemas/NotFoundProblem"}, missing)
    with pytest.raises(Exception, match="Unevaluated properties"):
        description.validate({"$ref": "#/components/schemas/NotFoundProblem"}, missing | {"trace": "x"})


def test_root_names_every_address(read):
    host = "http://testserver/api/"
    expected = {page: f"{host}v1/{page}/" for page in PAGES.values()}
    assert read("/api/v1/") == {**expected, "schema": f"{host}v1/schema/", "docs": f"{host}docs/"}
