"""An editor never loses a word: whatever becomes of the request, the text stands on the answer or is offered again."""

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import connection

from articles.admin.site import admin_url
from articles.models import Article, ImportBatch, LearningPath, Section, Source, User
from articles.snapshots import snapshot_of
from portal.bridge.refusals import render_parts
from tests.browser.editors import (
    BAR,
    end_session,
    open_item,
    send_login,
    sign_in,
    start,
    text_of,
    wait_for_draft,
    wait_for_drafts,
    write,
)
from tests.factories import change, make_article, make_path, make_picture, make_skill, make_source, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW = "Every word of this is new, «ünïcode» too.\n\nA second paragraph."


@pytest.fixture
def editor(page: Any) -> Any:
    return start(page)


@contextmanager
def session_ends(page: Any, _settings: Any) -> Any:
    end_session(page)
    yield


@contextmanager
def token_changes(page: Any, _settings: Any) -> Any:
    """As when the editor signed in anew in another tab."""
    page.context.clear_cookies(name="csrftoken")
    other = page.context.new_page()
    other.goto("/admin/login/")
    other.close()
    yield


@contextmanager
def right_is_lost(_page: Any, _settings: Any) -> Any:
    User.objects.update(is_superuser=False)
    yield
    User.objects.update(is_superuser=True)


@contextmanager
def form_is_too_large(_page: Any, settings: Any) -> Any:
    limit, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = settings.DATA_UPLOAD_MAX_MEMORY_SIZE, 500
    yield
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = limit


@contextmanager
def table_is_missing(_page: Any, _settings: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_revision RENAME TO elsewhere")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE elsewhere RENAME TO articles_revision")


@contextmanager
def network_is_gone(page: Any, _settings: Any) -> Any:
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


@contextmanager
def portal_is_overloaded(page: Any, _settings: Any) -> Any:
    """The bridge refuses the form before it is read."""
    refusal = "id".join(part.decode() for part in render_parts(has_form=True))
    page.route("**/change/", lambda route: route.fulfill(status=503, body=refusal, content_type="text/html"))
    yield
    page.unroute("**/change/")


type Fault = Callable[[Any, Any], AbstractContextManager[None]]
FAULTS = [
    pytest.param(session_ends, 403, True, id="session-ended"),
    pytest.param(token_changes, 403, True, id="token-changed"),
    pytest.param(right_is_lost, 403, True, id="right-lost"),
    pytest.param(form_is_too_large, 413, False, id="too-large"),
    pytest.param(table_is_missing, 500, True, id="broken"),
    pytest.param(portal_is_overloaded, 503, False, id="overloaded"),
    pytest.param(network_is_gone, 0, False, id="offline"),
]


def send(page: Any, button: str = "_save") -> int:
    """The status of the answer; 0 where there is none."""
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status) if answer.request.method == "POST" else None)
    page.on("requestfailed", lambda _request: answers.append(0))
    with page.expect_event("framenavigated"):
        page.click(f"[name={button}]", no_wait_after=True)
    page.wait_for_load_state()
    return answers[0]


@pytest.mark.parametrize(("fault", "status", "is_shown"), FAULTS)
def test_text_is_given_back_or_offered_again(
    editor: Any, settings: Any, fault: Fault, status: int, is_shown: bool
) -> None:
    article = make_article()
    open_item(editor, article)
    write(editor, NEW)
    with fault(editor, settings):
        assert send(editor) == status
        if is_shown:
            assert NEW in [box.input_value() for box in editor.locator(".sent-texts textarea").all()]
    if fault is session_ends:
        sign_in(editor)
    open_item(editor, article)
    assert text_of(editor) == "Some text."
    editor.click(f"{BAR} >> text=Restore")
    assert text_of(editor) == NEW
    editor.click("[name=_save]")
    editor.wait_for_url("**/article/")
    assert Article.objects.get().body.replace("\r\n", "\n") == NEW
    wait_for_drafts(editor, lambda drafts: len(drafts) == 0)


def test_signing_in_on_the_answer_leads_back_to_the_form_with_the_text(editor: Any) -> None:
    open_item(editor, make_article())
    write(editor, NEW)
    end_session(editor)
    editor.click("[name=_save]")
    editor.get_by_role("button", name="Sign in").click()
    send_login(editor)
    editor.click(f"{BAR} >> text=Restore")
    assert text_of(editor) == NEW


def test_new_item_is_offered_with_its_added_rows_and_chosen_links(editor: Any) -> None:
    skill = make_skill(name="Python")
    editor.goto(admin_url(LearningPath, "add"))
    write(editor, "A way", "name")
    editor.click("text=Add another step")
    write(editor, "Third step", "steps-2-title")
    editor.locator("select#id_steps-2-skills + .select2 .select2-search__field").fill("pyt")
    editor.locator(".select2-results__option", has_text="Python").click()
    wait_for_draft(editor, str(skill.pk))
    editor.goto("/admin/")
    editor.goto(admin_url(LearningPath, "add"))
    editor.click(f"{BAR} >> text=Restore")
    editor.click("[name=_save]")
    editor.wait_for_url("**/learningpath/")
    steps = snapshot_of(LearningPath.objects.get())["steps"]
    assert [(step["title"], step["skills"]) for step in steps] == [("Third step", [str(skill.pk)])]


