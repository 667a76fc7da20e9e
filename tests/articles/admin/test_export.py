"""The actions that hand chosen items out as a file."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.http import FileResponse
from django.test import Client

from articles.admin.site import admin_url
from articles.models import Article, Item, Tool
from tests.factories import make_article, make_picture, make_section, make_tool, make_user

pytestmark = pytest.mark.django_db(transaction=True)
FORMATS = {
    "export_csv": ("text/csv; charset=utf-8", ".csv"),
    "export_xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "export_json": ("application/json", ".json"),
    "export_markdown": ("application/zip", ".zip"),
}


def send(client: Client, action: str, items: list[Item], **data: Any) -> Any:
    chosen = {"action": action, "_selected_action": [str(item.pk) for item in items], **data}
    return client.post(admin_url(type(items[0]), "changelist"), chosen)


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("erin"))
    return client


@pytest.mark.parametrize("action", FORMATS)
def test_export_is_a_file_that_nothing_keeps(editor: Client, action: str) -> None:
    response = send(editor, action, [make_tool()])
    media_type, suffix = FORMATS[action]
    assert response.headers["Content-Type"] == media_type
    assert response.headers["Content-Disposition"].startswith('attachment; filename="tools-')
    assert response.headers["Content-Disposition"].endswith(f'{suffix}"')
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"].split(", ")
    assert content_of(response)


@pytest.mark.parametrize("action", ["export_csv", "export_xlsx"])
def test_tables_of_items_that_show_pictures_are_an_archive(editor: Client, action: str) -> None:
    article, other = make_article(cover=make_picture()), make_article(cover=make_picture(color="red"))
    response = send(editor, action, [article])
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="articles-')
    assert response.headers["Content-Disposition"].endswith('.zip"')
    with zipfile.ZipFile(io.BytesIO(content_of(response))) as archive:
        assert f"pictures/{article.cover_id}.png" in archive.namelist()
        assert f"pictures/{other.cover_id}.png" not in archive.namelist()


def test_export_holds_the_chosen_rows_and_no_others(editor: Client) -> None:
    first, second, _other = (make_tool(slug=slug, name=slug) for slug in ("a", "b", "c"))
    text = content_of(send(editor, "export_csv", [first, second])).decode("utf-8-sig")
    assert [row["slug"] for row in csv.DictReader(io.StringIO(text))] == ["a", "b"]


def test_select_across_takes_all_that_the_list_shows(editor: Client) -> None:
    tools = [make_tool(slug=slug, name=slug) for slug in ("a", "b", "c")]
    make_tool(slug="gone", status="trashed")
    document = json.loads(content_of(send(editor, "export_json", [tools[0]], select_across="1")))
    assert [row["slug"] for row in document["items"]] == ["a", "b", "c"]


def test_texts_that_lists_leave_out_are_exported(editor: Client) -> None:
    article = make_article(body="The whole body.", section=make_section(), cover=make_picture())
    content = content_of(send(editor, "export_markdown", [article]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read(f"articles/{article.slug}.md").endswith(b"---\nThe whole body.\n")
        assert f"pictures/{article.cover_id}.png" in archive.namelist()


@pytest.mark.parametrize(("model", "is_allowed"), [(Tool, True), (Article, False)])
def test_export_needs_the_permission_to_look(client: Client, model: type[Item], is_allowed: bool) -> None:
    viewer = make_user("vic", is_superuser=False)
    kind = ContentType.objects.get_for_model(model)
    viewer.user_permissions.add(Permission.objects.get(content_type=kind, codename__startswith="view_"))
    client.force_login(viewer)
    response = send(client, "export_json", [make_tool()])
    assert (response.status_code, isinstance(response, FileResponse)) == ((200, True) if is_allowed else (403, False))
