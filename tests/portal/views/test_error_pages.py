"""Pages that say why there is nothing: with the right status, the site's look, and nothing about the item."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import path, reverse

from portal import urls
from tests.factories import change, make_article, make_path, make_skill
from tests.portal.reading import attribute, find, links_of, page_of, text_of


def break_down(request):
    raise RuntimeError("secret detail")


def refuse(request):
    raise PermissionDenied("secret detail")


urlpatterns = [path("broken/", break_down), path("refused/", refuse), *urls.urlpatterns]
handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500

MUST_ASK = "public, max-age=0, must-revalidate"


def heading_of(response) -> str:
    return text_of(find(page_of(response), "h1")[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "status", "heading"),
    [
        pytest.param({"status": "archived"}, 410, "This page is gone", id="archived"),
        pytest.param({"status": "withdrawn"}, 410, "This page is gone", id="withdrawn"),
        pytest.param({"status": "trashed"}, 410, "This page is gone", id="trashed"),
        pytest.param({"expire_at": "2026-01-02T00:00:00Z"}, 410, "This page is gone", id="expired"),
        pytest.param({"status": "legal_hold"}, 451, "Not available for legal reasons", id="legal-hold"),
    ],
)
def test_item_that_was_public_says_that_it_is_gone_and_nothing_else(client, changed, status, heading):
    article = make_article(title="Telltale", slug="main", publish_at="2026-01-01T00:00:00Z")
    assert client.get("/articles/main/").status_code == 200
    change(article, **changed)

    response = client.get("/articles/main/")

    assert (response.status_code, heading_of(response)) == (status, heading)
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == (MUST_ASK, "noindex")
    assert "telltale" not in response.content.decode().lower()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "state",
    [
        {"status": "draft"},
        {"status": "review"},
        {"publish_at": "2999-01-01T00:00:00Z"},
        {"status": "archived"},
        {"status": "legal_hold"},
    ],
    ids=lambda state: next(iter(state.values()))[:10],
)
def test_item_that_was_never_public_is_not_found(client, state):
    make_article(title="Telltale", slug="qzhidden", **state)

    response = client.get("/articles/qzhidden/")

    assert (response.status_code, heading_of(response)) == (404, "Nothing is found here")
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == (MUST_ASK, "noindex")
    assert response.content.decode().replace("qzhidden", "qznever") == client.get("/articles/qznever/").content.decode()


@pytest.mark.django_db
def test_pages_that_are_gone_look_alike_whatever_the_reason(client):
    states = ("archived", "withdrawn", "trashed")
    for status in states:
        change(make_article(slug=f"qz{status}"), status=status)

    answers = {status: client.get(f"/articles/qz{status}/").content.decode() for status in states}

    pages = {text.replace(f"qz{status}", "") for status, text in answers.items()}
    assert len(pages) == 1


def search_field_of(response) -> str | None:
    [form] = find(find(page_of(response), "main")[0], "form", role="search")
    return attribute(find(form, "input")[0], "value")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "words", "list_url"),
    [
        pytest.param("/skills/data-pipelines/", "data pipelines", "/skills/", id="page"),
        pytest.param("/skills/data-pipelines.md", "data pipelines", "/skills/", id="markdown"),
        pytest.param("/skills/data-pipelines/feed.atom", "data pipelines", "/skills/", id="feed"),
        pytest.param("/skills/5e0d4b0e-31d5-4a8e-9a55-0d1c5b8c2f11/", "", "/skills/", id="id"),
        pytest.param("/old/machine_learning.html", "machine learning", None, id="elsewhere"),
        pytest.param('/tools/"><script>x/', "script x", "/tools/", id="markup"),
        pytest.param("/media/pictures/5e0d4b0e-31d5-4a8e-9a55-0d1c5b8c2f11/", "", None, id="picture"),
        pytest.param("/" + "a-" * 500, " ".join("a" * 50), None, id="long"),
    ],
)
def test_page_that_is_not_found_offers_to_search_for_the_words_of_its_address(client, address, words, list_url):
    response = client.get(address)

    assert response.status_code == 404
    assert search_field_of(response) == words
    lists = {"/skills/", "/tools/"} & set(links_of(response))
    assert lists == ({list_url} if list_url else set())


@pytest.mark.django_db
def test_page_that_is_gone_offers_to_search_and_the_list(client):
    change(make_path(slug="my-way"), status="archived")

    for address in ("/paths/my-way/", "/paths/my-way.md", "/paths/my-way/whole.md"):
        response = client.get(address)
        assert (response.status_code, search_field_of(response)) == (410, "my way")
        assert links_of(response)["/paths/"] == "Learning paths"
        assert "It was published here and has been taken down" in text_of(find(page_of(response), "main")[0])


@pytest.mark.django_db
def test_held_page_names_who_blocks_it_and_whom_to_ask(client, settings):
    change(make_skill(slug="held"), status="legal_hold")
    settings.CONTACT = ""
    plain = client.get("/skills/held/")
    settings.CONTACT = "erin@portal.example"

    for address in ("/skills/held/", "/skills/held.md", "/skills/held/feed.atom"):
        response = client.get(address)
        assert (response.status_code, response["X-Robots-Tag"]) == (451, "noindex")
        assert response["Link"] == '<http://localhost:8000/>; rel="blocked-by"'
        [mail] = [link for link in links_of(response) if link.startswith("mailto:")]
        assert mail.startswith("mailto:erin@portal.example?subject=http%3A%2F%2Flocalhost%3A8000%2Fskills%2Fheld")
    assert not [link for link in links_of(plain) if link.startswith("mailto:")]


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_article, make_skill, make_path])
def test_earlier_address_redirects_for_good(client, make):
    item = make(slug="before")
    change(item, slug="after")

    response = client.get(reverse(item.item_type, args=["before"]))

    assert response.status_code == 301
    assert response["Location"] == reverse(item.item_type, args=["after"])
    assert response["Cache-Control"] == MUST_ASK


@pytest.mark.django_db
def test_earlier_address_of_a_hidden_item_is_gone(client):
    article = change(make_article(slug="before"), slug="after")
    change(article, status="archived")

    response = client.get("/articles/before/")

    assert response.status_code == 410
    assert "after" not in response.content.decode().split("<main")[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/nowhere/", "/articles/no-such/", "/articles/%00/", "/%00", "/articles/a%0Ab/", "/x" * 5000]
)
def test_address_that_means_nothing_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_error_pages_lead_home(client):
    assert links_of(client.get("/nowhere/"))["/"] == "To the home page"


def test_server_error_page_needs_no_database_and_tells_no_detail(settings):
    settings.ROOT_URLCONF = __name__

    response = Client(raise_request_exception=False).get("/broken/")

    assert (response.status_code, heading_of(response)) == (500, "Something broke on our side")
    assert response["Cache-Control"] == "no-store"
    assert "secret detail" not in response.content.decode()


def test_refusal_page_tells_no_detail(client, settings, db):
    settings.ROOT_URLCONF = __name__

    response = client.get("/refused/")

    assert (response.status_code, heading_of(response)) == (403, "This is not open to you")
    assert "secret detail" not in response.content.decode()


def test_request_that_cannot_be_read_gets_a_page(client):
    response = client.get("/", headers={"host": "evil.example"})

    assert (response.status_code, heading_of(response)) == (400, "This request cannot be read")


@pytest.mark.django_db
def test_form_beyond_the_limit_says_how_much_it_may_hold(client, settings, caplog):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

    response = client.post("/admin/login/", {"username": "x" * 3 * 1024 * 1024})

    assert (response.status_code, heading_of(response)) == (413, "This is too much at once")
    assert "2.0 MB" in " ".join(response.content.decode().replace("\xa0", " ").split())
    assert response["Cache-Control"] == "no-store"
    assert [record.getMessage() for record in caplog.records if record.name.startswith("portal")] == [
        "413: RequestDataTooBig"
    ]


def test_form_without_token_gets_a_page():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "erin"})

    assert (response.status_code, heading_of(response)) == (403, "The form could not be checked")


@pytest.mark.django_db
def test_error_page_loads_the_stylesheet(client):
    sheets = find(page_of(client.get("/nowhere/")), "link", rel="stylesheet")

    assert [(attribute(sheet, "href") or "").partition(".")[0] for sheet in sheets] == [
        "/static/css/site",
        "/static/css/search",
    ]
