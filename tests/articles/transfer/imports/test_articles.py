"""Importing Markdown files: what comes in, what stays, what is said about the rest."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.editing import save_record
from articles.models import Article, Change, Picture, Section, Source
from articles.reading.texts import fill_texts
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.articles.importing import ArticleOptions, import_articles
from articles.transfer.imports.files import FileSet, read_files
from articles.transfer.imports.markdown.documents import read_document, shorten
from articles.transfer.imports.markdown.front_matter import split_front_matter
from articles.transfer.imports.reporting import Outcome, Report
from articles.transfer.imports.run import BATCH, Run
from tests.factories import change, count, image_bytes, make_skill, make_source

pytestmark = pytest.mark.django_db

SET = {
    "docs/README.md": "# The handbook\n\nStart with [testing](testing/README.md#unit) or [the web](https://example.org).\n",
    "docs/testing/README.md": (
        "# Testing\n\nTests tell us quickly whether the program does what people expect of it.\n\n"
        "![A teal box](images/box.png)\n\nBack to [the start](../README.md), not to [nowhere](gone.md).\n\n"
        "```\n[in code](../README.md)\n```\n"
    ),
    "docs/testing/unit-tests.md": "No heading here, only a sentence that is long enough to become the summary.\n",
}


def folder(tmp_path: Path, documents: dict[str, str] = SET) -> Path:
    for path, text in documents.items():
        file = tmp_path / "handbook" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    picture = tmp_path / "handbook/docs/testing/images/box.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(image_bytes())
    return tmp_path / "handbook"


def run(path: Path, *, is_dry: bool = False, status: str = "", **options: str) -> Report:
    return run_set(read_files(path), is_dry=is_dry, status=status, **options)


def run_set(files: FileSet, *, is_dry: bool = False, status: str = "", **options: str) -> Report:
    work = Run(files.name, is_dry=is_dry, status=status, tell=lambda _line: None)
    import_articles(files, ArticleOptions(**options), work)
    return work.report


def paths(report: Report, outcome: Outcome) -> list[str]:
    return [entry.place for entry in report.with_outcome(outcome)]


def warnings(report: Report) -> list[str]:
    return [f"{entry.place}: {warning}" for entry in report.entries for warning in entry.warnings]


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


def archive(tmp_path: Path, *members: tuple[str, bytes]) -> Path:
    path = tmp_path / "set.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
    return path


def test_archive_is_named_after_its_folder_when_it_is_called_articles(tmp_path) -> None:
    path = archive(tmp_path, ("a.md", b"# A"))
    renamed = path.rename(tmp_path / "articles.zip")
    assert read_files(renamed).name == tmp_path.name


@pytest.mark.parametrize(
    "member",
    [("../evil.md", b"# A"), ("/etc/evil.md", b"# A"), ("a\\..\\b.md", b"# A"), ("bomb.md", b"\0" * 20_000_000)],
    ids=["up", "absolute", "backslash", "bomb"],
)
def test_hostile_archive_is_refused_whole(tmp_path, member) -> None:
    with pytest.raises(ImportFormatError):
        read_files(archive(tmp_path, ("good.md", b"# Good"), member))


def test_broken_archive_and_missing_path_are_one_line_errors(tmp_path) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(archive(tmp_path, ("a.md", b"# A" * 500)).read_bytes()[:-40])
    for path in (broken, tmp_path / "nothing"):
        with pytest.raises(CommandError, match=str(path)):
            call_command("import_articles", str(path))


def test_links_on_disk_are_not_followed(tmp_path) -> None:
    path = folder(tmp_path)
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret")
    (path / "docs/link.md").symlink_to(secret)
    assert "docs/link.md" not in read_files(path).documents


def test_text_that_is_not_utf8_fails_alone_with_its_reason(tmp_path) -> None:
    path = folder(tmp_path)
    (path / "docs/mixed.md").write_bytes("# Größe".encode() + b" \xff\xfe\x81")
    errors = io.StringIO()
    with pytest.raises(CommandError, match="1 files failed"):
        call_command("import_articles", str(path), stdout=io.StringIO(), stderr=errors)
    assert errors.getvalue().startswith("failed: docs/mixed.md: ")
    assert count(Article) == 3


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


def run_files(documents: Mapping[str, str | bytes], *, name: str = "set", **options: Any) -> Report:
    files = FileSet(name)
    for path, content in documents.items():
        files.add(path, content.encode() if isinstance(content, str) else content)
    return run_set(files, **options)


@pytest.mark.parametrize("path", ["d/Gro\u0308\u00dfe.md", "d/two  spaces.md", "d/tab\there.md"])
def test_odd_file_names_are_the_same_at_the_second_run(path) -> None:
    documents = {path: "# A\n\nText.", "d/b.md": f"# B\n\n[a]({path.replace(' ', '%20').removeprefix('d/')})"}
    run_files(documents)
    assert len(paths(run_files(documents), "same")) == 2


def test_two_files_that_become_one_name_are_told() -> None:
    assert paths(run_files({"a  b.md": "# A\n\nText.", "a b.md": "# B\n\nText."}), "failed") == ["a b.md"]


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


def test_archive_with_damaged_data_is_a_one_line_error(tmp_path) -> None:
    path = archive(tmp_path, ("a.md", b"# A text that is packed\n" * 200))
    content = bytearray(path.read_bytes())
    content[45:60] = b"\xff" * 15
    path.write_bytes(bytes(content))
    with pytest.raises(ImportFormatError, match="cannot be read"):
        read_files(path)
