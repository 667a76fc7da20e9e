"""How many queries a page takes, whatever the amount of content; and that long texts come out quickly."""

import time
from typing import Any

import pytest

from articles.models import Article, Industry, Occupation, Skill, Tool
from tests.factories import (
    ARTICLE,
    change,
    make_article,
    make_category,
    make_figure,
    make_group,
    make_industry,
    make_many,
    make_occupation,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
    make_user,
)

pytestmark = pytest.mark.django_db

# name of the page -> (number of queries, the same where a relation has more than 24 items); among them the
# announcement above the page, counted last.
QUERIES = {
    # counts of types, groups and categories; names of groups and categories; featured articles; latest articles;
    # paths; sections
    "/": (7, 7),
    # rows with sections, counts of the filters' values, names of the values
    "/articles/": (4, 4),
    "/articles/?skills=skill-0&tools=tool-0&language=en&ordering=name": (4, 4),
    "/articles/?skills=nothing&language=xx": (4, 4),
    # rows with groups, counts, names
    "/skills/": (4, 4),
    # rows, counts, names
    "/tools/": (4, 4),
    # rows, counts, names, occupations compared, their figures
    "/industries/": (6, 6),
    "/occupations/": (4, 4),
    # rows, their number; no filters
    "/paths/": (3, 3),
    "/search/": (1, 1),
    # items of all types, aliases of those found
    "/search/?q=main": (3, 3),
    # names to choose from
    "/tools/compare/": (2, 2),
    # aliases that were asked for, tools, their categories, links, articles in common, names to choose from
    "/tools/compare/?items=main,tool-0": (7, 7),
    # as above, and earlier slugs
    "/tools/compare/?items=main,tool-0,nothing": (8, 8),
    # aliases that were asked for, tool, its categories, links, tools alike, names to choose from
    "/tools/compare/?items=main": (7, 7),
    # aliases that were asked for, skills with groups, links, articles in common, names to choose from
    "/skills/compare/?items=main,skill-0": (6, 6),
    # article with section, source, cover and authors; links and neighbours; [numbers of links]; links in the text;
    # pictures in the text; outside links; related articles
    "/articles/main/": (7, 8),
    # skill with group; links; [numbers]; links in the text; pictures in the text; aliases and outside links
    "/skills/main/": (6, 7),
    # tool; links; [numbers]; links in the text; pictures in the text; aliases and outside links; categories
    "/tools/main/": (7, 8),
    # industry; links; [numbers]; links in the texts; pictures in the texts; outside links; figures with occupations
    "/industries/main/": (7, 8),
    # occupation; links; [numbers]; links in the text; pictures in the text; aliases and outside links; figures with industries
    "/occupations/main/": (7, 8),
    # the last change; skills with groups; prerequisites; skills of paths; when the clock next shows or hides one
    "/map/": (6, 6),
    # the last change; the rest is kept
    "/map/?group=nothing": (2, 2),
    # path; links in the text; pictures in the text; outside links; steps; links of the steps
    "/paths/main/": (7, 7),
    # as the pages; links and pictures of the Markdown instead of those of the HTML
    "/articles/main.md": (5, 6),
    "/skills/main.md": (5, 6),
    "/tools/main.md": (6, 7),
    "/industries/main.md": (6, 7),
    "/occupations/main.md": (6, 7),
    "/paths/main.md": (6, 6),
    # path; steps; links of the steps; lengths of the texts; articles; skills; links in the texts; pictures in the texts
    "/paths/main/whole.md": (8, 8),
    # numbers of items, addresses
    "/sitemap.xml": (2, 2),
    # addresses
    "/sitemap-article-1.xml": (1, 1),
    "/robots.txt": (0, 0),
    # the items of each type
    "/llms.txt": (6, 6),
    # articles with section, source and cover; authors; texts; [links in the texts; pictures in the texts], which the
    # twenty newest articles of the large portal have none of
    "/feeds/articles.atom": (5, 3),
    "/feeds/articles.json": (5, 3),
    # the item, and as above
    "/skills/main/feed.atom": (6, 4),
    "/tools/main/feed.atom": (6, 4),
    "/industries/main/feed.atom": (6, 4),
}


