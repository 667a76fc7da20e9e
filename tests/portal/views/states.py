"""Every type of page in every state that readers can meet, as HTML: filled, empty, hostile, in Arabic, and the errors.

Collected once for the gates that look at HTML alone. Tests with a browser have contents of their own.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from articles.cleaning import clean_text
from articles.models import Skill, Tool
from portal import urls
from tests.articles.rendering.samples import HOSTILE, PICTURE
from tests.factories import (
    change,
    make_announcement,
    make_article,
    make_category,
    make_figure,
    make_group,
    make_industry,
    make_many,
    make_occupation,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
    make_user,
)
from tests.portal.reading import attribute, find, page_of

# Name of the state and address -> HTML.
type Pages = dict[str, str]

LISTS = ["/articles/", "/skills/", "/tools/", "/industries/", "/occupations/", "/paths/"]
DETAILS = [f"{one}main/" for one in LISTS]
COMPARED = [f"/{kind}/compare/" for kind in ("tools", "skills")]
BARE = ["/", "/about/", "/map/", "/search/", *LISTS, *COMPARED]
FOUND = ["/search/?q=main", "/search/?q=zzzzzz", f"/search/?q={'x' * 500}"]
COLUMNS = ["main", "main,row-1", "main,row-1,row-2", "main,row-1,row-2,row-3", "nothing"]
FILTERED = [
    "/articles/?skills=main&language=en&ordering=name", "/articles/?skills=nothing", "/articles/?language=ar",
    "/articles/?skills=main&skills=row-1&tools=main&section=nothing", "/skills/?group=nothing&tools=main",
    "/tools/?ordering=-name", "/map/?group=main", "/map/?group=nothing", "/map/?path=main", "/map/?group=main&path=main",
]  # fmt: skip
ARABIC = "ما الذي يفعله مهندس الذكاء الاصطناعي؟"
# What breaks out of attributes, elements, scripts, comments and CDATA, and what turns the direction of writing around.
HOSTILE_TEXT = "\"'></script></title>]]><!-- & &amp; \u202e \u05e2\u05d1\u200f\u2066 \U0001f4a5 \ufffe \x0b {{ x }}"
# What no save takes.
REFUSED = {"markup in a key"}
BODY = """# A heading like the title

