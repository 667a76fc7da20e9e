"""Tools and skills side by side, as readers see them."""

from html import unescape

import pytest

from tests.factories import change, make_article, make_category, make_group, make_skill, make_tool
from tests.portal.reading import attribute, find, linked_under, links_of, page_of, text_of

pytestmark = pytest.mark.django_db

NOT_FOUND = "cannot be found here"
TOO_MANY = "At most three are compared"


def cells_of(response) -> dict[str, list[str]]:
    """The cells of each row, by its heading; the names of the columns under an empty one."""
    rows = [row for table in find(page_of(response), "table") for row in find(table, "tr")]
    found = {text_of(find(row, "th", scope="row")[0]): list(map(text_of, find(row, "td"))) for row in rows[1:]}
    return found | {"": [text_of(head) for row in rows[:1] for head in find(row, "th")]}


def columns_of(response) -> list[str]:
    return [name.split(" ×")[0] for name in cells_of(response)[""]]


def fields_of(response) -> list[str]:
    return [attribute(one, "value") or "" for one in find(page_of(response), "input", name="items")]


def test_tools_stand_side_by_side(client):
    category = make_category(name="Frameworks")
    one = make_tool(name="Alpha", summary="The first.", licence="MIT", vendor="A Corp", categories=[category])
    two = make_tool(name="Beta", summary="The second.")
    make_skill(name="Building", tools=[one, two]), make_skill(name="Mending", tools=[one])

    cells = cells_of(client.get("/tools/compare/?items=alpha,beta"))

    assert cells["What it is"] == ["The first.", "The second."]
    assert cells["Licence"] == ["MIT", "–"]
    assert cells["Vendor"] == ["A Corp", "–"]
    assert cells["Categories"] == ["Frameworks", "–"]
    assert cells["Skills it serves"] == ["Building (in common) Mending", "Building (in common)"]


def test_skills_stand_side_by_side_with_what_they_need_and_lead_to(client):
    base, tool = make_skill(name="Base"), make_tool(name="Hammer")
    one = make_skill(name="One", group=make_group("Core"), prerequisites=[base], tools=[tool])
    make_skill(name="Two", prerequisites=[one], broader=base)

    cells = cells_of(client.get("/skills/compare/?items=one,two"))

    assert cells["Group"] == ["Core", "–"]
    assert cells["Part of"] == ["–", "Base"]
    assert cells["Learn first"] == ["Base", "One"]
    assert cells["Leads to"] == ["Two", "–"]
    assert cells["Tools"] == ["Hammer", "–"]


def test_articles_in_common_are_those_about_all_of_them(client):
    one, two = make_tool(name="Alpha"), make_tool(name="Beta")
    make_article(title="Both", tools=[one, two]), make_article(title="Single", tools=[one])
    make_article(title="Unfinished", tools=[one, two], status="draft")

    assert linked_under(client.get("/tools/compare/?items=alpha,beta"), "Articles in common") == ["Both"]


@pytest.mark.parametrize("query", ["items=alpha,beta", "items=alpha&items=beta", "items=ALPHA&items=The+second&items="])
def test_items_are_chosen_by_slug_name_or_alias_in_the_order_asked_for(client, query):
    make_tool(name="Beta", aliases=[{"name": "The second", "language": ""}]), make_tool(name="Alpha")

    assert columns_of(client.get(f"/tools/compare/?{query}")) == ["Alpha", "Beta"]


def test_mistyped_name_stays_in_its_field_and_is_told_there(client):
    make_tool(name="Alpha"), make_tool(name="Beta")

    response = client.get("/tools/compare/?items=alpha&items=<b>ta&items=beta")

    assert fields_of(response) == ["Alpha", "<b>ta", "Beta"]
    page = page_of(response)
    [wrong] = find(page, "input", aria_invalid="true")
    assert attribute(wrong, "value") == "<b>ta"
    [told] = find(page, "p", id=attribute(wrong, "aria-describedby") or "")
    assert "<b>ta" in unescape(text_of(told))
    assert NOT_FOUND in text_of(told)


def test_each_mistyped_name_is_told_by_itself_and_cut_at_the_limit(client):
    long = "x" * 201

    response = client.get("/tools/compare/", {"items": ["tensorflw", long]})

    assert fields_of(response) == ["tensorflw", long[:200], ""]
    told = [text_of(one) for one in find(page_of(response), "p", class_="told")]
    assert [NOT_FOUND in one for one in told] == [True, True]
    assert ["tensorflw" in told[0], long[:200] in told[1], long in told[1]] == [True, True, False]


@pytest.mark.parametrize("query", ["items=alpha&items=alpha", "items=alpha&items=ALPHA"])
def test_item_asked_for_twice_stands_once_and_nothing_is_told(client, query):
    make_tool(name="Alpha")

    response = client.get(f"/tools/compare/?{query}")

    assert (columns_of(response), fields_of(response)) == (["Alpha"], ["Alpha", "", ""])
    assert find(page_of(response), "p", class_="told") == []


