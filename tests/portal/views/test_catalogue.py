"""The pages of skills, tools, industries, occupations and paths."""

from functools import partial

import pytest
from django.urls import reverse

from articles.editing import Edit, save_items
from articles.models import Resource, Skill, Source, Tool
from articles.snapshots import Snapshot
from tests.factories import (
    make_article,
    make_category,
    make_figure,
    make_group,
    make_industry,
    make_occupation,
    make_path,
    make_skill,
    make_source,
    make_tool,
)
from tests.portal.reading import attribute, find, linked_under, links_of, page_of, text_of

pytestmark = pytest.mark.django_db


def show(client, item):
    return client.get(reverse(item.item_type, args=[item.slug]))


def aliases(*names: str) -> list[dict[str, str]]:
    return [{"name": name, "language": ""} for name in names]


def test_skill_shows_what_belongs_to_it(client):
    group = make_group("Foundations")
    skill = make_skill(
        name="Python", summary="In short.", description="At *length*.", group=group, aliases=aliases("Py")
    )

    response = show(client, skill)

    text = response.content.decode()
    assert "In short." in text
    assert "<em>length</em>" in text
    assert "Also called: Py" in text_of(find(page_of(response), class_="aliases")[0])
    assert links_of(response)[f"/skills/?group={group.slug}"] == "Foundations"


def test_skill_is_linked_with_everything_both_ways(client):
    tool, basic, broad = make_tool(name="Tool"), make_skill(name="Basic"), make_skill(name="Broad")
    skill = make_skill(name="Middle", broader=broad, prerequisites=[basic], tools=[tool])
    make_skill(name="Narrow", broader=skill), make_skill(name="Advanced", prerequisites=[skill])
    make_article(title="Text", skills=[skill]), make_industry(name="Trade", skills=[skill])
    make_occupation(name="Job", skills=[skill])
    make_path(name="Way", steps=[{"title": "a", "skills": [str(skill.pk)]}, {"title": "b", "skills": [str(skill.pk)]}])

    response = show(client, skill)

    shown = {
        "Learn first": ["Basic"], "Leads to": ["Advanced"], "Part of": ["Broad"], "Includes": ["Narrow"],
        "Tools": ["Tool"], "Articles": ["Text"], "Industries": ["Trade"], "Occupations": ["Job"],
        "Paths that teach it": ["Way"],
    }  # fmt: skip
    assert {heading: linked_under(response, heading) for heading in shown} == shown
    assert linked_under(show(client, basic), "Leads to") == ["Middle"]
    assert linked_under(show(client, broad), "Includes") == ["Middle"]
    assert linked_under(show(client, tool), "Skills") == ["Middle"]


@pytest.mark.parametrize("state", [{"status": "draft"}, {"publish_at": "2999-01-01T00:00:00Z"}, {"status": "trashed"}])
def test_hidden_items_are_linked_from_nowhere(client, state):
    hidden = {"name": "Unseen", **state}
    skill = make_skill(
        name="Middle", broader=make_skill(**hidden), prerequisites=[make_skill(name="Unseen too", **state)],
        tools=[make_tool(**hidden), make_tool(name="Seen")],
    )  # fmt: skip
    make_industry(skills=[skill], **hidden), make_occupation(skills=[skill], **hidden)
    make_article(title="Unseen", skills=[skill], **state)
    make_path(steps=[{"title": "a", "skills": [str(skill.pk)]}], **hidden)

    response = show(client, skill)

    assert linked_under(response, "Tools") == ["Seen"]
    assert "Unseen" not in response.content.decode()


def test_more_than_twenty_four_links_lead_on_to_the_filtered_list(client):
    skill = make_skill(name="Python", tools=[make_tool(name=f"Tool {number:02}") for number in range(26)])
    for number in range(25):
        make_article(title=f"Text {number}", skills=[skill])

    response = show(client, skill)

    assert len(linked_under(response, "Articles")) == 24 + 1
    assert links_of(response)["/articles/?skills=python"] == "All 25 : Articles"
    assert linked_under(response, "Tools") == [f"Tool {number:02}" for number in range(24)]
    assert "and 2 more" in response.content.decode()


def test_more_than_a_thousand_links_are_not_counted(client):
    skill = make_skill(name="Broad")
    edits = [
        Edit(
            Skill(),
            Snapshot(fields={"name": f"Narrow {number}", "status": "published"}, links={"broader": [str(skill.pk)]}),
            0,
        )
        for number in range(1001)
    ]
    save_items(edits, by=None)

    assert links_of(show(client, skill))["/skills/?broader=broad"] == "All, more than a thousand : Includes"


