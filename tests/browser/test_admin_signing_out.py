"""Signing out forgets what a browser kept of an account, once it is really signed out, and says so."""

from typing import Any

import pytest

from tests.browser.editors import accept, end_session, open_item, sign_in, start, wait_for_draft, write
from tests.factories import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW = "Every word of this is new"
DELETED = ".drafts-deleted"


@pytest.fixture
def editor(page: Any) -> Any:
    return start(page)


def write_new(page: Any, text: str = NEW) -> None:
    open_item(page, make_article())
    write(page, text)
    wait_for_draft(page, text)


def sign_out(page: Any) -> None:
    page.click("#logout-form button")
    page.wait_for_url("**/admin/log*/**")


def stay_while_signing_out(page: Any) -> None:
    page.remove_listener("dialog", accept)
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog"):
        page.click("#logout-form button", no_wait_after=True)
    page.on("dialog", accept)


def count_of_drafts(page: Any) -> int:
    return len(page.evaluate("() => draftStore.all()"))


@pytest.mark.parametrize("is_expired", [False, True])
def test_signing_out_forgets_the_drafts_and_says_so(editor: Any, is_expired: bool) -> None:
    write_new(editor)
    if is_expired:
        end_session(editor)
    sign_out(editor)
    editor.locator(DELETED, has_text="One unsaved text of this account was deleted from this browser.").wait_for()
    assert count_of_drafts(editor) == 0


def test_signing_out_counts_the_forms_of_all_tabs(editor: Any) -> None:
    other = editor.context.new_page()
    write_new(other, "From the other tab")
    write_new(editor)
    sign_out(editor)
    editor.locator(DELETED, has_text="2 unsaved texts of this account were deleted").wait_for()
    assert count_of_drafts(editor) == 0


def test_signing_out_with_nothing_unsaved_says_only_that(editor: Any) -> None:
    editor.goto("/admin/")
    sign_out(editor)
    editor.wait_for_load_state("networkidle")
    assert "You are signed out" in editor.inner_text("#content-main")
    assert editor.inner_text(DELETED) == ""
    editor.click("#content-main >> text=Sign in")
    editor.locator("#id_username").wait_for()


def test_staying_while_signing_out_keeps_the_drafts_of_all_tabs(editor: Any) -> None:
    other = editor.context.new_page()
    write_new(other, "From the other tab")
    write_new(editor)
    stay_while_signing_out(editor)
    write(editor, "Written after staying")
    wait_for_draft(editor, "Written after staying")
    write(other, "Written there too")
    wait_for_draft(other, "Written there too")
    assert count_of_drafts(editor) == 2


def test_session_that_ends_after_staying_costs_no_draft(editor: Any) -> None:
    write_new(editor)
    stay_while_signing_out(editor)
    end_session(editor)
    editor.click("[name=_save]")
    editor.get_by_text("Your session has ended").wait_for()
    editor.wait_for_load_state("networkidle")
    assert count_of_drafts(editor) == 1


def test_signing_out_that_never_arrived_costs_no_draft(editor: Any) -> None:
    write_new(editor)
    editor.context.set_offline(True)
    with editor.expect_event("framenavigated"):
        editor.click("#logout-form button", no_wait_after=True)
    editor.context.set_offline(False)
    editor.goto("/admin/")
    editor.wait_for_load_state("networkidle")
    end_session(editor)
    editor.goto("/admin/")
    editor.wait_for_load_state("networkidle")
    assert count_of_drafts(editor) == 1


def test_form_left_open_is_kept_again_after_signing_in(editor: Any) -> None:
    other = editor.context.new_page()
    write_new(other, "From the other tab")
    editor.goto("/admin/")
    sign_out(editor)
    editor.locator(DELETED, has_text="One unsaved text").wait_for()
    write(other, "Not kept while signed out")
    other.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    sign_in(editor)
    wait_for_draft(editor, "Not kept while signed out")
