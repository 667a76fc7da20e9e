"""What the admin's forms say, in Chromium: a link beside an error, a conflict by slugs, the offer to tell readers."""

from typing import Any

import pytest

from articles.admin.site import admin_url
from articles.models import Article, Skill
from articles.reading.items.attached import load_attached
from tests.factories import change, make_article, make_skill, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(page: Any) -> Any:
    make_user("erin")
    page.goto("/admin/")
    page.fill("#id_username", "erin")
    page.fill("#id_password", "correct horse battery")
    page.click("[type=submit]")
    return page


def test_form_links_errors_offers_to_tell_readers_and_names_slugs(signed_in: Any, console: list[str]) -> None:
    page, skill = signed_in, make_skill(name="Python", slug="python")
    page.goto(admin_url(Skill, "add"))
    page.fill("#id_name", "Python")
    page.click("[name=_save]")
    link = page.locator(".field-name .errorlist a")
    assert link.get_attribute("href") == admin_url(Skill, "change", skill.pk)
    assert link.get_attribute("target") == "_blank"

    article = make_article(body=f"See [[skill:{skill.pk}|Py]].")
    page.goto(admin_url(Article, "change", article.pk))
    assert page.locator("#id_body").input_value() == "See [[skill:python|Py]]."
    page.fill("#id_note", "Corrected the table")
    page.check("#id_tell_readers")
    page.click("[name=_continue]")
    assert page.locator("#id_note").input_value() == "Corrected the table"
    page.click(".unsaved-note [type=submit]")
    assert page.get_by_text("Saved what readers are told of version 1.").is_visible()
    assert [note.text for note in load_attached(article).notes] == ["Corrected the table"]

    page.goto(admin_url(Article, "change", article.pk))
    change(article, body=f"Read [[skill:{skill.pk}|Py]].")
    page.fill("#id_title", "Mine")
    page.click("[name=_save]")
    assert page.locator(".conflict ins").inner_text() == "Read [[skill:python|Py]]."
    assert console == []
