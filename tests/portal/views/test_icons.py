"""The icons of the site and the admin, where browsers look for them, and the manifest that names them."""

import io
import json
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from tests.factories import make_user
from tests.portal.reading import attribute, find, page_of

pytestmark = pytest.mark.django_db

AT_THE_ROOT = {
    "/favicon.ico": ("image/x-icon", "ICO", (48, 48)),
    "/apple-touch-icon.png": ("image/png", "PNG", (180, 180)),
    "/apple-touch-icon-precomposed.png": ("image/png", "PNG", (180, 180)),
}
MAX_BYTES = 8_000


@pytest.mark.parametrize("address", AT_THE_ROOT)
def test_icon_answers_at_the_root_small_and_kept_for_a_day(client: Any, address: str) -> None:
    response = client.get(address)
    content = b"".join(response.streaming_content)
    image = Image.open(io.BytesIO(content))

    assert (response["Content-Type"], image.format, image.size) == AT_THE_ROOT[address]
    assert response["Cache-Control"] == "public, max-age=86400"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert len(content) < MAX_BYTES
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_favicon_has_the_sizes_that_its_link_names(client: Any) -> None:
    content = b"".join(client.get("/favicon.ico").streaming_content)

    assert Image.open(io.BytesIO(content)).info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_manifest_names_the_portal_and_icons_that_are_there_in_their_sizes(client: Any) -> None:
    response = client.get(reverse("manifest"))
    manifest = json.loads(response.content)

    assert response["Content-Type"] == "application/manifest+json"
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert (manifest["name"], manifest["start_url"]) == ("AI Engineering Portal", "/")
    assert {one["purpose"] for one in manifest["icons"]} == {"any", "maskable"}
    for one in manifest["icons"]:
        path = finders.find(one["src"].removeprefix("/static/"))
        assert path, one
        if one["type"] == "image/png":
            width, height = Image.open(path).size
            assert one["sizes"] == f"{width}x{height}"


def test_maskable_icon_has_no_hole_for_the_mask_to_show() -> None:
    path = finders.find("img/icons/maskable-512.png")

    assert path
    assert Image.open(path).convert("RGBA").getchannel("A").getextrema() == (255, 255)


def links_of_head(client: Any, address: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for link in find(page_of(client.get(address)), "link"):
        found.setdefault(attribute(link, "rel") or "", []).append(attribute(link, "href") or "")
    return found


@pytest.mark.parametrize("address", ["/", "/nowhere/", "/admin/"])
def test_head_links_icons_and_the_manifest(client: Any, address: str) -> None:
    client.force_login(make_user("nora"))
    links = links_of_head(client, address)

    assert links["manifest"] == ["/manifest.webmanifest"]
    addresses = [*links["icon"], *links["apple-touch-icon"]]
    assert len(addresses) == (2 if address == "/admin/" else 3)
    assert [one for one in addresses if client.get(one).status_code != 200] == []


@pytest.mark.browser
def test_browser_takes_the_manifest_without_a_complaint(page: Any, console: list[str], live_server: Any) -> None:
    page.goto("/")
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")

    assert found["url"].endswith("/manifest.webmanifest")
    assert found["errors"] == []
    faults = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {one["errorId"] for one in faults} <= {"in-incognito"}  # as every page of a test is
    assert console == []
