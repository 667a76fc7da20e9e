"""Nothing that says "not public" becomes public by an import: every door, and what is told of it."""

import csv
import io
import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command

from articles.admin.imports import csv_lines
from articles.models import Article, ImportBatch, Tool
from articles.transfer.exports import export_items
from articles.transfer.imports.articles.importing import ArticleOptions, import_articles
from articles.transfer.imports.files import FileSet
from articles.transfer.imports.reporting import Entry, Report
from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.samples import bring_in, warnings, write_json, write_table, write_workbook
from tests.factories import change, make_tool

pytestmark = pytest.mark.django_db

DOCUMENTS = {
    "open.md": "---\ntitle: Open\n---\nText.",
    "quoted.md": '---\ntitle: Quoted\ndraft: "true"\n---\nText.',
    "broken.md": "---\ntitle: A: b\n---\nText.",
    "later.md": "---\ntitle: Later\npublishDate: 2199-01-01\n---\nText.",
}
SHOWN = {
    "open.md": "public",
    "quoted.md": "draft (draft: true)",
    "broken.md": "draft (front matter cannot be read)",
    "later.md": "scheduled for 2199-01-01",
}
ROWS = (
    {"Name": "Ropes", "Status": "", "Draft": ""},
    {"Name": "Knots", "Status": "tracked"},
    {"Name": "Bows", "Draft": "x"},
)


def run_files(documents: dict[str, str], *, is_dry: bool = False, status: str = "") -> Report:
    files = FileSet("set")
    for path, text in documents.items():
        files.add(path, text.encode())
    work = Run("set", is_dry=is_dry, status=status, tell=lambda _line: None)
    import_articles(files, ArticleOptions(), work)
    return work.report


def shown(entries: list[Entry]) -> dict[str, str]:
    return {entry.place: entry.visibility for entry in entries}


@pytest.mark.parametrize("is_dry", [True, False])
def test_each_file_is_told_to_be_public_or_why_not(is_dry) -> None:
    assert shown(run_files(DOCUMENTS, is_dry=is_dry).entries) == SHOWN


@pytest.mark.parametrize("status", ["", "published"])
def test_only_what_says_nothing_against_it_is_seen(status) -> None:
    run_files(DOCUMENTS, status=status)
    assert [article.title for article in Article.objects.published()] == ["Open"]
    assert set(Article.objects.filter(status="draft").values_list("title", flat=True)) == {"Quoted", "A: b"}


def test_article_that_is_public_stays_so_and_it_is_told_at_every_run() -> None:
    run_files({"a.md": "---\ntitle: A\n---\nText."})
    for _run in range(2):
        [entry] = run_files({"a.md": "---\ntitle: A\ndraft: yes\n---\nText."}).entries
        assert entry.warnings == ["public here and stays so, though the file says: draft: True"]
    assert Article.objects.get().status == "published"


@pytest.mark.parametrize("write", [write_table, write_workbook])
def test_rows_that_may_not_be_public_are_drafts(write, tmp_path) -> None:
    suffix = "csv" if write is write_table else "xlsx"
    run = bring_in(write(tmp_path / f"t.{suffix}", ("Name", "Status", "Draft"), *ROWS), item_type="tool")
    assert {one.name: one.status for one in Tool.objects.all()} == {
        "Ropes": "published",
        "Knots": "draft",
        "Bows": "draft",
    }
    assert [entry.visibility for entry in run.report.entries] == [
        "public", "draft (status: tracked (not understood here))", "draft (Draft: x)",
    ]  # fmt: skip


def test_rows_of_json_are_read_like_front_matter(tmp_path) -> None:
    rows = ({"name": "Ropes"}, {"name": "Knots", "params": {"draft": True}}, {"name": "Bows", "published": False})
    bring_in(write_json(tmp_path / "t.json", *rows), item_type="tool", status="published")
    assert set(Tool.objects.filter(status="published").values_list("name", flat=True)) == {"Ropes"}


def test_row_joined_with_another_hides_both(tmp_path) -> None:
    rows = ({"Name": "Ropes", "Status": "published"}, {"Name": "ropes", "Status": "private"})
    bring_in(write_table(tmp_path / "t.csv", ("Name", "Status"), *rows), item_type="tool")
    assert Tool.objects.get().status == "draft"


def test_row_of_a_public_item_that_says_draft_is_told(tmp_path) -> None:
    def take_in(status: str) -> list[str]:
        path = write_table(tmp_path / "t.csv", ("Name", "Status"), {"Name": "Ropes", "Status": status})
        return bring_in(path, item_type="tool", scheme="import:t").report.entries[0].warnings

    assert take_in("published") == []
    assert take_in("draft") == take_in("draft") == ["public here and stays so, though the file says: status: draft"]
    change(Tool.objects.get(), status="draft")
    assert take_in("draft") == []


def test_command_and_kept_report_say_it_of_each_file(tmp_path: Path) -> None:
    for name, text in DOCUMENTS.items():
        (tmp_path / name).write_text(text)
    out = io.StringIO()
    call_command("import_articles", str(tmp_path), "--dry-run", stdout=out)
    assert "created quoted.md Quoted: draft (draft: true)" in out.getvalue()
    call_command("import_articles", str(tmp_path), stdout=io.StringIO())
    rows = list(csv.DictReader(io.StringIO("".join(csv_lines(ImportBatch.objects.get())).lstrip("\ufeff"))))
    assert {row["file"]: row["readers"] for row in rows} == SHOWN


@pytest.mark.parametrize(("status", "told"), [("archived", []), ("hidden", ["a draft: status: hidden"])])
def test_own_export_brings_its_statuses_back_without_a_word(status, told, tmp_path) -> None:
    make_tool(name="Ropes")
    export_items(tmp_path / "all.json", "json", types=["tools"])
    document = json.loads((tmp_path / "all.json").read_text())
    document["items"][0] |= {"id": str(uuid4()), "slug": "bows", "name": "Bows", "status": status}
    (tmp_path / "all.json").write_text(json.dumps(document))
    assert warnings(bring_in(tmp_path / "all.json")) == told
