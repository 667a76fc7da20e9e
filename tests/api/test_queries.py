"""The number of queries follows neither the rows nor their links; what each is for stands beside its number."""

from typing import Any

import pytest

from tests.factories import (
    make_article,
    make_category,
    make_figure,
    make_group,
    make_industry,
    make_occupation,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
)

LIST_QUERIES = {
    "articles": 4,  # articles with section, source and cover; their skills; tools; industries
    "skills": 2,  # skills with group; broader skills
    "tools": 2,  # tools; their categories
    "industries": 2,  # industries; parents
    "occupations": 1,  # occupations
    "paths": 2,  # paths; steps
}
ITEM_QUERIES = {
    # article with section, source, cover and authors; targets of links in the text; pictures; all links; what is attached
    "articles": 5,
    "skills": 3,  # skill with group; all links; aliases, resources and external ids
    "tools": 3,  # tool; aliases, resources and external ids; categories
    "industries": 4,  # industry; all links; resources and external ids; figures with occupations
    "occupations": 3,  # occupation; all links; aliases, resources and external ids
    "paths": 4,  # path; resources and external ids; steps; all links of the steps
}


def fill(number):
    """`number` of everything, each linked with all that came before it."""
    skills: list[Any] = []
    tools: list[Any] = []
    industries: list[Any] = []
    articles: list[Any] = []
    broad, sector = make_skill(), make_industry()
    for index in range(number):
        tools.append(make_tool(categories=[make_category()]))
        skill = {"broader": broad, "group": make_group(), "tools": tools, "prerequisites": skills[:]}
        skills.append(make_skill(slug=f"skill-{index}", **skill))
        make_skill(broader=skills[0])
        industries.append(make_industry(parent=sector, skills=skills, tools=tools))
        occupation = make_occupation(skills=skills, tools=tools)
        make_figure(industry=industries[0], occupation=occupation)
        articles.append(rich_article(index, skills=skills, tools=tools, industries=industries, related=articles[:]))
        ids = {"skills": [str(item.pk) for item in skills], "articles": [str(item.pk) for item in articles]}
        make_path(steps=[{"title": f"Step {step}", **ids} for step in range(3)])
    return {
        "articles": articles[0], "skills": skills[0], "tools": tools[0], "industries": industries[0],
        "occupations": occupation, "paths": make_path(steps=[{"title": "One", **ids}, {"title": "Two", **ids}]),
    }  # fmt: skip


def rich_article(index, **links):
    picture = make_picture(size=(10 + index, 10))
    body = f"[[skill:skill-{index}]] and ![a box](picture:{picture.pk})"
    return make_article(
        body=body, section=make_section(), cover=picture, origin="syndicated", source=make_source(), **links
    )


@pytest.mark.parametrize("number", [2, 6])
def test_queries_of_lists(ask, django_assert_num_queries, number):
    fill(number)
    for page, queries in LIST_QUERIES.items():
        with django_assert_num_queries(queries):
            response = ask(f"/api/v1/{page}/", {"page_size": "100"})
        assert len(response.json()["results"]) >= number


@pytest.mark.parametrize("number", [2, 6])
def test_queries_of_single_items(ask, django_assert_num_queries, number):
    for page, item in fill(number).items():
        with django_assert_num_queries(ITEM_QUERIES[page]):
            assert ask(f"/api/v1/{page}/{item.slug}/").status_code == 200, page


def test_filters_cost_no_further_query(ask, django_assert_num_queries):
    fill(2)
    query = {"skills": "skill-0,skill-1", "language": "en", "ordering": "name", "page_size": "1"}
    with django_assert_num_queries(LIST_QUERIES["articles"]):
        ask("/api/v1/articles/", query)


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/schema/", "/api/docs/", "/api/v1/nope/"])
def test_addresses_without_content_ask_the_database_nothing(client, db, django_assert_num_queries, address):
    with django_assert_num_queries(0):
        client.get(address)


def test_missing_items_cost_three_queries(ask, django_assert_num_queries):
    with django_assert_num_queries(2):  # the item; a redirect
        ask("/api/v1/skills/nope/")


def test_lists_never_read_long_texts(ask, django_assert_num_queries):
    make_article(title="Long", body="A text that lists do not read.")
    with django_assert_num_queries(LIST_QUERIES["articles"]) as captured:
        ask("/api/v1/articles/")
    heavy = ("body", "headings", "permission", "contact", "password")
    assert not [name for query in captured for name in heavy if f'"{name}' in query["sql"]]
