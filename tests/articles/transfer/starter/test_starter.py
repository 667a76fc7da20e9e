"""The starter catalogue in an empty portal: all of it, loaded again, edited, taken back. It is loaded once for all tests."""

import io

import pytest
from django.core.management import call_command

from articles.editing import delete_record, save_record
from articles.models import ITEM_MODELS, RECORD_MODELS, Article, Change, Figure, ImportBatch, Section, Tool
from articles.publishing import Status
from articles.transfer.imports.reporting import Report
from articles.transfer.starter import loading
from articles.transfer.starter.loading import is_portal_empty, load_starter
from tests.factories import change, count, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def starter(module_content: None) -> Report:
    return load_starter(report=lambda _line: None).report


def run_command(**options: bool) -> str:
    out = io.StringIO()
    call_command("load_starter", stdout=out, **options)
    return out.getvalue()


def test_empty_portal_is_filled_and_everything_is_visible(starter) -> None:
    assert not is_portal_empty()
    assert all(count(model) > 0 for model in ITEM_MODELS.values())
    assert all(not model._default_manager.exclude(status="published").exists() for model in ITEM_MODELS.values())
    assert set(Change.objects.values_list("reason", flat=True)) == {"starter"}


def test_everything_comes_in_without_a_warning(starter: Report) -> None:
    assert starter.counts["read"] == starter.counts["created"] >= 100
    assert not [warning for entry in starter.entries for warning in entry.warnings]
    assert not starter.notes


def test_second_run_writes_nothing(starter) -> None:
    before = count(Change)

    assert "Nothing was different, so nothing was written." in run_command()

    assert count(Change) == before
    assert count(ImportBatch) == 1


def test_second_run_leaves_what_editors_changed(starter) -> None:
    tool, section = Tool.objects.get(slug="python"), Section.objects.get(slug="outlook")
    change(tool, summary="Ours.")
    section.name = "What comes next"
    save_record(section, by=make_user())
    trashed = Article.objects.all()[0]
    change(trashed, status=Status.TRASHED)

    run_command()

    assert Tool.objects.get(slug="python").summary == "Ours."
    assert Section.objects.get(slug="outlook").name == "What comes next"
    assert Article.objects.get(pk=trashed.pk).status == "trashed"


def test_later_catalogue_brings_its_changes(starter, tmp_path, monkeypatch) -> None:
    (tmp_path / "sections.yaml").write_text("- {slug: outlook, name: The outlook, description: Anew}\n")
    (tmp_path / "tools.yaml").write_text("- {slug: python, name: Python, summary: Said better}\n")
    monkeypatch.setattr(loading, "FOLDER", tmp_path)

    run_command()

    assert Section.objects.get(slug="outlook").name == "The outlook"
    assert Tool.objects.get(slug="python").summary == "Said better"


def test_undo_takes_the_whole_catalogue_away(starter) -> None:
    call_command("undo_import", str(ImportBatch.objects.get().pk), stdout=io.StringIO())

    assert not any(model._default_manager.exclude(status="trashed").exists() for model in ITEM_MODELS.values())
    assert count(Figure) == 0


def test_record_that_an_editor_deleted_comes_back_with_the_next_run(starter) -> None:
    figure = Figure.objects.all()[0]
    delete_record(figure, by=make_user())

    run_command()

    assert Figure.objects.filter(industry=figure.industry, occupation=figure.occupation, year=figure.year).exists()
    assert RECORD_MODELS["figure"] is Figure
