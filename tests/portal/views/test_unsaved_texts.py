"""The pages that answer a form which was not saved give its text back: escaped, kept nowhere, and nothing but text of content."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, reverse

from articles.admin.site import admin_url
from articles.editing.unsaved import FORM_MODELS, sent_texts
from articles.models import Article, ImportBatch, Source, User
from portal import urls
from tests.articles.admin.forms import FormReader, open_form, send
from tests.factories import make_article, make_source, make_user
from tests.portal.reading import find, links_of, page_of, text_of

pytestmark = pytest.mark.django_db
BODY = '</textarea><script>alert("x")</script>\n\nWords & more, ünïcode'
ADD = "/admin/articles/article/add/"


def broken(request: Any) -> HttpResponse:
    raise RuntimeError("secret detail")


def refused(request: Any) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [
    path("admin/", ([path("articles/article/add/", broken, name="articles_article_add")], "admin", "admin")),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


def texts_of(response: Any) -> list[str]:
    """What stands in the boxes to copy from."""
    page = page_of(response)
    return [text_of(box) for one in find(page, "section") for box in find(one, "textarea")]


def given(response: Any) -> tuple[int, str, bool]:
    content = response.content.decode()
    return response.status_code, response["Cache-Control"], "<script>alert" in content


def test_form_sent_without_a_session_comes_back_with_its_text_and_a_way_in(client: Client) -> None:
    response = client.post(ADD, {"title": "Mine", "body": BODY, "status": "draft", "csrfmiddlewaretoken": "t0ken"})

    assert given(response) == (403, "no-store", False)
    assert "Words &amp; more, ünïcode" in response.content.decode()
    assert "t0ken" not in response.content.decode()
    assert links_of(response)[f"/admin/login/?next={ADD}"] == "Sign in"


def test_address_without_text_still_leads_to_the_login(client: Client) -> None:
    assert client.post(ADD, {"status": "draft"}).status_code == 302
    assert client.get(ADD).status_code == 302


def test_form_with_a_wrong_token_comes_back_with_its_text() -> None:
    response = Client(enforce_csrf_checks=True).post(ADD, {"body": BODY})

    assert given(response) == (403, "no-store", False)
    assert "Words &amp; more" in response.content.decode()
    assert links_of(response)[ADD] == "Back to the form"


def test_form_whose_right_was_lost_comes_back_with_its_text(client: Client) -> None:
    client.force_login(make_user(is_superuser=False))

    response = client.post(ADD, {"body": BODY})

    assert given(response) == (403, "no-store", False)
    assert "Words &amp; more" in response.content.decode()


@pytest.mark.parametrize("what", [Source, Article])
def test_form_of_what_was_deleted_meanwhile_comes_back_with_its_text(client: Client, what: Any) -> None:
    client.force_login(make_user())

    response = client.post(admin_url(what, "change", uuid.uuid4()), {"note": BODY})

    assert given(response) == (404, "no-store", False)
    assert "Words &amp; more" in response.content.decode()


def test_server_error_gives_the_text_back_without_the_database(settings: Any, django_assert_num_queries: Any) -> None:
    settings.ROOT_URLCONF = __name__
    with django_assert_num_queries(0):
        response = Client(raise_request_exception=False).post(ADD, {"body": BODY})

    assert given(response) == (500, "no-store", False)
    assert "Words &amp; more" in response.content.decode()


def test_form_beyond_the_limit_leads_back_to_the_kept_copy(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 500
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    response = client.post(ADD, {"body": "x" * 1000}, content_type="application/x-www-form-urlencoded")

    assert given(response) == (413, "no-store", False)
    assert links_of(response)[ADD] == "Back to the form"


def test_missing_page_of_readers_stays_as_it_was(client: Client) -> None:
    response = client.post("/nowhere/", {"body": BODY})

    assert response.status_code == 404
    assert "Words" not in response.content.decode()


@pytest.mark.parametrize(
    ("address", "data"),
    [
        pytest.param("/admin/login/", {"username": "erin", "password": "qzsecret"}, id="login"),
        pytest.param("/admin/password_change/", {"old_password": "qzsecret", "note": "qzsecret"}, id="password"),
        pytest.param("/admin/articles/user/add/", {"username": "qzsecret", "password1": "qzsecret"}, id="user"),
        pytest.param(ADD, {"password": "qzsecret", "token": "qzsecret", "draft": "qzsecret"}, id="other-names"),
        pytest.param("/api/v1/articles/", {"body": "qzsecret"}, id="api"),
    ],
)
def test_nothing_but_texts_of_content_is_given_back(address: str, data: dict[str, str]) -> None:
    response = Client(enforce_csrf_checks=True).post(address, {**data, "body": "qzsecret"} if address == ADD else data)

    shown = response.content.decode().count("qzsecret")
    assert shown == (1 if address == ADD else 0)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
    ],
    ids=str,
)
def test_form_of_another_site_is_not_shown(headers: dict[str, str]) -> None:
    response = Client(enforce_csrf_checks=True).post(ADD, {"body": "Call this number"}, headers=headers)

    assert response.status_code == 403
    assert "Call this number" not in response.content.decode()


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}], ids=str)
def test_form_of_our_own_is_shown(headers: dict[str, str]) -> None:
    request = RequestFactory().post(ADD, {"body": "Mine"}, headers=headers)

    assert [(one.label, one.text) for one in sent_texts(request)] == [("Text", "Mine")]


class TextReader(FormReader):
    """The names of the fields of a form into which one writes words."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        given = dict(attrs)
        is_text = tag == "textarea" or (tag == "input" and given.get("type") in ("text", "url"))
        is_time = any(one in (given.get("class") or "") for one in ("vDateField", "vTimeField"))
        if self.is_inside and is_text and not is_time:
            self.names.append(given.get("name") or "")


