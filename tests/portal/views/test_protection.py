"""What browsers are told to protect readers: every type of page, document, file and refusal, as it is behind https."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from articles.admin.site import admin_url
from articles.media.shown_pictures import picture_url
from articles.models import Article
from tests.factories import make_article, make_picture, make_user
from tests.observatory import Report, judge
from tests.portal.https import HOST, client_over_https
from tests.portal.reading import names_of, page_names
from tests.portal.views import states

pytestmark = pytest.mark.django_db

PAGE_SCORE, ADMIN_SCORE = 125, 115
RESOURCE_POLICY = "Cross-Origin-Resource-Policy"
SHARED = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "same-origin"}
# The whole of each, so that nothing is taken away or let in unnoticed.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
DOCUMENTS = [
    "/feeds/articles.atom", "/feeds/articles.json", "/skills/main/feed.atom", "/tools/main/feed.atom",
    "/industries/main/feed.atom", *(f"{one[:-1]}.md" for one in states.DETAILS), "/paths/main/whole.md", "/sitemap.xml",
    "/sitemap-skill-1.xml", "/robots.txt", "/llms.txt",
]  # fmt: skip
API = [
    "/api/v1/",
    "/api/v1/schema/",
    "/api/v1/skills/",
    "/api/v1/skills/main/",
    "/api/v1/nothing/",
    "/api/v1/skills/?x=1",
]


@pytest.fixture
def bare(settings: Any) -> Client:
    return client_over_https(settings, raise_request_exception=False)


@pytest.fixture(scope="module")
def content(module_content: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        states.fill_portal()


@pytest.fixture
def site(bare: Client, content: None) -> Client:
    return bare


def weak(responses: dict[str, Any], score: int) -> dict[str, tuple[Report, list[str]]]:
    reports = {address: (judge(response, HOST), otherwise(response)) for address, response in responses.items()}
    return {
        address: (report, others)
        for address, (report, others) in reports.items()
        if report.score < score or report.faults or others
    }


def otherwise(response: Any) -> list[str]:
    """The headers that do not say what they are to say."""
    wanted = dict(HEADERS)
    if response.wsgi_request.path_info == reverse("api-docs"):  # its styles hold small pictures
        wanted["Content-Security-Policy"] = wanted["Content-Security-Policy"].replace(
            "img-src 'self'", "img-src 'self' data:"
        )
    found = [name for name, value in wanted.items() if response.headers.get(name) != value]
    is_told = response.headers.get(RESOURCE_POLICY) in ("same-origin", "cross-origin")
    return found if is_told else [*found, RESOURCE_POLICY]


def test_every_type_of_page_scores_well(site: Client) -> None:
    addresses = [*states.filled_addresses(site), "/nowhere/", "/articles/gone/", "/articles/held/", reverse("api-docs")]

    assert page_names() - names_of(addresses) == set()
    assert weak({address: site.get(address) for address in addresses}, PAGE_SCORE) == {}


def test_errors_that_no_address_leads_to_score_well(bare: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.portal.views.states"
    strict = client_over_https(settings, enforce_csrf_checks=True)
    too_much = {"username": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    answers = {
        400: bare.get("/", headers={"host": "evil.example"}),
        403: bare.get("/refused/"),
        413: bare.post(reverse("admin:login"), too_much),
        500: bare.get("/broken/"),
    }

    assert {code: one.status_code for code, one in answers.items()} == {code: code for code in answers}
    assert weak({str(code): one for code, one in answers.items()}, PAGE_SCORE) == {}
    assert weak({"csrf": strict.post(reverse("admin:login"))}, PAGE_SCORE) == {}


def admin_addresses() -> list[str]:
    """Every page that the admin has without an argument, and those of one row of each type."""
    bare = [reverse("admin:index"), reverse("admin:login"), reverse("admin:password_change")]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        bare += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        if row := model._default_manager.first():
            bare += [reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history", "delete")]
    return bare


def test_every_page_of_the_admin_scores_well(site: Client) -> None:
    site.force_login(make_user("nora"))
    answers = {address: site.get(address) for address in admin_addresses()}

    assert sum(one.status_code == 200 for one in answers.values()) > 40
    assert weak(answers, ADMIN_SCORE) == {}


def test_form_for_signing_in_sets_a_cookie_and_scores_well(bare: Client) -> None:
    response = bare.get(reverse("admin:login"))

    assert "cookies-secure-with-httponly-sessions-and-samesite" in judge(response, HOST).modifiers
    assert judge(response, HOST).score >= ADMIN_SCORE


def test_documents_for_programs_are_read_by_other_sites_too_where_a_reader_has_them_already(site: Client) -> None:
    answers = {address: site.get(address) for address in [*DOCUMENTS, *API]}
    kept = {address: site.get(address, headers={"if-none-match": answers[address]["ETag"]}) for address in DOCUMENTS}

    assert weak(answers, PAGE_SCORE) == {}
    assert {one.status_code for one in kept.values()} == {304}
    for one in (*answers.values(), *kept.values()):
        assert SHARED.items() <= dict(one.headers).items()


def test_every_address_without_a_page_is_tried() -> None:
    entries = [entry for entry in get_resolver().url_patterns if isinstance(entry, URLPattern)]
    others = {str(entry.name) for entry in entries} - page_names() - {"picture", "manifest"}
    others = {name for name in others if "icon" not in name}

    assert others - names_of(DOCUMENTS) == set()


def test_pages_are_not_shared(site: Client) -> None:
    assert not site.get("/skills/main/").has_header("Access-Control-Allow-Origin")
    assert site.get("/skills/main/")[RESOURCE_POLICY] == "same-origin"


def test_picture_that_readers_see_may_be_shown_by_other_sites(bare: Client) -> None:
    picture = make_picture()
    make_article(cover=picture)
    new = bare.get(picture_url(picture))
    kept = bare.get(picture_url(picture), headers={"if-none-match": new["ETag"]})

    assert (new.status_code, kept.status_code) == (200, 304)
    assert new[RESOURCE_POLICY] == kept[RESOURCE_POLICY] == "cross-origin"


def test_picture_that_only_editors_see_may_not(bare: Client) -> None:
    bare.force_login(make_user("dana"))
    response = bare.get(picture_url(make_picture()))

    assert (response.status_code, response[RESOURCE_POLICY]) == (200, "same-origin")


@pytest.mark.parametrize(
    ("address", "policy"),
    [
        ("/static/css/site.css", "same-origin"),
        ("/static/js/site.js", "same-origin"),
        ("/static/img/favicon.svg", "cross-origin"),
        ("/static/img/sections/portal.png", "cross-origin"),
        ("/static/diagrams/agent-loop.svg", "cross-origin"),
    ],
)
@pytest.mark.parametrize("kept", [False, True], ids=["new", "kept"])
def test_static_file_is_protected_and_drawings_may_be_shown_by_other_sites(
    bare: Client, address: str, policy: str, kept: bool
) -> None:
    headers = {"if-modified-since": bare.get(address)["Last-Modified"]} if kept else {}
    response = bare.get(address, headers=headers)

    assert response.status_code == (304 if kept else 200)
    assert response[RESOURCE_POLICY] == policy
    assert otherwise(response) == []


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("head", "/", 200),
        ("post", "/", 405),
        ("get", "/skills", 301),
        ("get", "/admin/", 302),
        ("post", "/admin/logout/", 302),
        ("options", "/api/v1/skills/", 204),
        ("get", "/api/v1/skills", 301),
        ("get", "/static/nothing.css", 404),
    ],
)
def test_other_answers_bear_every_header(bare: Client, method: str, address: str, status: int) -> None:
    response = getattr(bare, method)(address)

    assert response.status_code == status
    assert otherwise(response) == []


def test_plain_http_is_sent_to_https_of_the_same_host(bare: Client) -> None:
    response = bare.get("/skills/?q=1", headers={"x-forwarded-proto": "http"})

    assert (response.status_code, response["Location"]) == (301, f"https://{HOST}/skills/?q=1")


def test_host_that_is_refused_before_the_way_to_https_bears_the_headers_too(bare: Client) -> None:
    response = bare.get("/", headers={"host": "evil.example", "x-forwarded-proto": "http"})

    assert response.status_code == 400
    assert otherwise(response) == ["Strict-Transport-Security"]


def test_file_that_is_exported_bears_the_headers(bare: Client) -> None:
    bare.force_login(make_user("dana"))
    chosen = {"action": "export_csv", "_selected_action": [str(make_article().pk)]}
    response = bare.post(admin_url(Article, "changelist"), chosen)

    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    assert otherwise(response) == []
