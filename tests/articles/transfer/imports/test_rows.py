"""Pages of imports and mass actions: each row says what its cells are, and says a thing once."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from articles.admin.site import admin_url
from articles.models import ImportBatch, MassAction
from articles.transfer.imports.reporting import warnings_in_words
from tests.articles.mass.mass_actions import act, last_action
from tests.factories import make_tool, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def erin(client: Client) -> None:
    client.force_login(make_user("erin"))


def page_of_import(client: Client, tmp_path: Path) -> str:
    (tmp_path / "quoted.md").write_text('---\ntitle: Quoted\ndraft: "true"\n---\nText.')
    (tmp_path / "later.md").write_text("---\ntitle: Later\npublishDate: 2199-01-01\n---\nText.")
    call_command("import_articles", str(tmp_path))
    return str(client.get(admin_url(ImportBatch, "change", ImportBatch.objects.get().pk)).content.decode())


def labels(page: str) -> list[str]:
    return re.findall(r'<td [^>]*data-label="([^"]*)"', page)


def test_reason_of_a_draft_stands_once_in_its_row(client: Client, tmp_path: Path) -> None:
    page = page_of_import(client, tmp_path)
    assert page.count("draft: true") == 1
    assert ">draft</td>" in page
    assert "scheduled for 2199-01-01" in page


@pytest.mark.parametrize(("number", "text"), [(0, "0 warnings"), (1, "1 warning"), (2, "2 warnings")])
def test_one_warning_is_one(client: Client, tmp_path: Path, number: int, text: str) -> None:
    page_of_import(client, tmp_path)
    batch = ImportBatch.objects.get()
    ImportBatch.objects.update(counts={**batch.counts, "warnings": number})
    page = client.get(admin_url(ImportBatch, "change", batch.pk)).content.decode()
    assert re.search(rf"failed;\s+{text}\s", page)
    assert warnings_in_words(number) == text


def test_cells_of_an_import_say_what_they_are(client: Client, tmp_path: Path) -> None:
    found = labels(page_of_import(client, tmp_path))
    assert found[:5] == ["Result", "Where", "Name", "For readers", "Changes, reasons and warnings"]


def test_cells_of_a_mass_action_say_what_they_are(client: Client) -> None:
    held = make_tool(status="legal_hold")
    act(client, "archive", [make_tool(), held], url=admin_url(type(held), "changelist") + "?status=all")
    page = client.get(admin_url(MassAction, "change", last_action().pk)).content.decode()
    assert sorted(labels(page)) == sorted(["Result", "Name", "Before"] * 2 + ["Reason"])
