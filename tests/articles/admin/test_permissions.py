"""Who may do what in the admin: superusers, editors with some permissions, staff with none, others."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from articles.admin.site import admin_url
from articles.models import Article, Change, Revision, Section, Skill, Tool, User
from tests.articles.admin.forms import messages_of, open_form, read_form, save
from tests.articles.admin.signing_in import USER_RIGHTS, sign_in
from tests.articles.mass.mass_actions import act
from tests.factories import change, count, make_article, make_section, make_skill, make_tool, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def article_pages(article: Article) -> dict[str, tuple[str, str]]:
    """name: (method, address)."""
    return {
        "list": ("get", admin_url(Article, "changelist")),
        "add form": ("get", admin_url(Article, "add")),
        "form": ("get", admin_url(Article, "change", article.pk)),
        "save": ("post", admin_url(Article, "change", article.pk)),
        "create": ("post", admin_url(Article, "add")),
        "history": ("get", admin_url(Article, "history", article.pk)),
        "compare": ("get", admin_url(Article, "compare", article.pk, 1)),
        "restore": ("post", admin_url(Article, "restore", article.pk, 1)),
        "delete page": ("get", admin_url(Article, "delete", article.pk)),
        "delete": ("post", admin_url(Article, "delete", article.pk)),
    }


READ = {"list", "form", "history", "compare"}


@pytest.mark.parametrize(
    ("permissions", "allowed"),
    [
        ([], set()),
        (["change_skill"], set()),
        (["view_article"], READ),
        (["add_article"], {"add form", "create"}),
        (["change_article"], READ | {"save", "restore"}),
        (["delete_article"], {"delete page", "delete"}),
        (["view_article", "delete_article"], READ | {"delete page", "delete"}),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, list) else "",
)
def test_pages_of_articles_open_by_permission(permissions: list[str], allowed: set[str]) -> None:
    article = make_article()
    client = sign_in(*permissions)
    answers = {}
    for name, (method, url) in article_pages(article).items():
        answers[name] = getattr(client, method)(url).status_code
    assert {name for name, status in answers.items() if status != 403} == allowed


@pytest.mark.parametrize("is_staff", [False, None], ids=["reader", "anonymous"])
def test_others_are_sent_to_the_login(is_staff: bool | None) -> None:
    client = Client() if is_staff is None else sign_in("change_article", is_staff=False)
    for method, url in article_pages(make_article()).values():
        response = getattr(client, method)(url)
        assert (response.status_code, response.url.split("?")[0]) == (302, reverse("admin:login"))


def test_staff_without_permissions_sees_nothing() -> None:
    make_article(title="Hidden canary")
    html = sign_in().get(reverse("admin:index")).content.decode()
    assert "Hidden canary" not in html
    assert "You don’t have permission" in html


def test_overview_shows_only_what_may_be_seen() -> None:
    make_article(title="Hidden canary"), make_tool(name="Seen tool")
    response = sign_in("view_tool").get(reverse("admin:index"))
    assert [str(one.name) for one in response.context["counts"]] == ["tools"]
    assert [one.name for one in response.context["last_changes"]] == ["Seen tool"]
    assert "Hidden canary" not in response.content.decode()


def test_editor_with_permissions_writes_and_publishes() -> None:
    client = sign_in("add_article", "change_article", "publish_article", "view_article")
    save(client, admin_url(Article, "add"), title="Mine", summary="S", body="B", status="published")
    article = Article.objects.get(title="Mine")
    assert article.is_published()
    save(client, admin_url(Article, "change", article.pk), title="Still mine")
    assert Article.objects.get().title == "Still mine"


def test_viewer_sees_the_form_but_can_send_nothing() -> None:
    article = make_article(title="Readable", resources=[{"title": "Docs", "url": "https://a.example"}])
    response = sign_in("view_article").get(admin_url(Article, "change", article.pk))
    html = response.content.decode()
    assert "Readable" in html
    assert "https://a.example" in html
    assert "_save" not in html
    sent = {name for name in read_form(response) if "_FORMS" not in name}
    assert sent == {"csrfmiddlewaretoken"}


def test_viewer_is_offered_no_restore() -> None:
    article = make_article()
    change(article, title="Second")
    client = sign_in("view_article")
    assert "Restore version" not in client.get(admin_url(Article, "compare", article.pk, 2)).content.decode()


@pytest.mark.parametrize(
    ("permissions", "actions"),
    [
        (["view_tool"], set()),
        (["change_tool"], {"archive", "withdraw", "back_to_draft"}),
        (["change_tool", "publish_tool"], {"publish", "archive", "withdraw", "back_to_draft"}),
        (["view_tool", "delete_tool"], {"move_to_trash"}),
    ],
    ids=["view", "change", "change and publish", "delete"],
)
def test_actions_follow_permissions(permissions: list[str], actions: set[str]) -> None:
    tool = make_tool()
    client = sign_in(*permissions)
    done = set()
    for action in ("publish", "archive", "withdraw", "back_to_draft", "move_to_trash"):
        before = Tool.objects.get().version
        Tool.objects.update(status="review")
        act(client, action, [tool])
        done |= {action} if Tool.objects.get().version > before else set()
    assert done == actions


def test_author_can_be_chosen_without_seeing_accounts() -> None:
    make_user("ada", public_name="Ada")
    query = {"app_label": "articles", "model_name": "article", "field_name": "authors", "term": "ada"}
    editor, stranger = sign_in("change_article"), sign_in("view_article", username="eve")
    assert [one["text"] for one in editor.get(reverse("admin:autocomplete"), query).json()["results"]] == ["Ada"]
    assert stranger.get(reverse("admin:autocomplete"), query).status_code == 403
    assert editor.get(admin_url(User, "changelist")).status_code == 403


def test_steps_are_linked_by_those_who_edit_paths() -> None:
    make_skill(name="Python")
    query = {"app_label": "articles", "model_name": "step", "field_name": "skills", "term": "py"}
    editor, stranger = sign_in("change_learningpath"), sign_in("change_article", username="eve")
    assert [one["text"] for one in editor.get(reverse("admin:autocomplete"), query).json()["results"]] == ["Python"]
    assert stranger.get(reverse("admin:autocomplete"), query).status_code == 403


def test_record_pages_open_by_permission() -> None:
    section = make_section()
    viewer = sign_in("view_section")
    assert viewer.get(admin_url(Section, "change", section.pk)).status_code == 200
    assert viewer.post(admin_url(Section, "change", section.pk), {"name": "x"}).status_code == 403
    assert viewer.post(admin_url(Section, "delete", section.pk)).status_code == 403
    stranger = sign_in(username="eve")
    assert stranger.get(admin_url(Section, "history", section.pk)).status_code == 403
    assert count(Section) == 1


@pytest.mark.parametrize("model", [Change, Revision])
def test_log_can_be_read_but_not_written(model: Any) -> None:
    make_article()
    client = Client()
    client.force_login(make_user("root"))
    row = model.objects.first()
    assert client.get(admin_url(model, "change", row.pk)).status_code == 200
    assert client.post(admin_url(model, "change", row.pk), {"note": "x"}).status_code == 403
    assert client.get(admin_url(model, "add")).status_code == 403
    assert client.post(admin_url(model, "delete", row.pk)).status_code == 403
    assert sign_in().get(admin_url(model, "changelist")).status_code == 403


def test_to_field_names_only_what_links_point_to() -> None:
    client = sign_in("change_article")
    article = make_article()
    assert client.get(admin_url(Article, "change", article.pk), {"_to_field": "body"}).status_code == 400


def test_superuser_gives_rights() -> None:
    client = Client()
    client.force_login(make_user("root"))
    sam, group = make_user("sam", is_superuser=False), Group.objects.create(name="Editors")
    save(client, admin_url(User, "change", sam.pk), public_name="Sam", groups=[str(group.pk)], is_superuser="on")
    sam.refresh_from_db()
    assert (sam.public_name, sam.is_superuser, list(sam.groups.all())) == ("Sam", True, [group])


def test_superuser_creates_an_account() -> None:
    client = Client()
    client.force_login(make_user("root"))
    password = "a long enough passphrase"
    save(client, admin_url(User, "add"), username="new", usable_password="true", password1=password, password2=password)
    assert User.objects.get(username="new").check_password(password)


def test_staff_cannot_give_rights_to_themselves_or_others() -> None:
    client = sign_in(*USER_RIGHTS)
    group = Group.objects.create(name="Editors")
    permission = Permission.objects.get(codename="change_article")
    rights = {"is_superuser": "on", "groups": [str(group.pk)], "user_permissions": [str(permission.pk)]}
    pat = make_user("pat", is_superuser=False)
    for user in (User.objects.get(username="sam"), pat):
        response = save(client, admin_url(User, "change", user.pk), public_name="Renamed", **rights)
        assert response.status_code == 302
        user.refresh_from_db()
        assert (user.public_name, user.is_superuser, user.groups.count()) == ("Renamed", False, 0)
        assert permission not in user.user_permissions.all()


@pytest.mark.parametrize("rights", [{"is_superuser": True}, {"permission": "change_article"}], ids=["root", "editor"])
def test_staff_cannot_take_over_an_account_with_more_rights(rights: dict[str, Any]) -> None:
    client = sign_in(*USER_RIGHTS)
    other = make_user("pat", is_superuser=rights.get("is_superuser", False))
    other.user_permissions.set(Permission.objects.filter(codename=rights.get("permission", "")))
    password = {"password1": "taken over password", "password2": "taken over password", "usable_password": "true"}
    assert client.post(reverse("admin:auth_user_password_change", args=[other.pk]), password).status_code == 403
    assert client.post(admin_url(User, "change", other.pk), {"username": "x"}).status_code == 403
    assert client.post(admin_url(User, "delete", other.pk), {"post": "yes"}).status_code == 403
    other.refresh_from_db()
    assert other.check_password("correct horse battery")


def test_account_of_an_author_stays() -> None:
    client = Client()
    client.force_login(make_user("root"))
    author, other = make_user("author"), make_user("other")
    make_article(authors=[author])
    assert client.post(admin_url(User, "delete", author.pk), {"post": "yes"}).status_code == 403
    assert client.post(admin_url(User, "delete", other.pk), {"post": "yes"}).status_code == 302
    assert set(User.objects.values_list("username", flat=True)) == {"root", "author"}


def test_staff_cannot_change_groups() -> None:
    group = Group.objects.create(name="Editors")
    client = sign_in("view_group", "add_group", "change_group", "delete_group")
    assert client.post(admin_url(Group, "change", group.pk), {"name": "x"}).status_code == 403
    assert client.post(admin_url(Group, "add"), {"name": "x"}).status_code == 403
    assert client.post(admin_url(Group, "delete", group.pk)).status_code == 403


def test_account_cannot_be_deleted_in_bulk() -> None:
    client = Client()
    root = make_user("root")
    client.force_login(root)
    other = make_user("other")
    data = {"action": "delete_selected", "index": "0", "_selected_action": [str(other.pk)], "post": "yes"}
    response = client.post(admin_url(User, "changelist"), data, follow=True)
    assert messages_of(response) == ["No action selected."] or count(User) == 2


def test_login_by_user_name_opens_the_overview() -> None:
    make_user("erin")
    client = Client()
    data = open_form(client, reverse("admin:login"))
    response = client.post(reverse("admin:login"), data | {"username": ["erin"], "password": ["correct horse battery"]})
    assert response.status_code == 302
    assert client.get(reverse("admin:index")).status_code == 200


def test_skill_page_of_an_editor_without_view_of_others_names_no_count_less() -> None:
    skill = make_skill()
    assert sign_in("change_skill").get(admin_url(Skill, "change", skill.pk)).status_code == 200
