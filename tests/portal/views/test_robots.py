"""Sitemaps, robots.txt and llms.txt."""

import re
from datetime import timedelta
from xml.etree.ElementTree import fromstring

import pytest
from django.utils import timezone

from tests.factories import change, make_article, make_path, make_skill, make_source, make_tool
from tests.portal.views.formats import SITEMAP, sitemap_faults

pytestmark = pytest.mark.django_db

HOST = "http://localhost:8000"
LISTS = ["articles", "skills", "tools", "industries", "paths", "occupations"]


def read_sitemap(client, address: str = "/sitemap.xml") -> dict[str, str | None]:
    """Address to time."""
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    assert sitemap_faults(response.content) == []
    root = fromstring(response.content)  # noqa: S314  our own answer
    return {
        (entry.findtext(f"{SITEMAP}loc") or "").removeprefix(HOST): entry.findtext(f"{SITEMAP}lastmod")
        for entry in root
    }


def test_sitemap_lists_pages_and_items_with_times(client):
    skill, article = make_skill(slug="python"), make_article(slug="one")
    make_skill(slug="draft", status="draft")

    listed = read_sitemap(client)

    assert set(listed) == {"/", "/about/", *(f"/{name}/" for name in LISTS), "/skills/python/", "/articles/one/"}
    assert listed["/skills/python/"] == f"{skill.updated_at:%Y-%m-%dT%H:%M:%SZ}"
    assert listed["/articles/one/"] == f"{article.updated_at:%Y-%m-%dT%H:%M:%SZ}"


def test_scheduled_item_is_listed_with_the_time_it_came_out(client, time_machine):
    out_at = timezone.now() + timedelta(days=1)
    make_tool(slug="later", publish_at=out_at.isoformat())
    assert "/tools/later/" not in read_sitemap(client)

    time_machine.move_to(out_at + timedelta(days=1))

    assert read_sitemap(client)["/tools/later/"] == f"{out_at:%Y-%m-%dT%H:%M:%SZ}"


def test_syndicated_text_is_not_listed(client):
    make_article(slug="own")
    make_article(slug="taken", origin="syndicated", source=make_source())

    assert [address for address in read_sitemap(client) if address.startswith("/articles/")] == [
        "/articles/",
        "/articles/own/",
    ]


def test_site_with_many_addresses_has_an_index_of_sitemaps(client, monkeypatch, time_machine):
    monkeypatch.setattr("portal.sitemaps.MAX_ADDRESSES", 3)
    made = [make_skill() for _number in range(4)]
    newest = change(make_tool(), name="Newest")

    index = read_sitemap(client)

    assert index == {
        "/sitemap-pages-1.xml": None,
        "/sitemap-skill-1.xml": f"{made[-1].updated_at:%Y-%m-%dT%H:%M:%SZ}",
        "/sitemap-skill-2.xml": f"{made[0].updated_at:%Y-%m-%dT%H:%M:%SZ}",
        "/sitemap-tool-1.xml": f"{newest.updated_at:%Y-%m-%dT%H:%M:%SZ}",
    }
    found = [address for part in index for address in read_sitemap(client, part)]
    assert sorted(found) == sorted(
        ["/", "/about/", *(f"/{name}/" for name in LISTS), *(f"/skills/{one.slug}/" for one in made),
         f"/tools/{newest.slug}/"]
    )  # fmt: skip


def test_index_takes_as_many_queries_as_a_sitemap(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("portal.sitemaps.MAX_ADDRESSES", 3)
    make_article(), make_skill(), make_tool()

    with django_assert_num_queries(2):  # numbers of items, times of items
        client.get("/sitemap.xml")


@pytest.mark.parametrize(
    "part", ["skill-0", "skill-2", "skill-1000000000", f"skill-{'9' * 40}", "pages-2", "user-1", "articles-1"]
)
def test_part_that_is_not_there_is_not_found(client, part):
    make_skill()

    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_robots_are_led_to_the_sitemap_and_kept_from_the_admin(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        f"User-agent: *\nDisallow: /admin/\nDisallow: /search/\n\nSitemap: {HOST}/sitemap.xml\n"
    )


def test_language_models_find_everything_as_markdown(client):
    make_path(name="The way [1]", slug="way", summary="From <here> to there.")
    make_article(title="Text", slug="text", summary="A summary.")
    make_skill(name="Python", slug="python")
    make_skill(name="Hidden", status="draft")

    response = client.get("/llms.txt")
    text = response.content.decode()

    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert text.startswith(
        "# AI Engineering Portal\n\n> What AI engineers do, what they know and work with, and how to become one.\n\n"
    )
    assert f"## Learning paths\n\n- [The way \\[1\\]]({HOST}/paths/way.md): From \\<here\\> to there.\n" in text
    assert f"## Articles\n\n- [Text]({HOST}/articles/text.md): A summary.\n" in text
    assert f"## Skills\n\n- [Python]({HOST}/skills/python.md)\n" in text
    assert "Hidden" not in text
    assert re.findall("^## (.*)", text, re.MULTILINE) == ["Learning paths", "Articles", "Skills", "Optional"]


def test_every_line_of_a_list_for_language_models_is_a_link(client):
    make_article(summary="Two\n\nparagraphs"), make_tool()

    lists = client.get("/llms.txt").content.decode().partition("\n## ")[2].splitlines()

    entries = [line for line in lists if line and not line.startswith("##") and line != "Articles"]
    assert len(entries) == 6
    for line in entries:
        assert re.fullmatch(r"- \[.+\]\(http://localhost:8000/\S*\)(: .+)?", line)
        assert client.get(re.findall(r"\((http\S+)\)", line)[0].removeprefix(HOST)).status_code == 200


def test_long_lists_for_language_models_end_with_a_link_to_the_whole(client, monkeypatch):
    monkeypatch.setattr("portal.overview.MAX_ITEMS", 2)
    for number in range(3):
        make_tool(name=f"T{number}")

    assert f"/tools/t1.md)\n- [All]({HOST}/tools/)\n" in client.get("/llms.txt").content.decode()


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap-skill-1.xml", "/robots.txt", "/llms.txt"])
def test_answer_is_public_and_304_where_nothing_changed(client, address):
    make_skill()
    response = client.get(address)

    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.cookies
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert client.post(address).status_code == 405
