"""Lists: which rows they show, how they are filtered, ordered and described."""

import pytest
from django.urls import reverse

from tests.factories import (
    change,
    make_article,
    make_category,
    make_group,
    make_industry,
    make_occupation,
    make_path,
    make_section,
    make_skill,
    make_tool,
)
from tests.portal.reading import attribute, find, links_of, page_of, rows_of, text_of

pytestmark = pytest.mark.django_db

MAKERS = {
    "articles": (make_article, "title"),
    "skills": (make_skill, "name"),
    "tools": (make_tool, "name"),
    "industries": (make_industry, "name"),
    "occupations": (make_occupation, "name"),
    "paths": (make_path, "name"),
}


@pytest.mark.parametrize("name", MAKERS)
def test_list_shows_what_is_published_and_links_to_it(client, name):
    make, title = MAKERS[name]
    shown = make(**{title: "Beacon", "summary": "What it is about."})
    make(**{title: "Hidden", "status": "draft"})

    response = client.get(reverse(name))

    assert rows_of(response) == ["Beacon"]
    assert links_of(response)[f"/{name}/{shown.slug}/"] == "Beacon"
    assert "What it is about." in response.content.decode()


@pytest.mark.parametrize("name", MAKERS)
def test_empty_list_says_so(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert "Nothing is published here yet." in response.content.decode()


@pytest.mark.parametrize("parameter", ["skills", "tools", "industries", "section", "language"])
def test_articles_are_filtered_by(client, parameter):
    values = {
        "skills": [make_skill(name="Marker")],
        "tools": [make_tool(name="Marker")],
        "industries": [make_industry(name="Marker")],
        "section": make_section(slug="marker"),
        "language": "de",
    }
    make_article(title="Fits", **{parameter: values[parameter]})
    make_article(title="Other")

    value = "de" if parameter == "language" else "marker"

    assert rows_of(client.get("/articles/", {parameter: value})) == ["Fits"]


def test_skills_are_filtered_by_group_tool_and_broader_skill(client):
    group, tool, broader = make_group(slug="core"), make_tool(name="Hammer"), make_skill(name="Broad")
    make_skill(name="Narrow", group=group, tools=[tool], broader=broader)

    for query in ("group=core", "tools=hammer", "broader=broad"):
        assert rows_of(client.get(f"/skills/?{query}")) == ["Narrow"]


def test_tools_are_filtered_by_category(client):
    make_tool(name="Sorted", categories=[make_category(code="43 23/&")]), make_tool(name="Loose")

    assert rows_of(client.get("/tools/", {"categories": "43 23/&"})) == ["Sorted"]


def test_several_values_of_a_filter_widen_and_several_filters_narrow(client):
    one, two, three = (make_skill(name=name) for name in ("One", "Two", "Three"))
    make_article(title="A", skills=[one]), make_article(title="B", skills=[two], language="de")
    make_article(title="C", skills=[three])

    assert sorted(rows_of(client.get("/articles/?skills=one&skills=two"))) == ["A", "B"]
    assert rows_of(client.get("/articles/?skills=one&skills=two&language=de")) == ["B"]


def test_filtering_by_a_hidden_skill_finds_nothing_and_names_nothing(client):
    hidden, shown = make_skill(name="Secret craft", status="draft"), make_skill(name="Open craft")
    make_article(title="Beacon", skills=[hidden, shown])

    response = client.get("/articles/", {"skills": hidden.slug})

    assert rows_of(response) == []
    assert "Secret craft" not in response.content.decode()
    assert rows_of(client.get("/articles/", {"skills": shown.slug})) == ["Beacon"]


def test_unknown_filter_value_gives_an_honest_empty_page(client):
    make_article()

    response = client.get("/articles/?skills=nowhere")

    assert response.status_code == 200
    assert "Nothing fits these filters." in response.content.decode()
    assert links_of(response)["/articles/"] == "Take all filters away"


def test_unknown_parameters_and_orders_are_ignored(client):
    make_article(title="Beacon")

    assert rows_of(client.get("/articles/?colour=red&ordering=sideways&skills=&page=7")) == ["Beacon"]


def is_selected(option) -> bool:
    return any(name == "selected" for name, _value in option.attributes)


@pytest.mark.parametrize(
    ("ordering", "names"),
    [("name", ["Ape", "Bee", "Cow"]), ("-name", ["Cow", "Bee", "Ape"]), ("-published_at", ["Bee", "Ape", "Cow"])],
)
def test_list_is_ordered_by(client, ordering, names):
    for name, day in (("Ape", 2), ("Bee", 3), ("Cow", 1)):
        make_tool(name=name, publish_at=f"2026-01-0{day}T08:00:00Z")

    response = client.get("/tools/", {"ordering": ordering})

    assert rows_of(response) == names
    [select] = find(page_of(response), "select", name="ordering")
    assert [attribute(option, "value") for option in find(select, "option") if is_selected(option)] == [ordering]


def test_each_chip_takes_its_own_filter_away_and_keeps_the_rest(client):
    make_article(skills=[make_skill(name="Alpha")], language="de")

    response = client.get("/articles/?skills=alpha&language=de&ordering=name")

    [chips] = find(page_of(response), "ul", class_="chips")
    found = {attribute(link, "href"): text_of(link) for link in find(chips, "a")}
    assert found == {
        "/articles/?language=de&ordering=name": "Skill: Alpha × take away",
        "/articles/?skills=alpha&ordering=name": "Language: German × take away",
        "/articles/": "Take all filters away",
    }


def test_last_chip_leads_to_the_bare_list(client):
    response = client.get("/articles/?language=de")

    assert links_of(response)["/articles/"]


def options_of(response, name: str) -> dict[str, str]:
    """The checkboxes of a filter: value to label and count; an empty dict where the filter is not offered."""
    labels = [label for label in find(page_of(response), "label") if find(label, "input", type="checkbox", name=name)]
    return {attribute(find(label, "input")[0], "value") or "": text_of(label) for label in labels}


def test_form_offers_what_visible_articles_use_with_counts(client):
    used, unused, drafted = (make_skill(name=name) for name in ("Used", "Unused", "Drafted"))
    make_article(skills=[used]), make_article(skills=[used]), make_article()
    make_article(skills=[drafted, used], status="draft")

    response = client.get("/articles/")

    assert options_of(response, "skills") == {"used": "Used 2"}
    assert unused.slug not in response.content.decode()


def test_values_of_one_filter_widen_and_filters_narrow_the_counts(client):
    one, two, three = (make_skill(name=name) for name in ("One", "Two", "Three"))
    tool, other = make_tool(name="Hammer"), make_tool(name="Saw")
    make_article(skills=[one], tools=[tool]), make_article(skills=[one, two], tools=[tool])
    make_article(skills=[two], tools=[other]), make_article(skills=[three], tools=[other], language="de")

    response = client.get("/articles/?skills=one&tools=hammer")

    assert options_of(response, "skills") == {"one": "One 2", "two": "Two 1"}
    assert options_of(response, "tools") == {"hammer": "Hammer 2"}
    assert options_of(client.get("/articles/?skills=one&skills=three"), "tools") == {
        "hammer": "Hammer 2",
        "saw": "Saw 1",
    }


def test_count_of_a_value_is_the_number_of_rows_it_brings(client):
    group, tools = make_group(slug="core"), [make_tool(name=f"Tool {number}") for number in range(3)]
    for number in range(6):
        make_skill(name=f"Skill {number}", group=group if number % 2 else None, tools=tools[: number % 3 + 1])

    for value, label in options_of(client.get("/skills/?group=core"), "tools").items():
        assert label.endswith(f" {len(rows_of(client.get(f'/skills/?group=core&tools={value}')))}")


def test_list_tells_how_many_rows_fit(client):
    for number in range(30):
        make_tool(categories=[make_category(code="core")] if number == 0 else [])

    assert "30 results" in client.get("/tools/").content.decode()
    assert "1 result" in client.get("/tools/?categories=core").content.decode()


def test_filter_that_cannot_narrow_is_not_offered(client):
    make_article(), make_article()

    assert options_of(client.get("/articles/"), "language") == {}
    assert options_of(client.get("/articles/?language=en"), "language") == {"en": "English 2"}


def test_chosen_values_are_checked_and_others_are_not(client):
    make_article(skills=[make_skill(name=name) for name in ("One", "Two", "Three")]), make_article()

    page = page_of(client.get("/articles/?skills=one&skills=two"))

    checked = [one for one in find(page, "input", type="checkbox") if "checked" in dict(one.attributes)]
    assert sorted(attribute(one, "value") or "" for one in checked) == ["one", "two"]


def test_chosen_value_without_rows_stays_with_its_name_and_none(client):
    make_article(skills=[make_skill(name="Rare craft")], language="de"), make_article()

    response = client.get("/articles/?skills=rare-craft&language=en")

    assert options_of(response, "skills") == {"rare-craft": "Rare craft 0"}
    assert options_of(response, "language") == {"de": "German 1", "en": "English 0"}


def test_unknown_value_stays_in_the_form_as_it_is(client):
    make_article(skills=[make_skill(name="Alpha")]), make_article()

    assert options_of(client.get("/articles/?skills=nowhere"), "skills")["nowhere"] == "nowhere 0"


def chips_of(response) -> list[str]:
    [chips] = find(page_of(response), "ul", class_="chips")
    return [text_of(link).removesuffix(" × take away") for link in find(chips, "a")]


def test_chosen_value_that_nothing_uses_has_its_name(client):
    make_tool(name="BERT"), make_article()

    response = client.get("/articles/?tools=bert")

    assert chips_of(response) == ["Tool: BERT"]
    assert options_of(response, "tools") == {"bert": "BERT 0"}


@pytest.mark.parametrize("parameter", ["skills", "tools", "industries", "section", "language"])
def test_chip_of_an_unknown_value_says_so(client, parameter):
    make_article()

    [chip] = chips_of(client.get("/articles/", {parameter: "nope"}))

    assert chip.endswith(": nope (not found)")


def test_chips_of_a_hidden_and_of_an_unknown_value_are_alike(client):
    make_article(tools=[make_tool(name="Secret craft", slug="hidden-tool", status="draft")])

    hidden, absent = (client.get("/articles/", {"tools": slug}) for slug in ("hidden-tool", "absent-tool"))

    assert chips_of(hidden) == ["Tool: hidden-tool (not found)"]
    assert hidden.content.decode().replace("hidden-tool", "absent-tool") == absent.content.decode()


def test_language_that_no_article_has_keeps_its_name(client):
    make_article()

    assert chips_of(client.get("/articles/?language=de")) == ["Language: German"]


def test_long_filter_shows_ten_and_the_rest_by_name_behind_more(client):
    skills = [make_skill(name=f"Skill {number:02}") for number in range(14)]
    make_article(skills=skills), make_article(skills=[skills[13]]), make_article(skills=[skills[12]])

    page = page_of(client.get("/articles/?skills=skill-11"))

    [rest] = find(page, "details", class_="facet-rest")
    inside = [attribute(one, "value") for one in find(rest, "input")]
    assert inside == ["skill-07", "skill-08", "skill-09", "skill-10"]
    assert text_of(find(rest, "summary")[0]) == "4 more"
    every = [attribute(one, "value") for one in find(page, "input", name="skills")]
    assert every[:3] == ["skill-12", "skill-13", "skill-00"]
    assert "skill-11" in every[:10]


def test_form_offers_at_most_two_hundred_values_and_always_the_chosen_one(client):
    article = make_article()
    change(article, skills=[make_skill(name=f"Skill {number:03}") for number in range(205)])
    make_article()

    offered = options_of(client.get("/articles/"), "skills")
    last = ({f"skill-{number:03}" for number in range(205)} - set(offered)).pop()

    assert len(offered) == 200
    assert len(options_of(client.get(f"/articles/?skills={last}"), "skills")) == 201


def test_empty_list_tells_which_filter_empties_it(client):
    make_article(skills=[make_skill(name="Alpha")]), make_article(language="de")

    response = client.get("/articles/?skills=alpha&language=de")

    [empty] = find(page_of(response), class_="empty")
    assert [(attribute(link, "href"), text_of(link)) for link in find(empty, "a")] == [
        ("/articles/?language=de", "Without the filter “skill”"),
        ("/articles/?skills=alpha", "Without the filter “language”"),
        ("/articles/", "Take all filters away"),
    ]
    assert text_of(empty).count("1 result") == 2


def test_article_in_the_list_tells_section_time_foreign_language_and_date(client, time_machine):
    time_machine.move_to("2026-01-05T09:00:00Z")
    make_article(section=make_section("Practice"), language="de", publish_at="2026-01-05T08:00:00Z", body="word " * 500)

    [meta] = find(page_of(client.get("/articles/")), class_="meta")

    assert text_of(meta) == "Practice 3 minutes German Jan. 5, 2026"


def test_article_in_the_list_tells_a_later_day_on_which_it_was_updated(client, time_machine):
    time_machine.move_to("2026-01-09T09:00:00Z")
    make_article(publish_at="2026-01-05T08:00:00Z")

    [meta] = find(page_of(client.get("/articles/")), class_="meta")

    assert text_of(meta) == "1 minute Jan. 5, 2026 updated Jan. 9, 2026"


def test_path_in_the_list_tells_its_steps_and_hours(client):
    make_path(name="Long", steps=[{"title": "Begin", "hours": 3}, {"title": "Go on", "hours": 1200}])
    make_path(name="Unmeasured", steps=[{"title": "Only"}])

    assert [text_of(one) for one in find(page_of(client.get("/paths/")), class_="meta")] == [
        "2 steps 1,203 hours",
        "1 step",
    ]


def test_posting_to_a_list_is_refused(client):
    assert client.post("/articles/").status_code == 405


def test_filter_takes_fifty_values_and_no_more(client):
    response = client.get("/articles/?" + "&".join(f"language=x{number}" for number in range(60)))
    assert len(response.context["wanted"].chosen["language"]) == 50
