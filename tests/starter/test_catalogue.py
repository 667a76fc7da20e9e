"""What the starter catalogue covers, and how its parts hold together."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from tests.starter.content import DESCRIBED, Row, count_words, paragraphs_of, references_in, rows_of, slugs_of

LEAST = {"sections": 9, "articles": 40, "skills": 74, "tools": 100, "industries": 20, "occupations": 6, "paths": 5}
DEEPEST = 4  # steps of prerequisites above a foundation
SENTENCE = re.compile(r"[.!?](?=\s|$)")
OCCUPATIONS = {"data-scientist", "research-scientist", "software-developer"}
FIRST_RESOURCE = "docs"


def described() -> Iterator[tuple[str, Row]]:
    return ((kind, row) for kind in DESCRIBED for row in rows_of(kind))


def skills() -> dict[str, Row]:
    return {row["slug"]: row for row in rows_of("skills")}


@cache
def depth_of(slug: str) -> int:
    """Steps of prerequisites up to the farthest foundation. Recursion ends in an error where there is a cycle."""
    return max((1 + depth_of(needed) for needed in skills()[slug]["prerequisites"]), default=0)


def roots_of(slug: str) -> set[str]:
    needed = skills()[slug]["prerequisites"]
    return set().union(*map(roots_of, needed)) if needed else {slug}


@pytest.mark.parametrize("kind", LEAST)
def test_catalogue_covers_the_subject(kind) -> None:
    assert len(rows_of(kind)) >= LEAST[kind]
    assert len(slugs_of(kind)) == len(rows_of(kind))


def test_every_section_has_three_articles_or_more() -> None:
    counts = Counter(row["section"] for row in rows_of("articles"))

    assert counts.keys() == slugs_of("sections")
    assert min(counts.values()) >= 3


def test_summaries_are_one_or_two_sentences_of_300_characters_at_most() -> None:
    rows = [
        *described(),
        *(("articles", row) for row in rows_of("articles")),
        *(("paths", row) for row in rows_of("paths")),
    ]
    wrong = [
        (kind, row["slug"])
        for kind, row in rows
        if len(row["summary"].strip()) > 300 or not 1 <= len(SENTENCE.findall(row["summary"].strip())) <= 2
    ]

    assert wrong == []


def test_descriptions_have_60_to_200_words() -> None:
    counts = {
        (kind, row["slug"]): count_words("\n".join(paragraphs_of(row["description"]))) for kind, row in described()
    }

    assert {name: words for name, words in counts.items() if not 60 <= words <= 200} == {}


def test_every_skill_is_reached_from_a_foundation_within_four_steps() -> None:
    assert {slug: depth for slug in skills() if (depth := depth_of(slug)) > DEEPEST} == {}
    assert {root for slug in skills() for root in roots_of(slug) if skills()[root]["group"] != "foundations"} == set()


def test_every_skill_is_named_by_an_article_or_a_path() -> None:
    by_articles = {slug for row in rows_of("articles") for slug in row["skills"]}
    by_paths = {slug for row in rows_of("paths") for step in row["steps"] for slug in step["skills"]}

    assert slugs_of("skills") - by_articles - by_paths == set()


def test_every_skill_has_two_resources_and_documentation_comes_first() -> None:
    resources = {slug: [one["kind"] for one in row.get("resources", [])] for slug, row in skills().items()}

    assert {slug: kinds for slug, kinds in resources.items() if len(kinds) < 2} == {}
    late = [slug for slug, kinds in resources.items() if FIRST_RESOURCE in kinds and kinds[0] != FIRST_RESOURCE]
    assert late == []


def test_every_skill_has_a_tool_and_every_tool_a_skill() -> None:
    used = {slug: row["tools"] for slug, row in skills().items()}

    assert [slug for slug, tools in used.items() if not tools] == []
    assert slugs_of("tools") - {tool for tools in used.values() for tool in tools} == set()


def test_every_tool_has_a_category_a_homepage_and_its_source_where_that_is_open() -> None:
    tools = {row["slug"]: row for row in rows_of("tools")}

    assert [slug for slug, row in tools.items() if not row["categories"] or not row["homepage"]] == []
    closed = {slug for slug, row in tools.items() if not row["repository"]}
    assert {slug for slug in closed if tools[slug]["licence"] not in CLOSED} == set()


# Licences of what has no source to look at: products and services, and standards, which have none.
CLOSED = {"Proprietary", ""}


def test_every_industry_has_three_skills_three_tools_and_what_ai_does_there() -> None:
    thin = [
        row["slug"]
        for row in rows_of("industries")
        if len(row["skills"]) < 3 or len(row["tools"]) < 3 or count_words(row["ai_use"]) < 60
    ]

    assert thin == []


def test_every_occupation_has_skills_and_tools() -> None:
    assert [row["slug"] for row in rows_of("occupations") if len(row["skills"]) < 8 or len(row["tools"]) < 8] == []


def test_every_industry_has_the_figures_that_the_source_lists() -> None:
    figures = rows_of("figures")

    assert {row["industry"] for row in figures} == slugs_of("industries")
    assert {row["occupation"] for row in figures} == OCCUPATIONS
    assert {row["measure"] for row in figures} == {"employment", "share"}
    assert all(row["source"] and row["year"] for row in figures)


def test_every_employment_figure_has_its_share_of_the_sector() -> None:
    by_measure = {
        measure: {(row["industry"], row["occupation"]) for row in rows_of("figures") if row["measure"] == measure}
        for measure in ("employment", "share")
    }

    assert by_measure["employment"] == by_measure["share"]


def test_paths_have_8_to_20_steps_each_with_skills_reading_and_an_estimate() -> None:
    steps = {row["slug"]: row["steps"] for row in rows_of("paths")}

    assert {slug: len(found) for slug, found in steps.items() if not 8 <= len(found) <= 20} == {}
    thin = [
        (slug, step["title"])
        for slug, found in steps.items()
        for step in found
        if not (step["skills"] and step["articles"] and step["hours"] > 0 and step["note"])
    ]
    assert thin == []
    assert all({step["is_required"] for step in found} == {True, False} for found in steps.values())


def test_path_asks_for_a_skill_after_what_it_needs() -> None:
    late = []
    for row in rows_of("paths"):
        order = {slug: at for at, step in reversed(list(enumerate(row["steps"]))) for slug in step["skills"]}
        late += [
            (row["slug"], slug, needed)
            for slug, at in order.items()
            for needed in skills()[slug]["prerequisites"]
            if order.get(needed, at) > at
        ]

    assert late == []


def test_texts_name_only_what_is_there() -> None:
    known = {(kind, slug) for kind in ("articles", "skills", "tools", "industries", "paths") for slug in slugs_of(kind)}
    named = {
        one
        for kind in (*DESCRIBED, "articles", "paths")
        for row in rows_of(kind)
        for column in ("description", "body", "ai_use")
        for one in references_in(row.get(column) or "")
    }

    assert named - known == set()
    assert len(named) > 100


def test_links_between_items_name_only_what_is_there() -> None:
    links = {
        "skills": "skills",
        "tools": "tools",
        "industries": "industries",
        "related": "articles",
        "prerequisites": "skills",
    }
    wrong = [
        (kind, row["slug"], column, slug)
        for kind in (*DESCRIBED, "articles")
        for row in rows_of(kind)
        for column, target in links.items()
        for slug in row.get(column) or []
        if slug not in slugs_of(target)
    ]

    assert wrong == []
