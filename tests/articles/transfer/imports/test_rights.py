"""An import writes and shows no more than the account that asked for it may write and see."""

import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from articles.admin.site import admin_url
from articles.models import (
    RECORD_MODELS,
    Article,
    Category,
    Change,
    ImportBatch,
    Picture,
    Revision,
    Section,
    Source,
    Tool,
    User,
)
from articles.transfer.exports import select, write_export
from articles.transfer.imports.allowing import EVERYTHING
from articles.transfer.imports.jobs import run_import
from tests.articles.admin.test_uploads import client, erin, form_errors, limited, post, upload
from tests.articles.transfer.imports.zip_samples import zip_bytes
from tests.factories import change, count, image_bytes, make_article, make_category, make_section, make_tool, make_user

__all__ = ["client", "erin"]

pytestmark = pytest.mark.django_db

UPLOADER = ("add_importbatch", "view_importbatch")
TOOLS = ("add_tool", "change_tool", "add_category", "change_category")
ARTICLES = tuple(f"{act}_{name}" for act in ("add", "change") for name in ("article", "section", "source", "picture"))
DOCUMENTS = {
    "set/ways/first.md": b"---\ntitle: First\n---\nText of some length. ![Box](box.png)\n",
    "set/ways/box.png": image_bytes(),
    "set/means/notes.txt": b"Not a document.",
}


def upload_articles(by: Client) -> Any:
    named = {"publisher": "Example Press", "licence": "CC BY 4.0"}
    return upload(by, "set.zip", zip_bytes(DOCUMENTS), what="articles", **named)


def written() -> dict[str, int]:
    models = (Article, Section, Source, Picture, Tool, Category)
    return {model.__name__: number for model in models if (number := count(model))}


def test_articles_come_in_with_all_that_they_bring(client: Client) -> None:
    editor = limited(*UPLOADER, *ARTICLES, "publish_article")
    upload_articles(editor)
    post(editor, "run", ImportBatch.objects.get())
    assert written() == {"Article": 1, "Section": 1, "Source": 1, "Picture": 1}
    assert Article.objects.get().is_published()


@pytest.mark.parametrize("lacking", ARTICLES)
def test_articles_are_not_offered_without_the_rights_to_all_that_they_bring(lacking: str) -> None:
    editor = limited(*UPLOADER, *(name for name in ARTICLES if name != lacking))
    assert list(form_errors(upload_articles(editor))) == ["what"]
    assert written() == {}


def lose(username: str, *codenames: str) -> None:
    User.objects.get(username=username).user_permissions.remove(*Permission.objects.filter(codename__in=codenames))


def test_right_that_is_lost_before_the_task_runs_is_missing_in_it(client: Client) -> None:
    editor = limited(*UPLOADER, *ARTICLES)
    upload_articles(editor)
    batch = ImportBatch.objects.get()
    ImportBatch.objects.update(state=ImportBatch.State.QUEUED)
    lose("sam", "add_source", "add_section", "add_picture")
    run_import.call(batch.pk)
    assert written().keys() <= {"Article"}
    assert not count(Source)


def test_import_is_that_of_the_one_who_presses_the_button(client: Client, erin: User) -> None:
    upload(client)
    deputy = limited(*UPLOADER, *TOOLS)
    post(deputy, "run", ImportBatch.objects.get())
    assert set(Tool.objects.values_list("status", flat=True)) == {"draft"}
    assert set(Change.objects.values_list("by__username", flat=True)) == {"sam"}


def test_user_names_in_a_file_tell_nothing_to_those_who_may_not_see_accounts(client: Client) -> None:
    make_user("root-secret", public_name="Jane Public")
    make_article(title="Mine", authors=[])
    rows = json.loads(export_of_everything())
    rows["items"][0] |= {"authors": ["root-secret", "nobody-here"], "summary": "Changed"}
    everything = [f"{act}_{model._meta.model_name}" for model in EVERYTHING for act in ("add", "change")]
    response = upload(limited(*UPLOADER, *everything), "all.json", json.dumps(rows).encode(), what="export")
    html = response.content.decode()
    assert "Jane Public" not in html
    assert ("“root-secret” is not here" in html, "“nobody-here” is not here" in html) == (True, True)


