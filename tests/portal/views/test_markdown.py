"""Each item's page as Markdown."""

import pytest

from articles.models import ITEM_MODELS, Article, LearningPath, Skill
from tests.factories import (
    change,
    make,
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
    make_user,
)
from tests.portal.reading import find, page_of, text_of

pytestmark = pytest.mark.django_db

HOST = "http://localhost:8000"
FOLDERS = ["articles", "skills", "tools", "industries", "occupations", "paths"]


def read(client, address: str) -> str:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/markdown; charset=utf-8")
    return response.content.decode()


def test_article_is_told_whole(client):
    skill, cover = make_skill(name="Python", slug="python"), make_picture(alt="A box")
    article = make_article(
        title="Serving *models*", summary="In short.", body="## Part\n\nUse [[skill:python]].", slug="serving",
        section=make_section("Practice"), publish_at="2026-01-05T08:00:00Z", cover=cover, skills=[skill],
        authors=[make_user(public_name="Dana")], resources=[{"title": "Docs", "url": "https://d.example/", "kind": "docs"}],
    )  # fmt: skip
    make_article(language="de", slug="dienst", translation_group=str(article.translation_group))

    assert read(client, "/articles/serving.md") == (
        "# Serving \\*models\\*\n\nIn short.\n\n"
        f"- Page: <{HOST}/articles/serving/>\n- Published: 2026-01-05\n- Last updated: {article.updated_at:%Y-%m-%d}\n"
        f"- Authors: Dana\n- Section: Practice\n- Language: English\n- Also in: [German]({HOST}/articles/dienst/)\n"
        f"- Cover: ![A box]({HOST}/media/pictures/{cover.pk}/)\n\n"
        f"## Part\n\nUse [Python]({HOST}/skills/python/).\n\n"
        f"## Skills\n\n- [Python]({HOST}/skills/python/)\n\n"
        "## Elsewhere\n\n- [Docs](<https://d.example/>) (documentation)\n"
    )


def test_syndicated_text_names_its_source_and_licence(client):
    source = make_source(
        publisher="Example *Press*", author="A. Writer", title="First title", url="https://press.example/a_(b)",
        published_on="2025-03-04", licence="CC BY 4.0", disclaimer="Not our view.", permission="by phone",
    )  # fmt: skip
    make_article(slug="taken", origin="syndicated", source=source)

    response = client.get("/articles/taken.md")

    assert (
        "## Source\n\nThis text was first published elsewhere.\n\n- Publisher: Example \\*Press\\*\n- Author: A. Writer\n"
        "- Original: [First title](<https://press.example/a_(b)>)\n- Date: March 4, 2025\n"
        "- Licence: [CC BY 4.0](<https://creativecommons.org/licenses/by/4.0/>)\n\nNot our view.\n"
    ) in response.content.decode()
    assert "by phone" not in response.content.decode()
    assert response["Link"] == '<https://press.example/a_(b)>; rel="canonical"'
    assert response["X-Robots-Tag"] == "noindex"


def test_own_text_is_found_at_its_page(client):
    make_article(slug="own")

    response = client.get("/articles/own.md")

    assert response["Link"] == f'<{HOST}/articles/own/>; rel="canonical"'
    assert "X-Robots-Tag" not in response
    assert "## Source" not in response.content.decode()


def test_skill_tool_and_industry_tell_their_facts_and_links(client):
    tool = make_tool(
        name="PyTorch", aliases=[{"name": "Torch"}], vendor="Meta", licence="BSD-3-Clause",
        homepage="https://t.example/", categories=[make_category(name="Libraries")], description="A library.",
    )  # fmt: skip
    first = make_skill(name="Mathematics")
    make_skill(name="Training", group=make_group("Models"), prerequisites=[first], tools=[tool])
    make_industry(name="Energy", description="Grids.", ai_use="Forecasts.", tools=[tool])

    told = read(client, "/tools/pytorch.md")
    for line in ("- Also called: Torch\n", "- Vendor: Meta\n- Licence: BSD-3-Clause\n- Homepage: <https://t.example/>\n",
                 "- Categories: Libraries\n", "\n\nA library.\n", f"## Skills\n\n- [Training]({HOST}/skills/training/)\n",
                 f"## Industries\n\n- [Energy]({HOST}/industries/energy/)\n"):  # fmt: skip
        assert line in told
    told = read(client, "/skills/training.md")
    assert "- Group: Models\n" in told
    assert f"## Learn first\n\n- [Mathematics]({HOST}/skills/mathematics/)\n" in told
    assert "Grids.\n\n## What AI does there\n\nForecasts.\n" in read(client, "/industries/energy.md")


