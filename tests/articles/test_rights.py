"""Publishing, holding, lifting and trashing are rights, whatever the door that a change comes through."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import connection

from articles.editing import Edit, delete_record, preview_items, save_item, save_items, save_record, tell_readers
from articles.editing.pictures import remove_picture
from articles.editing.restoring import restore
from articles.models import ITEM_MODELS, RECORD_MODELS, Article, Change, Revision, Section, Tool, User
from articles.publishing import Status
from articles.rights import Right, choosable_statuses, may, permission_of, rights_to_move
from articles.snapshots import Snapshot
from tests.factories import change, make, make_article, make_picture, make_section, make_tool

pytestmark = pytest.mark.django_db(transaction=True)

DAY_TO_COME = "2999-01-01T00:00:00Z"


def make_account(*codenames: str, is_active: bool = True) -> User:
    user = User.objects.create(username="sam", is_staff=True, is_active=is_active)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def refusal(act: Callable[[], Any]) -> list[str]:
    """What the act was refused for: the fields, or the messages without a field."""
    try:
        act()
    except ValidationError as error:
        return sorted(error.message_dict)
    return []


def move(item: Any, by: User, **fields: Any) -> list[str]:
    return refusal(lambda: save_item(item, Snapshot(fields=fields), by=by, expected_version=None))


@pytest.mark.parametrize(
    ("was", "then", "wanted"),
    [
        ("draft", "review", set()),
        ("review", "archived", set()),
        ("draft", "published", {"publish"}),
        ("published", "draft", {"publish"}),
        ("published", "archived", {"publish"}),
        ("published", "withdrawn", {"publish"}),
        ("published", "legal_hold", {"hold"}),
        ("draft", "legal_hold", {"hold"}),
        ("legal_hold", "draft", {"lift_hold"}),
        ("legal_hold", "published", {"lift_hold", "publish"}),
        ("legal_hold", "trashed", {"lift_hold", "delete"}),
        ("trashed", "legal_hold", {"hold", "delete"}),
        ("published", "trashed", {"delete"}),
        ("trashed", "draft", {"delete"}),
        ("trashed", "published", {"delete", "publish"}),
        ("published", "published", set()),
    ],
)
def test_status_moves_by_their_rights_and_no_fewer(was: str, then: str, wanted: set[str]) -> None:
    assert {right.value for right in rights_to_move(was, then)} == wanted
    tool = make_tool(status=was)
    enough = make_account("change_tool", *(f"{right}_tool" for right in wanted))
    for lacking in wanted:
        less = User.objects.create(username=f"less-{lacking}", is_staff=True)
        codenames = {"change_tool", *(f"{right}_tool" for right in wanted - {lacking})}
        less.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        assert move(tool, less, status=then, summary="Told.") == ["status"], lacking
    assert Tool.objects.get().status == was
    assert move(tool, enough, status=then, summary="Told.") == []
    assert Tool.objects.get().status == then


@pytest.mark.parametrize("field", ["publish_at", "expire_at"])
def test_dates_of_what_is_published_take_the_right_to_publish(field: str) -> None:
    editor = make_account("change_tool")
    draft, live = make_tool(status="draft"), make_tool()
    assert move(draft, editor, **{field: DAY_TO_COME}) == []
    assert move(live, editor, **{field: DAY_TO_COME}) == [field]
    assert move(live, editor, summary="Better.") == []


def test_new_item_takes_the_right_to_add_and_to_publish() -> None:
    editor = make_account("add_tool")
    assert move(Tool(), editor, name="Secret", status="published") == ["status"]
    assert move(Tool(), editor, name="Plan") == []
    assert move(Article(), editor, title="Other type") == ["__all__"]
    assert list(Tool.objects.values_list("name", "status")) == [("Plan", "draft")]


def test_trash_takes_the_right_to_delete_alone_and_nothing_else_with_it() -> None:
    remover = make_account("delete_tool")
    tool = make_tool(name="Old")
    assert move(tool, remover, status="trashed", name="New") == ["__all__"]
    assert move(tool, remover, status="trashed") == []
    assert Tool.objects.get().status == Status.TRASHED


def test_each_item_of_a_batch_is_judged_for_itself_and_as_foretold() -> None:
    editor = make_account("change_tool", "change_article", "publish_tool")
    edits = [
        Edit(make_tool(status="draft"), Snapshot(fields={"status": "published"})),
        Edit(make_article(status="draft"), Snapshot(fields={"status": "published"})),
    ]
    foretold = preview_items(edits, by=editor, coming={})
    saved = save_items(edits, by=editor, keep_going=True)
    assert [one.outcome for one in foretold] == [one.outcome for one in saved] == ["changed", "failed"]
    assert "may not publish articles" in str(saved[1].error)


def test_deactivated_account_may_nothing() -> None:
    codenames = ("change_tool", "publish_tool")
    assert move(make_tool(), make_account(*codenames, is_active=False), summary="S") == ["__all__"]


def test_restoring_and_telling_readers_take_the_right_to_change() -> None:
    article = change(make_article(title="First"), title="Second")
    viewer = make_account("view_article")
    assert refusal(lambda: restore(article, 1, by=viewer, expected_version=None)) == ["__all__"]
    assert refusal(lambda: tell_readers(article, 1, "Told.", by=viewer)) == ["__all__"]
    assert Article.objects.get().title == "Second"
    assert not Revision.objects.exclude(public_note="").exists()


def test_restoring_leaves_a_hold_in_place() -> None:
    article = change(make_article(title="First"), title="Second", status="legal_hold")
    restore(article, 1, by=make_account("change_article"), expected_version=None)
    stored = Article.objects.get()
    assert (stored.title, stored.status) == ("First", Status.LEGAL_HOLD)


def test_records_take_the_rights_to_add_change_and_delete() -> None:
    section, viewer = make_section(name="Kept"), make_account("view_section")
    section.name = "Taken"
    assert refusal(lambda: save_record(section, by=viewer)) == ["__all__"]
    assert refusal(lambda: save_record(Section(name="New", slug="new"), by=viewer)) == ["__all__"]
    assert refusal(lambda: delete_record(section, by=viewer)) == ["__all__"]
    assert list(Section.objects.values_list("name", flat=True)) == ["Kept"]


def test_picture_whose_removal_is_refused_keeps_its_file() -> None:
    picture = make_picture()
    assert refusal(lambda: remove_picture(picture, by=make_account("change_picture"))) == ["__all__"]
    assert picture.file.storage.exists(str(picture.file.name))


def test_refusals_leave_no_trace_in_the_log() -> None:
    tool = make_tool()
    numbers = list(Change.objects.values_list("number", flat=True))
    move(tool, make_account("change_tool"), status="legal_hold")
    assert list(Change.objects.values_list("number", flat=True)) == numbers


@pytest.mark.parametrize(
    ("codenames", "now", "statuses"),
    [
        (["change_tool"], "draft", {"draft", "review", "archived", "withdrawn"}),
        (["change_tool"], "published", {"published"}),
        (["change_tool"], "legal_hold", {"legal_hold"}),
        (["change_tool"], "trashed", {"trashed"}),
        (["publish_tool", "delete_tool"], "published", set(Status.values) - {"legal_hold"}),
        (["hold_tool"], "published", {"published", "legal_hold"}),
        (["lift_hold_tool"], "legal_hold", {"legal_hold", "draft", "review", "archived", "withdrawn"}),
    ],
)
def test_choice_of_statuses_offers_what_the_save_accepts(codenames: list[str], now: str, statuses: set[str]) -> None:
    assert {one.value for one in choosable_statuses(make_account(*codenames), Tool, now)} == statuses


@pytest.mark.parametrize("model", [*ITEM_MODELS.values()], ids=[*ITEM_MODELS])
def test_every_type_of_item_has_the_permissions_of_its_rights(model: Any) -> None:
    item = make(model, status="draft", **({"summary": "S", "body": "B"} if model is Article else {}))
    assert move(item, make_account(f"change_{model._meta.model_name}"), status="legal_hold") == ["status"]
    for right in Right:
        app_label, codename = permission_of(right, model).split(".")
        assert Permission.objects.filter(content_type__app_label=app_label, codename=codename).count() == 1


def test_records_have_djangos_own_permissions_alone() -> None:
    names = {model._meta.model_name for model in RECORD_MODELS.values()}
    codenames = Permission.objects.filter(content_type__model__in=names).values_list("codename", flat=True)
    assert {codename.rpartition("_")[0] for codename in codenames} == {"add", "change", "delete", "view"}


def test_who_may_change_may_see_and_the_operator_may_do_all() -> None:
    editor = make_account("change_tool")
    assert (may(editor, Right.VIEW, Tool), may(editor, Right.VIEW, Article)) == (True, False)
    assert all(may(None, right, Tool) for right in Right)


def test_upgrade_lets_those_publish_who_could_change_and_nobody_hold() -> None:
    from importlib import import_module

    from django.apps import apps

    migration = import_module("articles.migrations.0006_publishing_rights")
    editor, group = make_account("change_tool", "view_article"), Group.objects.create(name="Writers")
    group.permissions.set(Permission.objects.filter(codename="change_article"))
    Permission.objects.filter(codename="publish_tool").delete()
    with connection.schema_editor() as schema_editor:
        migration.keep_publishers(apps, schema_editor)
    held = set(editor.user_permissions.values_list("codename", flat=True))
    assert held == {"change_tool", "view_article", "publish_tool"}
    assert set(group.permissions.values_list("codename", flat=True)) == {"change_article", "publish_article"}
