"""Documents that come again: what follows its file, and what an editor or a later run leaves."""

import pytest

from articles.editing import save_record
from articles.models import Article, Section
from articles.reading.texts import fill_texts
from articles.transfer.imports.articles.importing import ArticleOptions, import_articles
from articles.transfer.imports.files import FileSet
from articles.transfer.imports.run import BATCH, Run
from tests.articles.transfer.imports.article_files import paths, run_files, warnings
from tests.factories import change, count, make_skill, make_source

pytestmark = pytest.mark.django_db


def test_run_without_a_publisher_leaves_what_an_earlier_one_said() -> None:
    source = make_source()
    run_files({"a.md": "# A\n\nText."}, publisher="Example Press", licence="CC BY 4.0")
    assert len(paths(run_files({"a.md": "# A\n\nText."}), "same")) == 1
    assert Article.objects.get().source == source


def test_run_that_names_a_publisher_later_makes_the_text_syndicated() -> None:
    run_files({"a.md": "# A\n\nText."})
    report = run_files({"a.md": "# A\n\nText."}, publisher="Example Press", licence="CC BY 4.0")
    assert (paths(report, "changed"), warnings(report), Article.objects.get().origin) == (["a.md"], [], "syndicated")


def test_source_that_an_editor_corrected_stays() -> None:
    run_files({"a.md": "# A\n\nText."}, publisher="Example Press", licence="CC BY 4.0")
    corrected = make_source(publisher="Right Press")
    change(Article.objects.get(), source=corrected)
    run_files({"a.md": "# A\n\nText."}, publisher="Third Press")
    assert Article.objects.get().source == corrected


def test_text_that_names_a_skill_goes_on_following_its_file() -> None:
    make_skill(name="Python")
    run_files({"a.md": "# A\n\nOld words on [[skill:python]]."})
    assert len(paths(run_files({"a.md": "# A\n\nOld words on [[skill:python]]."}), "same")) == 1
    report = run_files({"a.md": "# A\n\nNew words on [[skill:python]]."})
    assert (paths(report, "changed"), warnings(report)) == (["a.md"], [])


def test_section_that_an_editor_renamed_stays_the_folders_section() -> None:
    documents = {"docs/testing/a.md": "# A\n\nText."}
    run_files(documents)
    section = Section.objects.get()
    section.name, section.slug = "Quality", "quality"
    save_record(section, by=None)
    run_files({**documents, "docs/testing/b.md": "# B\n\nText."})
    assert [article.section for article in Article.objects.all()] == [section] * 2


def test_folders_of_like_names_are_sections_of_their_own() -> None:
    run_files({f"docs/{name}/a.md": f"# {name}\n\nText." for name in ("c", "c++", "c#")})
    assert count(Section) == 3


def test_document_that_fails_takes_no_other_with_it_and_is_linked_once_it_comes_in() -> None:
    documents = {"a.md": "# A\n\nSee [the other](b.md) for more.", "b.md": "---\nlanguage: '!'\n---\n# B\n\nText."}
    first, second = run_files(documents), run_files(documents)
    assert (paths(first, "created"), paths(second, "same"), paths(second, "failed")) == (["a.md"], ["a.md"], ["b.md"])
    documents["b.md"] = "# B\n\nText."
    third = run_files(documents)
    assert (paths(third, "same"), paths(third, "created")) == (["a.md"], ["b.md"])
    assert '<a href="/articles/b/">the other</a>' in fill_texts([Article.objects.get(title="A").body_html])[0]


def test_file_that_changes_twice_is_followed_twice() -> None:
    run_files({"a.md": "# A\n\nFirst words."})
    for words in ("Second words.", "Third words."):
        report = run_files({"a.md": f"# A\n\n{words}"})
        assert (paths(report, "changed"), warnings(report)) == (["a.md"], [])
    assert Article.objects.get().body == "Third words."


def test_editor_who_wrote_what_the_file_says_later_is_not_warned_of() -> None:
    run_files({"a.md": "---\nsummary: Old.\n---\n# A\n\nText."})
    change(Article.objects.get(), summary="New.")
    report = run_files({"a.md": "---\nsummary: New.\n---\n# A\n\nText."})
    assert (paths(report, "same"), warnings(report)) == (["a.md"], [])


def test_article_saved_by_an_editor_during_the_import_is_not_overwritten() -> None:
    names = [f"{number:03}.md" for number in range(BATCH + 1)]
    documents = {name: f"---\nsummary: S.\n---\n# T{name}\n\nOld words." for name in names}
    run_files(documents)
    files = FileSet("set")
    for name, text in documents.items():
        files.add(name, text.replace("Old", "New").encode())

    def edit_last(line: str) -> None:
        if f"{BATCH} of" in line:
            change(Article.objects.get(title=f"T{names[-1]}"), body="An editor's words.")

    work = Run("set", tell=edit_last)
    import_articles(files, ArticleOptions(), work)
    assert f"{names[-1]}: edited here and kept: body" in warnings(work.report)
    assert Article.objects.get(title=f"T{names[-1]}").body == "An editor's words."
    assert len(paths(work.report, "changed")) == BATCH