def test_removed_row_stays_removed_in_a_restored_draft(editor: Any) -> None:
    path = make_path(steps=[{"title": "One"}])
    open_item(editor, path)
    editor.click("text=Add another step")
    editor.locator("#steps-3").wait_for()
    write(editor, "Kept", "summary")
    wait_for_draft(editor, "Kept")
    change(path, steps=[{"title": f"Step {number}"} for number in range(6)])
    open_item(editor, path)
    assert editor.locator("#steps-7").count() == 1
    editor.click(f"{BAR} >> text=Restore")
    assert editor.locator("#steps-3").count() == 1
    assert editor.locator("#steps-4").count() == 0


def test_draft_older_than_the_stored_version_says_so_and_meets_the_conflict(editor: Any) -> None:
    article = make_article()
    open_item(editor, article)
    write(editor, NEW)
    wait_for_draft(editor, "Every word")
    change(article, title="By somebody else")
    open_item(editor, article)
    assert "begun from version 1. Version 2 was saved since" in editor.inner_text(BAR)
    editor.click(f"{BAR} >> text=Restore")
    editor.click("[name=_save]")
    editor.locator("#conflict-heading").wait_for()
    assert text_of(editor) == NEW
    article.refresh_from_db()
    assert (article.version, article.body) == (2, "Some text.")


def test_draft_whose_save_succeeded_without_an_answer_is_not_offered(editor: Any) -> None:
    article = make_article()
    open_item(editor, article)
    write(editor, NEW)
    wait_for_draft(editor, "Every word")
    change(article, body=NEW)
    open_item(editor, article)
    wait_for_drafts(editor, lambda drafts: len(drafts) == 0)
    assert editor.locator(BAR).count() == 0


def test_refused_form_keeps_its_text_and_warns(editor: Any) -> None:
    open_item(editor, make_article())
    write(editor, NEW)
    write(editor, "", "title")
    editor.click("[name=_save]")
    editor.locator(".errornote").wait_for()
    assert text_of(editor) == NEW
    wait_for_draft(editor, "Every word")
    with editor.expect_event("dialog"):
        editor.goto("/admin/")


def test_two_tabs_on_one_item_keep_each_their_own(editor: Any) -> None:
    article, other = make_article(), editor.context.new_page()
    for tab, text in ((other, "From the other tab"), (editor, "From this tab")):
        open_item(tab, article)
        write(tab, text)
        wait_for_draft(tab, text)
    assert editor.locator(BAR).count() == 0
    other.close()
    editor.click(f"{BAR} >> text=Discard")
    wait_for_drafts(editor, lambda drafts: len(drafts) == 1)
    editor.click(f"{BAR} >> text=Undo")
    editor.click(f"{BAR} >> text=Restore")
    assert text_of(editor) == "From the other tab"
    assert "From this tab" in str(editor.evaluate("() => draftStore.all()"))


def test_saving_in_one_tab_leaves_the_draft_of_another(editor: Any) -> None:
    first, second, other = make_article(), make_article(), editor.context.new_page()
    for tab, item, text in ((editor, first, "Unsaved"), (other, second, "Saved now")):
        open_item(tab, item)
        write(tab, text)
        wait_for_draft(tab, text)
    other.click("[name=_save]")
    other.wait_for_url("**/article/")
    wait_for_drafts(other, lambda drafts: len(drafts) == 1)
    assert "Unsaved" in str(other.evaluate("() => draftStore.all()"))


def test_another_account_is_offered_nothing(editor: Any) -> None:
    make_user("frank")
    article = make_article()
    open_item(editor, article)
    write(editor, NEW)
    wait_for_draft(editor, "Every word")
    end_session(editor)
    sign_in(editor, "frank")
    open_item(editor, article)
    editor.wait_for_load_state("networkidle")
    assert editor.locator(BAR).count() == 0
    end_session(editor)
    sign_in(editor, "erin")
    open_item(editor, article)
    editor.locator(BAR).wait_for()


def test_leaving_warns_only_where_something_differs(editor: Any) -> None:
    told: list[str] = []
    editor.on("dialog", lambda dialog: told.append(dialog.type))
    article = make_article()
    open_item(editor, article)
    editor.click("#id_title")
    editor.goto("/admin/")
    assert told == []
    open_item(editor, article)
    write(editor, "Changed")
    write(editor, "Some text.")
    editor.goto("/admin/")
    assert told == []
    open_item(editor, article)
    write(editor, "Changed")
    editor.goto("/admin/")
    assert told == ["beforeunload"]


def test_saving_does_not_warn(editor: Any) -> None:
    told: list[str] = []
    editor.on("dialog", lambda dialog: told.append(dialog.type))
    open_item(editor, make_article())
    write(editor, NEW)
    editor.click("[name=_continue]")
    editor.locator(".messagelist .success").wait_for()
    assert told == []


