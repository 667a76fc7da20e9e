"""Loading a catalogue of the starter's form, a small one: beside what editors have, cut off, with faults, as a trial."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import ITEM_MODELS, Category, Change, Figure, ImportBatch, Skill, Tool
from articles.transfer.starter import loading
from articles.transfer.starter.loading import is_portal_empty, load_starter
from tests.factories import count, make_tool

pytestmark = pytest.mark.django_db

SMALL = {
    "sections.yaml": "- {slug: outlook, name: Outlook, description: What comes}\n",
    "groups.yaml": "- {slug: data, name: Data}\n",
    "categories.yaml": "- {code: code, name: Code}\n- {code: library, name: Library, parent: code}\n",
    "tools/a.yaml": "- {slug: pandas, name: pandas, summary: x, homepage: 'https://a.example/', categories: [library]}\n",
    "skills/a.yaml": "- {slug: tables, name: Tables, summary: x, group: data, tools: [pandas], description: '[[tool:pandas]]'}\n",
    "industries/a.yaml": "- {slug: farms, name: Farms, summary: x, skills: [tables], tools: [pandas]}\n",
    "occupations.yaml": "- {slug: keeper, name: Keeper, summary: x, skills: [tables], tools: [pandas]}\n",
    "articles/a.md": "---\ntitle: A\nsummary: x\nsection: outlook\nskills: [tables]\n---\n\nWith [[tool:pandas]].\n",
    "paths/a.yaml": "- {slug: way, name: Way, summary: x, steps: [{title: One, skills: [tables], articles: [a]}]}\n",
    "figures.yaml": "- {industry: farms, occupation: keeper, measure: share, value: 11.35, year: 2024, source: Survey}\n",
}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue of one or two of each kind, which name each other, in place of the whole one."""
    for name, text in SMALL.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(loading, "FOLDER", tmp_path)


def run_command(**options: bool) -> str:
    out = io.StringIO()
    call_command("load_starter", stdout=out, **options)
    return out.getvalue()


def test_small_catalogue_comes_in_whole(small) -> None:
    run = load_starter(report=lambda _line: None)

    assert run.report.counts["created"] == 11
    assert all(count(model) == 1 for model in ITEM_MODELS.values())
    assert [(row.code, row.parent and row.parent.code) for row in Category.objects.order_by("code")] == [
        ("code", None),
        ("library", "code"),
    ]
    assert [row.name for row in Skill.objects.get().tools.all()] == ["pandas"]
    assert str(Figure.objects.get().value) in {"11.350", "11.35"}


def test_item_that_is_here_already_is_joined_and_keeps_its_own(small) -> None:
    here = make_tool(name="pandas", summary="What we say of it")

    load_starter(report=lambda _line: None)

    assert Tool.objects.get(name="pandas").pk == here.pk
    here.refresh_from_db()
    assert here.summary == "What we say of it"
    assert here.homepage
    assert Skill.objects.filter(tools=here).exists()


def test_dry_run_writes_nothing(small) -> None:
    assert "This was a dry run: nothing was written." in run_command(dry_run=True)

    assert is_portal_empty()
    assert count(ImportBatch) == 0


def test_load_that_is_cut_off_leaves_the_portal_empty(small, monkeypatch) -> None:
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