def test_unknown_and_hidden_items_are_told_alike_and_not_named(client):
    make_tool(name="Alpha"), make_tool(name="Secret kit", slug="secret", status="draft")

    hidden = client.get("/tools/compare/?items=alpha,secret").content.decode()
    unknown = client.get("/tools/compare/?items=alpha,nothing").content.decode()

    assert NOT_FOUND in hidden
    assert hidden.replace("secret", "") == unknown.replace("nothing", "")
    assert NOT_FOUND not in client.get("/tools/compare/?items=alpha").content.decode()


@pytest.mark.parametrize(
    ("query", "location"),
    [
        pytest.param("?items=old,beta", "?items=new,beta", id="one"),
        pytest.param("?items=Beta,older,no%20thing", "?items=Beta,newer,no+thing", id="others stay as asked for"),
        pytest.param("?items=old&items=older", "?items=new,newer", id="all"),
        pytest.param("?items=beta,old,older,gamma", "?items=beta,new,newer,gamma", id="too many"),
    ],
)
def test_earlier_slug_leads_to_the_comparison_by_the_new_one(client, query, location):
    make_tool(name="Beta")
    for before, after in (("old", "new"), ("older", "newer")):
        change(make_tool(name=f"Tool {after}", slug=before), slug=after)

    response = client.get(f"/tools/compare/{query}")

    assert (response.status_code, response["Location"]) == (301, f"/tools/compare/{location}")
    assert client.get(response["Location"]).status_code == 200


def test_earlier_slug_of_a_hidden_item_or_of_another_type_is_unknown(client):
    hidden = change(make_tool(name="Secret kit", slug="old"), slug="new")
    change(hidden, status="archived")
    change(make_skill(slug="skill-before"), slug="skill-after")
    make_tool(name="Beta")

    for slug in ("old", "new", "skill-before", "nothing"):
        response = client.get(f"/tools/compare/?items={slug},beta")
        assert (response.status_code, columns_of(response)) == (200, ["Beta"])
        assert NOT_FOUND in response.content.decode()


def test_more_than_three_are_cut_to_the_first_three_and_that_is_told(client):
    for name in ("Alpha", "Beta", "Gamma", "Delta"):
        make_tool(name=name)

    response = client.get("/tools/compare/?items=delta,beta,alpha,gamma")

    assert columns_of(response) == ["Delta", "Beta", "Alpha"]
    assert TOO_MANY in response.content.decode()
    assert TOO_MANY not in client.get("/tools/compare/?items=delta,beta,alpha").content.decode()


def test_column_can_be_taken_away(client):
    for name in ("Alpha", "Beta", "Gamma"):
        make_tool(name=name)

    links = links_of(client.get("/tools/compare/?items=alpha,beta,gamma"))

    assert links["?items=alpha,gamma"] == "× Take Beta away"


def test_single_item_is_offered_others_of_its_kind(client):
    category, group = make_category(), make_group()
    make_tool(name="Alpha", categories=[category]), make_tool(name="Beta", categories=[category]), make_tool(name="Far")
    make_skill(name="One", group=group), make_skill(name="Two", group=group), make_skill(name="Away")

    for address, other in (("/tools/compare/?items=alpha", "Beta"), ("/skills/compare/?items=one", "Two")):
        assert linked_under(client.get(address), "Compare it with") == [other]


def test_form_offers_visible_names_and_holds_what_was_chosen(client):
    make_tool(name="Alpha"), make_tool(name="Beta"), make_tool(name="Draft", status="draft")

    response = client.get("/tools/compare/?items=beta")
    page = page_of(response)

    assert [attribute(option, "value") for option in find(find(page, "datalist")[0], "option")] == ["Alpha", "Beta"]
    assert fields_of(response) == ["Beta", "", ""]


@pytest.mark.parametrize("kind", ["tool", "skill"])
def test_page_and_list_lead_to_the_comparison(client, kind):
    {"tool": make_tool, "skill": make_skill}[kind](slug="main")

    assert f"/{kind}s/compare/?items=main" in links_of(client.get(f"/{kind}s/main/"))
    assert f"/{kind}s/compare/" in links_of(client.get(f"/{kind}s/"))


@pytest.mark.parametrize("items", ["", ",,,", "\x00", "x" * 10_000, "a," * 5_000, "%", "é"])
def test_strange_items_give_a_plain_page(client, items):
    make_tool(name="Alpha")

    assert client.get("/tools/compare/", {"items": items}).status_code == 200


def test_only_the_bare_page_is_for_engines_to_keep(client):
    make_tool(name="Alpha")

    for query, number in (("", 0), ("?items=alpha", 1), ("?items=nothing", 1)):
        assert len(find(page_of(client.get(f"/tools/compare/{query}")), "meta", name="robots")) == number
