"""Editors create and change items; nothing they typed is ever lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.admin.site import admin_url
from articles.history.revisions import history
from articles.models import (
    Article,
    Industry,
    LearningPath,
    Occupation,
    Revision,
    Skill,
    Source,
    Tool,
    User,
)
from articles.snapshots import snapshot_of
from tests.articles.admin.forms import change_url, errors_of, fresh, ids, messages_of, open_form, read_form, save, send
from tests.factories import (
    change,
    count,
    make_article,
    make_category,
    make_group,
    make_industry,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def erin(client: Client) -> User:
    user = make_user("erin")
    client.force_login(user)
    return user


def test_article_is_created_with_all_its_parts(client: Client, erin: User) -> None:
    section, source, cover = make_section(), make_source(), make_picture()
    skill, tool, industry, other = make_skill(), make_tool(), make_industry(), make_article()
    response = save(
        client,
        admin_url(Article, "add"),
        title="Évaluation",
        summary="How to test.",
        body="# Text\r\n\r\n    code",
        status="draft",
        section=str(section.pk),
        language="fr",
        origin="syndicated",
        source=str(source.pk),
        cover=str(cover.pk),
        authors=ids(erin),
        skills=ids(skill),
        tools=ids(tool),
        industries=ids(industry),
        related=ids(other),
        note="First draft",
    )
    assert response.status_code == 302
    article = Article.objects.get(title="Évaluation")
    snapshot = snapshot_of(article)
    assert snapshot["links"] == {
        "section": ids(section),
        "source": ids(source),
        "cover": ids(cover),
        "authors": ids(erin),
        "skills": ids(skill),
        "tools": ids(tool),
        "industries": ids(industry),
        "related": ids(other),
    }
    assert (article.body, article.language, article.slug) == ("# Text\n\n    code", "fr", "evaluation")
    assert (history(article).get().by, history(article).get().note) == (erin, "First draft")


def test_skill_is_created_with_aliases_and_links(client: Client) -> None:
    group, broader, first, tool = make_group(), make_skill(), make_skill(), make_tool()
    values = {"aliases-0-name": "RAG", "aliases-1-name": "retrieval", "aliases-1-language": "en"}
    links = {"group": str(group.pk), "broader": str(broader.pk), "prerequisites": ids(first), "tools": ids(tool)}
    save(client, admin_url(Skill, "add"), name="Retrieval-augmented generation", **values, **links)
    snapshot = snapshot_of(Skill.objects.get(name="Retrieval-augmented generation"))
    assert snapshot["fields"]["aliases"] == [{"name": "RAG", "language": ""}, {"name": "retrieval", "language": "en"}]
    assert snapshot["links"] == {
        "group": ids(group),
        "broader": ids(broader),
        "prerequisites": ids(first),
        "tools": ids(tool),
    }


def test_tool_is_created_with_categories_and_external_ids(client: Client) -> None:
    category = make_category()
    values = {"external_ids-0-scheme": "unspsc", "external_ids-0-code": "43232605"}
    save(
        client,
        admin_url(Tool, "add"),
        name="PyTorch",
        homepage="https://pytorch.org",
        categories=ids(category),
        **values,
    )
    tool = Tool.objects.get(name="PyTorch")
    assert tool.homepage == "https://pytorch.org"
    assert snapshot_of(tool)["links"] == {"categories": ids(category)}
    assert snapshot_of(tool)["fields"]["external_ids"] == [{"scheme": "unspsc", "code": "43232605"}]


@pytest.mark.parametrize("model", [Industry, Occupation])
def test_industry_and_occupation_are_created_with_links(client: Client, model: Any) -> None:
    skill, tool = make_skill(), make_tool()
    save(client, admin_url(model, "add"), name="Health", skills=ids(skill), tools=ids(tool))
    links = snapshot_of(model.objects.get(name="Health"))["links"]
    assert (links["skills"], links["tools"]) == (ids(skill), ids(tool))


def test_path_is_created_with_steps_in_order_of_position(client: Client) -> None:
    skill, article = make_skill(), make_article()
    rows = {
        "steps-0-title": "Second",
        "steps-0-ORDER": "2",
        "steps-0-skills": ids(skill),
        "steps-1-title": "First",
        "steps-1-ORDER": "1",
        "steps-1-note": "Begin here.",
        "steps-1-hours": "3",
        "steps-1-articles": ids(article),
        "steps-1-is_required": [],
    }
    save(client, admin_url(LearningPath, "add"), name="Start", status="published", **rows)
    assert snapshot_of(LearningPath.objects.get(name="Start"))["steps"] == [
        {
            "title": "First",
            "note": "Begin here.",
            "is_required": False,
            "hours": 3,
            "skills": [],
            "articles": ids(article),
        },
        {"title": "Second", "note": "", "is_required": True, "hours": 0, "skills": ids(skill), "articles": []},
    ]


def test_sending_an_unchanged_form_saves_nothing(client: Client, erin: User) -> None:
    article = make_article(
        skills=[make_skill()], authors=[erin], resources=[{"title": "Docs", "url": "https://a.example"}]
    )
    response = client.post(change_url(article), open_form(client, change_url(article)), follow=True)
    assert messages_of(response) == ["Nothing was different, so nothing was saved."]
    assert fresh(article).version == 1


def test_edit_keeps_what_was_not_touched(client: Client) -> None:
    path = make_path(
        steps=[{"title": "One", "skills": [str(make_skill().pk)]}],
        resources=[{"title": "D", "url": "https://a.example"}],
    )
    before = snapshot_of(path)
    save(client, change_url(path), summary="New")
    after = snapshot_of(fresh(path))
    assert after == {**before, "fields": {**before["fields"], "summary": "New"}}


def test_save_and_continue_comes_back_with_the_new_version(client: Client) -> None:
    article = make_article()
    response = save(client, change_url(article), title="Other", button="_continue")
    assert response.url == change_url(article)
    assert open_form(client, change_url(article))["expected_version"] == ["2"]


def test_form_sent_twice_makes_one_item(client: Client) -> None:
    data = open_form(client, admin_url(Article, "add"))
    send(client, admin_url(Article, "add"), data, title="Once")
    response = send(client, admin_url(Article, "add"), data, title="Once")
    assert "sent twice" in errors_of(response)["__all__"][0]
    assert count(Article) == 1


# Rows


def test_rows_are_added_deleted_and_reordered(client: Client) -> None:
    resources = [{"title": title, "url": f"https://{title}.example"} for title in ("a", "b", "c")]
    tool = make_tool(resources=resources)
    rows = {
        "resources-0-ORDER": "9",
        "resources-1-DELETE": "on",
        "resources-3-title": "d",
        "resources-3-url": "https://d.example",
    }
    save(client, change_url(tool), **rows)
    assert [row["title"] for row in snapshot_of(fresh(tool))["resources"]] == ["c", "a", "d"]


def test_steps_are_added_deleted_and_reordered(client: Client) -> None:
    path = make_path(steps=[{"title": title} for title in ("a", "b", "c")])
    rows = {"steps-0-ORDER": "3", "steps-2-ORDER": "1", "steps-1-DELETE": "on", "steps-4-title": "d"}
    save(client, change_url(path), **rows)
    assert [row["title"] for row in snapshot_of(fresh(path))["steps"]] == ["c", "a", "d"]


def test_alias_is_taken_away(client: Client) -> None:
    skill = make_skill(aliases=[{"name": "one"}, {"name": "two"}])
    save(client, change_url(skill), **{"aliases-0-DELETE": "on"})
    assert snapshot_of(fresh(skill))["fields"]["aliases"] == [{"name": "two", "language": ""}]


def test_row_marked_for_deletion_need_not_be_valid(client: Client) -> None:
    skill = make_skill(aliases=[{"name": "one"}])
    save(client, change_url(skill), **{"aliases-0-name": "", "aliases-0-DELETE": "on"})
    assert snapshot_of(fresh(skill))["fields"]["aliases"] == []


def test_broken_management_form_is_an_error_not_a_loss_of_rows(client: Client) -> None:
    skill = make_skill(aliases=[{"name": "one"}])
    response = save(client, change_url(skill), **{"aliases-TOTAL_FORMS": ""})
    assert "aliases" in errors_of(response)
    assert snapshot_of(fresh(skill))["fields"]["aliases"] == [{"name": "one", "language": ""}]


# Popups


def test_source_is_added_from_the_form_of_an_article(client: Client) -> None:
    url = admin_url(Source, "add") + "?_popup=1&_to_field=id"
    response = save(client, url, publisher="Press")
    assert response.status_code == 200
    assert str(Source.objects.get().pk) in response.content.decode()


@pytest.mark.parametrize(
    ("model", "opener", "values"),
    [
        (Source, "articles.article", {"publisher": "Press"}),
        (Skill, "articles.article", {"name": "New skill"}),
        (Tool, "articles.skill", {"name": "New tool"}),
    ],
)
def test_row_added_from_a_form_that_names_itself_closes_the_popup(client: Client, model, opener, values) -> None:
    url = admin_url(model, "add") + f"?_popup=1&_to_field=id&_source_model={opener}"
    response = save(client, url, **values)
    assert response.status_code == 200
    assert str(model.objects.get().pk) in response.content.decode()


def test_unchanged_item_saved_to_go_on_editing_stays_open(client: Client) -> None:
    url = change_url(make_skill())
    response = send(client, url, open_form(client, url), button="_continue")
    assert response.headers["Location"] == url


def test_add_address_may_carry_name_and_links(client: Client) -> None:
    skill = make_skill(name="Carried skill")
    url = admin_url(Article, "add") + f"?title=Carried&skills={skill.pk}&publish_at=nonsense&expected_version=7"
    data = open_form(client, url)
    assert (data["title"], data["skills"], data["expected_version"]) == (["Carried"], ids(skill), ["0"])


def test_times_are_kept_to_the_fraction_of_a_second(client: Client) -> None:
    article = make_article()
    save(client, change_url(article), summary="Other")
    assert fresh(article).publish_at == article.publish_at


# Translations


def test_article_joins_and_leaves_a_translation_group(client: Client) -> None:
    english, german = make_article(language="en"), make_article(language="de")
    save(client, change_url(german), translation_of=str(english.pk))
    assert fresh(german).translation_group == english.translation_group
    assert open_form(client, change_url(english))["translation_of"] == [str(german.pk)]
    save(client, change_url(english), translation_of="")
    assert fresh(english).translation_group != fresh(german).translation_group


def test_second_article_of_a_language_in_a_group_is_refused(client: Client) -> None:
    first, second = make_article(), make_article()
    response = save(client, change_url(second), translation_of=str(first.pk))
    assert list(errors_of(response)) == ["language"]


# Sizes and hostile texts


def test_body_of_three_megabytes_is_refused_and_kept(client: Client) -> None:
    article = make_article(body="Kept.")
    body = "All work and no play makes a dull text.\n\n" * 75_000
    response = save(client, change_url(article), body=body)
    assert "Divide" in errors_of(response)["body"][0]
    assert (body[:1000], fresh(article).body) == (read_form(response)["body"][0].replace("\r", "")[:1000], "Kept.")


def test_body_of_a_whole_book_is_shown_and_saved(client: Client) -> None:
    article = make_article()
    body = "All work and no play makes a dull text, and then another sentence of it.\n\n" * 12_000
    assert save(client, change_url(article), body=body).status_code == 302
    assert len(fresh(article).body) > 880_000
    data = open_form(client, change_url(article))
    send(client, change_url(article), data, summary="Again")
    conflict = send(client, change_url(article), data, body=body + "\n\nMore")
    assert conflict.context["page"].conflict.version == 3
    assert fresh(article).summary == "Again"


def test_hostile_name_is_escaped_everywhere(client: Client) -> None:
    hostile = "<script>alert(1)</script>\"'>"
    skill = make_skill(
        name=hostile, aliases=[{"name": hostile}], resources=[{"title": hostile, "url": "https://a.example"}]
    )
    article = make_article(title=hostile, skills=[skill])
    change(skill, name=hostile + "2")
    pages = [
        change_url(skill),
        change_url(article),
        admin_url(Skill, "changelist"),
        admin_url(Skill, "history", skill.pk),
        admin_url(Skill, "compare", skill.pk, 2),
        admin_url(Skill, "delete", skill.pk),
        admin_url(Revision, "changelist"),
        admin_url(Revision, "change", Revision.objects.first().pk),  # type: ignore[union-attr]
        reverse("admin:index"),
    ]
    for page in pages:
        html = client.get(page).content.decode()
        assert "<script>alert" not in html, page
