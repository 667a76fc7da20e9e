"""Nothing that readers may not see shows anywhere: every surface, every hidden state, every audience, every parameter.

Surfaces come from the URL resolver and from the API's schema, so a new page is covered the day it is mounted; one with
an argument that is not known here fails the test. Beside each absence stands a control that is present.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib import admin
from django.contrib.auth import middleware as auth_middleware
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from articles.models import ITEM_MODELS, Item
from articles.reading.items.links import MAX_COUNT, RELATIONS, count_linked
from articles.reading.items.shown import DOCUMENT, PAGE
from articles.reading.lists.facets import LinkFacet
from articles.reading.lists.filters import LISTINGS
from articles.reading.lists.value_kinds import MAX_FILTER_VALUES
from portal import sitemaps
from portal.views import details, markdown
from tests.factories import make_article, make_picture, make_user
from tests.hidden_world import ANSWERS, World, make_world, take_away_hidden

pytestmark = pytest.mark.django_db

# Surfaces on which no content shows: what is said about the portal and the API, and the page for unknown API addresses.
WITHOUT_CONTENT = {
    "about",
    "robots",
    "manifest",
    "favicon",
    "apple-touch-icon",
    "apple-touch-icon-old",
    "api-root",
    "api-schema",
    "api-docs",
    "api-unknown",
    "health-live",
    "health-ready",
}


FOLDERS = {
    "article": "articles",
    "skill": "skills",
    "tool": "tools",
    "industry": "industries",
    "occupation": "occupations",
    "path": "paths",
}

CUT_OFF = re.compile(r" LIMIT (\d+)")
# What no two rows share: of aliases the name within their type, of an item's past the version; 1 is the first column, the id.
ENDS_WITH_KEY = re.compile(r"(?:\"(?:id|slug|number|code|name_key|version)\"| 1) (?:ASC|DESC)\Z")
# Django's own `first()` and `get()`, and rows that are only counted.
WITHOUT_ORDER = {1, 21, MAX_COUNT + 1}

# The other pages are the same for everybody, so they need not know.
ASKING_WHO = ("/api/", "/media/pictures/")

# How to ask on pages that show content on request only. The free texts of all items, hidden ones too, begin with "About".
QUERIES = {
    "search": lambda world: ["?q=About", "?q=Also", "?q=zq", *(f"?q={one.display_name}" for one in some_hidden(world))],
    "tool-compare": lambda world: compare_queries(world, "tool"),
    "skill-compare": lambda world: compare_queries(world, "skill"),
}


@dataclass(frozen=True)
class Surface:
    """One way to ask: the pattern's name, and an address. shows_control: whether the control is expected there."""

    name: str
    address: str
    shows_control: bool = True


def public_patterns() -> Iterator[tuple[str, URLPattern]]:
    def walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
        for entry in resolver.url_patterns:
            route = prefix + str(entry.pattern)
            if route.startswith("admin/"):
                continue
            if isinstance(entry, URLResolver):
                yield from walk(entry, route)
            else:
                yield route, entry

    return walk(get_resolver(), "")


def type_of(pattern: URLPattern, route: str) -> str:
    """The item type that a detail pattern serves."""
    return next(kind for kind, prefix in FOLDERS.items() if route.startswith((f"{prefix}/", f"api/v1/{prefix}/")))


def some_hidden(world: World) -> list[Item]:
    return [world.of_type(kind)[0] for kind in ITEM_MODELS]


def compare_queries(world: World, kind: str) -> list[str]:
    """The visible items side by side, then with hidden ones asked for by slug, and by name."""
    shown = f"?items={world.controls[kind].slug},{world.neighbours[kind].slug}"
    hidden = world.of_type(kind)
    names = [f"?items={one}" for item in hidden for one in (item.slug, item.display_name)]
    return [shown, *(f"{shown},{item.slug}" for item in hidden), *names, f"?items={world.neighbours[kind].slug}"]


def surfaces(world: World) -> list[Surface]:
    found: list[Surface] = []
    for route, pattern in public_patterns():
        found += surfaces_of(world, route, pattern)
    return found


def surfaces_of(world: World, route: str, pattern: URLPattern) -> Iterator[Surface]:
    converters = set(pattern.pattern.converters)
    name = str(pattern.name)
    if not converters:
        yield Surface(name, f"/{route}", name not in WITHOUT_CONTENT)
        for query in QUERIES[name](world) if name in QUERIES else ():
            yield Surface(name, f"/{route}{query}")
    elif converters & {"slug", "address"}:
        yield from item_surfaces(world, name, route, type_of(pattern, route))
    elif name == "picture":
        for picture in world.hidden_pictures:
            yield Surface(name, "/" + route.replace("<uuid:pk>", str(picture.pk)), shows_control=False)
    elif name == "sitemap-part":
        for kind in ITEM_MODELS:
            yield Surface(name, "/" + route.replace("<str:kind>", kind).replace("<int:number>", "1"))
    elif name == "api-unknown":
        yield Surface(name, "/" + route.replace("<path:rest>", "v1/nothing/"), shows_control=False)
    else:
        raise AssertionError(f"Say in tests/test_visibility.py how to call the new address {route!r}.")


