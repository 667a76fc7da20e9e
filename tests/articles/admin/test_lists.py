"""Lists of items: search, filters, columns, bulk actions, and what select boxes offer."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.admin.site import admin_url
from articles.models import Article, Category, Change, Item, LearningPath, Skill, Source, Tool, User
from articles.publishing import Status
from tests.articles.admin.forms import messages_of
from tests.articles.mass.mass_actions import act, ask, last_action, statuses
from tests.factories import (
    count,
    make_article,
    make_category,
    make_group,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)

FUTURE, PAST = "2999-01-01T00:00:00Z", "2001-01-01T00:00:00Z"


@pytest.fixture(autouse=True)
def erin(client: Client) -> User:
    user = make_user("erin")
    client.force_login(user)
    return user


def listed(client: Client, model: Any, **query: str) -> set[Any]:
    response = client.get(admin_url(model, "changelist"), query)
    assert response.status_code == 200
    return set(response.context["cl"].result_list)


# Search


@pytest.mark.parametrize(
    "term",
    ["ÜBERSETZUNG", "übersetzung", "ubersetz", "neuronale über", "uebersetz", "nmt", "ＮＭＴ"],
)
def test_item_is_found_by_parts_of_name_slug_and_alias(client: Client, term: str) -> None:
    wanted = make_skill(name="Neuronale Übersetzung", slug="uebersetzung", aliases=[{"name": "NMT"}])
    make_skill(name="Planning")
    assert listed(client, Skill, q=term) == {wanted}


def test_item_is_found_by_its_id(client: Client) -> None:
    wanted, _other = make_tool(), make_tool()
    for spelling in (str(wanted.pk), wanted.pk.hex, f" {str(wanted.pk).upper()}"):
        assert listed(client, Tool, q=spelling) == {wanted}


def test_search_of_all_words_finds_nothing_when_one_is_missing(client: Client) -> None:
    make_tool(name="Alpha beta")
    assert listed(client, Tool, q="alpha gamma") == set()


def test_record_is_found_whatever_the_case(client: Client) -> None:
    wanted, _other = make_source(publisher="Éditions du Nord"), make_source(publisher="Example")
    assert listed(client, Source, q="éditions") == {wanted}
    assert listed(client, Source, q="NORD") == {wanted}


def test_log_is_searched_by_item_id(client: Client) -> None:
    article, _other = make_article(), make_article()
    assert {change.item_id for change in listed(client, Change, q=str(article.pk))} == {article.pk}
    assert listed(client, Change, q="nonsense") == set()
    assert len(listed(client, Change, q=" ")) == 2


# Filters


def test_list_shows_all_but_the_trash(client: Client) -> None:
    draft, live = make_tool(status="draft"), make_tool()
    trashed = make_tool(status="trashed")
    assert listed(client, Tool) == {draft, live}
    assert listed(client, Tool, status="trashed") == {trashed}
    assert listed(client, Tool, status="all") == {draft, live, trashed}


def test_status_filter_tells_visible_from_scheduled_and_expired(client: Client) -> None:
    live, scheduled = make_tool(), make_tool(publish_at=FUTURE)
    expired = make_tool(publish_at=PAST, expire_at="2001-01-02T00:00:00Z")
    assert listed(client, Tool, status="visible") == {live}
    assert listed(client, Tool, status="scheduled") == {scheduled}
    assert listed(client, Tool, status="published") == {live, scheduled, expired}
    assert listed(client, Tool, status="nonsense") == {live, scheduled, expired}


@pytest.mark.parametrize("name", ["section__id__exact", "language", "origin__exact", "is_featured__exact"])
def test_article_filter_narrows_the_list(client: Client, name: str) -> None:
    section, source = make_section(), make_source()
    wanted = make_article(section=section, language="fr", origin="syndicated", source=source, is_featured=True)
    make_article(section=make_section())
    values = {"section__id__exact": str(section.pk), "language": "fr", "origin__exact": "syndicated"}
    assert listed(client, Article, **{name: values.get(name, "1")}) == {wanted}


def test_category_filter_offers_the_most_used_and_takes_any(client: Client) -> None:
    categories = [make_category() for _number in range(32)]
    tools = [make_tool(categories=[category]) for category in categories]
    response = client.get(admin_url(Tool, "changelist"))
    [offered] = [spec for spec in response.context["cl"].filter_specs if spec.title == "category"]
    assert len(offered.lookup_choices) == 30
    assert listed(client, Tool, categories__id__exact=str(categories[31].pk)) == {tools[31]}
    assert listed(client, Tool, categories__id__exact="nonsense") == set()


def test_pages_of_uses_lead_to_lists_of_all_of_them(client: Client) -> None:
    skill = make_skill(group=make_group())
    articles = {make_article(skills=[skill], status="trashed") for _number in range(12)}
    path = make_path(steps=[{"title": "One", "skills": [str(skill.pk)]}, {"title": "Two", "skills": [str(skill.pk)]}])
    uses = {str(use.label): use for use in client.get(admin_url(Skill, "change", skill.pk)).context["uses"]}
    about, paths = uses["Articles about it"], uses["Learning paths with it in a step"]
    assert (about.count, len(about.links), about.more) == (12, 10, 2)
    assert (paths.count, paths.links) == (1, [(admin_url(LearningPath, "change", path.pk), path.name)])
    assert set(client.get(about.url).context["cl"].result_list) == articles
    assert list(client.get(paths.url).context["cl"].result_list) == [path]


# Columns


def test_visible_now_follows_the_clock_not_the_status(client: Client) -> None:
    make_tool(name="Live"), make_tool(name="Later", publish_at=FUTURE)
    response = client.get(admin_url(Tool, "changelist"))
    model_admin = response.context["cl"].model_admin
    assert {tool.name: model_admin.visible_now(tool) for tool in response.context["cl"].result_list} == {
        "Live": True,
        "Later": False,
    }


# Actions

DONE = {
    Status.PUBLISHED: "published",
    Status.ARCHIVED: "archived",
    Status.WITHDRAWN: "withdrawn",
    Status.DRAFT: "made drafts",
    Status.TRASHED: "moved to the trash",
}


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("publish", Status.PUBLISHED),
        ("archive", Status.ARCHIVED),
        ("withdraw", Status.WITHDRAWN),
        ("back_to_draft", Status.DRAFT),
        ("move_to_trash", Status.TRASHED),
    ],
)
def test_action_changes_the_chosen_and_counts_them(client: Client, action: str, status: Status) -> None:
    tools: list[Item] = [make_tool(status="review"), make_tool(status="review"), make_tool(status=status.value)]
    untouched = make_tool(status="review")
    response = act(client, action, tools, url=admin_url(Tool, "changelist") + "?status=all")
    assert statuses([*tools, untouched]) == [status.value] * 3 + ["review"]
    assert messages_of(response) == [f"2 {DONE[status]}, 1 was so already."]


def test_action_reports_each_refusal_and_changes_the_others(client: Client) -> None:
    good, bad = make_article(status="draft"), make_article(title="Empty", status="draft", body="")
    response = act(client, "publish", [good, bad])
    assert statuses([good, bad]) == ["published", "draft"]
    assert messages_of(response) == [
        "“Empty”: Text: Needed before it can be published.",
        "1 published, 1 left alone.",
    ]


def test_action_across_pages_takes_all_that_the_list_shows(client: Client) -> None:
    tools = [make_tool() for _number in range(60)]
    act(client, "archive", tools[:1], select_across="1")
    assert set(statuses(tools)) == {"archived"}


def test_action_is_written_to_the_history_by_its_editor(client: Client, erin: User) -> None:
    tool = make_tool(status="draft")
    act(client, "publish", [tool])
    change = Change.objects.order_by("-number")[0]
    note = f"Mass action {last_action().pk}: status set to “published”"
    assert (change.by, change.item_id, change.version, change.note) == (erin, tool.pk, 2, note)
    assert change.reason == Change.Reason.MASS


def test_nothing_can_be_deleted_from_lists(client: Client) -> None:
    category = make_category()
    for row in (make_tool(), category):
        assert "delete_selected" not in client.get(admin_url(type(row), "changelist")).content.decode()
        ask(client, "delete_selected", [row])
    assert (count(Tool), count(Category)) == (1, 1)


# Autocompletes


def offered(client: Client, model: Any, field: str, term: str = "") -> list[str]:
    query = {"app_label": "articles", "model_name": model._meta.model_name, "field_name": field, "term": term}
    response = client.get(reverse("admin:autocomplete"), query)
    assert response.status_code == 200
    return [one["text"] for one in response.json()["results"]]


def test_autocomplete_offers_by_name_without_the_trash_and_tells_the_status(client: Client) -> None:
    make_skill(name="Évaluer"), make_skill(name="evaluation basics", status="draft")
    make_skill(name="Evaluation later", publish_at="2999-01-01T00:00:00Z")
    make_skill(name="Evaluation then", publish_at="2001-01-01T00:00:00Z", expire_at="2002-01-01T00:00:00Z")
    make_skill(name="Evaluation old", status="trashed"), make_skill(name="Planning")
    told = ["evaluation basics (draft)", "Evaluation later (scheduled)", "Evaluation then (expired)", "Évaluer"]
    assert offered(client, Article, "skills", "eval") == told


def test_form_tells_of_each_chosen_item_why_readers_do_not_see_it(client: Client) -> None:
    later = make_skill(name="Later", publish_at="2999-01-01T00:00:00Z")
    past = make_skill(name="Past", publish_at="2001-01-01T00:00:00Z", expire_at="2002-01-01T00:00:00Z")
    article = make_article(skills=[later, past, make_skill(name="Now")], section=make_section("News"))
    page = client.get(admin_url(Article, "change", article.pk)).content.decode()
    shown = re.findall(r"<option value=\"[0-9a-f-]{36}\" selected>([^<]*)</option>", page)
    assert {"Later (scheduled)", "Past (expired)", "Now", "News"} <= set(shown)


@pytest.mark.parametrize(
    ("model", "field", "make", "text"),
    [
        (Article, "section", lambda: make_section("News"), "News"),
        (Article, "source", lambda: make_source(publisher="Press", title="Words"), "Press: Words"),
        (Article, "cover", lambda: make_picture(alt="A boat"), "A boat"),
        (Article, "related", lambda: make_article(title="Other"), "Other"),
        (Skill, "prerequisites", lambda: make_skill(name="First"), "First"),
        (Skill, "group", lambda: make_group("Basics"), "Basics"),
        (Tool, "categories", lambda: make_category(name="Frameworks"), "Frameworks"),
    ],
    ids=lambda value: value if isinstance(value, str) else getattr(value, "__name__", None),
)
def test_every_kind_of_link_is_offered(client: Client, model: Any, field: str, make: Any, text: str) -> None:
    make()
    assert offered(client, model, field, text[:4]) == [text]


def test_authors_are_offered_by_public_name(client: Client) -> None:
    make_user("sam", public_name="Samira Ö")
    assert offered(client, Article, "authors", "ö") == ["Samira Ö"]


def test_autocomplete_refuses_what_is_no_link(client: Client) -> None:
    query = {"app_label": "articles", "model_name": "article", "field_name": "title"}
    assert client.get(reverse("admin:autocomplete"), query).status_code == 403


# View on site


def test_view_on_site_is_offered_for_what_readers_see(client: Client) -> None:
    live, draft = make_article(), make_article(status="draft")
    assert f'href="/articles/{live.slug}/"' in client.get(admin_url(Article, "change", live.pk)).content.decode()
    assert f"/articles/{draft.slug}/" not in client.get(admin_url(Article, "change", draft.pk)).content.decode()


# Overview


def test_overview_counts_types_and_statuses_and_names_the_last_changes(client: Client, erin: User) -> None:
    make_article(title="Live"), make_article(status="draft"), make_article(publish_at=FUTURE)
    make_tool(status="trashed")
    response = client.get(reverse("admin:index"))
    counts = {str(one.name): one for one in response.context["counts"]}
    assert counts["articles"].visible == 1
    assert [(status, number) for status, _label, number, _url in counts["articles"].statuses] == [
        ("draft", 1),
        ("published", 2),
    ]
    assert [(status, number) for status, _label, number, _url in counts["tools"].statuses] == [("trashed", 1)]
    assert counts["skills"].statuses == []
    assert [one.name for one in response.context["last_changes"]][-1] == "Live"
    assert timezone.now() > response.context["last_changes"][0].change.at


def test_menu_groups_the_types(client: Client) -> None:
    groups = {str(app["name"]): [model["object_name"] for model in app["models"]] for app in client.get(reverse("admin:index")).context["app_list"]}  # fmt: skip
    assert groups["Content"] == ["Article", "Skill", "Tool", "Industry", "Occupation", "LearningPath"]
    assert groups["People"] == ["User", "Group"]
    assert groups["Log"] == ["Change", "Revision", "MassAction"]


def test_list_neither_lifts_a_legal_hold_nor_publishes_the_trash(client: Client) -> None:
    held, trashed, draft = make_skill(status="legal_hold"), make_skill(status="trashed"), make_skill(status="draft")
    url = admin_url(Skill, "changelist") + "?status=all"
    response = act(client, "publish", [held, trashed, draft], url=url)
    assert messages_of(response)[-1] == "1 published, 2 left alone."
    assert statuses([held, trashed, draft]) == ["legal_hold", "trashed", "published"]


@pytest.mark.parametrize(
    "query", ["slug__regex=(", "publish_at__year=0", "version__in=99999999999999999999", "skills=x", "q=%00", "o=x"]
)
def test_odd_address_of_a_list_is_no_server_error(client: Client, query: str) -> None:
    response = client.get(f"{admin_url(Article, 'changelist')}?{query}")
    assert response.status_code in {200, 302, 400}


def test_action_on_what_is_no_id_is_no_server_error(client: Client) -> None:
    response = client.post(admin_url(Skill, "changelist"), {"action": "publish", "_selected_action": "x"})
    assert response.status_code == 400