def test_tool_shows_its_facts_and_links(client):
    category = make_category(name="Databases", code="4323 23")
    tool = make_tool(
        name="Store", vendor="Acme", licence="MIT", homepage="https://store.example/", repository="https://git.example/s",
        categories=[category], aliases=aliases("Storage"),
    )  # fmt: skip
    make_skill(name="Querying", tools=[tool]), make_industry(name="Retail", tools=[tool])
    make_article(title="Storing", tools=[tool]), make_occupation(name="Keeper", tools=[tool])

    response = show(client, tool)

    links = links_of(response)
    assert links["https://store.example/"] == "store.example"
    assert links["https://git.example/s"] == "git.example/s"
    assert links["/tools/?categories=4323%2023"] == "Databases"
    facts = text_of(find(page_of(response), class_="facts")[0])
    assert "Vendor Acme Licence MIT" in facts
    headings = ("Skills", "Industries", "Articles", "Occupations")
    assert [linked_under(response, heading) for heading in headings] == [
        ["Querying"],
        ["Retail"],
        ["Storing"],
        ["Keeper"],
    ]


def test_industry_shows_use_parents_children_and_links(client):
    parent = make_industry(name="Services")
    industry = make_industry(
        name="Banking",
        parent=parent,
        ai_use="Finds **fraud**.",
        skills=[make_skill(name="S")],
        tools=[make_tool(name="T")],
    )
    make_industry(name="Branch", parent=industry), make_article(title="Money", industries=[industry])

    response = show(client, industry)

    assert "<strong>fraud</strong>" in response.content.decode()
    shown = {"Part of": ["Services"], "Includes": ["Branch"], "Skills": ["S"], "Tools": ["T"], "Articles": ["Money"]}
    assert {heading: linked_under(response, heading) for heading in shown} == shown


def figures_of(response) -> list[str]:
    [table] = find(page_of(response), "table")
    return [text_of(row) for row in find(table, "tr")]


def test_figures_stand_in_a_table_newest_first(client):
    industry, job = make_industry(name="Banking"), make_occupation(name="Analyst")
    make_figure(industry=industry, occupation=job, value="330980", year=2023)
    make_figure(industry=industry, occupation=job, measure="share", value="0.8", year=2024)
    make_figure(industry=industry, occupation=job, measure="wage", value=None, year=2024)

    assert figures_of(show(client, industry)) == [
        "Occupation People employed Share of the industry, % Median annual wage, US$ Year",
        "Analyst – 0.8 not released 2024",
        "Analyst 330,980 – – 2023",
    ]
    assert figures_of(show(client, job))[-1] == "Banking 330,980 – – 2023"


def test_figures_about_hidden_counterparts_are_left_out(client):
    industry, shown = make_industry(name="Banking"), make_occupation(name="Seen")
    hidden = make_occupation(name="Unseen", status="draft")
    (
        make_figure(industry=industry, occupation=shown, value="1"),
        make_figure(industry=industry, occupation=hidden, value="2"),
    )

    response = show(client, industry)

    assert figures_of(response) == ["Occupation People employed", "Seen 1"]
    assert "Year: 2024." in text_of(page_of(response))


def test_occupation_shows_aliases_skills_and_tools(client):
    job = make_occupation(
        name="AI engineer",
        aliases=aliases("Applied AI engineer"),
        skills=[make_skill(name="S")],
        tools=[make_tool(name="T")],
    )
    response = show(client, job)

    assert "Applied AI engineer" in response.content.decode()
    assert [linked_under(response, heading) for heading in ("Skills", "Tools")] == [["S"], ["T"]]


def test_path_shows_its_steps_in_order_with_their_links_and_hours(client):
    skill, article = make_skill(name="Statistics"), make_article(title="Read me")
    draft = make_article(title="Unseen", status="draft")
    path = make_path(
        steps=[
            {"title": "Begin", "note": "Slowly.", "hours": 3, "articles": [str(article.pk), str(draft.pk)]},
            {"title": "Go on", "is_required": False, "hours": 1, "skills": [str(skill.pk)]},
        ]
    )
    response = show(client, path)

    steps = [text_of(step) for step in find(page_of(response), "li", class_="step")]
    assert steps == ["Begin required 3 hours Slowly. Read Read me", "Go on optional 1 hour Learn Statistics"]
    assert "Steps 2 All steps 4 hours Required steps 3 hours" in text_of(find(page_of(response), class_="facts")[0])
    assert "Unseen" not in response.content.decode()


def test_every_detail_page_has_one_heading_and_tells_when_it_was_updated(client):
    old_article = partial(make_article, publish_at="2026-01-05T08:00:00Z")
    for make in (old_article, make_skill, make_tool, make_industry, make_occupation, make_path):
        page = page_of(show(client, make()))
        assert len(find(page, "h1")) == 1
        assert "Last updated:" in text_of(page)
        assert [attribute(link, "aria-current") for link in find(page, "a") if attribute(link, "aria-current")] == [
            "true"
        ]


def test_address_that_would_run_a_script_is_no_link_even_where_it_is_stored(client):
    run = "javascript:alert(1)"
    tool = make_tool(resources=[{"title": "Docs", "url": "https://a.example"}])
    article = make_article(origin="syndicated", source=make_source())
    Tool.objects.update(homepage=run, repository=run)
    Resource.objects.update(url=run)
    Source.objects.update(url=run)
    for address in (f"/tools/{tool.slug}/", f"/tools/compare/?items={tool.slug}", f"/articles/{article.slug}/"):
        assert 'href="javascript:' not in client.get(address).content.decode()
