"""Documents and rows are laid over what is stored by one rule: what an item keeps of its own is not the import's."""

from pathlib import Path
from typing import Any

import pytest

from articles.models import Alias, Article, ImportedState, Tool
from articles.transfer.imports.articles.importing import ArticleOptions, import_articles
from articles.transfer.imports.files import read_files
from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.samples import bring_in, outcomes, warnings, write_json
from tests.factories import change, make_article, make_occupation, make_skill

pytestmark = pytest.mark.django_db


def take_in(folder: Path, **front: Any) -> Run:
    (folder / "set").mkdir(exist_ok=True)
    lines = [f"{name}: {value}" for name, value in front.items()]
    (folder / "set" / "a.md").write_text("\n".join(["---", *lines, "---", "Text"]))
    run = Run("set", tell=lambda _line: None)
    import_articles(read_files(folder / "set"), ArticleOptions(), run)
    return run


def test_document_of_an_article_that_an_editor_made_fills_what_is_empty(tmp_path) -> None:
    code = [{"scheme": "import:set", "code": "a.md"}]
    article = make_article(title="Ours", summary="Ours.", body="", status="draft", external_ids=code)
    run = take_in(tmp_path, title="Theirs", summary="Theirs.")
    article.refresh_from_db()
    assert (article.title, article.summary, article.body) == ("Ours", "Ours.", "Text")
    assert warnings(run) == ["joined with “Ours”, which keeps its own: summary"]


def test_what_the_editor_of_a_met_article_chose_is_not_the_files_though_it_said_the_same(tmp_path) -> None:
    code = [{"scheme": "import:set", "code": "a.md"}]
    article = make_article(title="Ours", summary="Ours.", body="", status="draft", external_ids=code)
    take_in(tmp_path, title="Theirs", summary="Theirs.")
    change(article, summary="Theirs.", title="Theirs")
    take_in(tmp_path, title="Another", summary="Another.")
    assert Article.objects.values_list("title", "summary").get() == ("Theirs", "Theirs.")


def test_article_that_came_by_an_export_follows_its_set_again(tmp_path) -> None:
    take_in(tmp_path, title="One", summary="One.")
    ImportedState.objects.all().delete()  # an export holds the code, and not what imports said
    for word in ("One", "Two", "Three"):
        take_in(tmp_path, title=word, summary=f"{word}.")
        assert Article.objects.values_list("title", "summary").get() == (word, f"{word}.")


def test_column_without_a_name_is_no_code_and_no_alias(tmp_path) -> None:
    """As row numbers stand in JSON made of a table."""
    row = {"category": "c", "subcategory": "s", "homepage_url": "https://x.example"}
    tables = {"t.json": ["Knotter", "Twister"], "u.json": ["Newcomer", "Knotter", "Twister"]}
    for file, names in tables.items():
        rows = [{"": number, "name": name, **row} for number, name in enumerate(names)]
        bring_in(write_json(tmp_path / file, *rows), profile="lfai-landscape")
    assert sorted(Tool.objects.values_list("name", "slug")) == [
        ("Knotter", "knotter"), ("Newcomer", "newcomer"), ("Twister", "twister"),
    ]  # fmt: skip
    assert not Alias.objects.exists()


def test_row_that_links_without_a_code_means_the_item_of_its_name(tmp_path) -> None:
    baker = make_occupation(name="Baker")
    skill = make_skill(name="Kneading", external_ids=[{"scheme": "esco", "code": "s"}])
    use = {"occupationUri": "", "occupationLabel": "Baker", "relationType": "essential", "digitalSkillUri": "s"}
    bring_in(write_json(tmp_path / "t.json", use), profile="esco-occupations")
    title = {"O*NET-SOC Code": "", "Title": "Baker", "Alternate Title": "Bread maker"}
    bring_in(write_json(tmp_path / "u.json", title), profile="onet-occupations")
    assert (list(baker.skills.all()), Alias.objects.get().name) == ([skill], "Bread maker")


def test_names_of_rows_are_clean_in_reports_whatever_their_kind(tmp_path) -> None:
    use = {"occupationUri": "o", "occupationLabel": "Ba\0ker", "relationType": "essential", "digitalSkillUri": "s"}
    run = bring_in(write_json(tmp_path / "t.json", use), profile="esco-occupations")
    assert [(entry.name, entry.outcome) for entry in run.report.entries] == [("Baker → s", "skipped")]


def test_row_of_another_sheet_is_not_told(tmp_path) -> None:
    sectors = [{"NAICS": "11", "NAICS_TITLE": "Farms"}, {"NAICS": "99", "NAICS_TITLE": "Government"}]
    run = bring_in(write_json(tmp_path / "t.json", *sectors), profile="bls-figures")
    assert [(entry.part, entry.name) for entry in run.report.entries] == [
        ("sectors", "Farms"),
        ("sectors without a code", "Government"),
    ]
    assert outcomes(run) == ["created", "created"]