def item_surfaces(world: World, name: str, route: str, kind: str) -> Iterator[Surface]:
    """By the address of each item that is shown, and by the address and the id of each hidden one."""
    argument = "<slug:slug>" if "<slug:slug>" in route else "<slug:address>"
    for item in (world.controls[kind], world.neighbours[kind], *world.children[kind]):
        yield Surface(name, "/" + route.replace(argument, item.slug))
    for item in world.of_type(kind):
        yield Surface(name, "/" + route.replace(argument, item.slug), shows_control=False)
        yield Surface(name, "/" + route.replace(argument, str(item.pk)), shows_control=False)


def leaks(world: World, client: Client, address: str) -> tuple[list[str], str]:
    """The secrets that an answer holds and the request did not, and the answer's text."""
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    text = f"{response.headers} {body.decode('utf-8', 'replace')}"
    assert response.status_code not in (429, 500), address
    told = [f"{address}: {what}" for made, what in world.secrets.items() if made in text and made not in address]
    return told, text


@pytest.fixture(scope="module")
def world(module_content: None) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def no_throttle(monkeypatch) -> None:
    """A test asks more in a second than a reader does in a minute."""
    monkeypatch.setattr("rest_framework.throttling.SimpleRateThrottle.allow_request", lambda *_args: True)


def audience(name: str) -> Client:
    client = Client(raise_request_exception=False)
    if name != "anonymous":
        user = make_user(username=name, is_superuser=name == "editor")
        user.is_staff = name == "editor"
        user.save()
        client.force_login(user)
    return client


