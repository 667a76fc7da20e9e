"""HTML of every type of page in every state: one h1, headings in order, ids that exist; valid, as vnu sees it."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.portal import states
from tests.portal.outline import outline_faults
from tests.portal.reading import names_of, page_names
from tests.portal.states import Pages
from tests.vnu import check_pages

pytestmark = pytest.mark.django_db


def arabic_pages(client: Client, settings: Any) -> Pages:
    settings.LANGUAGES, settings.LANGUAGE_CODE = [("ar", "Arabic")], "ar"
    pages = states.filled_pages(client, "in Arabic")
    assert all('dir="rtl"' in page.partition("<head>")[0] for page in pages.values())
    return pages


COLLECTIONS = {
    "empty": lambda client, _settings: states.empty_pages(client),
    "filled": lambda client, _settings: states.filled_pages(client),
    "hostile": lambda client, _settings: states.hostile_pages(client),
    "in Arabic": arabic_pages,
    "errors": lambda _client, settings: states.error_pages(settings),
}


def assert_none(faults: list[str]) -> None:
    assert not faults, "\n" + "\n".join(faults)


def faults_of(pages: Pages) -> list[str]:
    return [f"{name}: {fault}" for name, page in pages.items() for fault in outline_faults(page)]


@pytest.mark.parametrize("state", COLLECTIONS)
def test_headings_and_ids_are_in_order(client, settings, state):
    assert_none(faults_of(COLLECTIONS[state](client, settings)))


@pytest.mark.npm
@pytest.mark.parametrize("state", COLLECTIONS)
def test_html_is_valid(client, settings, state, npm_files: dict[str, Path], tmp_path: Path):
    assert_none(check_pages(npm_files["vnu-jar"], COLLECTIONS[state](client, settings), tmp_path))


def test_every_type_of_page_is_tried(client):
    states.fill_portal()

    assert page_names() - names_of(states.filled_addresses(client)) == set()


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        ("<h1>a</h1><h2 id=x>b</h2><h3>c</h3><h2>d</h2><a href='#x'>e</a><label for=x>f</label>", []),
        ("<h2>a</h2>", ["0 h1", "h2 after h0: a"]),
        ("<h1>a</h1><h1></h1>", ["2 h1", "empty h1"]),
        ("<h1>a</h1><h2>b</h2><h4>c</h4>", ["h4 after h2: c"]),
        ("<h1 id=x>a</h1><p id=x><p id=''>", ["id twice: x", "bad id: ''"]),
        ("<h1>a</h1><a href='#y'>b</a>", ["href of nothing: y"]),
        ("<h1>a</h1><p aria-labelledby='y z'></p>", ["aria-labelledby of nothing: y", "aria-labelledby of nothing: z"]),
        ("<h1>a</h1><label for=y>b</label>", ["for of nothing: y"]),
    ],
)
def test_each_fault_is_found(html, faults):
    assert outline_faults(html) == faults
