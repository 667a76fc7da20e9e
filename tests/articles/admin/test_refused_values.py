"""Values that a form refuses are named at their place, and all that was typed stays."""

import re
from typing import Any

import pytest
from django.test import Client

from articles.admin.site import admin_url
from articles.models import (
    LearningPath,
    User,
)
from tests.articles.admin.forms import change_url, errors_of, fresh, ids, save
from tests.factories import (
    count,
    make_article,
    make_skill,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def erin(client: Client) -> User:
    user = make_user("erin")
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "!" * 251}, "title"),
        ({"slug": "Not A Slug"}, "slug"),
        ({"slug": "search"}, "slug"),
        ({"slug": "taken"}, "slug"),
        ({"status": "published", "summary": ""}, "summary"),
        ({"status": "nonsense"}, "status"),
        ({"publish_at_0": "2026-02-30", "publish_at_1": "10:00:00"}, "publish_at"),
        ({"expire_at_0": "2001-01-01", "expire_at_1": "10:00:00"}, "expire_at"),
        ({"body": "See [[skill:no-such]]"}, "body"),
        ({"body": "![x](picture:00000000-0000-4000-8000-000000000000)"}, "body"),
        ({"origin": "syndicated"}, "source"),
        ({"skills": ["00000000-0000-4000-8000-000000000000"]}, "skills"),
        ({"skills": ["nonsense"]}, "skills"),
        ({"language": "English"}, "language"),
        ({"note": "x" * 501}, "note"),
    ],
    ids=lambda value: next(iter(value.items()))[1][:15] if isinstance(value, dict) else value,
)
def test_refused_value_is_named_at_its_field_and_all_input_stays(
    client: Client, values: dict[str, Any], field: str
) -> None:
    make_article(slug="taken")
    skill = make_skill(name="Kept skill")
    article = make_article(publish_at="2020-01-01T00:00:00Z")
    typed = {"title": "Kept title", "summary": "Kept summary", "body": "Kept body", "skills": ids(skill), **values}
    response = save(client, change_url(article), **typed)
    assert response.status_code == 200
    assert field in errors_of(response)
    assert fresh(article).version == 1
    html = response.content.decode()
    kept = [text for text in ("Kept title", "Kept summary", "Kept body", "Kept skill") if text in html]
    assert len(kept) == 4 - len(values.keys() & {"title", "summary", "body", "skills"})


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"aliases-0-name": "", "aliases-0-language": "en"}, "aliases-0-name"),
        ({"aliases-0-name": "taken"}, "aliases"),
        ({"resources-0-title": "Docs", "resources-0-url": "no address"}, "resources-0-url"),
        ({"resources-0-title": "Docs"}, "resources-0-url"),
        (
            {"resources-0-title": "Docs", "resources-0-url": "https://a.example", "resources-0-kind": "odd"},
            "resources-0-kind",
        ),
        ({"external_ids-0-scheme": "onet", "external_ids-0-code": "1"}, "external_ids"),
        ({"external_ids-0-code": "1"}, "external_ids-0-scheme"),
    ],
)
def test_refused_row_is_named_at_the_row(client: Client, values: dict[str, Any], place: str) -> None:
    make_skill(aliases=[{"name": "Taken"}], external_ids=[{"scheme": "onet", "code": "1"}])
    skill = make_skill()
    response = save(client, change_url(skill), name="Kept", **values)
    assert place in errors_of(response)
    assert re.search("errorlist", response.content.decode())
    assert fresh(skill).version == 1


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"steps-0-title": "", "steps-0-note": "x"}, "steps-0-title"),
        ({"steps-0-title": "One", "steps-0-hours": "-1"}, "steps-0-hours"),
        ({"steps-0-title": "One", "steps-0-hours": "99999999"}, "steps-0-hours"),
        ({"steps-0-title": "One", "steps-0-skills": ["nonsense"]}, "steps-0-skills"),
        ({"steps-0-title": "One", "steps-0-skills": ["00000000-0000-4000-8000-000000000000"]}, "steps"),
    ],
)
def test_refused_step_is_named(client: Client, values: dict[str, Any], place: str) -> None:
    response = save(client, admin_url(LearningPath, "add"), name="Path", **values)
    assert place in errors_of(response)
    assert count(LearningPath) == 0


def test_published_path_without_steps_is_refused_at_the_steps(client: Client) -> None:
    response = save(client, admin_url(LearningPath, "add"), name="Path", status="published")
    assert errors_of(response) == {"steps": ["Needed before it can be published."]}


def test_circle_of_prerequisites_is_named(client: Client) -> None:
    first = make_skill(name="First")
    second = make_skill(name="Second", prerequisites=[first])
    response = save(client, change_url(first), prerequisites=ids(second))
    assert errors_of(response) == {"prerequisites": ["This would make a circle: First → Second → First."]}
