"""An article's page."""

import pytest
from django.urls import reverse

from tests.factories import (
    change,
    make_article,
    make_industry,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
    make_user,
)
from tests.portal.reading import attribute, find, linked_under, links_of, page_of, text_of

pytestmark = pytest.mark.django_db


def show(client, article):
    return client.get(reverse("article", args=[article.slug]))


def test_page_shows_title_summary_text_dates_and_section(client):
    section = make_section("Practice")
    article = make_article(
        title="Serving", summary="In short.", body="Hello **you**.", section=section, publish_at="2026-01-05T08:00:00Z"
    )

    response = show(client, article)
    page = page_of(response)

    assert [text_of(heading) for heading in find(page, "h1")] == ["Serving"]
    assert text_of(find(page, class_="lead")[0]) == "In short."
    assert "<strong>you</strong>" in response.content.decode()
    assert "Published: Jan. 5, 2026" in text_of(find(page, class_="meta")[0])
    assert links_of(response)[f"/articles/?section={section.slug}"] == "Practice"


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("2026-01-05T01:00:00Z", "Published: Jan. 5, 2026 1 minute to read"),
        ("2026-01-04T23:00:00Z", "Published: Jan. 4, 2026 Last updated: Jan. 5, 2026 1 minute to read"),
    ],
    ids=["on the same day", "on a later day"],
)
def test_update_is_told_where_readers_see_another_day(client, time_machine, published, told):
    time_machine.move_to("2026-01-05T20:00:00Z")

    page = page_of(show(client, make_article(publish_at=published)))

    assert text_of(find(page, class_="meta")[0]) == told


def test_authors_are_named_by_public_name_only(client):
    named = make_user("login-one", public_name="Dana Example", email="dana@mail.example")
    nameless = make_user("login-two", email="other@mail.example")

    text = show(client, make_article(authors=[named, nameless])).content.decode()

    assert "By Dana Example" in text
    assert not [word for word in ("login-", "mail.example") if word in text]


def test_table_of_contents_lists_headings_down_to_the_third_level(client):
    article = make_article(body="# One\n\n## Two\n\n### Three\n\n#### Deep\n\ntext")

    [contents] = find(page_of(show(client, article)), class_="contents")

    assert [attribute(link, "href") for link in find(contents, "a")] == ["#h-one", "#h-two", "#h-three"]


def test_text_with_a_single_heading_has_no_table_of_contents(client):
    assert not find(page_of(show(client, make_article(body="## One\n\ntext"))), class_="contents")


def test_linked_skills_tools_industries_and_paths_are_shown_when_visible(client):
    article = make_article(
        skills=[make_skill(name="Seen skill"), make_skill(name="Unseen", status="draft")],
        tools=[make_tool(name="Seen tool")],
        industries=[make_industry(name="Seen industry")],
    )
    make_path(name="Seen path", steps=[{"title": "Read", "articles": [str(article.pk)]}])

    response = show(client, article)

    assert linked_under(response, "Skills") == ["Seen skill"]
    assert linked_under(response, "Tools") == ["Seen tool"]
    assert linked_under(response, "Industries") == ["Seen industry"]
    assert linked_under(response, "Part of these paths") == ["Seen path"]
    assert "Unseen" not in response.content.decode()


def test_related_articles_are_shown_on_both_sides(client):
    one = make_article(title="One")
    two = make_article(title="Two", related=[one])
    make_article(title="Three", related=[one], status="draft")

    assert linked_under(show(client, one), "Read on") == ["Two"]
    assert linked_under(show(client, two), "Read on") == ["One"]


def test_translations_are_linked_by_their_own_names(client):
    article = make_article(language="en")
    german = make_article(language="de", translation_group=str(article.translation_group))
    make_article(language="fr", translation_group=str(article.translation_group), status="draft")

    [box] = find(page_of(show(client, article)), class_="translations")

    [link] = find(box, "a")
    assert text_of(link) == "Deutsch"
    assert attribute(link, "href") == reverse("article", args=[german.slug])
    assert attribute(link, "hreflang") == attribute(link, "lang") == "de"


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("de", "ltr"), ("az-Arab", "rtl"), ("ar-Latn", "ltr")]
)
def test_language_and_direction_of_the_text_are_marked(client, language, direction):
    page = page_of(show(client, make_article(language=language)))

    for element in (find(page, "h1")[0], find(page, class_="prose")[0], find(page, class_="lead")[0]):
        assert (attribute(element, "lang"), attribute(element, "dir")) == (language, direction)


def test_syndicated_text_names_its_source_and_keeps_the_editors_notes(client):
    source = make_source(
        publisher="Example Press", author="A. Writer", title="First title", url="https://press.example/1",
        published_on="2025-03-04", licence="CC BY 4.0", disclaimer="Not our view.",
        permission="granted by phone", contact="rights@press.example",
    )  # fmt: skip
    response = show(client, make_article(origin="syndicated", source=source))

    [box] = find(page_of(response), class_="source")
    told = text_of(box)
    for fact in ("Example Press", "A. Writer", "First title", "March 4, 2025", "CC BY 4.0", "Not our view."):
        assert fact in told
    [link] = find(box, "a", href="https://press.example/1")
    assert attribute(link, "rel") == "noopener"
    assert "granted by phone" not in response.content.decode()
    assert "rights@press.example" not in response.content.decode()


def test_syndicated_text_names_its_publisher_at_the_top(client):
    page = page_of(show(client, make_article(origin="syndicated", source=make_source(publisher="Example Press"))))

    [byline] = find(page, class_="meta")
    assert text_of(byline).startswith("From Example Press Published:")
    [link] = find(byline, "a")
    assert find(page, id=(attribute(link, "href") or "").removeprefix("#"))


def test_own_text_has_no_source(client):
    assert not find(page_of(show(client, make_article())), class_="source")


def test_cover_is_shown_with_its_size_and_alternative_text(client):
    picture = make_picture(alt="A teal box", size=(40, 30))

    [cover] = find(page_of(show(client, make_article(cover=picture))), "img", class_="cover")

    assert attribute(cover, "src") == reverse("picture", args=[picture.pk])
    assert [attribute(cover, name) for name in ("width", "height", "alt")] == ["40", "30", "A teal box"]


def test_links_in_the_text_follow_the_name_and_vanish_with_the_item(client):
    skill = make_skill(name="Old name")
    article = make_article(body="About [[skill:old-name]] and [[skill:old-name|that]].")
    change(skill, name="New name")
    assert text_of(find(page_of(show(client, article)), class_="prose")[0]) == "About New name and that ."

    change(skill, status="archived")
    assert "New name" not in show(client, article).content.decode()


def test_outside_links_are_listed_with_kind_and_language(client):
    resource = {"kind": "course", "title": "A course", "url": "https://learn.example/", "language": "de"}

    response = show(client, make_article(resources=[resource]))

    assert linked_under(response, "Elsewhere") == ["A course"]
    assert "course, German" in response.content.decode()


def test_names_are_escaped(client):
    hostile = '<script>alert(1)</script> & "more"'
    skill = make_skill(name=hostile, summary=hostile)
    article = make_article(title=hostile, summary=hostile, skills=[skill], section=make_section(hostile))

    for address in (
        reverse("article", args=[article.slug]),
        reverse("skill", args=[skill.slug]),
        "/",
        "/articles/",
        "/skills/",
    ):
        text = client.get(address).content.decode()
        assert "<script>" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;" in text