def test_figures_stand_in_a_table(client):
    industry, job = make_industry(name="Energy"), make_occupation(name="Data | scientist", slug="scientist")
    make_figure(industry=industry, occupation=job, value=1200, year=2024, source="Survey")
    make_figure(industry=industry, occupation=job, value=None, year=2023, source="Survey")

    row = f"| [Data \\| scientist]({HOST}/occupations/scientist/) | people employed |"
    told = read(client, "/industries/energy.md")

    assert f"{row} 1,200 | 2024 | Survey |\n{row} not released | 2023 | Survey |\n" in told
    assert f"[Energy]({HOST}/industries/energy/) | people employed | 1,200" in read(client, "/occupations/scientist.md")


def test_path_tells_its_steps(client):
    skill, article = make_skill(name="Python"), make_article(title="Read me")
    links = {"skills": [str(skill.pk)], "articles": [str(article.pk)]}
    make_path(name="The way", steps=[{"title": "Begin", "note": "Slowly.", "hours": 5, **links}, {"title": "End", "is_required": False}])  # fmt: skip

    assert (
        "## Steps\n\n### 1. Begin\n\n(required, hours: 5)\n\nSlowly.\n\n"
        f"- [Read me]({HOST}/articles/{article.slug}/)\n- [Python]({HOST}/skills/python/)\n\n"
        "### 2. End\n\n(optional)\n"
    ) in read(client, "/paths/the-way.md")


def test_lines_of_plain_texts_stay_lines(client):
    source = make_source(disclaimer="One line,\nanother.\n\n- A paragraph.")
    make_path(slug="main", steps=[{"title": "First #", "note": "line *1*\nline 2\n \nline 3"}])
    make_article(slug="main", origin="syndicated", source=source)

    path, article = (client.get(f"/{kind}/main.md").content.decode() for kind in ("paths", "articles"))

    assert "### 1. First \\#\n" in path
    assert "line \\*1\\*\\\nline 2\\\nline 3\n" in path
    assert "One line,\\\nanother.\n\n\\- A paragraph." in article


def test_scheduled_item_was_not_updated_before_it_came_out(client):
    skill = make_skill(slug="main", publish_at="2026-03-05T08:00:00Z")
    Skill.objects.filter(pk=skill.pk).update(updated_at="2026-01-02T08:00:00Z")

    assert "- Last updated: 2026-03-05\n" in client.get("/skills/main.md").content.decode()
    assert "Last updated: March 5, 2026" in text_of(find(page_of(client.get("/skills/main/")), class_="updated")[0])


def test_hidden_items_and_pictures_leave_no_trace_but_the_label(client):
    skill, picture = make_skill(name="Secret"), make_picture(alt="Alt")
    draft = make_article(status="draft", cover=picture)
    body = f"[[skill:secret|that]] `[[skill:{skill.pk}]]` ![A box](picture:{picture.pk}) [[article:{draft.slug}]]"
    article = make_article(slug="open", body=body)
    change(article, body=f"{body} again")
    assert f"/media/pictures/{picture.pk}/" in read(client, "/articles/open.md")
    change(skill, status="draft")
    change(article, body=f"[[skill:{skill.pk}|that]] `[[skill:{skill.pk}]]` [[article:{draft.pk}]]")

    told = read(client, "/articles/open.md")

    assert "\n\nthat `` \n" in told or "\n\nthat ``\n" in told
    assert not [word for word in ("Secret", str(skill.pk), str(draft.pk), draft.slug) if word in told]


@pytest.mark.parametrize(("folder", "model"), list(zip(FOLDERS, ITEM_MODELS.values(), strict=True)), ids=FOLDERS)
def test_address_answers_as_the_page_does(client, folder, model):
    values = {"summary": "A summary.", "body": "Some text."} if model is Article else {}
    values |= {"steps": [{"title": "Start"}]} if model is LearningPath else {}  # type: ignore[dict-item]
    change(make(model, **values, slug="gone"), status="archived")
    change(make(model, **values, slug="held"), status="legal_hold")
    make(model, **values, slug="draft", status="draft")
    change(make(model, **values, slug="before"), slug="after")

    answers = [client.get(f"/{folder}/{slug}.md").status_code for slug in ("after", "gone", "held", "draft", "never")]
    moved = client.get(f"/{folder}/before.md")

    assert answers == [200, 410, 451, 404, 404]
    assert (moved.status_code, moved["Location"]) == (301, f"/{folder}/after.md")


def test_document_is_public_and_answers_304_where_nothing_changed(client):
    article = make_article(slug="main")
    response = client.get("/articles/main.md")

    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.cookies
    assert client.get("/articles/main.md", headers={"if-none-match": response["ETag"]}).status_code == 304
    change(article, title="Another")
    assert client.get("/articles/main.md", headers={"if-none-match": response["ETag"]}).status_code == 200
    assert client.post("/articles/main.md").status_code == 405
