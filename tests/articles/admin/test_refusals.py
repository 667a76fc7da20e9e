"""Refusals lead editors to what stands in the way, as far as they may see it."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.test import Client

from articles.admin.refusals import show_refusals
from articles.admin.site import admin_url
from articles.editing import Edit, save_item, save_items
from articles.models import Article, LearningPath, Section, Skill, Tool, User
from articles.snapshots import Snapshot
from articles.transfer.imports.reporting import describe_error
from tests.articles.admin.forms import errors_of, save
from tests.factories import change, make_article, make_path, make_section, make_skill, make_user

pytestmark = pytest.mark.django_db(transaction=True)

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def erin(client: Client) -> User:
    user = make_user("erin")
    client.force_login(user)
    return user


def url_of(row: Any) -> str:
    return admin_url(type(row), "change", row.pk)


def refusal(model: Any, **fields: Any) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        save_item(model(), Snapshot(fields={model.name_field: "New", **fields}), by=None, expected_version=0)
    return caught.value


def limited(*names: str) -> Client:
    user = make_user("sam", is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


TAKEN = [
    ("name", {"name": "Python <3"}),
    ("slug", {"slug": "python"}),
    ("slug", {"slug": "old-python"}),
    ("aliases", {"aliases-0-name": "CPython 100%"}),
    ("external_ids", {"external_ids-0-scheme": "onet", "external_ids-0-code": "15 %s"}),
]


def make_python() -> Skill:
    skill = make_skill(
        name="Python <3",
        slug="old-python",
        aliases=[{"name": "CPython 100%"}],
        external_ids=[{"scheme": "onet", "code": "15 %s"}],
    )
    return change(skill, slug="python")


@pytest.mark.parametrize(("field", "values"), TAKEN)
def test_what_another_item_has_leads_to_that_item(client: Client, field: str, values: dict[str, str]) -> None:
    skill = make_python()
    response = save(client, admin_url(Skill, "add"), **{"name": "New", **values})
    [error] = errors_of(response)[field]
    link = f'<a href="{url_of(skill)}" target="_blank" rel="noopener">Python &lt;3</a>'
    assert error.endswith(link)
    assert response.content.decode().count(link) == 1
    assert "trash" not in error


@pytest.mark.parametrize(("field", "values"), TAKEN)
def test_item_in_the_trash_is_told_with_the_way_back(client: Client, field: str, values: dict[str, str]) -> None:
    change(make_python(), status="trashed")
    [error] = errors_of(save(client, admin_url(Skill, "add"), **{"name": "New", **values}))[field]
    assert "(in the trash)</a>" in error
    assert error.endswith("To take it back out of the trash, give it another status there.")


def test_each_taken_row_leads_to_its_own_item(client: Client) -> None:
    one, two = make_skill(aliases=[{"name": "first"}]), make_skill(aliases=[{"name": "second"}])
    values = {"aliases-0-name": "first", "aliases-1-name": "second", "aliases-2-name": "free"}
    errors = errors_of(save(client, admin_url(Skill, "add"), name="New", **values))["aliases"]
    assert [url_of(one) in errors[0], url_of(two) in errors[1], len(errors)] == [True, True, 2]


def test_item_of_a_type_that_one_may_not_view_is_neither_named_nor_linked() -> None:
    make_skill(name="Secret", external_ids=[{"scheme": "onet", "code": "1"}])
    values = {"external_ids-0-scheme": "onet", "external_ids-0-code": "1"}
    errors = {}
    for rights in (("add_tool", "view_skill"), ("add_tool",)):
        User.objects.filter(username="sam").delete()
        response = save(limited(*rights), admin_url(Tool, "add"), name="New", **values)
        errors[len(rights)] = errors_of(response)["external_ids"]
        assert ("Secret" in response.content.decode()) == (len(rights) == 2)
    assert errors[1] == ["Another item has it already: onet 1."]
    assert "Secret" in errors[2][0]


def test_second_article_of_a_language_leads_to_the_first(client: Client) -> None:
    first, second = make_article(title="First"), make_article()
    response = save(client, url_of(second), translation_of=str(first.pk))
    assert url_of(first) in errors_of(response)["language"][0]


def test_record_that_has_the_name_is_linked(client: Client) -> None:
    section = make_section("News")
    response = save(client, admin_url(Section, "add"), name="Other", slug=section.slug)
    [error] = response.context["page"].form.errors["slug"]
    assert "already exists" in error and url_of(section) in error


def test_text_that_names_what_is_missing_offers_to_look_for_it(client: Client) -> None:
    body = "[[skill:no-such]] [[tool:none]]"
    [error] = errors_of(save(client, admin_url(Article, "add"), title="New", body=body))["body"]
    assert error.startswith("Links to what does not exist: skill:no-such, tool:none. <a href=")
    assert f'{admin_url(Skill, "changelist")}?q=no-such&amp;status=all"' in error
    assert f'{admin_url(Tool, "changelist")}?q=none&amp;status=all"' in error
    sam = limited("add_article", "view_tool")
    [error] = errors_of(save(sam, admin_url(Article, "add"), title="New", body=body))["body"]
    assert admin_url(Skill, "changelist") not in error and admin_url(Tool, "changelist") in error


def test_refusals_carry_data_and_speak_plainly_where_there_are_no_links() -> None:
    skill = make_python()
    error = refusal(Skill, name="python <3")
    assert error.error_dict["name"][0].params == {"item_type": "skill", "item_id": str(skill.pk)}
    assert describe_error(error) == "name: Another item of this type bears this name."
    assert describe_error(refusal(Skill, aliases=[{"name": "cpython 100%"}])) == (
        "aliases: Another item has it already: cpython 100%."
    )


def test_twin_in_the_same_batch_is_refused_without_a_link() -> None:
    edits = [Edit(Skill(), Snapshot(fields={"name": "Twin"}), 0) for _number in range(2)]
    _first, second = save_items(edits, by=None, keep_going=True)
    Skill.objects.all().delete()
    assert isinstance(second.error, ValidationError)
    shown = show_refusals(second.error, lambda _model: True)
    assert shown == {"name": ["Another item of this type bears this name."]}


# No ids, no names of columns


def test_step_that_links_to_nothing_is_named_by_number_and_field(client: Client) -> None:
    values = {"steps-0-title": "One", "steps-1-title": "Two", "steps-1-skills": [UNKNOWN]}
    errors = errors_of(save(client, admin_url(LearningPath, "add"), name="Path", **values))
    assert errors == {
        "steps": [
            "Step 2, skills: Something chosen here does not exist: it is gone, or was refused in the same import."
        ]
    }


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([{"title": "One"}, {"title": "Two", "hours": "x"}], "Step 2, hours: “x” value must be an integer."),
        ([{"title": ""}], "Step 1, title: This field cannot be blank."),
        ([{"title": "One", "skills": ["x"]}], "Step 1, skills: An id in this list is no UUID."),
        ([{"title": "One", "odd": 1}], "Step 1: only the keys title, note, is_required, hours are known"),
    ],
)
def test_step_that_does_not_fit_is_named_by_number_and_field(steps: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make_path(steps=steps)
    assert caught.value.message_dict == {"steps": [message]}


def test_link_to_what_is_gone_names_no_id(client: Client) -> None:
    [error] = errors_of(save(client, url_of(make_article()), skills=[UNKNOWN]))["skills"]
    assert error == "Something chosen here does not exist: it is gone, or was refused in the same import."


def test_refusal_of_a_field_that_the_form_hides_bears_its_label(client: Client) -> None:
    page = save(client, url_of(make_article()), title="").context["page"]
    page.add_errors({"first_published_at": ["Odd."], "translation_group": ["Odd too."], "__all__": ["All odd."]})
    assert page.form.errors["translation_of"] == ["Odd too."]
    assert page.form.non_field_errors() == ["First published at: Odd.", "All odd."]
