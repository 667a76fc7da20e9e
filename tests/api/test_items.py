"""Single items: what each type holds, and how addresses of what is not there answer."""

from typing import Any

import pytest

from articles.models import Occupation
from tests.api.shapes import article_row, link, problem, row
from tests.factories import (
    change,
    make_article,
    make_category,
    make_figure,
    make_industry,
    make_occupation,
    make_path,
    make_skill,
    make_tool,
    make_user,
)

NO_PARTS: dict[str, Any] = {"resources": [], "external_ids": []}
DOCS = {"kind": "docs", "title": "The manual", "url": "https://example.org/manual", "language": "en"}
NOT_FOUND = "There is nothing at this address."
GONE = "What was published at this address is no longer available."
ON_HOLD = "What was published at this address is unavailable for legal reasons."


def described(item, **values):
    """What follows the row of a whole item of the catalogue, when nothing else is known of it."""
    return {**NO_PARTS, "description_markdown": "", "description_html": "", **values}


def test_article_holds_its_text_and_everything_linked(read):
    related, translation = make_article(title="Nearby"), make_article(title="Auf Deutsch", language="de")
    author = make_user(username="erin-login", public_name="Erin Example")
    nameless = make_user(username="nameless-login")
    article = make_article(
        title="Evals", body="# Why\n\nSome *text*.", related=[related], authors=[author, nameless], resources=[DOCS],
        translation_group=str(translation.translation_group),
        external_ids=[{"scheme": "doi", "code": "10.1/x"}, {"scheme": "import:playbook", "code": "evals.md"}],
    )  # fmt: skip
    path = make_path(steps=[{"title": "Read", "articles": [str(article.pk)]}])

    assert read(f"/api/v1/articles/{article.slug}/") == {
        **article_row(article),
        "resources": [DOCS],
        "external_ids": [{"scheme": "doi", "code": "10.1/x"}],
        "authors": [{"name": "Erin Example"}],
        "related": [link(related)],
        "translations": [{**link(translation), "language": "de"}],
        "paths": [link(path)],
        "headings": [{"level": 2, "id": "h-why", "text": "Why"}],
        "body_markdown": "# Why\n\nSome *text*.",
        "body_html": '<h2 id="h-why">Why</h2>\n<p>Some <em>text</em>.</p>\n',
    }


def test_skill_holds_its_place_among_skills(read):
    broader, needed, tool = make_skill(name="Broad"), make_skill(name="Needed"), make_tool(name="pytest")
    skill = make_skill(
        name="Middle", description="*What* it is.", broader=broader, prerequisites=[needed], tools=[tool],
        aliases=[{"name": "Mitte", "language": "de"}], resources=[DOCS],
    )  # fmt: skip
    narrower, later = make_skill(name="Narrow", broader=skill), make_skill(name="Later", prerequisites=[skill])
    path = make_path(steps=[{"title": "Learn", "skills": [str(skill.pk)]}])

    assert read(f"/api/v1/skills/{skill.slug}/") == {
        **row(skill, group=None, broader=link(broader)),
        **described(skill, description_markdown="*What* it is.", description_html="<p><em>What</em> it is.</p>\n"),
        "resources": [DOCS],
        "aliases": [{"name": "Mitte", "language": "de"}],
        "narrower": [link(narrower)],
        "prerequisites": [link(needed)],
        "leads_to": [link(later)],
        "tools": [link(tool)],
        "paths": [link(path)],
    }


def test_tool(read):
    category = make_category(scheme="portal", code="databases", name="Databases")
    tool = make_tool(
        name="DuckDB", vendor="DuckDB Labs", licence="MIT", homepage="https://duckdb.org/", categories=[category],
        repository="https://github.com/duckdb/duckdb", aliases=[{"name": "Duck DB", "language": ""}],
    )  # fmt: skip
    assert read(f"/api/v1/tools/{tool.slug}/") == {
        **row(tool, vendor="DuckDB Labs", licence="MIT", homepage="https://duckdb.org/"),
        "categories": [{"scheme": "portal", "code": "databases", "name": "Databases"}],
        **described(tool),
        "repository": "https://github.com/duckdb/duckdb",
        "aliases": [{"name": "Duck DB", "language": ""}],
    }


def test_industry_with_figures(read):
    parent, skill, tool = make_industry(name="Finance"), make_skill(), make_tool()
    industry = make_industry(name="Insurance", ai_use="Prices risk.", parent=parent, skills=[skill], tools=[tool])
    child = make_industry(name="Reinsurance", parent=industry)
    analyst, hidden = make_occupation(name="Analyst"), make_occupation(name="Secret", status="draft")
    make_figure(industry=industry, occupation=analyst, value="1200.5", year=2024, source="Survey")
    make_figure(industry=industry, occupation=analyst, value=None, year=2025, measure="wage", source="Survey")
    make_figure(industry=industry, occupation=hidden)

    assert read(f"/api/v1/industries/{industry.slug}/") == {
        **row(industry, parent=link(parent)),
        **described(industry),
        "ai_use_markdown": "Prices risk.",
        "ai_use_html": "<p>Prices risk.</p>\n",
        "children": [link(child)],
        "skills": [link(skill)],
        "tools": [link(tool)],
        "figures": [
            {"occupation": link(analyst), "measure": "wage", "value": None, "year": 2025, "source": "Survey"},
            {"occupation": link(analyst), "measure": "employment", "value": 1200.5, "year": 2024, "source": "Survey"},
        ],
    }


