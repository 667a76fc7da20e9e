"""The form says what readers will get, and asks before it takes from them what they see."""

from typing import Any

import pytest
from django.test import Client

from articles.admin.site import admin_url
from articles.models import Article, Tool, User
from tests.articles.admin.forms import errors_of, open_form, read_form, save, send
from tests.articles.admin.signing_in import sign_in
from tests.factories import change, make_article, make_tool, make_user

pytestmark = pytest.mark.django_db(transaction=True)

TO_COME = {"publish_at_0": "2999-01-01", "publish_at_1": "00:00:00"}
OVER = {"expire_at_0": "2020-01-01", "expire_at_1": "00:00:00"}
LONG_AGO = "2019-01-01T00:00:00Z"


@pytest.fixture
def editor(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def url_of(item: Any) -> str:
    return admin_url(type(item), "change", item.pk)


def question_of(response: Any) -> str:
    assert response.status_code == 200
    return str(response.context["page"].question.text)


@pytest.mark.parametrize(
    ("changed", "answer", "words"),
    [
        pytest.param({"status": "review"}, 410, "“gone” (410)", id="in review"),
        pytest.param({"status": "draft"}, 410, "“gone” (410)", id="draft"),
        pytest.param({"status": "trashed"}, 410, "“gone” (410)", id="trash"),
        pytest.param({"status": "legal_hold"}, 451, "(451)", id="legal hold"),
        pytest.param(TO_COME, 404, "“not found” (404)", id="a date to come"),
        pytest.param(OVER, 410, "“gone” (410)", id="expired"),
    ],
)
def test_form_asks_before_readers_lose_a_page_and_they_get_what_it_said(
    client: Client, editor: User, changed: dict[str, str], answer: int, words: str
) -> None:
    tool = make_tool(slug="main", publish_at=LONG_AGO)
    asked = save(client, url_of(tool), summary="Mine", **changed)
    assert question_of(asked) == f"Readers see it now. After this save readers get {quoted(words)} at its address."
    assert Tool.objects.get().version == 1
    form = read_form(asked)
    assert form["summary"] == ["Mine"]
    assert send(client, url_of(tool), form, readers_get=str(answer)).status_code == 302
    assert (Client().get("/tools/main/").status_code, Tool.objects.get().summary) == (answer, "Mine")


def quoted(words: str) -> str:
    return "“unavailable for legal reasons” (451)" if words == "(451)" else words


def test_form_without_a_loss_for_readers_does_not_ask(client: Client, editor: User) -> None:
    for tool, changed in [
        (make_tool(), {"summary": "New"}),
        (make_tool(), {"expire_at_0": "2999-01-01", "expire_at_1": "00:00:00"}),
        (make_tool(status="draft"), {"status": "published"}),
        (make_tool(status="draft"), {"status": "published", **TO_COME}),
        (make_tool(publish_at="2998-01-01T00:00:00Z"), {"status": "draft"}),
        (change(make_tool(), status="archived"), {"status": "trashed"}),
    ]:
        assert save(client, url_of(tool), **changed).status_code == 302, changed


def test_answer_holds_for_its_own_question_alone(client: Client, editor: User) -> None:
    tool = make_tool()
    asked = save(client, url_of(tool), status="review")
    other = send(client, url_of(tool), read_form(asked), status="legal_hold", readers_get="410")
    assert "(451)" in question_of(other)
    assert Tool.objects.get().status == "published"


def test_lifting_a_legal_hold_is_asked(client: Client, editor: User) -> None:
    tool = change(make_tool(), status="legal_hold")
    asked = save(client, url_of(tool), status="published")
    assert question_of(asked) == "It is on legal hold. This save lifts the hold: readers see it then."
    assert send(client, url_of(tool), read_form(asked), readers_get="200-lifted").status_code == 302
    assert Tool.objects.get().is_published()


def hold_behind_the_form(client: Client, tool: Tool, **changed: str) -> Any:
    """The answer to a form that was opened before somebody else put the item on hold."""
    data = open_form(client, url_of(tool))
    change(tool, status="legal_hold")
    return send(client, url_of(tool), data, **changed)


def test_stale_form_saved_over_leaves_the_hold_in_place(client: Client, editor: User) -> None:
    tool = make_tool(summary="Old")
    conflict = hold_behind_the_form(client, tool, summary="Mine")
    assert conflict.context["page"].conflict.version == 2
    assert send(client, url_of(tool), read_form(conflict), save_over="2").status_code == 302
    stored = Tool.objects.get()
    assert (stored.summary, stored.status) == ("Mine", "legal_hold")


def test_stale_form_with_another_status_lifts_the_hold_only_when_asked(client: Client, editor: User) -> None:
    tool = make_tool()
    conflict = hold_behind_the_form(client, tool, status="archived")
    asked = send(client, url_of(tool), read_form(conflict), save_over="2")
    assert "lifts the hold" in question_of(asked)
    assert Tool.objects.get().status == "legal_hold"
    assert send(client, url_of(tool), read_form(asked), readers_get="410-lifted").status_code == 302
    assert Tool.objects.get().status == "archived"


def test_refusal_of_a_right_stands_at_the_status(client: Client) -> None:
    tool, editor = make_tool(status="draft"), sign_in("change_tool")
    form = open_form(editor, url_of(tool))
    response = send(editor, url_of(tool), form, status="published")
    assert list(errors_of(response)) == ["status"]
    assert Tool.objects.get().status == "draft"


def test_choices_of_a_stored_item_say_what_readers_get(client: Client, editor: User) -> None:
    html = client.get(url_of(make_tool())).content.decode()
    assert "in review – readers get “gone” (410)" in html
    assert "published – readers see it" in html
    assert "readers get" not in client.get(admin_url(Tool, "add")).content.decode().split("id_status")[1][:1500]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Readers do not see it: readers get “gone” (410) at its address."),
        ({"status": "draft"}, "Readers do not see it: readers get “not found” (404) at its address."),
        ({"publish_at": "2999-01-01T00:00:00Z"}, "Readers do not see it: readers get “not found” (404)"),
    ],
    ids=["seen", "draft", "scheduled"],
)
def test_trash_page_says_what_readers_will_get(
    client: Client, editor: User, values: dict[str, str], sentence: str
) -> None:
    article = make_article(**values)
    assert sentence in client.get(admin_url(Article, "delete", article.pk)).content.decode()


def test_facts_say_what_readers_get_now(client: Client, editor: User) -> None:
    held = change(make_tool(), status="legal_hold")
    assert "Readers see it." in client.get(url_of(make_tool())).content.decode()
    assert "Readers do not see it: readers get “unavailable for legal reasons” (451)" in (
        client.get(url_of(held)).content.decode()
    )