def refuse_to_tell_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes a page fail that looks at the user or at the session; the API and single pictures ask whose they are."""
    asking: list[str] = []
    get_user, session = auth_middleware.get_user, SessionBase._session  # type: ignore[attr-defined]  # Django's private one

    def get_user_where_allowed(request: HttpRequest) -> Any:
        assert request.path_info.startswith(ASKING_WHO), f"{request.path_info} looks at who asks"
        asking.append(request.path_info)
        try:
            return get_user(request)
        finally:
            asking.pop()

    def read_session(store: SessionBase) -> Any:
        assert asking, "a page looks at the session"
        return session.fget(store)

    monkeypatch.setattr(auth_middleware, "get_user", get_user_where_allowed)
    monkeypatch.setattr(SessionBase, "_session", property(read_session))


def test_no_surface_shows_anything_of_a_hidden_item_and_each_shows_the_control(world: World, monkeypatch) -> None:
    """As nobody in particular; pages do not look at who asks, so that this holds for anybody."""
    refuse_to_tell_who_asks(monkeypatch)
    unseen = check_surfaces(world, audience("anonymous"), surfaces(world))
    assert unseen == set()  # every text of the controls shows somewhere


def test_no_surface_that_looks_at_who_asks_shows_an_editor_more(world: World) -> None:
    asking = [surface for surface in surfaces(world) if surface.address.startswith(ASKING_WHO)]
    check_surfaces(world, audience("editor"), asking)


def check_surfaces(world: World, client: Client, asked: list[Surface]) -> set[str]:
    """Returns the texts of the controls that showed nowhere."""
    told: list[str] = []
    shown: dict[str, bool] = defaultdict(bool)
    unseen = {made for texts in world.control_texts.values() for made in texts}
    for surface in asked:
        found, text = leaks(world, client, surface.address)
        told += found
        if surface.shows_control:
            shown[surface.name] |= any(made in text for texts in world.control_texts.values() for made in texts)
        unseen = {made for made in unseen if made not in text}
    assert told == []
    assert [name for name, is_shown in shown.items() if not is_shown] == []
    return unseen


def test_pages_are_the_same_for_whoever_is_signed_in(world: World) -> None:
    clients = [audience(who) for who in ("anonymous", "reader", "editor")]
    # The last of each name: one of what is hidden, where the pattern has any.
    # A picture alone is another thing: editors see it before readers do.
    for surface in {one.name: one for one in surfaces(world) if one.name != "picture"}.values():
        answers = [client.get(surface.address) for client in clients]
        bodies = {b"".join(answer) for answer in answers}
        assert len({answer.status_code for answer in answers}) == 1, surface.address
        assert len(bodies) == 1, surface.address


def test_path_with_all_its_texts_holds_those_of_the_controls_and_of_nothing_hidden(world: World) -> None:
    client = audience("anonymous")
    told, text = leaks(world, client, f"/paths/{world.neighbours['path'].slug}/whole.md")
    controls = {kind: world.controls[kind] for kind in ("article", "skill")}
    missing = [kind for kind, item in controls.items() if getattr(item, item.markdown_fields[0]) not in text]
    assert (told, missing) == ([], [])


@pytest.mark.parametrize("face", ["", "/api/v1"], ids=["site", "api"])
def test_address_of_a_hidden_item_answers_by_its_state(world: World, face) -> None:
    client = audience("anonymous")
    answers = {
        (kind, state): client.get(f"{face}/{FOLDERS[kind]}/{item.slug}/").status_code
        for (kind, state), item in world.hidden.items()
    }
    assert answers == {(kind, state): ANSWERS[state] for kind, state in world.hidden}
    for kind, item in world.controls.items():
        assert client.get(f"{face}/{FOLDERS[kind]}/{item.slug}/").status_code == 200


@pytest.mark.parametrize("who", ["anonymous", "reader"])
def test_picture_that_only_hidden_items_show_is_not_delivered_and_a_shown_one_is(world: World, who) -> None:
    client, shown = audience(who), make_picture()
    make_article(cover=shown)
    hidden = {client.get(f"/media/pictures/{picture.pk}/").status_code for picture in world.hidden_pictures}
    assert hidden == {404}
    assert len(world.hidden_pictures) >= len(ANSWERS)
    assert client.get(f"/media/pictures/{shown.pk}/").status_code == 200


def documented_parameters(client: Client) -> dict[str, list[str]]:
    """Address of each list of the API, to the names of its query parameters."""
    schema = client.get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi+json"}).json()
    return {
        address: [one["name"] for one in operations["get"].get("parameters", []) if one["in"] == "query"]
        for address, operations in schema["paths"].items()
        if "{" not in address
    }


def valid_values(client: Client) -> list[str]:
    """Addresses of lists with each value that the schema itself names, and with the longest page."""
    schema = client.get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi+json"}).json()
    return [
        f"{address}?{one['name']}={value}&page_size=100"
        for address, operations in schema["paths"].items()
        for one in operations["get"].get("parameters", [])
        for value in one["schema"].get("enum", [])
        if one["in"] == "query" and "{" not in address and address != "/api/v1/schema/"
    ]


def test_no_value_that_the_schema_names_brings_a_hidden_item_out_and_each_shows_the_control(world: World) -> None:
    client = audience("anonymous")
    addresses = valid_values(client)
    assert len(addresses) >= 6 * len(ITEM_MODELS)
    for address in addresses:
        told, text = leaks(world, client, address)
        assert told == []
        assert any(made in text for texts in world.control_texts.values() for made in texts), address


def values_to_try(world: World) -> Iterator[str]:
    """What somebody who guesses would ask for: slugs, ids and names of everything hidden, as many at once as filters take."""
    values = [*(item.slug for item in world.hidden.values()), *hidden_records(world)]
    for kind in ITEM_MODELS:
        hidden = world.of_type(kind)
        values += [*(str(item.pk) for item in hidden[:3]), hidden[0].display_name]
    for some in batched(values, MAX_FILTER_VALUES, strict=False):
        yield ",".join(some)


def hidden_records(world: World) -> list[str]:
    """By what filters call them."""
    return [world.unshared["section"].slug, world.unshared["group"].slug, world.unshared["category"].code]


def texts_to_try(world: World) -> Iterator[str]:
    """What somebody who guesses would search for: a search takes one text."""
    for kind in ITEM_MODELS:
        hidden = world.of_type(kind)[0]
        yield from (hidden.slug, str(hidden.pk), hidden.display_name)


def test_no_documented_parameter_brings_a_hidden_item_out(world: World) -> None:
    client = audience("anonymous")
    parameters = documented_parameters(client)
    assert len(parameters) >= len(ITEM_MODELS)
    assert all(len(value.split(",")) <= MAX_FILTER_VALUES for value in values_to_try(world))
    told: list[str] = []
    for address, names in parameters.items():
        queries = [f"{name}={value}" for name in (*names, "status") for value in values_to_try(world)]
        for query in (*queries, *(f"q={text}" for text in texts_to_try(world))):
            told += leaks(world, client, f"{address}?{query}")[0]
            told += leaks(world, client, f"{address.removeprefix('/api/v1')}?{query}")[0]
    for text in texts_to_try(world):
        for address in ("/search/?q", "/tools/compare/?items", "/skills/compare/?items"):
            told += leaks(world, client, f"{address}={text}")[0]
    assert told == []


def test_filter_by_a_hidden_item_finds_nothing_and_by_the_control_its_neighbour(world: World) -> None:
    client = audience("anonymous")
    hidden = ",".join(item.slug for item in world.of_type("skill"))
    answers = [
        client.get(f"/api/v1/articles/?skills={slugs}").json()["results"]
        for slugs in (hidden, world.controls["skill"].slug)
    ]
    assert [[row["slug"] for row in rows] for rows in answers] == [[], [world.neighbours["article"].slug]]


def test_what_is_hidden_changes_nothing_of_what_is_shown(world: World, monkeypatch) -> None:
    """No count, no order, no offer, no limit: all is as in a portal that never had it."""
    # Pages count what stands behind the first few links, so these are made few.
    monkeypatch.setattr(details, "PAGE", replace(PAGE, limit=1))
    monkeypatch.setattr(markdown, "DOCUMENT", replace(DOCUMENT, limit=1))
    client, addresses = audience("anonymous"), shown_addresses(world)
    with CaptureQueriesContext(connection) as queries:
        before, counts = answers_of(client, addresses), counts_of(world)
    assert {sql for query in queries if not is_in_whole_order(sql := query["sql"])} == set()
    take_away_hidden(world)
    cache.clear()
    after = answers_of(client, addresses)
    assert [address for address in before if before[address] != after[address]] == []
    assert counts == counts_of(world)
    assert {one for found in counts.values() for one in found.values()} >= {1, 2}


def is_in_whole_order(sql: str) -> bool:
    """Whether rows that are equal to all that readers see cannot change places where a limit cuts them off."""
    before, *rest = CUT_OFF.split(sql)
    for number, after in batched(rest, 2, strict=True):
        is_ordered = " ORDER BY " in before.rpartition(" FROM ")[2]
        is_known = not is_ordered and int(number) in WITHOUT_ORDER
        if int(number) > 1 and not (ENDS_WITH_KEY.search(before) or is_known):
            return False
        before = after
    return True


def shown_addresses(world: World) -> list[str]:
    """Every surface but those of the hidden items themselves; lists also with each filter, by what is shown and by what is not."""
    left_out = [*world.hidden.values(), *(one for found in world.children.values() for one in found[1:])]
    names = {text for one in left_out for text in (one.slug, str(one.pk))} | {
        str(one.pk) for one in world.hidden_pictures
    }
    found = [one.address for one in surfaces(world) if not names & set(re.split(r"[/.]", one.address.split("?")[0]))]
    shared = {
        "section": world.shared["section"].slug,
        "group": world.shared["group"].slug,
        "categories": world.shared["category"].code,
    }
    for kind, listing in LISTINGS.items():
        for one in listing.filters:
            target: Any = one.facet.target if isinstance(one.facet, LinkFacet) else None
            known = shared.get(one.name) or (world.controls[target.item_type].slug if target else "en")
            unknown = [
                *hidden_records(world),
                *(item.slug for item in world.hidden.values() if isinstance(item, target or Item)),
            ]
            for value in (known, ",".join(unknown[:MAX_FILTER_VALUES])):
                found += [f"/api/v1/{FOLDERS[kind]}/?{one.name}={value}"]
                found += [f"/{FOLDERS[kind]}/?" + "&".join(f"{one.name}={each}" for each in value.split(","))]
            # An empty list tells how many rows there would be without either of two filters.
            found += [f"/{FOLDERS[kind]}/?{one.name}={known}&{other.name}=none" for other in listing.filters]
    return [*found, *(f"/map/?group={one['group'].slug}" for one in (world.shared, world.unshared))]


def answers_of(client: Client, addresses: list[str]) -> dict[str, tuple[int, bytes]]:
    """Also that of a sitemap in parts, which large portals have."""
    answers = {address: client.get(address) for address in addresses}
    with patch.object(sitemaps, "MAX_ADDRESSES", 3):
        answers["sitemap in parts"] = client.get("/sitemap.xml")
    return {address: (one.status_code, b"".join(one)) for address, one in answers.items()}


def counts_of(world: World) -> dict[str, dict[str, int]]:
    """What stands behind each kind of link of each item that is shown."""
    shown = [
        *world.controls.values(),
        *world.neighbours.values(),
        *(one for found in world.children.values() for one in found),
    ]
    return {str(item.pk): count_linked(item, RELATIONS[item.item_type]) for item in shown}


@pytest.mark.parametrize("who", ["anonymous", "reader"])
def test_admin_shows_nothing_to_those_without_rights(world: World, who) -> None:
    client = audience(who)
    told: list[str] = []
    for model in admin.site._registry:
        name = f"{model._meta.app_label}/{model._meta.model_name}"
        told += leaks(world, client, f"/admin/{name}/")[0]
        for item in world.of_type(model.item_type) if issubclass(model, Item) else []:
            for page in ("change", "history", "delete"):
                told += leaks(world, client, f"/admin/{name}/{item.pk}/{page}/")[0]
    assert told == []