def test_occupation(read):
    skill, tool = make_skill(), make_tool()
    codes = [{"scheme": "isco", "code": "2511"}, {"scheme": "onet", "code": "15-2051.00"}]
    occupation = make_occupation(name="Data scientist", skills=[skill], tools=[tool], external_ids=codes)
    assert read(f"/api/v1/occupations/{occupation.slug}/") == {
        **row(occupation),
        **described(occupation, external_ids=codes),
        "aliases": [],
        "skills": [link(skill)],
        "tools": [link(tool)],
    }


def test_path_with_its_steps_in_order(read):
    skill, article = make_skill(), make_article()
    path = make_path(
        steps=[
            {"title": "Learn", "note": "Slowly.", "hours": 5, "skills": [str(skill.pk)]},
            {"title": "Read", "is_required": False, "articles": [str(article.pk)]},
        ]
    )
    empty = {"note": "", "is_required": True, "hours": 0, "skills": [], "articles": []}
    assert read(f"/api/v1/paths/{path.slug}/") == {
        **row(path, step_count=2, hours=5),
        **described(path),
        "steps": [
            {**empty, "position": 1, "title": "Learn", "note": "Slowly.", "hours": 5, "skills": [link(skill)]},
            {**empty, "position": 2, "title": "Read", "is_required": False, "articles": [link(article)]},
        ],
    }


def test_hidden_items_are_absent_from_every_link_of_a_whole_item(read):
    secret, shown = make_skill(name="Secret", status="draft"), make_skill(name="Public")
    skill = make_skill(prerequisites=[secret, shown], broader=secret, tools=[make_tool(status="archived")])
    make_skill(broader=skill, status="draft")
    make_skill(prerequisites=[skill], status="draft")
    make_path(status="draft", steps=[{"title": "Learn", "skills": [str(skill.pk)]}])

    body = read(f"/api/v1/skills/{skill.slug}/")
    assert (body["prerequisites"], body["broader"]) == ([link(shown)], None)
    assert [body[name] for name in ("narrower", "leads_to", "tools", "paths")] == [[], [], [], []]


def test_hidden_items_are_absent_from_articles_and_steps(read):
    hidden_skill, hidden_article = make_skill(status="draft"), make_article(status="draft")
    article = make_article(related=[hidden_article], skills=[hidden_skill])
    make_article(status="draft", language="de", translation_group=str(article.translation_group))
    both = {"skills": [str(hidden_skill.pk)], "articles": [str(hidden_article.pk), str(article.pk)]}
    path = make_path(steps=[{"title": "Both", **both}])

    body = read(f"/api/v1/articles/{article.slug}/")
    assert [body[name] for name in ("related", "skills", "translations")] == [[], [], []]
    [step] = read(f"/api/v1/paths/{path.slug}/")["steps"]
    assert (step["skills"], step["articles"]) == ([], [link(article)])


def test_item_is_found_by_its_id(read):
    skill = make_skill()
    assert read(f"/api/v1/skills/{skill.pk}/") == read(f"/api/v1/skills/{skill.slug}/")


@pytest.mark.parametrize(
    ("values", "status", "title", "detail"),
    [
        ({"status": "draft"}, 404, "Not Found", NOT_FOUND),
        ({"status": "legal_hold"}, 404, "Not Found", NOT_FOUND),
        ({"publish_at": "2100-01-01T00:00:00Z"}, 404, "Not Found", NOT_FOUND),
        ({"publish_at": "2020-01-01T00:00:00Z", "expire_at": "2021-01-01T00:00:00Z"}, 410, "Gone", GONE),
    ],
    ids=["draft", "never public, on hold", "scheduled", "expired"],
)
def test_new_item_that_is_not_visible(ask, values, status, title, detail):
    skill = make_skill(**values)
    for address in (f"/api/v1/skills/{skill.slug}/", f"/api/v1/skills/{skill.pk}/"):
        response = ask(address)
        assert response.status_code == status
        assert response.json() == problem(status, title, detail, address)


@pytest.mark.parametrize(
    ("status", "code", "title", "detail"),
    [
        ("draft", 410, "Gone", GONE),
        ("archived", 410, "Gone", GONE),
        ("withdrawn", 410, "Gone", GONE),
        ("trashed", 410, "Gone", GONE),
        ("legal_hold", 451, "Unavailable For Legal Reasons", ON_HOLD),
    ],
)
def test_item_that_was_public_and_is_not_any_more(ask, status, code, title, detail):
    skill = make_skill()
    address = f"/api/v1/skills/{skill.slug}/"
    assert ask(address).status_code == 200
    change(skill, status=status)
    response = ask(address)
    assert response.status_code == code
    assert response.json() == problem(code, title, detail, address)


def test_old_slug_leads_to_the_new_address(ask):
    skill = make_skill(slug="old-name")
    change(skill, slug="new-name")
    response = ask("/api/v1/skills/old-name/")
    assert (response.status_code, response["Location"], response.content) == (301, "/api/v1/skills/new-name/", b"")
    assert ask("/api/v1/skills/new-name/").status_code == 200


def test_old_slug_of_a_hidden_item_tells_nothing(ask):
    skill = make_skill(slug="old-name", status="draft")
    change(skill, slug="new-name")
    assert ask("/api/v1/skills/old-name/").status_code == 404


def test_slug_of_another_type_is_not_found(ask):
    occupation: Occupation = make_occupation(slug="only-an-occupation")
    assert ask(f"/api/v1/skills/{occupation.slug}/").status_code == 404
    assert ask(f"/api/v1/skills/{occupation.pk}/").status_code == 404


def test_parameters_of_a_single_item_are_refused(ask):
    skill = make_skill()
    response = ask(f"/api/v1/skills/{skill.slug}/", {"page_size": "5"})
    assert response.status_code == 400
    assert response.json()["errors"] == [{"name": "page_size", "message": "Unknown parameter. There are none here."}]