@pytest.mark.parametrize("model", FORM_MODELS, ids=lambda model: model.__name__)
def test_every_text_of_every_form_is_given_back(client: Client, model: Any) -> None:
    client.force_login(make_user())
    address, reader = admin_url(model, "add"), TextReader()
    reader.feed(client.get(address).content.decode())
    names = [name for name in reader.names if "__prefix__" not in name]
    request = RequestFactory().post(address, {name: f"text of {name}" for name in names})

    assert names
    assert [one.text for one in sent_texts(request)] == [f"text of {name}" for name in names]


def test_saved_form_says_so_and_a_refused_one_does_not(client: Client) -> None:
    client.force_login(make_user())
    article, token = make_article(), "0123456789abcdef" * 2
    url = admin_url(Article, "change", article.pk)

    refused = send(client, url, open_form(client, url), title="", draft=token)
    assert f"saved-{token}" not in refused.cookies
    assert f'name="draft" value="{token}"' in " ".join(refused.content.decode().split())
    saved = send(client, url, open_form(client, url), title="New", draft=token)
    assert saved.cookies[f"saved-{token}"]["path"] == reverse("admin:index")


@pytest.mark.parametrize("token", ["", "x", "0" * 31 + "Z", "0" * 33, "0" * 32 + "\n", "a=b; Path=/"])
def test_token_that_is_none_leaves_no_cookie(client: Client, token: str) -> None:
    client.force_login(make_user())
    url = admin_url(Source, "change", make_source().pk)

    response = send(client, url, open_form(client, url), publisher="New", draft=token)

    assert response.status_code == 302
    assert [name for name in response.cookies if name.startswith("saved-")] == []


def test_import_and_line_for_readers_say_that_they_are_saved(client: Client) -> None:
    client.force_login(make_user())
    token, article = "0123456789abcdef" * 2, make_article()
    url = reverse("admin:articles_article_tell", args=[article.pk, 1])

    response = client.post(url, {"public_note": "New figures.", "draft": token})

    assert f"saved-{token}" in response.cookies
    assert User.objects.exists()
    assert not ImportBatch.objects.exists()
