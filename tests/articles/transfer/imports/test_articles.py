"""Importing documents as articles: what comes in of each, and what is said about the rest."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Change, Picture, Section, Source
from articles.reading.texts import fill_texts
from articles.transfer.imports.files import FileSet
from articles.transfer.imports.markdown.documents import read_document, shorten
from articles.transfer.imports.markdown.front_matter import split_front_matter
from tests.articles.transfer.imports.article_files import folder, paths, run, run_files, warnings
from tests.factories import change, count

pytestmark = pytest.mark.django_db


def test_documents_come_in_with_title_section_summary_and_status(tmp_path) -> None:
    report = run(folder(tmp_path))
    assert (len(paths(report, "created")), paths(report, "failed"), report.made["pictures"]) == (3, [], 1)
    testing = Article.objects.get(title="Testing")
    assert testing.summary == "Tests tell us quickly whether the program does what people expect of it."
    assert testing.section is not None
    assert (testing.section.name, testing.status, testing.slug) == ("Testing", "published", "testing")
    assert Article.objects.get(title="Unit tests").section == Section.objects.get()


def test_links_between_documents_become_links_by_id_and_pictures_are_kept(tmp_path) -> None:
    run(folder(tmp_path))
    start, testing = Article.objects.get(title="The handbook"), Article.objects.get(title="Testing")
    assert start.body == f"Start with [[article:{testing.pk}#unit|testing]] or [the web](https://example.org)."
    assert f"![A teal box](picture:{Picture.objects.get().pk})" in testing.body
    assert "[in code](../README.md)" in testing.body
    [html] = fill_texts([testing.body_html])
    assert '<a href="/articles/the-handbook/">the start</a>' in html and "<img src=" in html


@pytest.mark.parametrize(
    ("label", "shown"),
    [("`Run`", "Run"), ("`f(*args)` and **more**", "f(*args) and more"), ("`a[0]` or `b|c`", "a(0) or b/c")],
)
def test_link_with_code_in_its_label_leads_to_its_article(label, shown) -> None:
    run_files({"a.md": f"# A\n\nSee [{label}](b.md#how).\n", "b.md": "# B\n\nThe other one.\n"})
    other = Article.objects.get(title="B")
    assert Article.objects.get(title="A").body == f"See [[article:{other.pk}#how|{shown}]]."


def test_what_leads_nowhere_is_said(tmp_path) -> None:
    report = run(folder(tmp_path))
    assert warnings(report) == ["docs/testing/README.md: link to gone.md leads nowhere; its text stays"]


def test_second_run_writes_no_row(tmp_path) -> None:
    run(folder(tmp_path))
    before = count(Change)
    again = run(folder(tmp_path))
    assert (len(paths(again, "same")), count(Change), count(Picture)) == (3, before, 1)


def test_changed_document_changes_its_article_and_keeps_status_and_address(tmp_path) -> None:
    path = folder(tmp_path)
    run(path)
    change(Article.objects.get(title="Testing"), status="draft", slug="tests")
    readme = path / "docs/testing/README.md"
    readme.write_text(readme.read_text().replace("# Testing", "# How we test"))
    assert paths(run(path), "changed") == ["docs/testing/README.md"]
    article = Article.objects.get(title="How we test")
    assert (article.status, article.slug) == ("draft", "tests")


def test_editors_change_stays_and_is_reported(tmp_path) -> None:
    path = folder(tmp_path)
    run(path)
    change(Article.objects.get(title="Testing"), summary="Better words.")
    readme = path / "docs/testing/README.md"
    readme.write_text(readme.read_text().replace("quickly", "early").replace("# Testing", "# How we test"))
    report = run(path)
    article = Article.objects.get(title="How we test")
    assert article.summary == "Better words."
    assert "early" in article.body
    assert "docs/testing/README.md: edited here and kept: summary" in warnings(report)


def test_document_that_publishing_refuses_comes_in_as_a_draft(tmp_path) -> None:
    report = run(folder(tmp_path, {"docs/empty.md": "# Only a title\n"}))
    assert Article.objects.get().status == "draft"
    assert warnings(report) == ["docs/empty.md: a draft, since publishing needs: body"]


def test_source_is_kept_with_syndicated_text(tmp_path) -> None:
    path = folder(tmp_path)
    for _run in range(2):
        call_command("import_articles", str(path), publisher="Example Press", licence="CC BY 4.0", stdout=io.StringIO())
    assert (count(Source), Article.objects.filter(origin="syndicated").count()) == (1, 3)


def test_front_matter_gives_title_date_and_summary(tmp_path) -> None:
    text = "---\ntitle: From the front\ndate: 2020-02-26\nsummary: Said in front.\nlanguage: de\n---\n# From the front\n\nText.\n"
    run(folder(tmp_path, {"docs/a.md": text}))
    article = Article.objects.get()
    assert (article.title, article.summary, article.language) == ("From the front", "Said in front.", "de")
    assert article.publish_at == datetime(2020, 2, 26, tzinfo=UTC)
    assert article.body == "Text."


@pytest.mark.parametrize(
    ("source", "values", "warned"),
    [
        ("+++\ntitle = 'T'\n+++\nBody", {"title": "T"}, False),
        ("---\ntitle: T\n---\nBody", {"title": "T"}, False),
        ("---\n---\nBody", {}, False),
        ("---\ntitle: [T\n---\nBody", {"title": "[T"}, True),
        ("---\n- a\n- b\n---\nBody", {}, True),
        ("+++\ntitle = \n+++\nBody", {"title": ""}, True),
        ("---\na: &a [x]\nb: [*a, *a]\n---\nBody", {"a": "&a [x]", "b": "[*a, *a]"}, True),
        ("---\na rule, and no end", {}, False),
        ("Body", {}, False),
    ],
)
def test_front_matter_is_read_as_far_as_it_can_be(source, values, warned) -> None:
    split = split_front_matter(source)
    assert (split.values, bool(split.warning)) == (values, warned)
    assert split.body == ("Body" if values or source == "---\n---\nBody" else source)


def test_document_that_cannot_be_saved_fails_alone(tmp_path) -> None:
    report = run(folder(tmp_path, {"docs/a.md": "---\nlanguage: '!'\n---\n# A\n\nText.", "docs/b.md": "# B\n\nText."}))
    assert (paths(report, "failed"), paths(report, "created")) == (["docs/a.md"], ["docs/b.md"])
    assert report.counts["read"] == 2


def test_picture_that_is_none_is_left_out_and_said(tmp_path) -> None:
    path = folder(tmp_path)
    (path / "docs/testing/images/box.png").write_bytes(b"<svg/>")
    told = [warning for warning in warnings(run(path)) if "images/box.png was left out: This is no PNG" in warning]
    assert len(told) == 1
    assert count(Picture) == 0


def test_publisher_is_needed_for_a_licence(tmp_path) -> None:
    with pytest.raises(CommandError, match="needs its publisher"):
        call_command("import_articles", str(folder(tmp_path)), licence="MIT")


def test_title_falls_back_to_the_file_and_loses_its_anchor() -> None:
    assert read_document("a/some_file-name.md", "Text").title == "Some file name"
    assert read_document("a/topic/README.md", "Text").title == "Topic"
    assert read_document("a/b.md", "# Title[[anchor]]\n\nText").title == "Title"
    assert read_document("a/b.md", "# A `code` *title*\n\nText").title == "A code title"


def test_long_summary_ends_with_a_sentence_or_a_word() -> None:
    assert shorten("A sentence of some length. " + "word " * 80, 60) == "A sentence of some length."
    assert shorten("word " * 80, 22) == "word word word word…"


def test_file_set_keeps_pictures_apart() -> None:
    files = FileSet("x")
    files.add("a.PNG", b"1")
    files.add("a.mdx", "\ufeff# A".encode())
    assert (files.pictures, files.documents) == ({"a.PNG": b"1"}, {"a.mdx": "# A"})


@pytest.mark.parametrize("path", ["d/Gro\u0308\u00dfe.md", "d/two  spaces.md", "d/tab\there.md"])
def test_odd_file_names_are_the_same_at_the_second_run(path) -> None:
    documents = {path: "# A\n\nText.", "d/b.md": f"# B\n\n[a]({path.replace(' ', '%20').removeprefix('d/')})"}
    run_files(documents)
    assert len(paths(run_files(documents), "same")) == 2


def test_two_files_that_become_one_name_are_told() -> None:
    assert paths(run_files({"a  b.md": "# A\n\nText.", "a b.md": "# B\n\nText."}), "failed") == ["a b.md"]


@pytest.mark.parametrize(
    "block",
    ["date: !!timestamp foo", "a: !!bool foo", 'a: !!int ""', "a: " + "[" * 15_000, "date: 0001-01-01T00:00:00+14:00"],
    ids=["timestamp", "bool", "int", "deep", "early"],
)
def test_hostile_front_matter_ends_nothing(block) -> None:
    report = run_files({"a.md": f"---\n{block}\n---\nText of the first.", "b.md": "# B\n\nText."})
    assert "b.md" in paths(report, "created")
    assert report.counts["read"] == 2


def test_heading_made_to_stall_is_read_at_once() -> None:
    assert read_document("a.md", "# a" + " " * 100_000 + "b").title == "A"
    assert read_document("a.md", "# a" + " [[" * 300).title.startswith("a [[")
