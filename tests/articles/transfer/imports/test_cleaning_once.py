"""What comes in is cleaned once on its way, and is as clean as what was cleaned twice."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from articles.cleaning import clean_value
from articles.editing import Edit, save_items
from articles.models import Article, Tool
from articles.snapshots import snapshot_of
from articles.transfer.imports.articles.importing import ArticleOptions, import_articles
from articles.transfer.imports.files import read_files
from articles.transfer.imports.run import Run
from tests.articles.steps import arguments_of
from tests.articles.transfer.imports.samples import outcomes, tool
from tests.articles.transfer.imports.tool_tables import take_in, tools_file

pytestmark = pytest.mark.django_db

ROW = {"id": "1", "name": "Oven", "what": "Bakes  bread", "home": "example.org", "kinds": "Heat", "names": "Stove"}


def cleaned(model: Any, given: list[dict[str, Any]]) -> Counter[str]:
    """How often each field of a type was cleaned."""
    return Counter(one["name"] for one in given if one["model"] is model)


def test_each_value_of_a_new_row_is_cleaned_once(tmp_path: Path) -> None:
    path = tools_file(tmp_path, ROW)
    counts = cleaned(Tool, arguments_of(clean_value, lambda: take_in(path)))
    assert {name: counts[name] for name in ("name", "summary", "homepage", "status")} == dict.fromkeys(
        ("name", "summary", "homepage", "status"), 1
    )
    assert set(counts.values()) == {1}
    assert (tool("Oven").summary, tool("Oven").homepage) == ("Bakes bread", "https://example.org")


def test_each_value_of_a_new_document_is_cleaned_once(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "a.md").write_text("---\ntitle: Bread  and salt\n---\nText\r\n")
    run = Run("set", tell=lambda _line: None)
    counts = cleaned(
        Article, arguments_of(clean_value, lambda: import_articles(read_files(tmp_path / "set"), ArticleOptions(), run))
    )
    assert (outcomes(run), counts["title"], set(counts.values())) == (["created"], 1, {1})
    assert Article.objects.get().title == "Bread and salt"


def test_what_was_cleaned_once_is_saved_as_what_is_cleaned_on_saving(tmp_path: Path) -> None:
    take_in(tools_file(tmp_path, ROW))
    stored = tool("Oven")
    state = snapshot_of(stored)
    [saved] = save_items([Edit(stored, {"fields": state["fields"], "links": state["links"]})], by=None)
    assert saved.outcome == "same"


def test_refused_value_is_left_out_and_told_each_time(tmp_path: Path) -> None:
    path = tools_file(tmp_path, {**ROW, "home": "ftp//[bad"})
    for outcome in ("created", "same"):
        run = take_in(path)
        assert outcomes(run) == [outcome]
        assert "homepage was left out" in run.report.entries[0].warnings[0]


def test_edit_that_is_clean_leaves_its_snapshot_as_it_is() -> None:
    fields = {"name": "Kiln", "slug": "", "description": "Text on [[tool:kiln]]"}
    edit = Edit(Tool(), {"fields": fields, "links": {}}, is_clean=True)
    assert edit.cleaned() == {"fields": fields, "links": {}}
    edit.cleaned()["fields"]["name"] = "Other"
    assert fields["name"] == "Kiln"