Text with `code`, *emphasis*, $a^2 + \\frac{1}{b}$, a [link](https://example.org/a?b=1&c=2 "Its title") and a note.[^1]
[[skill:target]] [[skill:target#a-place|there]] [here](#h-a-deeper-one) <https://example.org>

## A heading

### A deeper one

| left | right | centre |
|:-----|------:|:------:|
| 1    | `2`   | ![A box](picture:PICTURE) |

1. one
2. two
   - [ ] open
   - [x] done

> A quote
> > in a quote

$$\\sum_{i=1}^{n} x_i = \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}$$

```python
def one() -> int:
    return 1
```

![A box](picture:PICTURE "What the box is")

![A loop](diagram:agent-loop "A caption")

---

##### Skipped to

## A heading

~~Gone~~ text.[^1] [^2]

[^1]: The note, with *emphasis*.
[^2]: Another, with

    two paragraphs.
"""


def fill_portal(text: str = "Main", body: str = BODY) -> None:
    """An item of each type called "main" with all that its page can show, and others beside it."""
    picture = make_picture(alt=text, size=(900, 400))
    body = body.replace("PICTURE", str(picture.pk))
    make_skill(slug="target", name="Target")
    common: dict[str, Any] = {"slug": "main", "summary": text, "resources": make_resources(text), "public_note": text}
    named = {"name": text, "description": body, **common}
    alias = {"aliases": [{"name": f"{text} alias", "language": "de"}]}
    group, section = make_group(text, slug="main", description=text), make_section(text, slug="main", description=text)
    tool = make_tool(
        categories=[make_category(name=text, code=text[:40])], homepage="https://t.example/?a=1&b=2",
        repository="https://r.example/", licence=text, vendor=text, **named, **alias,
    )  # fmt: skip
    skill = make_skill(group=group, tools=[tool], **named, **alias)
    rows = [{"slug": f"row-{number}", "summary": text if number % 2 else ""} for number in range(1, 31)]
    links = {"group": group, "tools": [tool], "prerequisites": [skill], "broader": skill}
    make_many(Tool, rows), make_many(Skill, [{"slug": row["slug"], **links} for row in rows])
    industry = make_industry(ai_use=body, skills=[skill], tools=[tool], **named)
    make_industry(parent=industry)
    job = make_occupation(skills=[skill], tools=[tool], **named, **alias)
    for year in (2023, 2024):
        make_figure(industry=industry, occupation=job, year=year, source=text)
    named_by = {"skills": [skill], "tools": [tool], "industries": [industry], "section": section}
    fill_articles(text, body, picture, {**named_by, **common})
    ids = {"skills": [str(skill.pk)], "note": text}
    make_path(steps=[{"title": text, "hours": 3, **ids}, {"title": "B", "is_required": False, **ids}], **named)
    make_announcement("Some **news**: [read it](/articles/main/).", severity="warning")


def make_resources(text: str) -> list[dict[str, Any]]:
    return [
        {"title": text, "url": "https://r.example/?a=1&b=2", "kind": "course", "language": "de"},
        {"title": text, "url": "https://r.example/", "kind": "docs", "language": ""},
    ]


def fill_articles(text: str, body: str, picture: Any, common: dict[str, Any]) -> None:
    source = make_source(
        publisher=text, author=text, title=text, url="https://press.example/1", licence="CC BY 4.0", disclaimer=text,
        published_on="2025-03-04", contact=text, permission=text,
    )  # fmt: skip
    main = make_article(
        title=text, body=body, cover=picture, is_featured=True, authors=[make_user(public_name=clean_text(text))],
        origin="syndicated", source=source, **common,
    )  # fmt: skip
    rest = {
        name: value for name, value in common.items() if name not in ("slug", "summary", "resources", "public_note")
    }
    make_article(slug="own", title="Own", related=[main], **rest)
    make_article(
        slug="arabic", title=ARABIC, summary=ARABIC, language="ar", body=f"## {ARABIC}\n\n{ARABIC} `code`\n\n{body}",
        translation_group=str(main.translation_group), **rest,
    )  # fmt: skip
    make_article(slug="bare", title="Bare", body=".")
    change(make_article(slug="gone"), status="archived")
    change(make_article(slug="held"), status="legal_hold")


def collect(client: Client, state: str, addresses: list[str], status: int = 200) -> Pages:
    pages = {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code == status, address
        pages[f"{state}: {address[:100]}"] = response.content.decode()
    return pages


def empty_pages(client: Client) -> Pages:
    return collect(client, "empty", BARE)


def filled_addresses(client: Client) -> list[str]:
    """Every type of page with its variants; among them the second page of a list, whose cursor the first one tells."""
    [following] = find(page_of(client.get("/tools/")), "a", rel="next")
    compared = [f"{one}?items={columns}" for one in COMPARED for columns in COLUMNS]
    articles = [f"/articles/{slug}/" for slug in ("own", "arabic", "bare")]
    second = f"/tools/{attribute(following, 'href')}"
    return [*BARE, *DETAILS, *articles, *FOUND, *FILTERED, *compared, second]


def filled_pages(client: Client, state: str = "filled") -> Pages:
    """Of a portal that `fill_portal` filled."""
    return collect(client, state, filled_addresses(client)) | absent_pages(client, state)


def absent_pages(client: Client, state: str) -> Pages:
    wanted = {"/nowhere/": 404, "/articles/gone/": 410, "/articles/held/": 451}
    return {key: page for one, code in wanted.items() for key, page in collect(client, state, [one], code).items()}


def hostile_body() -> str:
    sources = [source.replace(PICTURE, "PICTURE") for name, source in HOSTILE.items() if name not in REFUSED]
    return "\n\n".join(sources).encode("utf-8", "replace").decode()


def fill_hostile() -> None:
    fill_portal(HOSTILE_TEXT, hostile_body())


def hostile_pages(client: Client) -> Pages:
    """Of a portal that `fill_hostile` filled."""
    queries = [
        f"/search/?q={HOSTILE_TEXT}",
        f"/articles/?skills={HOSTILE_TEXT}",
        f"/tools/compare/?items={HOSTILE_TEXT}",
    ]
    return collect(client, "hostile", [*filled_addresses(client), *queries])


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [path("broken/", break_down), path("refused/", refuse), *urls.urlpatterns]
handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500


@override_settings(ROOT_URLCONF=__name__)
def error_pages() -> Pages:
    """Those that no address of the site leads to. Needs the database for the announcement only."""
    client, strict = Client(raise_request_exception=False), Client(enforce_csrf_checks=True)
    login = reverse("admin:login")
    answers = {
        400: client.get("/", headers={"host": "evil.example"}),
        403: client.get("/refused/"),
        413: client.post(login, {"username": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}),
        500: client.get("/broken/"),
    }
    assert {code: response.status_code for code, response in answers.items()} == {code: code for code in answers}
    token = strict.post(login)
    assert token.status_code == 403
    pages = {f"error: {code}": response.content.decode() for code, response in answers.items()}
    return pages | {"error: 403, form without token": token.content.decode()}
