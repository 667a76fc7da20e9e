"""No admin page asks the database more than 20 times, with 1,200 tools and items that have 200 links of each kind."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin.site import admin_url
from articles.editing import Edit, save_items
from articles.models import Article, Category, Industry, Item, LearningPath, Occupation, Picture, Skill, Tool, User
from articles.snapshots import Snapshot
from tests.articles.admin.forms import open_form, send
from tests.factories import (
    change,
    make_article,
    make_category,
    make_group,
    make_industry,
    make_occupation,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 200
STEPS = 60  # the form of each has five fields
LIMIT = 20
# On every page: the user, their own permissions and those of their groups; and the session, which SQLite has a file for.
SIGNED_IN = 3 + (connection.vendor != "sqlite")


@pytest.fixture
def editor(client: Client) -> User:
    """Somebody with all permissions, none of them by being a superuser: those would save two queries a page."""
    user = make_user("erin", is_superuser=False)
    user.user_permissions.set(Permission.objects.all())
    client.force_login(user)
    ContentType.objects.clear_cache()
    for model in (Article, Skill, Tool, Industry, Occupation, LearningPath, Picture, Category):
        ContentType.objects.get_for_model(model)  # each process asks for these once
    return user


def count_queries(client: Client, url: str, **query: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url, query)
    assert response.status_code == 200
    return len(queries)


def make_many(model: type[Item], number: int, **links: list[str]) -> list[Item]:
    edits = [Edit(model(), make_snapshot(model, index, links), 0) for index in range(number)]
    return [saved.item for start in range(0, number, 500) for saved in save_items(edits[start : start + 500], by=None)]


def make_snapshot(model: type[Item], index: int, links: dict[str, list[str]]) -> Snapshot:
    fields = {model.name_field: f"{model.__name__} number {index}", "status": "published", "summary": "S"}
    fields |= {"body": "Text"} if model is Article else {}
    parts: Any = {"steps": [{"title": "One"} | links]} if model is LearningPath else {"links": links}
    return Snapshot(fields=fields, **parts)


def ids(rows: Any) -> list[str]:
    return [str(row.pk) for row in rows]


ROWS = {
    "aliases": [{"name": f"alias {number}"} for number in range(MANY)],
    "external_ids": [{"scheme": "s", "code": str(number)} for number in range(MANY)],
    "resources": [{"title": "R", "url": f"https://{number}.example"} for number in range(MANY)],
}


def test_lists_and_searches_stay_small_with_many_tools(client: Client, editor: User) -> None:
    """More than one statement takes at once on SQLite (999 values): what asks row by row or in parts shows at 1,200 too."""
    make_many(Tool, 1200)
    category = make_category()
    change(Tool.objects.all()[0], categories=[category])
    url = admin_url(Tool, "changelist")
    # The categories of the filter, the number of rows, the rows.
    assert count_queries(client, url) == SIGNED_IN + 3
    assert count_queries(client, url, q="number 1199") == SIGNED_IN + 3
    assert count_queries(client, url, p="12") == SIGNED_IN + 3
    query = {"app_label": "articles", "model_name": "article", "field_name": "tools", "term": "number 77"}
    # The number of rows, the rows.
    assert count_queries(client, reverse("admin:autocomplete"), **query) == SIGNED_IN + 2
    # Items by type and status, visible items by type, the last changes, the names of the items in them.
    assert count_queries(client, reverse("admin:index")) == SIGNED_IN + 4
    # Nothing but the signed-in user: select boxes load no rows.
    assert count_queries(client, admin_url(Article, "add")) == SIGNED_IN
    html = client.get(admin_url(Article, "add")).content
    assert len(html) < 100_000
    assert b"Tool number" not in html


@pytest.fixture
def skill_with_all(editor: User) -> Skill:
    """A skill with 200 links of each kind, out and in."""
    tools, skills = make_many(Tool, MANY), make_many(Skill, MANY)
    skill = make_skill(
        tools=tools, prerequisites=skills, broader=skills[0], group=make_group(), **ROWS, description="Text"
    )
    for model in (Article, Industry, Occupation, LearningPath):
        make_many(model, MANY, skills=[str(skill.pk)])
    save_items(
        [
            Edit(Skill(), Snapshot(fields={"name": f"Above {number}"}, links={"prerequisites": [str(skill.pk)]}), 0)
            for number in range(MANY)
        ],
        by=None,
    )
    return skill


def test_skill_pages_with_200_links_of_each_kind(client: Client, skill_with_all: Skill) -> None:
    skill = skill_with_all
    # The skill; its snapshot (prerequisites, tools, aliases, external ids, resources, pictures); all labels;
    # first and last save; how many use it, and the names of the first of them.
    assert count_queries(client, admin_url(Skill, "change", skill.pk)) == SIGNED_IN + 1 + 6 + 1 + 1 + 2
    change(skill, tools=[], prerequisites=[], aliases=[])
    # The skill, the number of versions, the versions.
    assert count_queries(client, admin_url(Skill, "history", skill.pk)) == SIGNED_IN + 3
    # The skill, both versions, all labels.
    assert count_queries(client, admin_url(Skill, "compare", skill.pk, 2)) == SIGNED_IN + 4
    # The skill, how many use it, the names of the first of them.
    assert count_queries(client, admin_url(Skill, "delete", skill.pk)) == SIGNED_IN + 3


def test_article_page_with_200_links_of_each_kind(client: Client, editor: User) -> None:
    article = make_article(
        skills=make_many(Skill, MANY),
        tools=make_many(Tool, MANY),
        industries=make_many(Industry, MANY),
        related=make_many(Article, MANY),
        authors=[make_user(f"author{number}") for number in range(MANY)],
        section=make_section(),
        source=make_source(),
        origin="syndicated",
        cover=make_picture(),
        resources=ROWS["resources"],
    )
    make_article(translation_group=str(article.translation_group), language="de")
    make_many(LearningPath, MANY, articles=[str(article.pk)])
    # The article; its snapshot (5 links, external ids, resources, pictures); another one of its translation group; all
    # labels; first and last save; how many use it, and the names of the first of them.
    number = count_queries(client, admin_url(Article, "change", article.pk))
    assert number == SIGNED_IN + 1 + 8 + 1 + 1 + 1 + 2 <= LIMIT


@pytest.mark.parametrize("model", [Tool, Industry, Occupation])
def test_other_pages_with_200_links_of_each_kind(client: Client, editor: User, model: Any) -> None:
    skills = make_many(Skill, MANY)
    make: Any = {Tool: make_tool, Industry: make_industry, Occupation: make_occupation}[model]
    links: dict[str, Any] = {"skills": skills, "tools": make_many(Tool, MANY)}
    if model is Tool:
        links = {"categories": [make_category() for _number in range(MANY)]}
    item = make(**links, **{name: rows for name, rows in ROWS.items() if name != "aliases" or model.has_aliases})
    if model is Tool:
        for user_model in (Skill, Article, Industry, Occupation):
            change_links(user_model, item)
    assert count_queries(client, admin_url(model, "change", item.pk)) <= LIMIT


def change_links(model: Any, tool: Item) -> None:
    fields = {"summary": "S"} | ({"body": "B"} if model is Article else {})
    edits = [
        Edit(
            model(), Snapshot(fields={model.name_field: f"User {number}", **fields}, links={"tools": [str(tool.pk)]}), 0
        )
        for number in range(MANY)
    ]
    save_items(edits, by=None)


def test_path_page_with_60_steps_of_many_links(client: Client, editor: User) -> None:
    skills, articles = ids(make_many(Skill, MANY)), ids(make_many(Article, MANY))
    steps: list[Any] = [{"title": "All", "skills": skills, "articles": articles}]
    steps += [{"title": str(number), "skills": skills[:2], "articles": articles[:2]} for number in range(STEPS - 1)]
    path = make_path(steps=steps, resources=ROWS["resources"])
    # The path; its snapshot (external ids, resources, pictures, steps, their skills and articles); all labels;
    # first and last save.
    url = admin_url(LearningPath, "change", path.pk)
    assert count_queries(client, url) == SIGNED_IN + 1 + 6 + 1 + 1
    data = open_form(client, url)
    with CaptureQueriesContext(connection) as queries:
        response = send(client, url, data, name="")
    # A form that comes back asks for no snapshot, but for the labels.
    assert (response.status_code, len(queries)) == (200, SIGNED_IN + 1 + 1 + 1)


def test_picture_page_with_200_uses_of_each_type(client: Client, editor: User) -> None:
    picture = make_picture()
    for model in (Article, Skill, Tool, Industry, Occupation, LearningPath):
        text = f"![x](picture:{picture.pk})"
        column = "body" if model is Article else "description"
        edits = [Edit(model(), Snapshot(fields={model.name_field: f"U {n}", column: text}), 0) for n in range(MANY)]
        save_items(edits, by=None)
    # The picture, its uses, and the names of the first of them for each of six types.
    assert count_queries(client, admin_url(Picture, "change", picture.pk)) == SIGNED_IN + 1 + 1 + 6
