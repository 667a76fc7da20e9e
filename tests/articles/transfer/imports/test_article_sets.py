"""Whole sets of documents: tried first, in many languages, with tags, covers, sources and hostile files; and undone."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from articles.editing import save_item
from articles.models import Article, Change, ImportBatch, ImportedState, ImportRow, Picture, Section, Source
from articles.reading.texts import fill_texts
from articles.transfer.imports.undoing import undo_import
from tests.articles.transfer.imports.article_files import archive, paths, run, run_files, warnings
from tests.factories import change, count, image_bytes, make_skill, make_tool

pytestmark = pytest.mark.django_db
WORDS = "Enough words to make a summary of this page, and to publish it."


def written(tmp_path: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = tmp_path / "set" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return tmp_path / "set"


def all_counts() -> dict[str, int]:
    from django.apps import apps

    return {model.__name__: count(model) for model in apps.get_app_config("articles").get_models()}


def test_dry_run_tells_each_file_and_writes_nothing(tmp_path, capsys) -> None:
    path = written(tmp_path, {"d/a.md": f"# A\n\n![Box](b.png) {WORDS}", "d/b.png": image_bytes(), "d/c.md": "# C"})
    run(path)
    (path / "d/a.md").write_text(f"# A\n\nOther words. {WORDS}")
    (path / "d/new.md").write_text(f"---\nauthor: Ann\n---\n# New\n\n![Box](b2.png) {WORDS}")
    (path / "d/b2.png").write_bytes(image_bytes(color="red"))
    before = all_counts()
    call_command("import_articles", str(path), "--dry-run", "--publisher", "Example Press")
    out = capsys.readouterr().out
    assert all_counts() == before
    assert "changed d/a.md A" in out and "    body: " in out and "created d/new.md New" in out
    assert "set: 3 read = 1 created + 2 changed + 0 same + 0 skipped + 0 failed" in out


def test_real_run_does_what_the_dry_run_told(tmp_path) -> None:
    path = written(
        tmp_path,
        {"d/a.md": f"# A\n\n{WORDS}", "d/b.md": f"# B\n\n[a](a.md) ![Box](c.png) {WORDS}", "d/c.png": image_bytes()},
    )
    dry, real = run(path, is_dry=True), run(path)
    assert [(one.place, one.outcome) for one in dry.entries] == [(one.place, one.outcome) for one in real.entries]
    assert (dry.made["pictures"], real.made["pictures"]) == (1, 1)


def test_translations_are_one_group_whenever_they_come() -> None:
    documents = {"u/en/a.md": f"# A\n\n{WORDS}", "u/de/a.md": f"# Ah\n\n{WORDS}", "u/en/b.md": f"# B\n\n{WORDS}"}
    run_files(documents)
    run_files({**documents, "u/fr/b.md": f"# Bé\n\n{WORDS}"})
    groups = {article.title: article.translation_group for article in Article.objects.all()}
    assert groups["A"] == groups["Ah"] != groups["B"] == groups["Bé"]
    assert Article.objects.get(title="Ah").language == "de"


def test_two_documents_of_one_language_and_place_are_two_articles() -> None:
    report = run_files(
        {"pages/a.ar.md": f"# X\n\n{WORDS}", "ar-pages/a.ar.md": f"# Y\n\n{WORDS}", "pages/a.en.md": f"# Z\n\n{WORDS}"}
    )
    assert (len(paths(report, "created")), paths(report, "failed")) == (3, [])


def test_tags_lead_to_skills_and_tools_by_name_and_alias() -> None:
    skill, tool = make_skill(name="Rope work"), make_tool(name="Knotter", aliases=[{"name": "KN", "language": ""}])
    report = run_files({"a.md": f"---\ntags: [rope WORK, kn, unheard]\n---\n# A\n\n{WORDS}"})
    article = Article.objects.get()
    assert (list(article.skills.all()), list(article.tools.all())) == ([skill], [tool])
    assert report.notes == ["tags that no skill and no tool is called by, with their documents: unheard (1)"]


def test_skill_that_is_made_later_is_linked_at_the_next_run() -> None:
    documents = {"a.md": f"---\ntags: [Rope work]\n---\n# A\n\n{WORDS}"}
    run_files(documents)
    make_skill(name="Rope work")
    assert paths(run_files(documents), "changed") == ["a.md"]
    assert Article.objects.get().skills.count() == 1


def test_authors_stand_in_the_source(tmp_path) -> None:
    path = written(tmp_path, {"a.md": f"---\nauthor: Ann (One), Bo\n---\n# A\n\n{WORDS}", "b.md": f"# B\n\n{WORDS}"})
    run(path, publisher="Example Press", licence="CC BY 4.0", source_url="https://example.org/")
    assert set(Source.objects.values_list("publisher", "author")) == {
        ("Example Press", "Ann (One), Bo"),
        ("Example Press", ""),
    }
    assert warnings(run_files({"a.md": "---\nauthor: Ann\n---\n# A\n\nText."}, name="other"))[0].startswith(
        "a.md: the author is not kept"
    )


def test_cover_of_the_front_matter_is_found_from_the_root() -> None:
    documents: dict[str, str | bytes] = {
        "p/a.md": f"---\nimage: /images/c.png\n---\n# A\n\n{WORDS}",
        "images/c.png": image_bytes(),
    }
    run_files(documents)
    assert Article.objects.get().cover == Picture.objects.get()


def test_pictures_that_do_not_come_in_leave_their_words() -> None:
    body = f"{WORDS}\n\n![Drawn](d.svg) ![Far](https://far.example/x.png) ![Gone](g.png)"
    report = run_files({"a.md": f"# A\n\n{body}"})
    assert Article.objects.get().body == f"{WORDS}\n\nDrawn Far Gone"
    assert [text.rsplit(": ", 1)[1] for text in warnings(report)] == [
        "SVG pictures are not taken in", "it lies on another site", "it is not in the set",
    ]  # fmt: skip


def test_link_to_a_heading_leads_there() -> None:
    run_files({"a.md": f"# A\n\nSee [part](b.md#part-two). {WORDS}", "b.md": f"# B\n\n{WORDS}\n\n## Part two\n\nText."})
    [html] = fill_texts([Article.objects.get(title="A").body_html])
    assert '<a href="/articles/b/#h-part-two">part</a>' in html
    assert 'id="h-part-two"' in Article.objects.get(title="B").body_html


def test_documents_that_link_to_each_other_and_to_themselves_come_in() -> None:
    report = run_files({"a.md": f"# A\n\n[b](b.md) [me](a.md) {WORDS}", "b.md": f"# B\n\n[a](a.md) {WORDS}"})
    assert (len(paths(report, "created")), warnings(report)) == (2, [])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("# Größe\n\nWörter für alle, die schön lesen.".encode("cp1252"), "1252"),
        ("# Größe\n\nWörter für alle.".encode("utf-16"), ""),
        (b"\xef\xbb\xbf" + "# Größe\n\nWörter.".encode(), ""),
    ],
    ids=["cp1252", "utf-16 with its mark", "utf-8 with its mark"],
)
def test_other_encodings_are_read_and_guesses_told(content: bytes, told: str) -> None:
    report = run_files({"a.md": content})
    assert Article.objects.get().title == "Größe"
    assert [told in text for text in warnings(report)] == ([True] if told else [])


def test_text_beyond_the_limit_fails_alone_but_not_for_its_pictures(tmp_path) -> None:
    import base64

    data = base64.b64encode(image_bytes(size=(2000, 1500), image_format="GIF") + b"\0" * 5_000_000).decode()
    path = written(tmp_path, {
        "long.md": "# Long\n\n" + "word " * 1_100_000, "data.md": f"# Data\n\n![Box](data:image/gif;base64,{data}) {WORDS}", "a.md": f"# A\n\n{WORDS}",
    })  # fmt: skip
    report = run(path)
    assert (paths(report, "failed"), sorted(paths(report, "created"))) == (["long.md"], ["a.md", "data.md"])
    assert count(Picture) == 1


def test_links_in_an_archive_are_told_and_not_followed(tmp_path) -> None:
    path = tmp_path / "set.zip"
    with zipfile.ZipFile(path, "w") as file:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
        file.writestr("a.md", f"# A\n\n{WORDS}")
    report = run(path)
    told = [*report.with_outcome("failed"), *report.with_outcome("skipped")]
    assert [(entry.place, "link" in entry.text) for entry in told] == [("link.md", True)]
    assert [article.title for article in Article.objects.all()] == ["A"]


def test_files_of_no_kind_that_is_read_are_one_warning(tmp_path) -> None:
    report = run(written(tmp_path, {"a.md": f"# A\n\n{WORDS}", "x.py": "", "y.py": "", "z.txt": ""}))
    assert (report.notes, report.warning_count) == (["files that are not read: 2 .py, 1 .txt"], 1)


def test_too_many_files_are_refused_whole(tmp_path) -> None:
    with pytest.raises(CommandError, match="files"):
        call_command("import_articles", str(archive(tmp_path, *((f"{number}.md", b"# A") for number in range(10_001)))))
    assert count(Article) == 0


def test_status_of_known_articles_stays_and_new_ones_follow_the_option(tmp_path) -> None:
    path = written(tmp_path, {"a.md": f"# A\n\n{WORDS}", "d.md": f"---\ndraft: true\n---\n# D\n\n{WORDS}"})
    run(path)
    change(Article.objects.get(title="A"), status="archived")
    (path / "a.md").write_text(f"# A\n\nNew. {WORDS}")
    (path / "b.md").write_text(f"# B\n\n{WORDS}")
    run(path, status="draft")
    assert dict(Article.objects.values_list("title", "status")) == {"A": "archived", "B": "draft", "D": "draft"}


def test_undo_takes_articles_and_what_came_with_them_back(tmp_path) -> None:
    path = written(
        tmp_path,
        {"x/s/a.md": f"# A\n\n![Box](b.png) {WORDS}", "x/s/b.png": image_bytes(), "x/t/c.md": f"# C\n\n{WORDS}"},
    )
    run(path)
    (path / "x/s/a.md").write_text(f"# A\n\nChanged. {WORDS}")
    (path / "x/t/d.md").write_text(f"# D\n\n{WORDS}")
    run(path)
    second = ImportBatch.objects.order_by("-pk")[0]
    undo_import(second, by=None, tell=lambda _line: None)
    assert dict(Article.objects.values_list("title", "status")) == {"A": "published", "C": "published", "D": "trashed"}
    assert "![Box](picture:" in Article.objects.get(title="A").body
    assert paths(run(path), "changed") == ["x/s/a.md"]


def test_article_that_lost_its_code_here_is_left_alone(tmp_path) -> None:
    documents = {"a.md": f"# A\n\n{WORDS}"}
    run_files(documents)
    change(Article.objects.get(), external_ids=[])
    report = run_files(documents)
    assert (paths(report, "skipped"), count(Article)) == (["a.md"], 1)


def test_report_is_kept_and_a_run_without_effect_leaves_none(tmp_path) -> None:
    path = written(tmp_path, {"a.md": f"# A\n\n{WORDS}", "b.md": b"\xff\xfe\x81 \x81"})
    run(path)
    assert sorted(ImportRow.objects.values_list("place", "outcome")) == [("a.md", "created"), ("b.md", "failed")]
    before = all_counts()
    run(path)
    assert all_counts() == before


@pytest.mark.parametrize("model", [Article, Section, Change, ImportedState])
def test_second_run_writes_no_row(tmp_path, model: type[models.Model]) -> None:
    path = written(
        tmp_path, {"x/s/a.md": f"---\ntags: [a]\n---\n# A\n\n[c](../t/c.md) {WORDS}", "x/t/c.md": f"# C\n\n{WORDS}"}
    )
    run(path, publisher="Example Press")
    before = list(model._default_manager.order_by("pk").values())
    run(path, publisher="Example Press")
    assert list(model._default_manager.order_by("pk").values()) == before


def test_editors_article_of_the_same_title_is_another_one() -> None:
    save_item(Article(), {"fields": {"title": "A"}}, by=None, expected_version=0)
    run_files({"a.md": f"# A\n\n{WORDS}"})
    assert sorted(Article.objects.values_list("slug", flat=True))[0] == "a"
    assert count(Article) == 2


def test_failed_files_end_the_command_with_an_error(tmp_path) -> None:
    path = written(tmp_path, {"a.md": f"# A\n\n{WORDS}", "b.md": b"\xff\xfe\x81 \x81"})
    errors: Any = io.StringIO()
    with pytest.raises(CommandError, match="1 files failed"):
        call_command("import_articles", str(path), stdout=io.StringIO(), stderr=errors)
    assert errors.getvalue().startswith("failed: b.md: ")


def test_dry_run_over_several_paths_tells_what_the_run_does(tmp_path, capsys) -> None:
    first = written(tmp_path, {"a.md": f"# A\n\n![b](b.png) {WORDS}", "b.png": image_bytes()})
    second = written(tmp_path / "more", {"a.md": f"# New\n\n![c](c.png) {WORDS}", "c.png": image_bytes()})
    told = []
    for options in (["--dry-run"], []):
        call_command("import_articles", str(first), str(second), *options)
        told.append([line for line in capsys.readouterr().out.splitlines() if " read = " in line])
    assert (
        told
        == [
            [
                "set: 1 read = 1 created + 0 changed + 0 same + 0 skipped + 0 failed; 0 warnings, 1 pictures",
                "set: 1 read = 0 created + 1 changed + 0 same + 0 skipped + 0 failed; 0 warnings",
            ]
        ]
        * 2
    )


def test_path_that_cannot_be_read_is_told_and_stops_no_other(tmp_path) -> None:
    path = written(tmp_path, {"a.md": f"# A\n\n{WORDS}"})
    with pytest.raises(CommandError) as caught:
        call_command("import_articles", "gone.zip", str(path), "away", stdout=io.StringIO())
    told = [line.partition(" is neither")[0] for line in str(caught.value).splitlines()]
    assert (told, Article.objects.get().title) == (["gone.zip", "away"], "A")


def test_run_whose_only_documents_are_refused_leaves_no_trace() -> None:
    documents = {"u/en/a.md": f"# A\n\n{WORDS}", "u/de/b.md": f"# B\n\n{WORDS}"}
    run_files(documents)
    group = str(Article.objects.get(title="A").translation_group)
    save_item(
        Article(),
        {"fields": {"title": "Ours", "language": "de", "translation_group": group}},
        by=None,
        expected_version=0,
    )
    documents["u/de/a.md"] = f"# Ah\n\n{WORDS}"
    before = all_counts()
    assert paths(run_files(documents), "failed") == ["u/de/a.md"]
    assert all_counts() == before


def test_titles_that_meet_or_have_no_latin_letters_get_addresses_of_their_own() -> None:
    titles = {
        "u/en/1.md": "Introduction",
        "u/en/2.md": "Introduction",
        "u/de/1.md": "Introduction",
        "u/my/1.md": "နိဒါန်း",
        "u/he/1.md": "מבוא",
        "u/gj/1.md": "પરિચય 🤗 `pipeline`",
    }
    report = run_files({path: f"# {title}[[anchor]]\n\n{WORDS}" for path, title in titles.items()})
    slugs = list(Article.objects.values_list("slug", flat=True))
    assert (len(paths(report, "created")), len(set(slugs))) == (6, 6)
    assert all(slug and slug.isascii() for slug in slugs)
    assert set(Article.objects.filter(language="gu").values_list("title", flat=True)) == {"પરિચય 🤗 pipeline"}


def test_file_of_one_long_line_comes_in_with_its_picture() -> None:
    import base64

    data = base64.b64encode(image_bytes(size=(700, 700), image_format="PNG") + b"\0" * 1_000_000).decode()
    report = run_files({"a.md": f"# A\n\n{WORDS} ![Box](data:image/png;base64,{data}) More words.\n"})
    assert (paths(report, "created"), count(Picture)) == (["a.md"], 1)
    assert len(Article.objects.get().body) < 500
