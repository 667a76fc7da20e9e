"""Each kind of filter as programs meet it: described as it is declared, read strictly, refused by name."""

import json
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.api.shapes import bad_query
from tests.every_filter import wide_list  # noqa: F401  (a fixture)
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wide_list")]

ARTICLES = "/api/v1/articles/"
MOMENT = "Give a day in UTC such as 2026-01-31, or an instant with its offset such as 2026-01-31T08:00:00Z."
NO_TEXT = "A value holds a character that no text has."
REFUSED = {
    "word for a number": ({"minutes_min": "ten"}, {"minutes_min": "Give a whole number from 0 to 600."}),
    "number out of bounds": ({"minutes_max": "601"}, {"minutes_max": "Give a whole number from 0 to 600."}),
    "number twice": ({"minutes_min": ["1", "2"]}, {"minutes_min": "Give it once."}),
    "empty number": ({"minutes_min": ""}, {"minutes_min": "Give it a value, or leave it out."}),
    "no such day": ({"published_after": "2026-02-30"}, {"published_after": MOMENT}),
    "time without offset": ({"published_before": "2026-01-05T00:00:00"}, {"published_before": MOMENT}),
    "long time": ({"published_before": "9" * 41}, {"published_before": "At most 40 characters."}),
    "unknown choice": ({"origin": "own,other"}, {"origin": "Give one of syndicated, own."}),
    "empty among choices": ({"origin": "own,"}, {"origin": "A value is empty."}),
    "no words": ({"q": "\u200b"}, {"q": "Give words to look for, at most 200 characters."}),
    "many words": ({"q": "x" * 201}, {"q": "At most 200 characters."}),
    "NUL in words": ({"q": "a\x00b"}, {"q": NO_TEXT}),
    "two at once": ({"q": "", "minutes_min": "x"}, {"q": "Give it a value, or leave it out.", "minutes_min": "Give a whole number from 0 to 600."}),
}  # fmt: skip


@pytest.mark.parametrize(("query", "messages"), REFUSED.values(), ids=REFUSED)
def test_bad_value_is_refused_by_name(ask, query, messages):
    response = ask(ARTICLES, query)
    assert response.status_code == 400
    told = {one["name"]: one["message"] for one in response.json()["errors"]}
    assert told == messages
    assert response.json() | {"errors": []} == bad_query(ARTICLES, **messages) | {"errors": []}


def test_each_kind_narrows_and_commas_belong_to_words(read):
    make_article(title="One, two", publish_at="2026-01-05T08:00:00Z"), make_article(title="Two one")
    queries: dict[str, dict[str, Any]] = {
        "words": {"q": "ONE, t"},
        "time": {"published_before": "2026-01-05T10:00:00+02:00", "published_after": "2026-01-05"},
        "all": {
            "q": "one, two",
            "origin": "own,syndicated",
            "minutes_min": "0",
            "minutes_max": "600",
            "language": "en",
        },
    }
    found = {name: [row["title"] for row in read(ARTICLES, query)["results"]] for name, query in queries.items()}
    assert found == {"words": ["One, two"], "time": [], "all": ["One, two"]}
    assert [row["title"] for row in read(ARTICLES, {"published_before": "2026-01-05T08:00:01Z"})["results"]] == [
        "One, two"
    ]


def test_description_follows_the_declaration():
    schema: Any = SchemaGenerator().get_schema(request=None, public=True)
    OpenAPIV31SpecValidator(json.loads(json.dumps(schema, default=str))).validate()
    described = {one["name"]: one for one in schema["paths"][ARTICLES]["get"]["parameters"]}
    assert described["minutes_min"]["schema"] == {"type": "integer", "minimum": 0, "maximum": 600}
    assert described["minutes_min"]["description"] == "Minutes at least: a whole number from 0 to 600."
    assert described["origin"]["schema"]["items"] == {"type": "string", "enum": ["syndicated", "own"]}
    assert described["published_after"]["schema"] == {
        "type": "string",
        "anyOf": [{"format": "date"}, {"format": "date-time"}],
    }
    assert described["q"]["schema"] == {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\x00]+$"}
    assert described["skills"]["schema"]["maxItems"] == 50
