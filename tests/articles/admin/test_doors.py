"""Every door of the admin, as the URL resolver and the registry know them: none takes a form without its token, none opens
to an account that has every right but the one for it, and each opens to an account with that right alone.

A page that is new to the admin fails here until the table says which right it takes.
"""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.admin.site import admin_url
from articles.models import RECORD_MODELS, Change, ImportBatch, Item, MassAction, Revision, Tool, User
from articles.publishing import Status
from articles.rights import choosable_statuses
from tests.articles.admin.makers import MAKERS
from tests.factories import make_announcement, make_article, make_tool, make_user

pytestmark = pytest.mark.django_db

# (page, method) -> groups of rights; of each group it takes one. None at all: the page is nobody's but a superuser's.
# An entry is a right to the page's own model, or a whole codename of another one.
type Doors = dict[tuple[str, str], list[set[str]]]
READ = {"view", "change"}
LISTED: Doors = {("changelist", "get"): [READ], ("change", "get"): [READ], ("history", "get"): [READ]}
ADDED: Doors = {("add", "get"): [{"add"}], ("add", "post"): [{"add"}]}
WRITTEN: Doors = ADDED | {
    ("change", "post"): [{"change"}],
    ("delete", "get"): [{"delete"}],
    ("delete", "post"): [{"delete"}],
}
VERSIONS: Doors = {
    ("compare", "get"): [READ],
    ("restore", "post"): [{"change"}],
    ("tell", "post"): [{"change"}],
}
READ_ONLY: Doors = LISTED | {door: [] for door in WRITTEN}
# Of a set of industries: see `make_row`.
READ_IMPORT = [READ, {"view_industry", "change_industry"}]
WRITE_IMPORT = [*READ_IMPORT, {"add"}, {"add_industry"}, {"change_industry"}]
IMPORTS: Doors = (
    READ_ONLY
    | ADDED
    # The page of an import takes no form of its own.
    | {
        ("change", "get"): READ_IMPORT,
        ("change", "post"): READ_IMPORT,
        ("report", "get"): READ_IMPORT,
        ("undo", "get"): [*WRITE_IMPORT, {"delete_industry"}],
    }
    | {(page, "post"): WRITE_IMPORT for page in ("run", "again", "discard")}
    | {("undo", "post"): [*WRITE_IMPORT, {"delete_industry"}]}
)
# Django asks for both, since whoever may add an account might else give it what they may not give to others.
ADDED_ACCOUNT: Doors = {("add", method): [{"add"}, {"change"}] for method in ("get", "post")}
ACCOUNTS: Doors = (
    LISTED | WRITTEN | ADDED_ACCOUNT | {("password_change", method): [{"change"}] for method in ("get", "post")}
)
# Whose pages show what the account may see of the types that they are about: other tests see to those.
BY_TYPE = {Change, Revision, MassAction}
# Sends whoever asks to the page of the import, which asks for rights.
LEADS_ON = {(ImportBatch, "history")}


def doors_of(model: Any) -> Doors:
    if issubclass(model, Item):
        return LISTED | WRITTEN | VERSIONS
    if model in RECORD_MODELS.values():
        return LISTED | WRITTEN
    return {User: ACCOUNTS, Group: READ_ONLY, ImportBatch: IMPORTS, DBTaskResult: READ_ONLY}[model]


def make_row(model: Any) -> Any:
    makers: dict[Any, Any] = {
        User: lambda: User.objects.create(username="pat"),
        Group: lambda: Group.objects.create(name="Writers"),
        ImportBatch: lambda: ImportBatch.objects.create(name="set", kind="catalogue", options={"type": "industry"}),
        DBTaskResult: lambda: DBTaskResult.objects.create(
            backend_name="default",
            args_kwargs={"args": [], "kwargs": {}},
            task_path="articles.transfer.imports.jobs.run_import",
            run_after=timezone.now(),
        ),
        RECORD_MODELS["announcement"]: make_announcement,
    }
    return (MAKERS | makers)[model]()


def pages_of(model: Any) -> dict[str, URLPattern]:
    """By the last part of the name: "change", "restore" …"""
    patterns = admin.site._registry[model].urls
    found = {str(pattern.name): pattern for pattern in patterns if getattr(pattern, "name", None)}
    names = {name: name.removeprefix(f"{model._meta.app_label}_{model._meta.model_name}_") for name in found}
    return {short.removeprefix("auth_user_"): found[name] for name, short in names.items()}


def address(pattern: URLPattern, row: Any) -> str:
    arguments = {name: 1 if name == "version" else row.pk for name in pattern.pattern.converters}
    return reverse(f"admin:{pattern.name}", kwargs=arguments)


