"""Loading the starter catalogue: into an empty portal, again, and beside what editors have."""

import io

import pytest
from django.core.management import CommandError, call_command

from articles.editing import delete_record, save_record
from articles.models import ITEM_MODELS, RECORD_MODELS, Article, Change, Figure, ImportBatch, Section, Skill, Tool
from articles.publishing import Status
from articles.starter import loading
from articles.starter.loading import is_portal_empty, load_starter
from tests.factories import change, count, make_tool, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter(db) -> None:
    load_starter(report=lambda _line: None)


def run_command(**options: bool) -> str:
    out = io.StringIO()
    call_command("load_starter", stdout=out, **options)
    return out.getvalue()


def test_empty_portal_is_filled_and_everything_is_visible(starter) -> None:
    assert not is_portal_empty()
    assert all(count(model) > 0 for model in ITEM_MODELS.values())
    assert all(not model._default_manager.exclude(status="published").exists() for model in ITEM_MODELS.values())
    assert set(Change.objects.values_list("reason", flat=True)) == {"starter"}


def test_everything_comes_in_without_a_warning() -> None:
    report = load_starter(report=lambda _line: None).report

    assert report.counts["read"] == report.counts["created"] >= 100
    assert not [warning for entry in report.entries for warning in entry.warnings]
    assert not report.notes


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


def test_item_that_is_here_already_is_joined_and_keeps_its_own() -> None:
    here = make_tool(name="pandas", summary="What we say of it")

    load_starter(report=lambda _line: None)

    assert Tool.objects.get(name="pandas").pk == here.pk
    here.refresh_from_db()
    assert here.summary == "What we say of it"
    assert here.homepage
    assert Skill.objects.filter(tools=here).exists()


def test_dry_run_writes_nothing() -> None:
    assert "This was a dry run: nothing was written." in run_command(dry_run=True)

    assert is_portal_empty()
    assert count(ImportBatch) == 0


def test_load_that_is_cut_off_leaves_the_portal_empty(monkeypatch) -> None:
    def stop(parts, run) -> None:
        whole(parts[:-2], run)
        raise KeyboardInterrupt

    whole = loading.import_parts
    monkeypatch.setattr(loading, "import_parts", stop)
    with pytest.raises(KeyboardInterrupt):
        load_starter(report=lambda _line: None)
    assert is_portal_empty()
    assert count(Change) == 0


def test_broken_row_fails_by_file_and_line_and_the_others_come_in(tmp_path, monkeypatch) -> None:
    (tmp_path / "tools.yaml").write_text(
        "- {slug: one, name: One, summary: Good}\n- {slug: two, name: Two, summary: x, description: '[[skill:none]]'}\n"
    )
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    err = io.StringIO()

    with pytest.raises(CommandError, match="1 rows failed"):
        call_command("load_starter", stdout=io.StringIO(), stderr=err)

    assert "tools.yaml:2: description: Links to what does not exist: skill:none." in err.getvalue()
    assert list(Tool.objects.values_list("name", flat=True)) == ["One"]


def test_fractions_come_in_as_they_are_written(tmp_path, monkeypatch) -> None:
    (tmp_path / "industries.yaml").write_text("- {slug: one, name: One, summary: x}\n")
    (tmp_path / "occupations.yaml").write_text("- {slug: two, name: Two, summary: x}\n")
    (tmp_path / "figures.yaml").write_text(
        "- {industry: one, occupation: two, measure: share, value: 11.35, year: 2024, source: Survey}\n"
    )
    monkeypatch.setattr(loading, "FOLDER", tmp_path)

    run_command()

    assert str(Figure.objects.get().value) in {"11.350", "11.35"}


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
