"""Filters narrow lists, and cannot be used to learn of what is hidden."""

from typing import Any

import pytest

from tests.factories import (
    make_article,
    make_category,
    make_group,
    make_industry,
    make_occupation,
    make_section,
    make_skill,
    make_tool,
)


def ids_of(read, address, query):
    return {row["id"] for row in read(address, query)["results"]}


def test_articles_by_each_filter(read):
    section, skill, tool, industry = make_section(), make_skill(), make_tool(), make_industry()
    wanted = make_article(section=section, skills=[skill], tools=[tool], industries=[industry], language="de")
    make_article()
    values = {
        "section": section.slug,
        "skills": skill.slug,
        "tools": tool.slug,
        "industries": industry.slug,
        "language": "de",
    }
    for name, value in values.items():
        assert ids_of(read, "/api/v1/articles/", {name: value}) == {str(wanted.pk)}, name
    assert ids_of(read, "/api/v1/articles/", values) == {str(wanted.pk)}


def test_skills_tools_industries_and_occupations_by_each_filter(read):
    group, category, tool = make_group(), make_category(), make_tool()
    broad = make_skill()
    skill = make_skill(group=group, tools=[tool], broader=broad)
    parent = make_industry()
    industry = make_industry(parent=parent, skills=[skill], tools=[tool])
    occupation = make_occupation(skills=[skill], tools=[tool])
    make_occupation()
    sorted_tool = make_tool(categories=[category])
    cases = [
        ("skills", {"group": group.slug}, skill),
        ("skills", {"tools": tool.slug}, skill),
        ("skills", {"broader": broad.slug}, skill),
        ("tools", {"categories": category.code}, sorted_tool),
        ("industries", {"parent": parent.slug}, industry),
        ("industries", {"skills": skill.slug}, industry),
        ("industries", {"tools": tool.slug}, industry),
        ("occupations", {"skills": skill.slug}, occupation),
        ("occupations", {"tools": tool.slug}, occupation),
    ]
    for page, query, wanted in cases:
        assert ids_of(read, f"/api/v1/{page}/", query) == {str(wanted.pk)}, (page, query)


def test_several_values_widen_and_several_filters_narrow(read):
    python, rust, sql = make_skill(slug="python"), make_skill(slug="rust"), make_skill(slug="sql")
    first, second = make_article(skills=[python, sql]), make_article(skills=[rust], language="de")
    make_article(skills=[sql])
    both = {str(first.pk), str(second.pk)}
    assert ids_of(read, "/api/v1/articles/", {"skills": "python,rust"}) == both
    assert ids_of(read, "/api/v1/articles/", {"skills": ["python", "rust"]}) == both
    assert ids_of(read, "/api/v1/articles/", {"skills": "python,rust", "language": "de"}) == {str(second.pk)}


def test_unknown_value_gives_an_empty_list(read):
    make_article(skills=[make_skill()])
    empty: dict[str, Any] = {"next": None, "previous": None, "results": []}
    assert read("/api/v1/articles/", {"skills": "no-such-skill"}) == empty
    assert read("/api/v1/articles/", {"language": "zz"}) == empty


@pytest.mark.parametrize("status", ["draft", "archived", "trashed", "legal_hold"])
def test_filtering_by_a_hidden_item_finds_nothing(read, status):
    hidden, shown = make_skill(slug="hidden-one", status=status), make_skill(slug="shown-one")
    article = make_article(skills=[hidden, shown])
    narrower = make_skill(broader=hidden)
    assert ids_of(read, "/api/v1/articles/", {"skills": "shown-one"}) == {str(article.pk)}
    assert ids_of(read, "/api/v1/articles/", {"skills": "hidden-one"}) == set()
    assert ids_of(read, "/api/v1/skills/", {"broader": "hidden-one"}) == set()
    assert str(narrower.pk) in ids_of(read, "/api/v1/skills/", {})


@pytest.mark.parametrize("status", ["draft", "archived", "trashed", "legal_hold"])
def test_no_filter_unlocks_a_hidden_row(read, status):
    section, skill = make_section(), make_skill()
    values = {"section": section, "skills": [skill], "language": "de"}
    shown = make_article(**values)
    make_article(status=status, **values)
    for query in ({"section": section.slug}, {"skills": skill.slug}, {"language": "de"}):
        assert ids_of(read, "/api/v1/articles/", query) == {str(shown.pk)}
