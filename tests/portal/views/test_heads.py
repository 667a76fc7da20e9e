"""What the head of a page tells programs."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from tests.factories import (
    make_article,
    make_industry,
    make_occupation,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
)
from tests.portal.reading import attribute, find, links_of, page_of, text_of

pytestmark = pytest.mark.django_db

HOST = "http://localhost:8000"
SECTIONS = ["a-working-day", "challenges", "getting-started", "industries", "outlook", "responsibilities",
            "skills-in-practice", "the-profession", "tools-in-practice"]  # fmt: skip


def links(response, **wanted: str) -> list[str]:
    return [attribute(link, "href") or "" for link in find(page_of(response), "link", **wanted)]


def told(response, name: str) -> list[str]:
    """The contents of a meta element."""
    found = find(page_of(response), "meta", property=name) + find(page_of(response), "meta", name=name)
    return [attribute(one, "content") or "" for one in found]


@pytest.mark.parametrize("address", ["/", "/about/", "/articles/", "/skills/", "/tools/", "/industries/",
                                     "/occupations/", "/paths/"])  # fmt: skip
def test_page_names_its_one_address(client, address):
    response = client.get(f"{address}?utm_source=x", headers={"host": "127.0.0.1"})

    assert links(response, rel="canonical") == told(response, "og:url") == [f"{HOST}{address}"]
    assert told(response, "robots") == []
    assert told(response, "og:type") == ["website"]


@pytest.mark.parametrize(
    ("folder", "make"),
    [("articles", make_article), ("skills", make_skill), ("tools", make_tool), ("industries", make_industry),
     ("occupations", make_occupation), ("paths", make_path)],
)  # fmt: skip
def test_item_names_its_one_address_and_itself_as_markdown(client, folder, make):
    make(slug="main", summary='A "short" summary.')

    response = client.get(f"/{folder}/main/")

    assert links(response, rel="canonical") == [f"{HOST}/{folder}/main/"]
    assert links(response, rel="alternate", type="text/markdown") == [f"{HOST}/{folder}/main.md"]
    assert told(response, "og:description") == ['A "short" summary.']
    assert told(response, "robots") == []


@pytest.mark.parametrize("query", ["?language=en", "?language=none", "?ordering=name", "?skills=a&skills=b"])
def test_part_of_a_list_is_not_to_be_kept(client, query):
    make_article()

    response = client.get(f"/articles/{query}")

    assert (links(response, rel="canonical"), told(response, "robots")) == ([], ["noindex"])


def test_syndicated_text_leads_search_engines_to_its_source(client):
    make_article(slug="taken", origin="syndicated", source=make_source(url="https://press.example/1?a=1&b=2"))
    make_article(slug="nowhere", origin="syndicated", source=make_source(url=""))

    taken, nowhere = client.get("/articles/taken/"), client.get("/articles/nowhere/")

    assert (links(taken, rel="canonical"), told(taken, "robots")) == (["https://press.example/1?a=1&b=2"], ["noindex"])
    assert (links(nowhere, rel="canonical"), told(nowhere, "robots")) == ([f"{HOST}/articles/nowhere/"], ["noindex"])
    assert told(taken, "og:url") == [f"{HOST}/articles/taken/"]


def test_translations_name_each_other_and_themselves(client):
    article = make_article(slug="one", language="en")
    group = str(article.translation_group)
    make_article(slug="eins", language="de", translation_group=group)
    make_article(slug="un", language="fr", translation_group=group, status="draft")

    for slug in ("one", "eins"):
        response = client.get(f"/articles/{slug}/")
        assert sorted(links(response, rel="alternate", hreflang="en")) == [f"{HOST}/articles/one/"]
        assert sorted(links(response, rel="alternate", hreflang="de")) == [f"{HOST}/articles/eins/"]
        assert links(response, hreflang="fr") == []


def test_text_in_one_language_names_no_other(client):
    make_article(slug="one")

    assert links(client.get("/articles/one/"), hreflang="en") == []


def test_syndicated_text_that_search_engines_do_not_keep_is_in_no_set_of_languages(client):
    one = make_article(slug="one")
    make_article(
        slug="un",
        language="fr",
        translation_group=str(one.translation_group),
        origin="syndicated",
        source=make_source(),
    )

    page = client.get("/articles/un/")

    assert links(page, hreflang="fr") == links(page, hreflang="en") == []
    assert "/articles/one/" in links_of(page)


def test_every_page_names_the_feeds_and_an_item_its_own(client):
    make_skill(slug="python"), make_occupation(slug="engineer")

    home, skill = client.get("/"), client.get("/skills/python/")

    assert links(home, rel="alternate", type="application/atom+xml") == [f"{HOST}/feeds/articles.atom"]
    assert links(home, rel="alternate", type="application/feed+json") == [f"{HOST}/feeds/articles.json"]
    assert links(skill, rel="alternate", type="application/atom+xml") == [
        f"{HOST}/skills/python/feed.atom",
        f"{HOST}/feeds/articles.atom",
    ]
    for address in (*links(skill, rel="alternate"), *links(client.get("/occupations/engineer/"), rel="alternate")):
        assert client.get(address.removeprefix(HOST)).status_code == 200


def test_readers_find_markdown_and_feeds_at_the_end_of_a_page(client):
    make_skill(name="A & B", slug="ab")

    [footer] = find(page_of(client.get("/skills/ab/")), "footer", class_="site-footer")

    told_links = {attribute(link, "href"): text_of(link) for link in find(footer, "a", type="text/markdown")}
    told_links |= {attribute(link, "href"): text_of(link) for link in find(footer, "a", type="application/atom+xml")}
    assert told_links == {
        "/skills/ab.md": "This page as Markdown",
        "/skills/ab/feed.atom": "Feed of articles about A & B",
        "/feeds/articles.atom": "Feed of all articles",
    }


def test_article_shows_its_cover_where_it_is_shared(client):
    cover = make_picture(alt="A teal box", size=(400, 300))
    make_article(slug="one", cover=cover, title="A & B", section=make_section("Practice"),
                 publish_at="2026-01-05T08:00:00Z")  # fmt: skip

    response = client.get("/articles/one/")

    assert told(response, "og:image") == [f"{HOST}/media/pictures/{cover.pk}/"]
    assert told(response, "og:image:width") + told(response, "og:image:height") == ["400", "300"]
    assert told(response, "og:image:alt") == ["A teal box"]
    assert (told(response, "og:type"), told(response, "og:title")) == (["article"], ["A & B"])
    assert told(response, "article:published_time") == ["2026-01-05T08:00:00+00:00"]
    assert told(response, "article:section") == ["Practice"]
    assert told(response, "twitter:card") == ["summary_large_image"]


@pytest.mark.parametrize("slug", SECTIONS)
def test_article_without_a_cover_shows_the_picture_of_its_section(client, slug):
    make_article(slug="one", section=make_section(slug=slug))

    assert told(client.get("/articles/one/"), "og:image") == [f"{HOST}/static/img/sections/{slug}.png"]


def test_all_else_shows_the_picture_of_the_portal(client):
    make_article(slug="one", section=make_section(slug="of-our-own")), make_tool(slug="torch")

    for address in ("/", "/articles/one/", "/tools/torch/", "/articles/?language=en"):
        assert told(client.get(address), "og:image") == [f"{HOST}/static/img/sections/portal.png"]


@pytest.mark.parametrize("name", [*SECTIONS, "portal"])
def test_picture_of_a_section_is_small_and_of_the_size_that_is_told(name):
    path = Path(str(finders.find(f"img/sections/{name}.png")))

    assert path.stat().st_size < 30_000
    with Image.open(path) as picture:
        assert picture.size == (1200, 630)


def test_page_that_is_not_there_says_nothing_of_itself(client):
    response = client.get("/articles/never/")

    assert links(response, rel="canonical") == told(response, "og:title") == []
