"""Importing in the admin: upload, see what would happen, bring it in, read the report, undo."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.admin.site import admin_url
from articles.models import Article, ImportBatch, ImportRow, Tool, User
from articles.transfer.imports.jobs import run_import, try_import
from articles.transfer.imports.uploading import safe_name
from tests.factories import change, count, make_user

pytestmark = pytest.mark.django_db
TABLE = b"name,homepage,extra\nFirst,https://first.example,x\n,,\n<b>Second</b>,nonsense,=1+1\n"


@pytest.fixture
def erin() -> User:
    return make_user()


@pytest.fixture
def client(erin: User) -> Client:
    client = Client()
    client.force_login(erin)
    return client


def upload(client: Client, name: str = "my tools.csv", content: bytes = TABLE, **values: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    data = {"what": "table:tool", "upload": file, "language": "en", **values}
    return client.post(admin_url(ImportBatch, "add"), data, follow=True)


def post(client: Client, name: str, batch: ImportBatch) -> Any:
    return client.post(reverse(f"admin:articles_importbatch_{name}", args=[batch.pk]), follow=True)


def form_errors(response: Any) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_upload_is_tried_and_writes_nothing(client: Client, erin: User) -> None:
    response = upload(client)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.by, count(Tool)) == ("checked", erin, 0)
    assert [(row.name, row.outcome) for row, *_rest in response.context["rows"]][:2] == [
        ("First", "created"),
        ("<b>Second</b>", "created"),
    ]
    assert "&lt;b&gt;Second&lt;/b&gt;" in response.content.decode()
    assert "Import now" in response.content.decode()


def test_import_now_brings_it_in_and_keeps_the_report(client: Client) -> None:
    upload(client)
    batch = ImportBatch.objects.get()
    response = post(client, "run", batch)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["created"], count(Tool)) == ("finished", 2, 2)
    assert not default_storage.exists(batch.options["files"][0])
    assert "What became of each row" in response.content.decode()
    assert post(client, "run", batch).context["messages"]
    assert count(Tool) == 2


def test_report_is_a_table_that_no_spreadsheet_runs(client: Client) -> None:
    upload(client, content=b"name\n=1+1\n")
    response = client.get(reverse("admin:articles_importbatch_report", args=[ImportBatch.objects.get().pk]))
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]  # a streamed one
    assert rows[0][:4] == ["outcome", "file", "line", "name"]
    assert rows[1][3] == "'=1+1"


def test_undo_asks_first_and_takes_back(client: Client) -> None:
    upload(client)
    batch = ImportBatch.objects.get()
    post(client, "run", batch)
    change(Tool.objects.get(name="First"), summary="Ours.")
    address = reverse("admin:articles_importbatch_undo", args=[batch.pk])
    assert "Take “my tools” back?" in client.get(address).content.decode()
    response = client.post(address, follow=True)
    assert set(Tool.objects.values_list("name", "status")) == {("First", "published"), ("<b>Second</b>", "trashed")}
    assert "1 taken back, 1 left as they are" in str(next(iter(response.context["messages"])))


def test_articles_are_imported_with_their_source(client: Client) -> None:
    upload(client, "page.md", b"# A page\n\nWords of it.", what="articles", publisher="Example Press", licence="MIT")
    post(client, "run", ImportBatch.objects.get())
    article = Article.objects.select_related("source").get()
    assert (article.title, article.source and article.source.publisher) == ("A page", "Example Press")


@pytest.mark.parametrize(
    ("name", "values", "field"),
    [
        ("tools.exe", {}, "upload"),
        ("tools.csv", {"what": "articles"}, "upload"),
        ("tools.csv", {"map": "name"}, "map"),
        ("tools.csv", {"map": "nothing=Column"}, "map"),
        ("tools.csv", {"what": "table:user"}, "what"),
        ("page.md", {"what": "articles", "licence": "MIT"}, "__all__"),
        ("page.md", {"what": "articles", "language": "not one!"}, "__all__"),
    ],
)
def test_bad_upload_is_refused_with_a_reason(client: Client, name: str, values: dict[str, Any], field: str) -> None:
    response = upload(client, name, **values)
    assert list(form_errors(response)) == [field]
    assert count(ImportBatch) == 0


def test_upload_without_a_file_is_refused(client: Client) -> None:
    response = client.post(admin_url(ImportBatch, "add"), {"what": "table:tool"})
    assert list(form_errors(response)) == ["upload"]


def test_file_that_cannot_be_read_is_told_on_the_page(client: Client) -> None:
    response = upload(client, content=b"no header that fits\n1\n")
    batch = ImportBatch.objects.get()
    assert batch.state == "failed"
    assert "Say which column holds the name" in response.content.decode()
    assert post(client, "again", batch).status_code == 200
    assert post(client, "discard", batch).redirect_chain
    assert (count(ImportBatch), default_storage.exists(batch.options["files"][0])) == (0, False)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/x.csv", "x.csv"),
        ("a\\b\\c.csv.gz", "c.csv.gz"),
        ("..csv", "csv"),
        ("x" * 300 + ".csv", "x" * 80 + ".csv"),
    ],
)
def test_name_of_an_upload_stays_in_its_folder(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_rows_are_paged_and_filtered(client: Client, django_assert_max_num_queries: Any) -> None:
    content = "name,homepage\n" + "".join(
        f"Tool {number},{'no address' if number % 2 else ''}\n" for number in range(250)
    )
    upload(client, content=content.encode())
    batch = ImportBatch.objects.get()
    with django_assert_max_num_queries(20):
        response = client.get(admin_url(ImportBatch, "change", batch.pk), {"p": "3", "outcome": "created"})
    assert [row.name for row, *_rest in response.context["rows"]][:1] == ["Tool 200"]
    assert response.context["outcomes"] == [("created", "created", 250)]


def test_batch_is_taken_once(client: Client) -> None:
    upload(client)
    batch = ImportBatch.objects.get()
    ImportBatch.objects.filter(pk=batch.pk).update(state="queued")
    run_import.enqueue(batch.pk)
    run_import.enqueue(batch.pk)
    try_import.enqueue(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["created"], batch.changes.count()) == ("finished", 2, 2)


def test_second_import_of_a_set_waits_for_the_first(client: Client) -> None:
    upload(client)
    ImportBatch.objects.update(state="running")
    upload(client)
    second = ImportBatch.objects.get(state="checked")
    response = post(client, "run", second)
    assert "Another import of this set is running" in str(next(iter(response.context["messages"])))
    assert count(Tool) == 0


def test_import_that_stands_still_says_so_and_can_go_on(client: Client) -> None:
    upload(client)
    batch = ImportBatch.objects.get()
    ImportBatch.objects.update(state="running", progress_at="2024-01-01T00:00:00Z")
    page = client.get(admin_url(ImportBatch, "change", batch.pk))
    assert page["Refresh"] == "2"
    assert b"Try again" in page.content
    post(client, "again", batch)
    batch.refresh_from_db()
    assert batch.state == "checked"


def limited(*names: str) -> Client:
    user = make_user("sam", is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def test_what_one_may_not_change_one_may_not_import() -> None:
    headings = ("add_skillgroup", "change_skillgroup")
    client = limited("add_importbatch", "view_importbatch", "add_skill", "change_skill", *headings)
    page = client.get(admin_url(ImportBatch, "add"))
    assert [
        choice for _group, choices in page.context["form"].fields["what"].choices for choice, _label in choices
    ] == ["table:skill", "profile:esco-skills"]
    assert list(form_errors(upload(client))) == ["what"]


def test_import_of_somebody_else_needs_the_same_rights(client: Client) -> None:
    upload(client)
    batch = ImportBatch.objects.get()
    reader = limited("view_importbatch", "view_tool", "view_category")
    assert reader.get(admin_url(ImportBatch, "change", batch.pk)).status_code == 200
    assert reader.get(admin_url(ImportBatch, "add")).status_code == 403
    for name in ("run", "again", "discard", "undo"):
        assert post(reader, name, batch).status_code == 403
    assert (count(ImportBatch), count(Tool)) == (1, 0)


def test_actions_want_a_form(client: Client) -> None:
    upload(client)
    batch = ImportBatch.objects.get()
    for name in ("run", "again", "discard"):
        assert client.get(reverse(f"admin:articles_importbatch_{name}", args=[batch.pk])).status_code == 405
    assert client.get(admin_url(ImportBatch, "change", "999")).status_code == 404
    assert Client().get(admin_url(ImportBatch, "change", batch.pk)).status_code == 302


def test_rows_of_the_trial_give_way_to_those_of_the_import(client: Client) -> None:
    upload(client)
    batch = ImportBatch.objects.get()
    before = ImportRow.objects.filter(batch=batch).count()
    post(client, "run", batch)
    assert ImportRow.objects.filter(batch=batch).count() == before
    assert set(ImportRow.objects.exclude(item_id=None).values_list("item_id", flat=True)) == set(
        Tool.objects.values_list("pk", flat=True)
    )


def test_table_without_readable_columns_is_told(client: Client) -> None:
    upload(client, content=b"\x00\x01")
    batch = ImportBatch.objects.get()
    assert (batch.state, "has no columns that can be read" in batch.message) == ("failed", True)
