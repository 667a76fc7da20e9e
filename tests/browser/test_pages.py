"""The main pages in Chromium: no console message, nothing from elsewhere, no sideways scrolling, usable by keyboard."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.factories import (
    change,
    make_announcement,
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
from tests.portal.reading import names_of, page_names

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LISTS = ["/articles/", "/skills/", "/tools/", "/industries/", "/occupations/", "/paths/"]
COMPARED = [f"/{kind}/compare/?items=main,other" for kind in ("tools", "skills")]
FOUND = ["/search/", "/search/?q=Donau", "/search/?q=nothing", "/tools/compare/", *COMPARED]
FILTERED = ["/articles/?language=de&skills=nothing", "/articles/?language=ar"]
PAGES = ["/", "/about/", "/map/", *LISTS, *(f"{one}main/" for one in LISTS), *FILTERED, "/articles/arabic/", *FOUND]
ABSENT = ["/nowhere/", "/articles/gone/", "/articles/held/"]
# What Chromium itself says of the page that was asked for.
STATUS_LINE = re.compile(r"error: Failed to load resource: the server responded with a status of (404|410|451) \(.*\)")
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
BODY = """## A heading

Text with `code`, $a^2$ and a note.[^1]

### A deeper one

| a wide | table | with many | columns | that do | not fit |
|---|---|---|---|---|---|
| 3,000,000,000 | 700,000,000 | somewhat longer | text | here | too |

```python
print("a line of code that is much longer than a telephone is wide, so that it has to scroll in its own box")
```

![A box](picture:PICTURE)

https://example.org/an/address/that/is/very/long/and/has/no/place/to/break/0123456789012345678901234567890123456789

[^1]: The note.
"""


@pytest.fixture
def content() -> None:
    picture = make_picture(size=(900, 400))
    resources = [{"title": LONG_WORD, "url": "https://r.example/"}]
    common: dict[str, Any] = {"slug": "main", "resources": resources, "public_note": LONG_WORD}
    tool = make_tool(
        name=LONG_WORD, homepage=f"https://t.example/{'x' * 100}", categories=[make_category(name=LONG_WORD)], **common
    )
    skill = make_skill(
        name=LONG_WORD,
        description=BODY.replace("![A box](picture:PICTURE)", ""),
        group=make_group(),
        tools=[tool],
        **common,
    )
    article = make_article(
        title=f"What {LONG_WORD} means", body=BODY.replace("PICTURE", str(picture.pk)), cover=picture, skills=[skill],
        tools=[tool], section=make_section(), authors=[make_user(public_name="Dana Example")], origin="syndicated",
        source=make_source(url="https://press.example/"), is_featured=True, **common,
    )  # fmt: skip
    make_article(slug="arabic", title="ما الذي يفعله المهندس؟", language="ar", body="## عنوان\n\nنص\n\n## آخر\n\n`x`")
    industry, job = make_industry(skills=[skill], **common), make_occupation(tools=[tool], **common)
    make_figure(industry=industry, occupation=job)
    make_tool(slug="other", name="Other", summary=LONG_WORD), make_skill(slug="other", name="Other", tools=[tool])
    make_path(steps=[{"title": "Begin", "articles": [str(article.pk)], "skills": [str(skill.pk)]}], **common)
    change(make_article(slug="gone"), status="archived"), change(make_article(slug="held"), status="legal_hold")
    make_announcement("Something **new**: [read it](/articles/main/).", severity="warning")


def test_every_type_of_page_is_tried():
    assert page_names() - names_of(PAGES) == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_write_nothing_to_the_console_and_load_nothing_from_elsewhere(
    page, console, content, live_server, scheme
):
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.emulate_media(color_scheme=scheme)

    for address in PAGES:
        assert page.goto(address, wait_until="networkidle").ok
    assert console == []

    for address in ABSENT:
        page.goto(address, wait_until="networkidle")
    assert [line for line in console if not STATUS_LINE.fullmatch(line)] == []
    assert len(console) == len(ABSENT)
    assert hosts == {urlsplit(live_server.url).netloc}


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_pages_do_not_scroll_sideways(page, content, width):
    page.set_viewport_size({"width": width, "height": 800})
    wide = []
    for address in [*PAGES, *ABSENT]:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert wide == []


def test_menu_of_a_narrow_screen_shows_the_current_list(page, content):
    page.set_viewport_size({"width": 360, "height": 800})
    for name in ("Articles", "Map"):
        page.goto(f"/{name.lower()}/")
        box = page.locator(".site-menu [aria-current]", has_text=name).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


def test_header_of_a_narrow_screen_leaves_the_page_to_its_content(page, content):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/articles/")

    assert page.locator(".site-header").bounding_box()["height"] < 100


def test_skip_link_comes_first_and_leads_to_the_content(page, content):
    page.goto("/articles/main/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0

    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(("width", "visible"), [(1280, True), (360, False)])
def test_table_of_contents_stands_open_where_there_is_room(page, content, width, visible):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/articles/main/")
    link = page.get_by_role("link", name="A deeper one")

    assert link.is_visible() is visible
    if not visible:
        page.get_by_text("On this page").click()
    link.click()
    assert page.url.endswith("#h-a-deeper-one")


def test_pictures_are_delivered(page, content):
    page.goto("/articles/main/", wait_until="networkidle")
    page.locator(".prose img").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")

    assert page.evaluate("[...document.images].map(one => one.naturalWidth)") == [900, 900]