def link_many(count: int) -> None:
    """An item of each type called "main", linked with `count` items of each kind."""
    picture, section, group = make_picture(), make_section(), make_group()
    text = f"[[skill:skill-0]] [[tool:tool-0]] ![x](picture:{picture.pk})"
    common: dict[str, Any] = {
        "slug": "main",
        "resources": [{"title": "R", "url": "https://r.example/"}],
        "public_note": "N",
    }
    numbers = range(count)
    tools = make_many(Tool, [{"name": f"Tool {number}", "categories": [make_category()]} for number in numbers])
    skills = make_many(Skill, [{"name": f"Skill {number}", "tools": tools[:1], "group": group} for number in numbers])
    alias = {"aliases": [{"name": "Main alias", "language": ""}]}
    tool = make_tool(description=text, categories=[make_category()], **common, **alias)
    skill = make_skill(description=text, group=group, prerequisites=skills, tools=[*tools, tool], **common, **alias)
    industry = make_industry(description=text, ai_use=text, skills=[*skills, skill], tools=[*tools, tool], **common)
    job = make_occupation(description=text, skills=[*skills, skill], tools=[*tools, tool], **common, **alias)
    make_figure(industry=industry, occupation=job)
    links = {"skills": [*skills, skill], "tools": [*tools, tool], "industries": [industry], "section": section}
    article = make_article(
        body=text, cover=picture, authors=[make_user(public_name="A")], origin="syndicated", source=make_source(),
        **links, **common,
    )  # fmt: skip
    texts = [{"title": f"Text {number}", "related": [article], "is_featured": number == 0} for number in numbers]
    make_many(Article, [{**ARTICLE, **links, **text} for text in texts])
    make_many(Occupation, [{"skills": [skill], "tools": [tool]}] * count)
    for below in make_many(Industry, [{"parent": industry, "skills": [skill]}] * count):
        make_figure(industry=below, occupation=job)
    ids = {"skills": [str(skill.pk)], "articles": [str(article.pk)]}
    make_path(description=text, steps=[{"title": f"Step {number}", **ids} for number in numbers], **common)


@pytest.mark.parametrize(("count", "column"), [(1, 0), (30, 1)], ids=["small", "large"])
def test_pages_take_few_queries(client, count, column, django_assert_num_queries):
    link_many(count)
    for address, numbers in QUERIES.items():
        with django_assert_num_queries(numbers[column], info=address):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("address", "number"),
    [
        # item by slug, redirect by slug, announcement
        pytest.param("/articles/nothing/", 3, id="404"),
        # item by slug, redirect by slug, announcement
        pytest.param("/articles/gone/", 3, id="410"),
        # item by slug, redirect by slug, the item it leads to
        pytest.param("/articles/before/", 3, id="301"),
        # aliases that were asked for, tools, their categories, links, earlier slugs
        pytest.param("/tools/compare/?items=other,before", 5, id="301 of a comparison"),
    ],
)
def test_absent_pages_take_few_queries(client, address, number, django_assert_num_queries):
    change(make_article(slug="gone"), status="archived")
    change(make_article(slug="before"), slug="after")
    change(make_tool(slug="before"), slug="after"), make_tool(slug="other")

    with django_assert_num_queries(number):
        client.get(address)


def test_signed_in_editor_costs_no_session_query(client, django_assert_num_queries):
    client.force_login(make_user())
    with django_assert_num_queries(6):  # as "/" above, without names of groups and categories
        response = client.get("/")
    assert not response.cookies


def test_long_text_comes_out_quickly(client):
    article = make_article(
        slug="long", body="## Part\n\nSome words that fill a line of text, and more of them.\n\n" * 8_000
    )
    assert len(article.body) > 500_000
    start = time.perf_counter()
    response = client.get("/articles/long/")
    assert response.status_code == 200
    assert time.perf_counter() - start < 3