def export_of_everything() -> bytes:
    target = io.BytesIO()
    write_export(target, "json", select())
    return target.getvalue()


def test_export_uploaded_as_a_table_of_one_type_brings_no_other() -> None:
    make_article(title="Hidden canary", section=make_section(name="Kept section"), summary="Canary summary")
    make_tool(name="Own tool", categories=[make_category()])
    rows = json.loads(export_of_everything())
    for row in rows["items"]:
        row["summary"] = "Changed by the file"
    rows["records"]["sections"][0]["name"] = "Changed section"
    editor = limited(*UPLOADER, *TOOLS)
    response = upload(editor, "all.json", json.dumps(rows).encode(), what="table:tool")
    outcomes = [(row.outcome, row.text) for row, *_rest in response.context["rows"]]
    assert ("failed", "this account may not import articles") in outcomes
    assert "Canary summary" not in response.content.decode()
    post(editor, "run", ImportBatch.objects.get())
    assert Tool.objects.get().summary == "Changed by the file"
    assert Article.objects.get().summary == "Canary summary"
    assert Section.objects.get().name == "Kept section"


def test_what_may_not_be_published_comes_in_as_a_draft_and_is_told() -> None:
    editor = limited(*UPLOADER, *TOOLS)
    response = upload(editor, what="table:tool", status="published")
    note = "new tools are drafts: this account may not publish them"
    assert note in response.content.decode()
    post(editor, "run", ImportBatch.objects.get())
    assert set(Tool.objects.values_list("status", flat=True)) == {"draft"}


@pytest.mark.parametrize("lacking", ["view_tool", "view_category"])
def test_pages_of_an_import_are_closed_to_those_who_may_not_see_its_types(client: Client, lacking: str) -> None:
    upload(client)
    batch = ImportBatch.objects.get()
    seen = {"view_importbatch", "view_tool", "view_category"}
    reader = limited(*(seen - {lacking}))
    pages = (admin_url(ImportBatch, "change", batch.pk), admin_url(ImportBatch, "report", batch.pk))
    assert [reader.get(page).status_code for page in pages] == [403, 403]
    assert [client.get(page).status_code for page in pages] == [200, 200]


def test_rows_of_another_type_close_the_pages_too(client: Client) -> None:
    make_article(title="Hidden canary", summary="Stored canary")
    changed = export_of_everything().replace(b"Stored canary", b"Summary of the file")
    upload(client, "all.json", changed, what="table:tool")
    batch = ImportBatch.objects.get()
    reader = limited("view_importbatch", "view_tool", "view_category")
    assert reader.get(admin_url(ImportBatch, "change", batch.pk)).status_code == 403


def test_undo_asks_for_the_right_to_delete_all_that_came(client: Client) -> None:
    upload(client)
    batch = ImportBatch.objects.get()
    post(client, "run", batch)
    views = ("view_importbatch", "add_importbatch", "delete_tool")
    assert post(limited(*views, *TOOLS), "undo", batch).status_code == 403
    assert set(Tool.objects.values_list("status", flat=True)) == {"published"}


def test_everything_names_each_type_that_an_export_holds() -> None:
    assert {*RECORD_MODELS.values()} - {*EVERYTHING} == {RECORD_MODELS["announcement"]}


# The logs hold what items hold


@pytest.mark.parametrize("model", [Change, Revision])
def test_logs_tell_of_the_types_alone_that_one_may_see(client: Client, model: Any) -> None:
    hidden = change(make_article(title="Hidden canary"), title="Hidden canary again")
    shown = make_tool(name="Seen tool")
    name = model._meta.model_name
    reader = limited(f"view_{name}", "view_tool")
    html = reader.get(admin_url(model, "changelist")).content.decode()
    assert str(shown.pk) in html
    assert str(hidden.pk) not in html
    row = model.objects.filter(item_id=hidden.pk).first()
    assert "canary" not in reader.get(admin_url(model, "change", row.pk), follow=True).content.decode().lower()
    assert str(hidden.pk) in client.get(admin_url(model, "change", row.pk)).content.decode()