def codenames(model: Any, group: set[str]) -> set[str]:
    return {right if "_" in right else f"{right}_{model._meta.model_name}" for right in group}


def sign_in(permissions: Any) -> Client:
    user = User.objects.filter(username="sam").first() or make_user("sam", is_superuser=False)
    user.user_permissions.set(permissions)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def is_open(client: Client, url: str, method: str) -> bool:
    response = getattr(client, method)(url)
    assert response.status_code in (200, 302, 403), f"{method} {url} answers {response.status_code}"
    # What one account may see no browser keeps for the next.
    assert response.status_code == 403 or "no-store" in response["Cache-Control"], url
    return bool(response.status_code != 403)


@pytest.fixture(autouse=True)
def tasks_in_the_database(settings: Any) -> None:
    """As in production: the list of tasks asks the backend of each."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


# Django's only two that are no plain routes.
REGEX_ROUTES = {
    "^(?P<app_label>articles|auth|django_tasks_database)/$": "/admin/articles/",
    "(?P<url>.*)$": "/admin/nothing/",
}
GUARDED = [model for model in admin.site._registry if model not in BY_TYPE]


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.model_name)
def test_page_stays_shut_without_its_right_and_opens_by_that_alone(model: Any) -> None:
    row, doors, pages = make_row(model), doors_of(model), pages_of(model)
    assert {page for page, _method in doors} == set(pages), "say in this file which right the page takes"
    before = Change.objects.count(), type(row).objects.values().get(pk=row.pk)
    assert open_without(model, row, doors) == []
    assert (Change.objects.count(), type(row).objects.values().get(pk=row.pk)) == before
    # What deletes comes last.
    for page, method in sorted(doors, key=lambda door: (door[0] in ("delete", "discard"), door[1] == "post")):
        for rights in product(*doors[page, method]) if doors[page, method] else ():
            row = row if model.objects.filter(pk=row.pk).exists() else make_row(model)
            client = sign_in(Permission.objects.filter(codename__in=codenames(model, set(rights))))
            assert is_open(client, address(pages[page], row), method), (page, method, rights)


def open_without(model: Any, row: Any, doors: Doors) -> list[str]:
    """The doors that open to an account with every right but one that they take."""
    pages, everything = pages_of(model), Permission.objects.all()
    found = []
    for (page, method), groups in doors.items():
        if (model, page) in LEADS_ON:
            continue
        for lacking in groups or [{"add", "change", "delete"}]:
            client = sign_in(everything.exclude(codename__in=codenames(model, lacking)))
            if is_open(client, address(pages[page], row), method):
                found.append(f"{method} {page} without {sorted(lacking)}")
    return found


def admin_addresses() -> Iterator[str]:
    """One for each pattern below the admin; what the arguments name need not exist."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, route)
            elif route.startswith("/admin/"):
                yield REGEX_ROUTES.get(str(entry.pattern)) or re.sub(r"<[^>]+>", "1", route)

    return walk(get_resolver(), "/")


def test_every_address_of_the_admin_refuses_a_form_without_its_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    addresses = list(admin_addresses())
    assert len(addresses) > 100
    answers = {url: client.post(url) for url in addresses}
    assert {url: one.status_code for url, one in answers.items() if one.status_code != 403} == {}


@pytest.mark.parametrize("model", [Change, Revision], ids=lambda model: model._meta.model_name)
def test_log_tells_of_the_types_alone_that_one_may_look_at(model: Any) -> None:
    hidden, shown = make_article(), make_tool()
    client = sign_in(Permission.objects.filter(codename__in=["view_change", "view_revision", "view_tool"]))
    html = client.get(admin_url(model, "changelist")).content.decode()
    assert [str(item.pk) in html for item in (hidden, shown)] == [False, True]
    pages = [admin_url(model, "change", model.objects.get(item_id=item.pk).pk) for item in (hidden, shown)]
    assert [client.get(page).status_code == 200 for page in pages] == [False, True]


@pytest.mark.parametrize("query", ["q=%00", "%00=1", "q=a&q=%00b"])
def test_nul_in_an_address_is_refused_before_a_database_has_to(query: str) -> None:
    client = Client()
    client.force_login(make_user())
    assert client.get(f"/admin/?{query}").status_code == 400


@pytest.mark.parametrize("status", Status.values)
def test_form_offers_no_status_that_the_save_would_refuse(status: str) -> None:
    tool = make_tool(status=status)
    client = sign_in(Permission.objects.filter(codename="change_tool"))
    choices = client.get(admin_url(Tool, "change", tool.pk)).context["page"].form.fields["status"].choices
    user = User.objects.get(username="sam")
    assert {value for value, _label in choices} == {one.value for one in choosable_statuses(user, Tool, status)}
