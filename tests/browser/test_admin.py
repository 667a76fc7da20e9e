"""The admin in Chromium: writing an article with a link, without a word from the console (nor from the CSP)."""

from typing import Any

import pytest

from articles.admin.site import admin_url
from articles.models import Article, ImportBatch, LearningPath, Picture, Revision, Skill, Tool, User
from articles.snapshots import snapshot_of
from tests.factories import change, make_article, make_path, make_picture, make_skill, make_tool, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(page: Any) -> Any:
    make_user("erin")
    page.goto("/admin/")
    page.fill("#id_username", "erin")
    page.fill("#id_password", "correct horse battery")
    page.click("[type=submit]")
    return page


def choose(page: Any, field: str, typed: str, wanted: str) -> None:
    """Picks from a select2 box that asks the server."""
    page.locator(f"select#id_{field} + .select2 .select2-search__field").fill(typed)
    page.locator(".select2-results__option", has_text=wanted).click()


def test_article_is_written_with_a_link_and_seen(signed_in: Any, console: list[str]) -> None:
    page, skill = signed_in, make_skill(name="Évaluer les modèles")
    page.goto(admin_url(Article, "add"))
    page.fill("#id_title", "How to test a model")
    page.fill("#id_summary", "Tests.")
    page.fill("#id_body", "# Tests")
    page.select_option("#id_status", "published")
    choose(page, "skills", "ÉVALUER", skill.name)
    page.click("[name=_continue]")
    article = Article.objects.get()
    assert article.is_published()
    assert snapshot_of(article)["links"]["skills"] == [str(skill.pk)]
    assert page.locator("#id_title").input_value() == "How to test a model"
    assert page.get_by_text("was added successfully").is_visible()
    assert console == []


def test_step_is_added_with_a_click(signed_in: Any, console: list[str]) -> None:
    page, skill = signed_in, make_skill(name="Python")
    path = make_path(steps=[{"title": "One"}])
    page.goto(admin_url(LearningPath, "change", path.pk))
    page.get_by_text("Add another step").click()
    page.fill("#id_steps-3-title", "Two")
    choose(page, "steps-3-skills", "pyt", "Python")
    page.click("[name=_save]")
    page.wait_for_url("**/learningpath/")
    path.refresh_from_db()
    steps = snapshot_of(path)["steps"]
    assert [(step["title"], step["skills"]) for step in steps] == [("One", []), ("Two", [str(skill.pk)])]
    assert console == []


def test_main_pages_have_no_console_message(signed_in: Any, console: list[str]) -> None:
    skill = make_skill()
    article = make_article(skills=[skill])
    change(article, title="Second")
    picture = make_picture()
    make_tool()
    pages = [
        "/admin/",
        admin_url(Article, "changelist"),
        admin_url(Article, "change", article.pk),
        admin_url(Article, "history", article.pk),
        admin_url(Article, "compare", article.pk, 2),
        admin_url(Skill, "delete", skill.pk),
        admin_url(Tool, "changelist"),
        admin_url(LearningPath, "add"),
        admin_url(Picture, "changelist"),
        admin_url(Picture, "change", picture.pk),
        admin_url(User, "changelist"),
        admin_url(User, "add"),
        admin_url(Revision, "changelist"),
    ]
    for address in pages:
        signed_in.goto(address)
        signed_in.wait_for_load_state("networkidle")
        assert signed_in.locator("h1").count() == 1, address
    assert console == []


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_do_not_scroll_sideways(signed_in: Any, width: int) -> None:
    article = make_article(title="A long title that goes on and on " * 6)
    signed_in.set_viewport_size({"width": width, "height": 800})
    for address in ("/admin/", admin_url(Article, "changelist"), admin_url(Article, "change", article.pk)):
        signed_in.goto(address)
        signed_in.wait_for_load_state("networkidle")
        extra = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert signed_in.evaluate(extra) <= 0, address


def test_table_is_uploaded_tried_imported_and_taken_back(signed_in: Any, console: list[str]) -> None:
    page = signed_in
    page.goto(admin_url(ImportBatch, "add"))
    page.select_option("#id_what", "table:tool")
    page.set_input_files("#id_upload", [{"name": "mine.csv", "mimeType": "text/csv", "buffer": b"name\nKnotter\n"}])
    page.click("text=Upload and try")
    assert page.get_by_role("cell", name="Knotter").is_visible()
    assert not Tool.objects.exists()
    page.click("text=Import now")
    page.click("a:text('Undo this import')")
    assert Tool.objects.get().is_published()
    page.click("[value='Undo this import']")
    assert page.get_by_text("1 taken back").is_visible()
    assert Tool.objects.get().status == "trashed"
    assert console == []