def ask_for_note_without_change(page: Any) -> None:
    open_item(page, make_article())
    write(page, "For readers", "note")
    page.click("[name=_continue]")
    page.locator(".unsaved-note").wait_for()


def test_telling_readers_the_unsaved_note_neither_warns_nor_leaves_a_draft(editor: Any) -> None:
    told: list[str] = []
    editor.on("dialog", lambda dialog: told.append(dialog.type))
    ask_for_note_without_change(editor)
    wait_for_draft(editor, "For readers")
    editor.click(".unsaved-note [type=submit]")
    editor.wait_for_url("**/history/")
    wait_for_drafts(editor, lambda drafts: len(drafts) == 0)
    assert told == []


def test_telling_readers_the_unsaved_note_keeps_what_was_written_since(editor: Any) -> None:
    ask_for_note_without_change(editor)
    write(editor, NEW)
    with editor.expect_event("dialog"):
        editor.click(".unsaved-note [type=submit]")
    editor.wait_for_url("**/history/")
    wait_for_draft(editor, "Every word")


def test_bars_name_the_fields_that_differ_and_their_sizes(editor: Any) -> None:
    article = make_article()
    for field, text in (("body", "x" * 1204), ("title", "Another"), ("publish_at_0", "2030-01-01")):
        tab = editor.context.new_page()
        open_item(tab, article)
        write(tab, text, field)
        wait_for_draft(tab, text)
        tab.close()
    open_item(editor, article)
    editor.locator(BAR).nth(2).wait_for()
    fields = [
        one.removeprefix("Different from what is stored: ") for one in editor.locator(".draft-fields").all_inner_texts()
    ]
    assert sorted(fields) == ["Publish at.", "Text (1,204 characters).", "Title."]


def test_bar_names_a_table_once(editor: Any) -> None:
    path = make_path(steps=[{"title": "One"}])
    open_item(editor, path)
    write(editor, "First", "steps-0-title")
    write(editor, "Why", "steps-0-note")
    wait_for_draft(editor, "Why")
    editor.goto("/admin/")
    open_item(editor, path)
    assert editor.inner_text(".draft-fields") == "Different from what is stored: Steps."


@pytest.mark.parametrize(
    ("address", "field"),
    [
        pytest.param(lambda: admin_url(Source, "change", make_source().pk), "disclaimer", id="record"),
        pytest.param(lambda: admin_url(Section, "add"), "description", id="new-record"),
        pytest.param(lambda: f"/admin/articles/picture/{make_picture().pk}/change/", "alt", id="picture"),
        pytest.param(lambda: admin_url(ImportBatch, "add"), "map", id="import"),
        pytest.param(lambda: admin_url(Article, "compare", make_article().pk, 1), "public_note", id="told-to-readers"),
    ],
)
def test_every_form_of_content_offers_its_text_again(editor: Any, address: Callable[[], str], field: str) -> None:
    form = address()
    editor.goto(form)
    write(editor, "Words to keep", field)
    wait_for_draft(editor, "Words to keep")
    editor.goto("/admin/")
    editor.goto(form)
    editor.click(f"{BAR} >> text=Restore")
    assert text_of(editor, field) == "Words to keep"


@pytest.mark.parametrize("_time", range(5))
def test_words_written_just_before_leaving_are_offered(editor: Any, _time: int) -> None:
    form = admin_url(Section, "add")
    editor.goto(form)
    write(editor, "Words to keep", "description")
    editor.goto("/admin/")
    editor.goto(form)
    editor.click(f"{BAR} >> text=Restore")
    assert text_of(editor, "description") == "Words to keep"


def test_body_of_three_megabytes_is_kept(editor: Any) -> None:
    article, text = (
        make_article(),
        ("Many words on a line of its own, as bodies have them.\n" * (3 * 1024 * 1024 // 53)),
    )
    open_item(editor, article)
    fill_in = "(text) => { id_body.dir = 'ltr'; id_body.value = text; id_body.dispatchEvent(new Event('input', {bubbles: true})) }"
    editor.evaluate(fill_in, text)
    wait_for_draft(editor, "Many words on")
    editor.goto("/admin/")
    open_item(editor, article)
    editor.click(f"{BAR} >> text=Restore")
    assert text_of(editor) == text


def test_blocked_storage_is_told_once(editor: Any) -> None:
    editor.add_init_script("Object.defineProperty(window, 'indexedDB', {get() { throw new Error('blocked') }})")
    article = make_article()
    open_item(editor, article)
    assert "keeps no copy" in editor.inner_text(".draft-note")
    open_item(editor, article)
    write(editor, "Changed")
    editor.click("[name=_continue]")
    editor.locator(".messagelist .success").wait_for()
    assert editor.inner_text(".draft-note") == ""


def test_storage_without_room_is_told(editor: Any) -> None:
    editor.add_init_script(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('no room', 'QuotaExceededError') }"
    )
    open_item(editor, make_article())
    write(editor, "Changed")
    editor.locator(".draft-note", has_text="no room left").wait_for()
