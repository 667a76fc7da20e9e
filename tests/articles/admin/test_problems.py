"""The top of a form that was refused lists the fields with errors, with links that lead to them."""

import re
from typing import Any

import pytest
from django.test import Client

from articles.admin.site import admin_url
from articles.models import Article, LearningPath, Section
from articles.publishing import Status
from tests.articles.admin.forms import save
from tests.factories import change, make_article, make_path, make_section, make_user

pytestmark = pytest.mark.django_db(transaction=True)

BOX = re.compile(r'<section class="errornote".*?</section>', re.DOTALL)
LINK = re.compile(r'<a href="#([^"]+)">([^<]+)</a>')


@pytest.fixture(autouse=True)
def erin(client: Client) -> None:
    client.force_login(make_user("erin"))


def box_of(response: Any) -> str:
    """The box, whose links all have a target on the page."""
    page = response.content.decode()
    assert "Please correct the error" not in page
    boxes = BOX.findall(page)
    for target, _label in LINK.findall("".join(boxes)):
        assert f'id="{target}"' in page
    return "".join(boxes)


def labels_in(response: Any) -> list[str]:
    box = box_of(response)
    assert "Nothing was saved." in box
    return [label for _target, label in LINK.findall(box)]


def test_fields_with_errors_are_linked_in_the_order_of_the_page(client: Client) -> None:
    url = admin_url(Article, "change", make_article().pk)
    response = save(client, url, title="", publish_at_0="soon", note="x" * 600)
    assert labels_in(response) == ["Title", "Publish at", "What did you change?"]


def test_cells_are_linked_by_their_row(client: Client) -> None:
    url = admin_url(LearningPath, "change", make_path(steps=[{"title": "One"}]).pk)
    assert labels_in(save(client, url, **{"steps-0-hours": "many"})) == ["Step 1, Hours"]


def test_field_of_a_record_is_linked(client: Client) -> None:
    assert labels_in(save(client, admin_url(Section, "change", make_section("News").pk), name="")) == ["Name"]


def test_error_of_no_field_stands_below_the_box(client: Client) -> None:
    section = make_section("News")
    response = save(client, admin_url(Section, "change", section.pk), expected_version="0", name="Other")
    assert labels_in(response) == []
    assert "Somebody else saved this meanwhile" in response.content.decode()


def test_question_alone_has_no_box(client: Client) -> None:
    article = make_article(status=Status.PUBLISHED)
    response = save(client, admin_url(Article, "change", article.pk), status=Status.DRAFT)
    assert "What readers will get" in response.content.decode()
    assert box_of(response) == ""


def test_conflict_alone_has_no_box(client: Client) -> None:
    article = make_article()
    change(article, title="By somebody else")
    response = save(client, admin_url(Article, "change", article.pk), title="Mine", expected_version="1")
    assert "Somebody else saved version 2 meanwhile" in response.content.decode()
    assert box_of(response) == ""


def test_form_that_was_not_sent_has_no_box(client: Client) -> None:
    assert box_of(client.get(admin_url(Article, "change", make_article().pk))) == ""
