"""HTML of every type of page in every state: one h1, headings in order, ids that exist; valid, as vnu sees it."""

from pathlib import Path

import pytest
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from tests.emptying import undone
from tests.portal.reading import names_of, page_names
from tests.portal.views import states
from tests.portal.views.outline import outline_faults
from tests.portal.views.states import Pages
from tests.vnu import check_pages

pytestmark = pytest.mark.django_db


STATES = ["empty", "hostile", "filled", "in Arabic", "errors"]


@pytest.fixture(scope="module")
def collections(module_content: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Pages]:
    """By state; and the content of the filled one, which stays."""
    with django_db_blocker.unblock():
        client = Client()
        empty = states.empty_pages(client)
        with undone():
            states.fill_hostile()
            hostile = states.hostile_pages(client)
        states.fill_portal()
        found = [empty, hostile, states.filled_pages(client), arabic_pages(client), states.error_pages()]
        return dict(zip(STATES, found, strict=True))


@override_settings(LANGUAGES=[("ar", "Arabic")], LANGUAGE_CODE="ar")
def arabic_pages(client: Client) -> Pages:
    pages = states.filled_pages(client, "in Arabic")
    assert all('dir="rtl"' in page.partition("<head>")[0] for page in pages.values())
    return pages


def assert_none(faults: list[str]) -> None:
    assert not faults, "\n" + "\n".join(faults)


def faults_of(pages: Pages) -> list[str]:
    return [f"{name}: {fault}" for name, page in pages.items() for fault in outline_faults(page)]


@pytest.mark.parametrize("state", STATES)
def test_headings_and_ids_are_in_order(collections, state):
    assert_none(faults_of(collections[state]))


@pytest.mark.npm
@pytest.mark.parametrize("state", STATES)
def test_html_is_valid(collections, state, npm_files: dict[str, Path], tmp_path: Path):
    assert_none(check_pages(npm_files["vnu-jar"], collections[state], tmp_path))


def test_every_type_of_page_is_tried(client, collections):
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
